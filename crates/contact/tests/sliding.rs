//! Friction over long ways: ripple across facets, work along a closed path, torque of a spinning face, load cycles.
mod common;

use common::elastic_block::boxes::mapped_mesh;
use common::elastic_block::elastic_body;
use common::{DeadForce, Patchwork, fixed, pair, rigid_body};
use nalgebra::{DMatrix, UnitQuaternion};
use osteotome_contact::{
    Anchor, Assembly, Connector, ConnectorResponse, Equilibrium, LoadFactors, Pose, Settings, Stage, Wrench,
};
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::ElementOrder;
use std::sync::Arc;

const FRICTION: f64 = 0.3;
const NORMAL_N: f64 = 100.0;

/// Leads a patch in its plane: to `x` (channel 1), `y` (channel 2) and turned by the angle about z (channel 3); free along z.
struct Guide {
    anchor: [Anchor; 1],
    rest: Point3,
    stiffness: f64,
    turning_stiffness: f64,
    /// Turning stiffness about x and y.
    upright: f64,
}

impl Connector for Guide {
    fn name(&self) -> &'static str {
        "guide"
    }
    fn anchors(&self) -> &[Anchor] {
        &self.anchor
    }
    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let target = self.rest + Vector3::new(factors.0[1], factors.0[2], 0.0);
        let mut shift = poses[0].position - target;
        shift.z = 0.0;
        let wanted = UnitQuaternion::from_scaled_axis(Vector3::z() * factors.0[3]);
        let turn = (poses[0].rotation * wanted.inverse()).scaled_axis();
        let stiffness = Vector3::new(self.upright, self.upright, self.turning_stiffness);
        let mut tangent = DMatrix::zeros(6, 6);
        for axis in 0..2 {
            tangent[(axis, axis)] = -self.stiffness;
        }
        for axis in 0..3 {
            tangent[(3 + axis, 3 + axis)] = -stiffness[axis];
        }
        ConnectorResponse {
            energy_nmm: 0.5 * self.stiffness * shift.norm_squared()
                + 0.5 * turn.dot(&stiffness.component_mul(&turn)),
            wrenches: vec![Wrench {
                force_n: shift * -self.stiffness,
                moment_nmm: -stiffness.component_mul(&turn),
            }],
            tangent,
            magnitude_n: self.stiffness * shift.norm(),
        }
    }
}

fn scene(
    bodies: Vec<osteotome_contact::Body>,
    below: Point3,
    upright: f64,
    elastic_slip_mm: f64,
    largest_step_mm: f64,
) -> Equilibrium {
    let anchor = [Anchor::Patch { body: 1, patch: 0 }];
    let rest = bodies[1].elasticity.patch_references[0];
    let guide = Guide { anchor: anchor.clone(), rest, stiffness: 1e4, turning_stiffness: 1e5, upright };
    // The guide pulls with kilonewtons, were the block not to follow; viscosity is a share of that.
    let settings = Settings { viscous_share: 1e-7, largest_step_mm, ..Settings::default() };
    let assembly = Assembly {
        pairs: vec![pair(&bodies, [0, 1], FRICTION, elastic_slip_mm)],
        bodies,
        connectors: vec![
            fixed(0, 0, below),
            Arc::new(guide),
            Arc::new(DeadForce { anchor, force: Vector3::z() * -NORMAL_N, channel: 0 }),
        ],
        platform: None,
    };
    let mut solver = Equilibrium::new(assembly, settings).expect("consistent");
    go(&mut solver, [0.0; 4], [1.0, 0.0, 0.0, 0.0]);
    solver
}

fn table() -> (Patchwork, Point3) {
    let face = Patchwork {
        origin: Point3::new(-15.0, -15.0, 0.0),
        first: Vector3::x() * 30.0,
        second: Vector3::y() * 30.0,
        divisions: [13, 11],
    };
    (face, Point3::new(0.0, 0.0, -10.0))
}

/// A rigid block of 8 × 6 mm on a rigid table.
fn rigid_scene(largest_step_mm: f64) -> Equilibrium {
    let (table, below) = table();
    let sole = Patchwork {
        origin: Point3::new(-4.0, -3.0, 0.0),
        first: Vector3::y() * 6.0,
        second: Vector3::x() * 8.0,
        divisions: [5, 7],
    };
    let bodies = vec![
        rigid_body("table", &table, below, vec![below]),
        rigid_body("block", &sole, Point3::new(0.0, 0.0, 4.0), vec![Point3::origin()]),
    ];
    scene(bodies, below, 1e5, 0.002, largest_step_mm)
}

/// Runs the guide from one place to the next; the greatest and least force of the guide once it slides.
fn go(solver: &mut Equilibrium, from: [f64; 4], to: [f64; 4]) -> [f64; 2] {
    let stage = Stage {
        name: "guide".to_owned(),
        from: LoadFactors(from.to_vec()),
        to: LoadFactors(to.to_vec()),
        duration: 1.0,
    };
    let mut range = [f64::INFINITY, 0.0_f64];
    solver
        .run_stage(&stage, &mut |event, moment| {
            let state = moment.state();
            if event.accepted && event.ramp > 0.2 {
                let contact = osteotome_contact::ContactSummary::of(&state.pairs[0], 0.0).force_n;
                let friction = contact.xy().norm();
                range = [range[0].min(friction), range[1].max(friction)];
            }
        })
        .expect("settles");
    range
}

