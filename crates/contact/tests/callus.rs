//! Callus between two blocks against beams and layers in series.
mod common;

use common::elastic_block::boxes::mapped_mesh;
use common::elastic_block::elastic_body;
use common::{DeadForce, Patchwork, fixed, ground, pair, rigid_body};
use nalgebra::DMatrix;
use osteotome_contact::{
    Anchor, Assembly, Body, Callus, CallusSummary, Connector, ConnectorResponse, ContactError, Equilibrium,
    LoadFactors, Pose, Settings, Stage, Wrench,
};
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::ElementOrder;
use std::sync::Arc;

const WIDTH: f64 = 10.0;
const DEPTH: f64 = 6.0;
const LENGTH: f64 = 12.0;
const GAP: f64 = 0.5;
const MODULUS: f64 = 1000.0;

/// A moment fixed in space.
struct DeadMoment {
    anchor: [Anchor; 1],
    moment: Vector3,
}

impl Connector for DeadMoment {
    fn name(&self) -> &'static str {
        "moment"
    }
    fn anchors(&self) -> &[Anchor] {
        &self.anchor
    }
    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let moment_nmm = self.moment * factors.0[0];
        ConnectorResponse {
            energy_nmm: -moment_nmm.dot(&poses[0].rotation.scaled_axis()),
            wrenches: vec![Wrench { force_n: Vector3::zeros(), moment_nmm }],
            tangent: DMatrix::zeros(6, 6),
            magnitude_n: 0.0,
        }
    }
}

/// Two blocks, one above the other, the upper of 4 × 3 × 3 cells; the patches are at their far ends.
fn elastic_blocks(lower: [usize; 2]) -> (Vec<Body>, [Point3; 2]) {
    let ends = [Point3::new(0.0, 0.0, -LENGTH), Point3::new(0.0, 0.0, LENGTH + GAP)];
    let lower = mapped_mesh([lower[0], lower[1], 3], ElementOrder::Quadratic, 0.0, |p| {
        Point3::new(WIDTH * (p[0] - 0.5), DEPTH * (p[1] - 0.5), LENGTH * (p[2] - 1.0))
    });
    let upper = mapped_mesh([4, 3, 3], ElementOrder::Quadratic, 0.0, |p| {
        Point3::new(WIDTH * (p[0] - 0.5), DEPTH * (p[1] - 0.5), GAP + LENGTH * p[2])
    });
    let bodies = vec![
        elastic_body("lower", &lower, MODULUS, &|p| p.z.abs() < 1e-9, &[(ends[0], &|p| p.z < 1e-9 - LENGTH)]),
        elastic_body(
            "upper",
            &upper,
            MODULUS,
            &|p| (p.z - GAP).abs() < 1e-9,
            &[(ends[1], &|p| p.z > LENGTH + GAP - 1e-9)],
        ),
    ];
    (bodies, ends)
}

/// The same blocks without any give, loaded where the layer begins.
fn rigid_blocks() -> (Vec<Body>, [Point3; 2]) {
    let face = |z: f64, up: f64, divisions: [u32; 2]| Patchwork {
        origin: Point3::new(-0.5 * WIDTH, -0.5 * DEPTH * up, z),
        first: Vector3::x() * WIDTH,
        second: Vector3::y() * DEPTH * up,
        divisions,
    };
    let ends = [Point3::new(0.0, 0.0, -LENGTH), Point3::new(0.0, 0.0, GAP)];
    let bodies = vec![
        rigid_body("lower", &face(0.0, 1.0, [3, 2]), ends[0], vec![ends[0]]),
        rigid_body("upper", &face(GAP, -1.0, [4, 3]), Point3::new(0.0, 0.0, 0.5 * LENGTH), vec![ends[1]]),
    ];
    (bodies, ends)
}

