//! Coulomb friction of rigid blocks against closed forms.
mod common;

use common::{DeadForce, Patchwork, fixed, pair, rigid_body};
use osteotome_contact::{Anchor, Assembly, ContactError, Equilibrium, LoadFactors, Settings, Stage};
use osteotome_geometry::{Point3, Vector3};
use std::sync::Arc;

/// A block of 10 × 10 mm on a table of 40 × 40 mm, loaded through the middle of its face.
fn block_on_table(load: Vector3, friction: f64) -> Assembly {
    let table = Patchwork {
        origin: Point3::new(-20.0, -20.0, 0.0),
        first: Vector3::x() * 40.0,
        second: Vector3::y() * 40.0,
        divisions: [9, 7],
    };
    let sole = Patchwork {
        origin: Point3::new(-5.0, -5.0, 0.0),
        first: Vector3::y() * 10.0,
        second: Vector3::x() * 10.0,
        divisions: [3, 4],
    };
    let below = Point3::new(0.0, 0.0, -10.0);
    let bodies = vec![
        rigid_body("table", &table, below, vec![below]),
        rigid_body("block", &sole, Point3::new(0.0, 0.0, 5.0), vec![Point3::origin()]),
    ];
    Assembly {
        pairs: vec![pair(&bodies, [0, 1], friction, 0.05)],
        bodies,
        connectors: vec![
            fixed(0, 0, below),
            Arc::new(DeadForce { anchor: [Anchor::Patch { body: 1, patch: 0 }], force: load, channel: 0 }),
        ],
        platform: None,
    }
}

fn ramp() -> Stage {
    Stage { name: "load".to_owned(), from: LoadFactors(vec![0.0]), to: LoadFactors(vec![1.0]), duration: 1.0 }
}

fn settle(load: Vector3, friction: f64) -> Result<Equilibrium, ContactError> {
    let settings = Settings { runaway_mm: 2.0, ..Settings::default() };
    let mut solver = Equilibrium::new(block_on_table(load, friction), settings)?;
    solver.run_stage(&ramp(), &mut |event, _| common::show(event))?;
    Ok(solver)
}

#[test]
fn a_block_on_an_incline_slips_at_the_friction_angle() {
    let slope: f64 = 0.4_f64.atan();
    let load = Vector3::new(slope.sin(), 0.0, -slope.cos()) * 100.0;
    assert!(settle(load, 0.4 * 1.005).is_ok());
    match settle(load, 0.4 * 0.995) {
        Err(ContactError::NothingHolds { body, direction, .. }) => {
            assert_eq!(body, "block");
            assert!((direction - Vector3::x()).norm() < 1e-3, "{direction}");
        }
        other => panic!("must slide: {:?}", other.map(|_| ())),
    }
}
