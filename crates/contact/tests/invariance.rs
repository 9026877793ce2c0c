//! What must not change the answer: the run, the frame, the side that is called first, the step; and the books balance.
mod common;

use common::elastic_block::boxes::mapped_mesh;
use common::elastic_block::elastic_body;
use common::{DeadForce, fixed, pair};
use nalgebra::{Rotation3, Vector6};
use osteotome_contact::{Anchor, Assembly, Equilibrium, LoadFactors, Settings, Stage};
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::ElementOrder;
use std::sync::Arc;

/// An elastic block pressed eccentrically on a larger one, sheared until it slips, held back by a spring.
fn scene(frame: &Rotation3<f64>, sides: [usize; 2]) -> Assembly {
    sided_scene(frame, sides, 1.0)
}

/// The scene, or with `side` −1 its mirror image in the plane y = 0.
fn sided_scene(frame: &Rotation3<f64>, sides: [usize; 2], side: f64) -> Assembly {
    let at = |x: f64, y: f64, z: f64| frame * Point3::new(x, side * y, z);
    let below = mapped_mesh([4, 3, 2], ElementOrder::Quadratic, 0.1, |p| {
        at(20.0 * p[0] - 10.0, 16.0 * p[1] - 8.0, 6.0 * p[2] - 6.0)
    });
    let above = mapped_mesh([3, 2, 2], ElementOrder::Quadratic, 0.1, |p| {
        at(10.0 * p[0] - 5.0, 8.0 * p[1] - 4.0, 8.0 * p[2] + 0.2)
    });
    let back = frame.inverse();
    let height = move |p: &Point3| (back * p).z;
    let (bottom, top) = (at(0.0, 0.0, -6.0), at(0.7, 0.4, 8.2));
    let bodies = vec![
        elastic_body(
            "below",
            &below,
            500.0,
            &|p| height(p).abs() < 1e-6,
            &[(bottom, &|p| height(p) < -5.999)],
        ),
        elastic_body(
            "above",
            &above,
            500.0,
            &|p| (height(p) - 0.2).abs() < 1e-6,
            &[(top, &|p| height(p) > 8.19)],
        ),
    ];
    let spring = common::Spring { anchor: [Anchor::Patch { body: 1, patch: 0 }], rest: top, stiffness: 20.0 };
    Assembly {
        pairs: vec![pair(&bodies, sides, 0.3, 0.02)],
        bodies,
        connectors: vec![
            fixed(0, 0, bottom),
            Arc::new(spring),
            Arc::new(DeadForce {
                anchor: [Anchor::Patch { body: 1, patch: 0 }],
                force: frame * Vector3::new(38.0, side * 9.0, -80.0),
                channel: 0,
            }),
        ],
        platform: None,
    }
}

fn settle(assembly: Assembly, largest_step_mm: f64) -> Equilibrium {
    let settings = Settings { largest_step_mm, ..Settings::default() };
    let mut solver = Equilibrium::new(assembly, settings).expect("consistent");
    let stage = Stage {
        name: "shear".to_owned(),
        from: LoadFactors(vec![0.0]),
        to: LoadFactors(vec![1.0]),
        duration: 1.0,
    };
    solver.run_stage(&stage, &mut |event, _| common::show(event)).expect("settles");
    solver
}

/// Motion of the upper block, seen in the frame the scene was built in.
fn motion(solver: &Equilibrium, frame: &Rotation3<f64>) -> Vector6<f64> {
    let motion = solver.state().bodies[1].motion;
    let shift = frame.inverse() * motion.translation_mm;
    let turn = frame.inverse() * motion.rotation.scaled_axis();
    Vector6::new(shift.x, shift.y, shift.z, 5.0 * turn.x, 5.0 * turn.y, 5.0 * turn.z)
}

#[test]
fn two_runs_give_the_same_bits() {
    let identity = Rotation3::identity();
    let [one, other] = [0, 1].map(|_| settle(scene(&identity, [0, 1]), 0.25));
    assert_eq!(motion(&one, &identity), motion(&other, &identity));
    assert_eq!(one.state().bodies[1].loads, other.state().bodies[1].loads);
}

#[test]
fn a_turned_world_gives_the_same_motion() {
    let identity = Rotation3::identity();
    let turned = Rotation3::from_euler_angles(0.4, -0.7, 1.9);
    let here = motion(&settle(scene(&identity, [0, 1]), 0.25), &identity);
    let there = motion(&settle(scene(&turned, [0, 1]), 0.25), &turned);
    assert!((here - there).amax() < 1e-6, "{here} against {there}");
}

#[test]
fn swapping_the_sides_of_a_pair_changes_nothing() {
    let identity = Rotation3::identity();
    let one = motion(&settle(scene(&identity, [0, 1]), 0.25), &identity);
    let other = motion(&settle(scene(&identity, [1, 0]), 0.25), &identity);
    assert!((one - other).amax() < 1e-6, "{one} against {other}");
}

#[test]
fn a_mirrored_world_gives_the_mirrored_motion() {
    let identity = Rotation3::identity();
    let here = motion(&settle(scene(&identity, [0, 1]), 0.25), &identity);
    let there = motion(&settle(sided_scene(&identity, [0, 1], -1.0), 0.25), &identity);
    let mirrored = there.component_mul(&Vector6::new(1.0, -1.0, 1.0, -1.0, 1.0, -1.0));
    assert!((here - mirrored).amax() < 1e-6, "{here} against {mirrored}");
}

#[test]
fn halved_steps_move_the_block_by_less_than_one_per_cent() {
    let identity = Rotation3::identity();
    let coarse = motion(&settle(scene(&identity, [0, 1]), 0.2), &identity);
    let fine = motion(&settle(scene(&identity, [0, 1]), 0.1), &identity);
    common::note(&format!("steps: {}", (coarse - fine).norm() / fine.norm()));
    assert!((coarse - fine).norm() < 0.01 * fine.norm(), "{coarse} against {fine}");
}

#[test]
fn work_in_is_stored_or_lost_in_friction_and_viscosity() {
    let audit = settle(scene(&Rotation3::identity(), [0, 1]), 0.05).state().audit.clone();
    let out = audit.stored_nmm + audit.friction_nmm + audit.viscous_nmm;
    common::note(&format!("books: {:.5} {audit:?}", out / audit.work_in_nmm));
    // Points that pass the rim of the other face bring and leave the energy of their penetration: 0.6 % between these soft blocks.
    assert!((out / audit.work_in_nmm - 1.0).abs() < 0.01, "{out} against {audit:?}");
    assert!(audit.friction_nmm > 0.05 * audit.work_in_nmm, "it slips");
    for body in &audit.bodies {
        assert!(body.force_n.norm() < 1e-6 * body.load_n, "{body:?}");
        assert!(body.moment_nmm.norm() < 1e-6 * body.load_n * 15.0, "{body:?}");
    }
}
