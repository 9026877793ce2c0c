//! Throws random scenes at the solver and counts the endings: `random_scenes COUNT [FIRST] [steps]`, from scene
//! FIRST on; with a third argument every step is shown.
#![allow(clippy::print_stdout, reason = "a program reports on standard output")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::elastic_block::boxes::Random;
use common::random_scene::{Ending, Exposure, fragments, run};

/// Scenes after which the count so far is shown.
const REPORT: usize = 250;
/// Sets of loads a geometry.
const CASES: usize = 20;

fn main() {
    let argument = |k: usize| std::env::args().nth(k).and_then(|text| text.parse::<usize>().ok());
    let talkative = std::env::args().nth(3).is_some();
    let mut show = |event: &osteotome_contact::StepEvent| {
        if talkative {
            common::show(event);
        }
    };
    let (count, first) = (argument(1).unwrap_or(100), argument(2).unwrap_or(0));
    let mut random = Random(0x1234_5678_9abc_def1);
    let mut bodies = Vec::new();
    let (mut errors, mut steps, mut free, mut wrong) = (Vec::new(), 0, 0, 0);
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
            summarise(done, steps, free, wrong, &mut errors);
        }
        let begun = std::time::Instant::now();
        let ending = run(&bodies, &exposure, &mut show);
        println!("SC {scene} {:.2} {:?}", begun.elapsed().as_secs_f64(), ending);
        match ending {
            Ending::Settled { steps: taken, books } => {
                if books > 0.05 {
                    println!("scene {scene} {exposure:?}: books off by {books:.3} after {taken} steps");
                }
                steps += taken;
                errors.push(books);
            }
            Ending::Free => free += 1,
            Ending::Wrong(why) => {
                wrong += 1;
                println!("scene {scene} {exposure:?}: {why}");
            }
        }
    }
    summarise(count, steps, free, wrong, &mut errors);
}

fn summarise(count: usize, steps: usize, free: usize, wrong: usize, errors: &mut [f64]) {
    errors.sort_by(f64::total_cmp);
    let at = |share: f64| errors.get((share * errors.len() as f64) as usize).copied().unwrap_or(0.0);
    println!("{count} scenes: {} settled in {steps} steps, {free} free, {wrong} wrong", errors.len());
    println!(
        "energy books: median error {:.4}, 99 % below {:.4}, worst {:.4}",
        at(0.5),
        at(0.99),
        at(0.9999999)
    );
    let within = errors.iter().filter(|error| **error <= 0.01).count();
    println!("within 1 %: {within} of {}", errors.len());
}
