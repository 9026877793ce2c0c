//! Settles the four techniques on one foot and prints travel, loads and how many pairs of the clinical table hold.
//!
//! `cargo run --release -p osteotome-foot --example technique_table -- SCENARIO.toml`: the techniques of the file are
//! replaced by the four of the table, on the rays its first osteotomy names. A file without osteotomies prints the loads and
//! dorsal strains of the intact foot.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example reports on the terminal")]

use osteotome_foot::outcome::{HeadOutcome, Outcome};
use osteotome_foot::scenario::{Scenario, Technique, read};
use osteotome_foot::{Progress, Ray, run};
use std::path::Path;

/// Shortening, elevation and lateralization of one technique.
type Travel = [f64; 3];

/// Strict pairs of the clinical table (greater, lesser): classic 0, convergent 1, divergent 2, reverse 3.
const PAIRS: [&[(usize, usize)]; 3] = [
    &[(2, 0), (2, 1), (2, 3), (0, 1), (0, 3)],
    &[(3, 0), (3, 1), (3, 2), (1, 0), (2, 0)],
    &[(2, 0), (2, 3), (2, 1), (0, 3), (0, 1), (3, 1)],
];
const TECHNIQUES: [Technique; 4] =
    [Technique::Classic, Technique::ObliqueConvergent, Technique::ObliqueDivergent, Technique::Reverse];

fn travel(head: &HeadOutcome) -> Travel {
    [head.shortening_mm, head.elevation_mm, head.lateralization_mm]
}

fn mean(outcome: &Outcome, rays: &[Ray]) -> Travel {
    let mut sum = [0.0; 3];
    for ray in rays {
        let one = travel(&outcome.heads[ray]);
        (0..3).for_each(|k| sum[k] += one[k] / rays.len() as f64);
    }
    sum
}

fn holding(table: &[Travel; 4]) -> [usize; 3] {
    [0, 1, 2].map(|k| PAIRS[k].iter().filter(|(more, less)| table[*more][k] > table[*less][k]).count())
}

fn settled(scenario: &Scenario, technique: Technique) -> Result<Outcome, String> {
    let mut scenario = scenario.clone();
    let osteotomy = scenario.osteotomies.first_mut().ok_or("the scenario cuts nothing")?;
    osteotomy.technique = technique;
    osteotomy.plane = technique.plane().ok_or("a custom plane has no angles of its own")?;
    let start = std::time::Instant::now();
    let mut tell = |progress: &Progress| eprintln!("{:7.2} s  {progress:?}", start.elapsed().as_secs_f64());
    run(&scenario, &mut tell).map(|result| result.outcome).map_err(|error| error.to_string())
}

fn print_outcome(technique: Technique, outcome: &Outcome) {
    println!("{} ({:.1} s, residual {:.1e} N)", technique.name(), outcome.time_s.total, outcome.residual_n);
    for (ray, head) in &outcome.heads {
        let [short, up, lateral] = travel(head);
        println!(
            "  {ray} {short:6.2} {up:6.2} {lateral:6.2} mm  {:6.1} {:6.1} {:6.1} deg  {:6.1} N of {:6.1} N  contact {:5.1} of {:5.1} mm2  intact strain {:6.0}",
            head.dorsiflexion_deg,
            head.valgus_deg,
            head.axial_rotation_deg,
            head.load_n,
            head.intact_load_n,
            head.contact_area_mm2,
            head.face_area_mm2[0],
            head.intact_dorsal_strain_microstrain,
        );
    }
}

fn main() -> Result<(), String> {
    let path = std::env::args().nth(1).ok_or("usage: technique_table SCENARIO.toml")?;
    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let folder = Path::new(&path).parent().unwrap_or(Path::new("."));
    let scenario = read(&text, folder).map_err(|mistakes| format!("{mistakes:?}"))?.scenario;
    if scenario.osteotomies.is_empty() {
        let outcome = run(&scenario, &mut |_| {}).map_err(|error| error.to_string())?.outcome;
        let total: f64 = outcome.heads.values().map(|head| head.load_n).sum();
        for (ray, head) in &outcome.heads {
            let share = 100.0 * head.load_n / total;
            println!(
                "{ray} {:6.1} N {share:5.1} %  dorsal strain {:6.0}",
                head.load_n, head.intact_dorsal_strain_microstrain
            );
        }
        println!("toes {:.1?} N", outcome.forefoot.intact.toe_n.values().collect::<Vec<_>>());
        return Ok(());
    }
    let rays = scenario.osteotomies.first().map(|o| o.rays.clone()).unwrap_or_default();
    let mut table = [[f64::NAN; 3]; 4];
    for (row, technique) in table.iter_mut().zip(TECHNIQUES) {
        match settled(&scenario, technique) {
            Ok(outcome) => {
                print_outcome(technique, &outcome);
                *row = mean(&outcome, &rays);
            }
            Err(error) => println!("{}: {error}", technique.name()),
        }
    }
    println!("mean of the cut rays: shortening, elevation, lateralization, mm");
    for (row, technique) in table.iter().zip(TECHNIQUES) {
        println!("  {:20} {:6.2} {:6.2} {:6.2}", technique.name(), row[0], row[1], row[2]);
    }
    println!("pairs that hold: {:?} of [5, 5, 6]", holding(&table));
    Ok(())
}
