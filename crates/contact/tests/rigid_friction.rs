//! Coulomb friction of rigid blocks against closed forms.
mod common;

use common::block_on_table;
use osteotome_contact::{ContactError, Equilibrium, LoadFactors, Settings, Stage};
use osteotome_geometry::Vector3;

fn ramp() -> Stage {
    Stage { name: "load".to_owned(), from: LoadFactors(vec![0.0]), to: LoadFactors(vec![1.0]), duration: 1.0 }
}

fn settle(load: Vector3, friction: f64) -> Result<Equilibrium, ContactError> {
    let settings = Settings { runaway_mm: 2.0, ..Settings::default() };
    let mut solver = Equilibrium::new(block_on_table(&[(load, 0)], friction, 0.05), settings)?;
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
