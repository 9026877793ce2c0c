//! A whole settling of an obliquely cut bar: what it must not depend on, and its books at the default steps.
mod common;

use common::cut_bar::{bodies, scene};
use osteotome_contact::{Assembly, ContactSummary, Equilibrium, LoadFactors, Settings, Stage, StageOutcome};
use osteotome_geometry::Vector3;

fn cut(fine: usize) -> Assembly {
    scene(bodies(fine), Vector3::new(-120.0, -10.0, 15.0))
}

fn settle(assembly: Assembly, settings: Settings) -> (Equilibrium, StageOutcome) {
    let mut solver = Equilibrium::new(assembly, settings).expect("consistent");
    let stage = Stage {
        name: "load".to_owned(),
        from: LoadFactors(vec![0.0, 0.0]),
        to: LoadFactors(vec![1.0, 0.0]),
        duration: 1.0,
    };
    let outcome = solver.run_stage(&stage, &mut |event, _| common::show(event)).expect("settles");
    (solver, outcome)
}

fn head(solver: &Equilibrium) -> Vector3 {
    solver.state().connectors[1].positions[0] - solver.assembly().bodies[1].elasticity.patch_references[0]
}

/// Displacement of the head, and contact and apposition area.
fn answer(solver: &Equilibrium) -> (Vector3, [f64; 2]) {
    let contact = ContactSummary::of(&solver.state().pairs[0], 0.0);
    (head(solver), [contact.contact_area_mm2, contact.apposition_area_mm2])
}

#[test]
fn a_mesh_of_half_the_size_moves_the_head_by_less_than_two_per_cent() {
    let [coarse, fine] = [1, 2].map(|fine| answer(&settle(cut(fine), Settings::default()).0));
    common::note(&format!("coarse {coarse:?} fine {fine:?}"));
    assert!((coarse.0 - fine.0).norm() < 0.02 * fine.0.norm(), "{coarse:?} {fine:?}");
    for (coarse, fine) in coarse.1.into_iter().zip(fine.1) {
        assert!((coarse / fine - 1.0).abs() < 0.05, "area {coarse} against {fine}");
    }
}

#[test]
fn halved_steps_move_the_head_by_less_than_one_per_cent() {
    let [coarse, fine] = [0.25, 0.125].map(|largest_step_mm| {
        answer(&settle(cut(1), Settings { largest_step_mm, ..Settings::default() }).0)
    });
    common::note(&format!("steps of 0.25 {coarse:?} of 0.125 {fine:?}"));
    assert!((coarse.0 - fine.0).norm() < 0.01 * fine.0.norm(), "{coarse:?} {fine:?}");
}

#[test]
fn its_books_balance_at_the_default_steps() {
    let audit = settle(cut(1), Settings::default()).1.audit;
    let out = audit.stored_nmm + audit.friction_nmm + audit.viscous_nmm;
    common::note(&format!("books {:.5} {audit:?}", out / audit.work_in_nmm));
    assert!((out / audit.work_in_nmm - 1.0).abs() < 0.002, "{audit:?}");
    for body in &audit.bodies {
        assert!(body.force_n.norm() < 1e-5 * body.load_n, "{body:?}");
        assert!(body.moment_nmm.norm() < 1e-5 * body.moment_load_nmm, "{body:?}");
    }
}

/// Whatever the number of threads that the pool offers, and whoever else works at the same time.
#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let bits = |solver: Equilibrium| {
        let state = solver.state();
        let pressures = state.pairs[0].sides.iter().flatten().map(|point| point.pressure_mpa.to_bits());
        let motions = state.bodies.iter().flat_map(|body| body.displacements.iter().map(|z| z.to_bits()));
        pressures.chain(motions).collect::<Vec<_>>()
    };
    let alone = bits(settle(cut(1), Settings::default()).0);
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let same = pool.install(|| {
            let (one, other) = rayon::join(
                || bits(settle(cut(1), Settings::default()).0),
                || bits(settle(cut(1), Settings::default()).0),
            );
            one == alone && other == alone
        });
        assert!(same, "{threads} threads");
    }
}
