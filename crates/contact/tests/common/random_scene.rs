//! Random scenes: an obliquely cut bar, loads and springs of every kind, and a judge who knows more than the solver.

use super::elastic_block::boxes::{Random, mapped_mesh};
use super::elastic_block::elastic_body;
use super::{Bushing, DeadForce, fixed, pair};
use osteotome_contact::{
    Anchor, Assembly, Audit, Body, ContactError, Equilibrium, LoadFactors, Settings, Stage, StepEvent,
};
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::ElementOrder;
use std::sync::Arc;

/// Seed of the scenes that have numbers.
pub(crate) const SEED: u64 = 0x1234_5678_9abc_def1;
/// Sets of loads a geometry.
pub(crate) const CASES: usize = 20;

/// The scene with a number: its fragments and what they are exposed to.
pub(crate) fn numbered(scene: usize) -> (Vec<Body>, Exposure) {
    let mut random = Random(SEED);
    let (mut slope, mut exposure) = (slopes(&mut random), Exposure::new(&mut random));
    for number in 1..=scene {
        if number % CASES == 0 {
            slope = slopes(&mut random);
        }
        exposure = Exposure::new(&mut random);
    }
    (cut(slope), exposure)
}

fn slopes(random: &mut Random) -> [f64; 2] {
    [0.8 * random.signed_unit(), 0.8 * random.signed_unit()]
}

/// Two fragments of a bar of 10 × 8 mm, cut obliquely, with a kerf of 1 mm.
pub(crate) fn fragments(random: &mut Random) -> Vec<Body> {
    cut(slopes(random))
}

fn cut(slope: [f64; 2]) -> Vec<Body> {
    let face = move |y: f64, z: f64| slope[0] * (y - 0.5) * 10.0 + slope[1] * (z - 0.5) * 8.0;
    let proximal = mapped_mesh([3, 3, 3], ElementOrder::Linear, 0.1, |p| {
        Point3::new(-20.0 + p[0] * (20.0 + face(p[1], p[2])), 10.0 * p[1], 8.0 * p[2])
    });
    let distal = mapped_mesh([2, 4, 3], ElementOrder::Linear, 0.1, |p| {
        let start = 1.0 + face(p[1], p[2]);
        Point3::new(start + p[0] * (15.0 - start), 10.0 * p[1], 8.0 * p[2])
    });
    let on = move |p: &Point3, gap: f64| (p.x - gap - face(p.y / 10.0, p.z / 8.0)).abs() < 1e-6;
    let (base, head) = (Point3::new(-20.0, 5.0, 4.0), Point3::new(15.0, 5.0, 4.0));
    vec![
        elastic_body("proximal", &proximal, 2000.0, &|p| on(p, 0.0), &[(base, &|p| p.x < -19.99)]),
        elastic_body("distal", &distal, 2000.0, &|p| on(p, 1.0), &[(head, &|p| p.x > 14.99)]),
    ]
}

/// What a fragment is exposed to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exposure {
    force: Vector3,
    friction: f64,
    /// Spring at the head along each axis, N/mm; each is missing in one of five scenes.
    stiffness: Vector3,
}

impl Exposure {
    pub(crate) fn new(random: &mut Random) -> Self {
        let force = Vector3::new(-90.0, 0.0, 0.0) + random.vector() * 70.0;
        let friction = 0.5 + 0.5 * random.signed_unit();
        let mut spring = || {
            let missing = random.signed_unit() < -0.6;
            let stiffness = 10.0_f64.powf(0.5 + random.signed_unit());
            if missing { 0.0 } else { stiffness }
        };
        let stiffness = Vector3::new(spring(), spring(), spring());
        Self { force, friction, stiffness }
    }

    fn assembly(&self, bodies: &[Body]) -> Assembly {
        let [base, head] = [0, 1].map(|body: usize| bodies[body].elasticity.patch_references[0]);
        let anchor = [Anchor::Patch { body: 1, patch: 0 }];
        let spring =
            Bushing { anchor: anchor.clone(), rest: head, stiffness: self.stiffness, turning_stiffness: 0.0 };
        Assembly {
            pairs: vec![pair(bodies, [0, 1], self.friction, 0.05)],
            bodies: bodies.to_vec(),
            connectors: vec![
                fixed(0, 0, base),
                Arc::new(spring),
                Arc::new(DeadForce { anchor, force: self.force, channel: 0 }),
            ],
            platform: None,
        }
    }
}

/// How a scene ended.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    /// At rest.
    Settled {
        steps: usize,
        /// Error of the books, share of all energy.
        books: f64,
        /// Greatest force or moment out of balance, share of the load.
        unbalanced: f64,
        penetration_mm: f64,
    },
    /// Nothing holds it.
    Free,
    /// Something that must not be.
    Wrong(String),
}

/// Runs a scene and judges the answer.
pub(crate) fn run(bodies: &[Body], exposure: &Exposure, observer: &mut dyn FnMut(&StepEvent)) -> Ending {
    let mut solver =
        Equilibrium::new(exposure.assembly(bodies), Settings::default()).expect("a consistent scene");
    let stage = Stage {
        name: "load".to_owned(),
        from: LoadFactors(vec![0.0]),
        to: LoadFactors(vec![1.0]),
        duration: 1.0,
    };
    match solver.run_stage(&stage, &mut |event, _| observer(event)) {
        Ok(outcome) => judge_rest(&outcome.audit, outcome.steps),
        Err(ContactError::NothingHolds { drive_n, direction, body, .. }) => {
            judge_freedom(exposure, &body, drive_n, &direction)
        }
        Err(error) => Ending::Wrong(error.to_string()),
    }
}

/// Balance against the greatest load, and penetration against a thirtieth of the facets of 3 mm.
fn judge_rest(audit: &Audit, steps: usize) -> Ending {
    let load = audit.bodies.iter().map(|body| body.load_n).fold(0.0, f64::max);
    let lever = audit.bodies.iter().map(|body| body.moment_load_nmm).fold(0.0, f64::max);
    let share = |body: &osteotome_contact::BodyAudit| {
        (body.force_n.norm() / load).max(body.moment_nmm.norm() / lever)
    };
    let unbalanced = audit.bodies.iter().map(share).fold(0.0, f64::max);
    let penetration_mm = audit.penetration_mm;
    if !(unbalanced <= 1e-5 && penetration_mm <= 0.1) {
        return Ending::Wrong(format!("{audit:?}"));
    }
    let out = audit.stored_nmm + audit.friction_nmm + audit.viscous_nmm;
    let books = (out - audit.work_in_nmm).abs() / out.max(audit.work_in_nmm.abs());
    Ending::Settled { steps, books, unbalanced, penetration_mm }
}

/// Springs along all three axes hold any fragment. Without one it moves along the missing axes (a little across them while
/// it turns), driven by no more than the load along them.
fn judge_freedom(exposure: &Exposure, body: &str, drive_n: f64, direction: &Vector3) -> Ending {
    let missing = exposure.stiffness.map(|stiffness| if stiffness > 0.0 { 0.0 } else { 1.0 });
    let along = direction.component_mul(&missing).norm();
    let load = exposure.force.component_mul(&missing).norm();
    if body != "distal" || along < 0.9 || drive_n > 1.2 * load {
        return Ending::Wrong(format!("{body} said to be free along {direction:?} at {drive_n} N"));
    }
    Ending::Free
}
