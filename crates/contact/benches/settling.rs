//! What a geometry costs, what its settling costs, and what one more load case: `cargo bench -p osteotome-contact`.
//!
//! A bar of 10 × 8 × 35 mm in ten-node tetrahedra, cut at 27°; processor time of the one thread, best of three.
#![allow(missing_docs, clippy::print_stdout, reason = "a program reports on standard output")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::cut_bar::{bodies, scene};
use osteotome_contact::{Equilibrium, LoadFactors, Settings, Stage, StageOutcome};
use osteotome_geometry::Vector3;
use std::time::Instant;

/// Nanoseconds that the kernel ran this thread for, or else the time on the wall.
fn clock(start: Instant) -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let ran = text.split(' ').next().and_then(|field| field.parse::<f64>().ok());
    ran.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| 1e-9 * nanoseconds)
}

fn timed<T>(start: Instant, work: impl Fn() -> T) -> (f64, T) {
    let mut best: Option<(f64, T)> = None;
    for _ in 0..3 {
        let before = clock(start);
        let answer = work();
        let seconds = clock(start) - before;
        if best.as_ref().is_none_or(|best| seconds < best.0) {
            best = Some((seconds, answer));
        }
    }
    best.expect("three runs")
}

fn go(solver: &mut Equilibrium, from: [f64; 2], to: [f64; 2]) -> StageOutcome {
    let factors = |pair: [f64; 2]| LoadFactors(pair.to_vec());
    let stage = Stage { name: "load".to_owned(), from: factors(from), to: factors(to), duration: 1.0 };
    solver.run_stage(&stage, &mut |_, _| ()).expect("settles")
}

fn main() {
    let start = Instant::now();
    for fine in [2, 3] {
        let (geometry, bodies) = timed(start, || bodies(fine));
        let unknowns: usize = bodies.iter().map(|body| body.elasticity.flexibility.nrows()).sum();
        println!("{fine}: condensed to {unknowns} unknowns in {geometry:.2} s");
        let load = Vector3::new(-120.0, -10.0, 15.0);
        let (settling, (settled, outcome)) = timed(start, || {
            let assembly = scene(bodies.clone(), load);
            let mut solver = Equilibrium::new(assembly, Settings::default()).expect("consistent");
            let outcome = go(&mut solver, [0.0; 2], [1.0, 0.0]);
            (solver, outcome)
        });
        report("settling", settling, geometry, &outcome);
        let (more, outcome) = timed(start, || go(&mut settled.clone(), [1.0, 0.0], [1.0, 1.0]));
        report("one more load case", more, geometry, &outcome);
    }
}

fn report(name: &str, seconds: f64, geometry: f64, outcome: &StageOutcome) {
    let share = 100.0 * seconds / geometry;
    let (steps, iterations) = (outcome.steps, outcome.iterations);
    println!("   {name}: {seconds:.3} s, {share:.1} % of that; {steps} steps, {iterations} iterations");
}