/// Callus grown at once, then force and moment on the upper block.
fn loaded(blocks: (Vec<Body>, [Point3; 2]), callus: Callus, force: Vector3, moment: Vector3) -> Equilibrium {
    let (bodies, ends) = blocks;
    let anchor = [Anchor::Patch { body: 1, patch: 0 }];
    let assembly = Assembly {
        pairs: vec![pair(&bodies, [0, 1], 0.3, 0.05)],
        bodies,
        connectors: vec![
            ground(0, 0, ends[0], 1e4),
            Arc::new(DeadForce { anchor: anchor.clone(), force, channel: 0 }),
            Arc::new(DeadMoment { anchor, moment }),
        ],
        platform: None,
    };
    // Softly, so that little is lost on the way.
    let settings = Settings { viscous_share: 1e-5, ..Settings::default() };
    let mut solver = Equilibrium::new(assembly, settings).expect("consistent");
    solver.grow_callus(0, callus).expect("the faces are close");
    let stage = Stage {
        name: "load".to_owned(),
        from: LoadFactors(vec![0.0]),
        to: LoadFactors(vec![1.0]),
        duration: 1.0,
    };
    let outcome = solver.run_stage(&stage, &mut |event, _| common::show(event)).expect("callus holds");
    // Small strains: the problem is all but linear, and so is Newton's method with the right tangent.
    assert!(outcome.iterations <= 3 * outcome.steps, "{outcome:?}");
    solver
}

/// Displacement of the loaded patch as seen from the held one, whose bushing gives a little; for small angles.
fn shift(solver: &Equilibrium) -> Vector3 {
    let reference = |body: usize| solver.assembly().bodies[body].elasticity.patch_references[0];
    let moved =
        |body: usize, connector: usize| solver.state().connectors[connector].positions[0] - reference(body);
    moved(1, 1) - moved(0, 0) - turned(solver, 0).cross(&(reference(1) - reference(0)))
}

fn turned(solver: &Equilibrium, body: usize) -> Vector3 {
    let body = &solver.state().bodies[body];
    let patch = body.displacements.len() - 3;
    body.motion.rotation.scaled_axis() + Vector3::from_fn(|axis, _| body.displacements[patch + axis])
}

/// Rotation of the loaded patch as seen from the held one.
fn turn(solver: &Equilibrium) -> Vector3 {
    turned(solver, 1) - turned(solver, 0)
}

fn close(found: f64, exact: f64, tolerance: f64, what: &str) {
    common::note(&format!("{what}: {found:.8} exact {exact:.8} ratio {:.8}", found / exact));
    assert!((found / exact - 1.0).abs() < tolerance, "{what}: {found} against {exact}");
}

/// Both blocks contract sideways alike, so the layer feels no shear: bars and layer in series.
#[test]
fn compression_is_that_of_bars_and_layer_in_series() {
    let area = WIDTH * DEPTH;
    for modulus in [2.0, 100.0, 6000.0] {
        let callus = Callus::of_modulus(modulus);
        let force = 0.002 * area * modulus.min(MODULUS);
        let solver = loaded(elastic_blocks([3, 2]), callus, Vector3::z() * -force, Vector3::zeros());
        let give = 2.0 * LENGTH / (MODULUS * area) + GAP / (callus.constrained_modulus_mpa() * area);
        close(shift(&solver).z, -force * give, 1e-5, "compression");
        let found = CallusSummary::of(&solver.state().callus[0]);
        let strain = force / (area * callus.constrained_modulus_mpa());
        close(found.area_mm2, area, 1e-9, "area");
        close(found.interfragmentary_strain[0], strain, 1e-4, "mean strain");
        close(found.interfragmentary_strain[1], strain, 0.04, "greatest strain");
        close(found.pressure_mpa[1], callus.bulk_modulus_mpa() * strain, 0.04, "pressure");
    }
}

/// Pure bending: moments, and not a force in the stage. Ends, where moments are spread over nodes, are not those of a beam and drop out of the difference between
/// two moduli. The faces match: anticlastic curvature is quadratic, and faces that interpolate it differently shear the
/// layer (by 4 % of the whole rotation with three cells against four and callus as stiff as the blocks).
#[test]
fn bending_is_that_of_beams_and_layer_in_series() {
    let inertia = DEPTH * WIDTH.powi(3) / 12.0;
    let moment = 0.002 * 100.0 * inertia;
    let bend = |callus: Callus| {
        turn(&loaded(elastic_blocks([4, 3]), callus, Vector3::zeros(), Vector3::y() * moment)).y
    };
    let give = |callus: Callus| GAP / (callus.constrained_modulus_mpa() * inertia);
    let [soft, stiff] = [100.0, 1000.0].map(Callus::of_modulus);
    close(bend(soft) - bend(stiff), moment * (give(soft) - give(stiff)), 0.02, "layer in bending");
    close(bend(soft), moment * (2.0 * LENGTH / (MODULUS * inertia) + give(soft)), 0.01, "bending");
}