#[test]
fn sliding_across_facets_does_not_ripple() {
    let [least, greatest] = go(&mut rigid_scene(0.25), [1.0, 0.0, 0.0, 0.0], [1.0, 5.0, 1.3, 0.0]);
    common::note(&format!("rigid: friction {least:.4} … {greatest:.4} N of {}", FRICTION * NORMAL_N));
    assert!((greatest - least) < 0.01 * greatest && (greatest / (FRICTION * NORMAL_N) - 1.0).abs() < 0.01);
}

#[test]
fn an_elastic_block_slides_across_facets_without_ripple() {
    let below = mapped_mesh([7, 6, 2], ElementOrder::Quadratic, 0.0, |p| {
        Point3::new(20.0 * p[0] - 8.0, 14.0 * p[1] - 7.0, 5.0 * p[2] - 5.0)
    });
    let above = mapped_mesh([3, 3, 3], ElementOrder::Quadratic, 0.0, |p| {
        Point3::new(6.0 * p[0] - 3.0, 6.0 * p[1] - 3.0, 6.0 * p[2])
    });
    let (bottom, foot) = (Point3::new(2.0, 0.0, -5.0), Point3::new(0.0, 0.0, 6.0));
    let bodies = vec![
        elastic_body("below", &below, 1000.0, &|p| p.z.abs() < 1e-6, &[(bottom, &|p| p.z < -4.999)]),
        elastic_body("above", &above, 1000.0, &|p| p.z.abs() < 1e-6, &[(foot, &|p| p.z > 5.999)]),
    ];
    let mut solver = scene(bodies, bottom, 1e6, 0.01, 0.25);
    let [least, greatest] = go(&mut solver, [1.0, 0.0, 0.0, 0.0], [1.0, 5.0, 0.0, 0.0]);
    common::note(&format!("elastic: friction {least:.4} … {greatest:.4} N of {}", FRICTION * NORMAL_N));
    assert!((greatest - least) < 0.01 * greatest);
}

#[test]
fn a_block_dragged_round_a_square_loses_friction_times_path() {
    let mut solver = rigid_scene(0.02);
    let corners = [[0.0, 0.0], [3.0, 0.0], [3.0, 3.0], [0.0, 3.0], [0.0, 0.0]].map(|[x, y]| [1.0, x, y, 0.0]);
    let before = solver.state().audit.friction_nmm;
    for pair in corners.windows(2) {
        go(&mut solver, pair[0], pair[1]);
    }
    let lost = solver.state().audit.friction_nmm - before;
    // At each corner friction turns within a step of 0.03 mm, over which the books take its mean.
    common::note(&format!("closed path: {:.4}", lost / (FRICTION * NORMAL_N * 12.0)));
    assert!((lost / (FRICTION * NORMAL_N * 12.0) - 1.0).abs() < 0.01, "{lost}");
}

/// A rigid disc as a fan of facets: a mapped square would not be round.
fn disc(radius: f64) -> osteotome_contact::Body {
    const SECTORS: u32 = 48;
    const RINGS: u32 = 4;
    let mut nodes = vec![Point3::origin()];
    for ring in 1..=RINGS {
        for sector in 0..SECTORS {
            let angle = std::f64::consts::TAU * f64::from(sector) / f64::from(SECTORS);
            let r = radius * f64::from(ring) / f64::from(RINGS);
            nodes.push(Point3::new(r * angle.cos(), r * angle.sin(), 0.0));
        }
    }
    let at = |ring: u32, sector: u32| if ring == 0 { 0 } else { 1 + (ring - 1) * SECTORS + sector % SECTORS };
    let facet = |corners: [u32; 3]| osteotome_contact::InterfaceFacet { corners };
    let mut facets = Vec::new();
    for sector in 0..SECTORS {
        facets.push(facet([0, at(1, sector + 1), at(1, sector)]));
        for ring in 1..RINGS {
            let [a, b] = [at(ring, sector), at(ring, sector + 1)];
            let [c, d] = [at(ring + 1, sector), at(ring + 1, sector + 1)];
            facets.push(facet([a, b, d]));
            facets.push(facet([a, d, c]));
        }
    }
    let count = nodes.len();
    osteotome_contact::Body {
        name: "disc".to_owned(),
        elasticity: Arc::new(osteotome_elastic::FlexibleBody {
            interface_nodes: (0..).take(count).collect(),
            interface_positions: nodes,
            patch_references: vec![Point3::origin()],
            centre: Point3::new(0.0, 0.0, 3.0),
            volume_mm3: 1000.0,
            flexibility: DMatrix::zeros(3 * count + 6, 3 * count + 6),
        }),
        facets,
    }
}

#[test]
fn a_spinning_disc_feels_two_thirds_of_friction_times_radius() {
    const RADIUS: f64 = 6.0;
    let (table, below) = table();
    let bodies = vec![rigid_body("table", &table, below, vec![below]), disc(RADIUS)];
    let mut solver = scene(bodies, below, 1e5, 0.002, 0.25);
    go(&mut solver, [1.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.5]);
    let torque = solver.state().connectors[1].wrenches[0].moment_nmm.z;
    let theory = 2.0 / 3.0 * FRICTION * NORMAL_N * RADIUS;
    common::note(&format!("spinning disc: {:.5}", torque / theory));
    assert!((torque / theory - 1.0).abs() < 0.01, "{torque} against {theory}");
}
