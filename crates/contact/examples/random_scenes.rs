//! Throws random scenes at the solver and counts the endings: `random_scenes COUNT [FIRST] [endings|steps]`, from
//! scene FIRST on; the third argument shows the ending of every scene, or every step.
#![allow(clippy::print_stdout, reason = "a program reports on standard output")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::elastic_block::boxes::Random;
use common::random_scene::{CASES, Ending, Exposure, SEED, fragments, run};

/// Scenes after which the count so far is shown.
const REPORT: usize = 250;

fn main() {
    let argument = |k: usize| std::env::args().nth(k).and_then(|text| text.parse::<usize>().ok());
    let talk = std::env::args().nth(3);
    let mut show = |event: &osteotome_contact::StepEvent| {
        if talk.as_deref() == Some("steps") {
            common::show(event);
        }
    };
    let (count, first) = (argument(1).unwrap_or(100), argument(2).unwrap_or(0));
    let mut random = Random(SEED);
    let (mut bodies, mut audit) = (Vec::new(), [0.0_f64; 2]);
    let (mut errors, mut steps, mut free, mut wrong) = (Vec::new(), Vec::new(), 0, 0);
    for scene in 0..first + count {
        if scene % CASES == 0 {
            bodies = fragments(&mut random);
        }
        let exposure = Exposure::new(&mut random);
        if scene < first {
            continue;
        }
        let done = scene - first;
        if done > 0 && done % REPORT == 0 {
            summarise(done, &mut steps, [free, wrong], &mut errors);
        }
        let begun = std::time::Instant::now();
        let ending = run(&bodies, &exposure, &mut show);
        if talk.is_some() {
            println!("SC {scene} {:.2} s {ending:?}", begun.elapsed().as_secs_f64());
        }
        match ending {
            Ending::Settled { steps: taken, books, unbalanced, penetration_mm } => {
                if books > 0.05 {
                    println!("scene {scene} {exposure:?}: books off by {books:.3} after {taken} steps");
                }
                steps.push(taken);
                audit = [audit[0].max(unbalanced), audit[1].max(penetration_mm)];
                errors.push(books);
            }
            Ending::Free => free += 1,
            Ending::Wrong(why) => {
                wrong += 1;
                println!("scene {scene} {exposure:?}: {why}");
            }
        }
    }
    summarise(count, &mut steps, [free, wrong], &mut errors);
    println!("worst audit: {:.1e} of the load out of balance, penetration {:.3} mm", audit[0], audit[1]);
}

fn summarise(count: usize, steps: &mut [usize], [free, wrong]: [usize; 2], errors: &mut [f64]) {
    errors.sort_by(f64::total_cmp);
    steps.sort_unstable();
    let median = steps.get(steps.len() / 2).copied().unwrap_or(0);
    let at = |share: f64| errors.get((share * errors.len() as f64) as usize).copied().unwrap_or(0.0);
    let settled = errors.len();
    println!("{count} scenes: {settled} settled (median {median} steps), {free} free, {wrong} wrong");
    println!(
        "energy books: median error {:.4}, 99 % below {:.4}, worst {:.4}",
        at(0.5),
        at(0.99),
        at(0.9999999)
    );
    let within = errors.iter().filter(|error| **error <= 0.01).count();
    println!("within 1 %: {within} of {}", errors.len());
}