/// Between rigid blocks the layer alone gives way. The force acts in its middle, where shear turns nothing.
#[test]
fn shear_torsion_and_bending_are_those_of_the_layer() {
    let callus = Callus::of_modulus(100.0);
    let (area, shear) = (WIDTH * DEPTH, callus.shear_modulus_mpa());
    let force = 1e-3 * shear * area;
    let lever = Vector3::new(0.0, -0.5 * GAP * force, 0.0);
    let solver = loaded(rigid_blocks(), callus, Vector3::x() * force, lever);
    close(shift(&solver).x, force * GAP / (shear * area), 1e-4, "shear");
    let polar = WIDTH * DEPTH * (WIDTH * WIDTH + DEPTH * DEPTH) / 12.0;
    let moment = 1e-3 * shear * polar;
    let solver = loaded(rigid_blocks(), callus, Vector3::z() * 10.0, Vector3::z() * moment);
    close(turn(&solver).z, moment * GAP / (shear * polar), 1e-4, "torsion");
    let bending = callus.constrained_modulus_mpa() * DEPTH * WIDTH.powi(3) / 12.0;
    let solver = loaded(rigid_blocks(), callus, Vector3::z() * 10.0, Vector3::y() * (1e-3 * bending));
    close(turn(&solver).y, 1e-3 * GAP, 1e-4, "bending");
}

#[test]
fn work_in_is_stored_in_the_layer() {
    let callus = Callus::of_modulus(10.0);
    let solver = loaded(rigid_blocks(), callus, Vector3::new(3.0, 1.0, 5.0), Vector3::new(4.0, -7.0, 3.0));
    let audit = &solver.state().audit;
    common::note(&format!("{audit:?}"));
    close(audit.stored_nmm + audit.viscous_nmm, audit.work_in_nmm, 1e-3, "energy");
    for body in &audit.bodies {
        assert!(
            body.force_n.norm() < 1e-5 * body.load_n && body.moment_nmm.norm() < 1e-5 * body.moment_load_nmm
        );
    }
}

/// A block that is turned and carried off with its callus feels nothing; the law is objective for large rotations too.
#[test]
fn callus_follows_the_fragments() {
    let (bodies, _) = rigid_blocks();
    let anchor = |body| [Anchor::Patch { body, patch: 0 }];
    let assembly = Assembly {
        pairs: vec![pair(&bodies, [0, 1], 0.3, 0.05)],
        bodies,
        connectors: vec![
            Arc::new(common::Spring {
                anchor: anchor(0),
                rest: Point3::new(0.0, 0.0, -LENGTH),
                stiffness: 5.0,
            }),
            Arc::new(DeadForce { anchor: anchor(1), force: Vector3::x() * 30.0, channel: 0 }),
        ],
        platform: None,
    };
    let mut solver = Equilibrium::new(assembly, Settings::default()).expect("consistent");
    solver.grow_callus(0, Callus::of_modulus(1000.0)).expect("the faces are close");
    let stage = Stage {
        name: "swing".to_owned(),
        from: LoadFactors(vec![0.0]),
        to: LoadFactors(vec![1.0]),
        duration: 1.0,
    };
    // The pair of blocks turns until the force pulls along it.
    solver.run_stage(&stage, &mut |event, _| common::show(event)).expect("settles");
    let turned = solver.state().bodies[1].motion.rotation.angle();
    close(turned, std::f64::consts::FRAC_PI_2, 1e-3, "turned");
    let found = CallusSummary::of(&solver.state().callus[0]);
    let strain = 30.0 / (WIDTH * DEPTH * Callus::of_modulus(1000.0).constrained_modulus_mpa());
    close(found.interfragmentary_strain[0], strain, 1e-2, "tension");
}

#[test]
fn nothing_grows_across_a_gap_that_is_too_wide() {
    let (bodies, ends) = rigid_blocks();
    let assembly = Assembly {
        pairs: vec![pair(&bodies, [0, 1], 0.3, 0.05)],
        bodies,
        connectors: vec![fixed(0, 0, ends[0])],
        platform: None,
    };
    let mut solver = Equilibrium::new(assembly, Settings::default()).expect("consistent");
    let narrow = Callus { greatest_gap_mm: 0.4, ..Callus::at_week(3.0) };
    assert!(matches!(solver.grow_callus(0, narrow), Err(ContactError::Inconsistent { .. })));
    assert!(solver.grow_callus(1, Callus::at_week(3.0)).is_err());
    assert!(solver.grow_callus(0, Callus { modulus_mpa: f64::NAN, ..narrow }).is_err());
}
