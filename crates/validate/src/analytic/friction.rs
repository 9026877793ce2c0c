//! A rigid block on an incline.

use super::bodies::{DeadForce, fixed, patch_of, ramp};
use nalgebra::DMatrix;
use osteotome_contact::{Assembly, Body, ContactError, ContactPair, Equilibrium, InterfaceFacet, Settings};
use osteotome_elastic::FlexibleBody;
use osteotome_geometry::{Point3, Vector3};
use std::sync::Arc;

/// Tangent of the slope.
pub(super) const SLOPE: f64 = 0.4;

/// The least friction that holds the block, by bisection to 0.1 % of the slope.
pub(super) fn least_friction() -> Result<f64, String> {
    let (mut slides, mut holds) = (0.9 * SLOPE, 1.1 * SLOPE);
    while holds - slides > 1e-3 * SLOPE {
        let middle = 0.5 * (slides + holds);
        match settles(middle) {
            Ok(()) => holds = middle,
            Err(ContactError::NothingHolds { .. }) => slides = middle,
            Err(other) => return Err(other.to_string()),
        }
    }
    Ok(0.5 * (slides + holds))
}

/// Whether a block of 10 × 10 mm with 100 N rests on a table of 40 × 40 mm; gravity is tilted instead of the table.
fn settles(friction: f64) -> Result<(), ContactError> {
    let down = Vector3::new(SLOPE, 0.0, -1.0).normalize();
    let below = Point3::new(0.0, 0.0, -10.0);
    let bodies = vec![
        plate("table", 20.0, 1.0, below, below),
        plate("block", 5.0, -1.0, Point3::new(0.0, 0.0, 5.0), Point3::origin()),
    ];
    let pair = ContactPair {
        name: "faces".to_owned(),
        bodies: [0, 1],
        facets: [0, 1].map(|body: usize| (0..).take(bodies[body].facets.len()).collect()),
        friction,
        elastic_slip_mm: 0.05,
    };
    let weight = DeadForce { anchor: patch_of(1), force: down * 100.0 };
    let assembly = Assembly {
        bodies,
        pairs: vec![pair],
        connectors: vec![fixed(0, below), Arc::new(weight)],
        platform: None,
    };
    let settings = Settings { runaway_mm: 2.0, ..Settings::default() };
    Equilibrium::new(assembly, settings)?.run_stage(&ramp(), &mut |_, _| ()).map(|_| ())
}

/// A rigid body with a square face at z = 0 whose outward normal is `up` z, in four facets about its middle.
fn plate(name: &str, half_mm: f64, up: f64, centre: Point3, patch: Point3) -> Body {
    let corner = |x: f64, y: f64| Point3::new(half_mm * x, half_mm * up * y, 0.0);
    let nodes =
        vec![Point3::origin(), corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)];
    let facets = [[0, 1, 2], [0, 2, 3], [0, 3, 4], [0, 4, 1]].map(|corners| InterfaceFacet { corners });
    let size = 3 * nodes.len() + 6;
    Body {
        name: name.to_owned(),
        elasticity: Arc::new(FlexibleBody {
            interface_nodes: (0..).take(nodes.len()).collect(),
            interface_positions: nodes,
            patch_references: vec![patch],
            centre,
            volume_mm3: 1000.0,
            flexibility: DMatrix::zeros(size, size),
        }),
        facets: facets.to_vec(),
    }
}
