//! The contact deck that CalculiX and FEBio were run on: same mesh, springs and load.
mod common;

use osteotome_contact::{Anchor, Equilibrium, LoadFactors, Settings, Stage};
use osteotome_mesh::ElementOrder;
use std::path::PathBuf;
use std::time::Instant;

/// Decks, uncompressed, are found through an environment variable, since they are not part of the program.
fn deck(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os("OSTEOTOME_PEERS")?).join(name);
    path.exists().then_some(path)
}

fn run(name: &str, order: ElementOrder) {
    let Some(path) = deck(name) else {
        common::note("skipped: OSTEOTOME_PEERS names no directory with the deck");
        return;
    };
    let start = Instant::now();
    let assembly = common::deck::assembly(&path, order);
    let condensed = start.elapsed().as_secs_f64();
    let mut solver = Equilibrium::new(assembly, Settings::default()).expect("consistent");
    let stage = Stage {
        name: "close".to_owned(),
        from: LoadFactors(vec![0.0]),
        to: LoadFactors(vec![1.0]),
        duration: 1.0,
    };
    let outcome = solver.run_stage(&stage, &mut |event, _| common::show(event)).expect("settles");
    common::note(&format!(
        "condensed {condensed:.2} s, settled {:.2} s",
        start.elapsed().as_secs_f64() - condensed
    ));
    common::note(&format!(
        "{} steps, {} rejected, {} iterations",
        outcome.steps, outcome.rejected, outcome.iterations
    ));
    let assembly = solver.assembly();
    let loaded =
        assembly.connectors.iter().position(|c| matches!(c.anchors(), [Anchor::Patch { body: 1, patch: 0 }]));
    let at = solver.state().connectors[loaded.expect("the load")].positions[0];
    let displacement = at - assembly.bodies[1].elasticity.patch_references[0];
    common::note(&format!("mean displacement of the loaded patch {displacement:?}"));
    common::note(&format!("{:?}", outcome.audit));
    common::note(&format!("{:?}", osteotome_contact::ContactSummary::of(&solver.state().pairs[0], 0.0)));
}

#[test]
fn the_19k_deck() {
    run("c_20_t4.inp", ElementOrder::Linear);
}

#[test]
fn the_96k_deck() {
    run("c_100_t4.inp", ElementOrder::Linear);
}

#[test]
fn the_19k_deck_with_quadratic_elements() {
    run("c_20_t4.inp", ElementOrder::Quadratic);
}
