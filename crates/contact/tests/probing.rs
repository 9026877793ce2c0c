//! Stiffness and micromotion of a settled assembly against closed forms.
mod common;

use common::block_on_table;
use osteotome_contact::{Equilibrium, LoadFactors, Micromotion, Probe, Settings, Stage};
use osteotome_geometry::Vector3;

const FRICTION: f64 = 0.4;
const ELASTIC_SLIP_MM: f64 = 0.05;
const NORMAL_N: f64 = 100.0;

/// A rigid block of 10 × 10 mm pressed on a table; channel 1 shears it.
fn pressed_block() -> Equilibrium {
    let loads = [(Vector3::z() * -NORMAL_N, 0), (Vector3::x() * 8.0, 1)];
    let assembly = block_on_table(&loads, FRICTION, ELASTIC_SLIP_MM);
    let mut solver = Equilibrium::new(assembly, Settings::default()).expect("consistent");
    run(&mut solver, [0.0, 0.0], [1.0, 0.0]);
    solver
}

fn run(solver: &mut Equilibrium, from: [f64; 2], to: [f64; 2]) {
    let stage = Stage {
        name: "load".to_owned(),
        from: LoadFactors(from.to_vec()),
        to: LoadFactors(to.to_vec()),
        duration: 1.0,
    };
    solver.run_stage(&stage, &mut |_, _| ()).expect("settles");
}

/// Before it slips, the face is a layer of shear stiffness μ p / ℓ.
#[test]
fn secant_stiffness_of_a_sticking_face_is_friction_over_elastic_slip() {
    let probe = Probe { body: 1, patch: 0, reference: 0, force_n: 4.0, moment_nmm: 10.0 };
    let found = pressed_block().secant_stiffness(&probe).expect("settles");
    common::note(&format!("{found:?}"));
    let shear = FRICTION * NORMAL_N / ELASTIC_SLIP_MM;
    let twist = shear * (10.0 * 10.0 + 10.0 * 10.0) / 12.0;
    for axis in 0..2 {
        assert!((found.translation_n_per_mm[axis] / shear - 1.0).abs() < 1e-3, "{found:?}");
    }
    // Points of the table see the edge of the sole by whole points.
    assert!((found.rotation_nmm_per_rad.z / twist - 1.0).abs() < 1.5e-2, "{found:?} against {twist}");
    assert!(found.translation_n_per_mm.z > 100.0 * shear, "pressed faces are stiff: {found:?}");
}

#[test]
fn micromotion_over_a_load_cycle_is_the_elastic_slip_and_comes_back() {
    let mut solver = pressed_block();
    let rest = solver.state().clone();
    run(&mut solver, [1.0, 0.0], [1.0, 1.0]);
    let loaded = Micromotion::between(solver.assembly(), 0, [&rest, solver.state()]);
    let expected = 8.0 * ELASTIC_SLIP_MM / (FRICTION * NORMAL_N);
    assert!((loaded.mean_mm / expected - 1.0).abs() < 5e-3, "{loaded:?} against {expected}");
    assert!((loaded.greatest_mm / expected - 1.0).abs() < 0.02, "{loaded:?} against {expected}");
    run(&mut solver, [1.0, 1.0], [1.0, 0.0]);
    let back = Micromotion::between(solver.assembly(), 0, [&rest, solver.state()]);
    assert!(back.greatest_mm < 1e-4 * expected.max(1.0), "{back:?}");
}
