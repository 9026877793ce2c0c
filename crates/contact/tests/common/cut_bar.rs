//! An obliquely cut bar, finely meshed.

use super::elastic_block::boxes::mapped_mesh;
use super::elastic_block::elastic_body;
use super::{Bushing, DeadForce, fixed, pair};
use osteotome_contact::{Anchor, Assembly, Body};
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::ElementOrder;
use std::sync::Arc;

const KERF: f64 = 1.0;

/// Two fragments of a bar of 10 × 8 mm, cut at 27°, the meshes of their faces not matching; `fine` cells for each coarse one.
pub(crate) fn bodies(fine: usize) -> Vec<Body> {
    let face = |y: f64| 0.5 * (y - 0.5) * 10.0;
    let [behind, ahead] = [[4, 3, 3], [3, 4, 4]].map(|cells| cells.map(|n| n * fine));
    let proximal = mapped_mesh(behind, ElementOrder::Quadratic, 0.0, |p| {
        Point3::new(-20.0 + p[0] * (20.0 + face(p[1])), 10.0 * p[1], 8.0 * p[2])
    });
    let distal = mapped_mesh(ahead, ElementOrder::Quadratic, 0.0, |p| {
        let start = KERF + face(p[1]);
        Point3::new(start + p[0] * (15.0 - start), 10.0 * p[1], 8.0 * p[2])
    });
    let on = |p: &Point3, gap: f64| (p.x - gap - face(p.y / 10.0)).abs() < 1e-6;
    let (base, head) = (Point3::new(-20.0, 5.0, 4.0), Point3::new(15.0, 5.0, 4.0));
    vec![
        elastic_body("proximal", &proximal, 2000.0, &|p| on(p, 0.0), &[(base, &|p| p.x < -19.99)]),
        elastic_body("distal", &distal, 2000.0, &|p| on(p, KERF), &[(head, &|p| p.x > 14.99)]),
    ]
}

/// A load on the head (channel 0), which soft springs hold, and a share of the weight across it (channel 1); friction 0.4.
pub(crate) fn scene(bodies: Vec<Body>, force: Vector3) -> Assembly {
    let [base, head] = [0, 1].map(|body: usize| bodies[body].elasticity.patch_references[0]);
    let anchor = [Anchor::Patch { body: 1, patch: 0 }];
    let sleeve = Bushing {
        anchor: anchor.clone(),
        rest: head,
        stiffness: Vector3::new(5.0, 8.0, 8.0),
        turning_stiffness: 800.0,
    };
    Assembly {
        pairs: vec![pair(&bodies, [0, 1], 0.4, 0.05)],
        bodies,
        connectors: vec![
            fixed(0, 0, base),
            Arc::new(sleeve),
            Arc::new(DeadForce { anchor: anchor.clone(), force, channel: 0 }),
            Arc::new(DeadForce { anchor, force: Vector3::new(-20.0, 5.0, -10.0), channel: 1 }),
        ],
        platform: None,
    }
}
