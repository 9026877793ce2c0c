//! Whatever the cut, the loads, the friction and the springs: a fragment settles, or the solver proves that nothing holds it.
mod common;

use common::elastic_block::boxes::{Random, mapped_mesh};
use common::elastic_block::elastic_body;
use common::{DeadForce, Spring, fixed, pair};
use osteotome_contact::{Anchor, Assembly, Body, ContactError, Equilibrium, LoadFactors, Settings, Stage};
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::ElementOrder;
use std::sync::Arc;

/// Two fragments of a bar of 10 × 8 mm, cut obliquely, with a kerf of 1 mm.
fn fragments(slope: [f64; 2]) -> Vec<Body> {
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

/// Steps, or why it did not settle.
fn settle(bodies: &[Body], force: Vector3, friction: f64, stiffness: f64) -> Result<usize, ContactError> {
    let [base, head] = [0, 1].map(|body: usize| bodies[body].elasticity.patch_references[0]);
    let anchor = [Anchor::Patch { body: 1, patch: 0 }];
    let assembly = Assembly {
        pairs: vec![pair(bodies, [0, 1], friction, 0.05)],
        bodies: bodies.to_vec(),
        connectors: vec![
            fixed(0, 0, base),
            Arc::new(Spring { anchor: anchor.clone(), rest: head, stiffness }),
            Arc::new(DeadForce { anchor, force, channel: 0 }),
        ],
        platform: None,
    };
    let mut solver = Equilibrium::new(assembly, Settings::default())?;
    let stage = Stage {
        name: "load".to_owned(),
        from: LoadFactors(vec![0.0]),
        to: LoadFactors(vec![1.0]),
        duration: 1.0,
    };
    Ok(solver.run_stage(&stage, &mut |_, _| ())?.steps)
}

#[test]
fn every_random_scene_settles_or_is_shown_to_be_free() {
    let mut random = Random(0x51ed_270b_7f4a_7c15);
    for geometry in 0..4 {
        let slope = [0.8 * random.signed_unit(), 0.8 * random.signed_unit()];
        let bodies = fragments(slope);
        for case in 0..6 {
            let force = Vector3::new(-100.0, 0.0, 0.0) + random.vector() * 60.0;
            let friction = 0.5 + 0.5 * random.signed_unit();
            let stiffness = 10.0_f64.powf(0.5 + random.signed_unit());
            let outcome = settle(&bodies, force, friction, stiffness);
            common::note(&format!(
                "{geometry}.{case} {slope:?} mu {friction:.2} k {stiffness:.2} {force:?}: {outcome:?}"
            ));
            assert!(matches!(outcome, Ok(_) | Err(ContactError::NothingHolds { .. })), "{outcome:?}");
        }
    }
}
