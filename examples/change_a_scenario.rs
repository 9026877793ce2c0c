//! Reads a scenario, changes it from code, runs it: what does the friction of the cut faces do to a head?
//!
//! `cargo run --release --example change_a_scenario`
#![allow(clippy::print_stdout, reason = "an example prints")]

use osteotome_foot::scenario::{Mesh, Scenario, read};
use osteotome_foot::{Ray, run};
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    println!("friction  shortening  elevation");
    for friction in [0.2, 0.4, 0.6] {
        let [shortening_mm, elevation_mm] = travel_mm(friction)?;
        println!("{friction:8.1} {shortening_mm:8.2} mm {elevation_mm:7.2} mm");
    }
    Ok(())
}

/// How far the head of M2 travels after the classic cut: shortening and elevation.
pub(crate) fn travel_mm(friction: f64) -> Result<[f64; 2], Box<dyn Error>> {
    let mut scenario = ready("one-ray-classic.toml")?;
    // Whatever a file can say is a field; coarse elements take a second.
    scenario.mesh = Mesh { size_mm: 3.0, cut_size_mm: 2.5, quadratic: false };
    scenario.contact.friction = friction;
    // The closure is told how far the run is.
    let head = &run(&scenario, &mut |_| {})?.outcome.heads[&Ray::M2];
    Ok([head.shortening_mm, head.elevation_mm])
}

/// One of the scenarios of this repository.
fn ready(name: &str) -> Result<Scenario, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let text = std::fs::read_to_string(folder.join(name))?;
    match read(&text, &folder) {
        Ok(reading) => Ok(reading.scenario),
        Err(mistakes) => {
            Err(mistakes.iter().map(|mistake| mistake.message.as_str()).collect::<Vec<_>>().join("\n").into())
        }
    }
}
