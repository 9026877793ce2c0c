//! Bodies and connectors small enough to reason about.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub(crate) mod cut_bar;
pub(crate) mod deck;
pub(crate) mod elastic_block;
pub(crate) mod random_scene;

use nalgebra::{DMatrix, UnitQuaternion};
use osteotome_contact::{
    Anchor, Assembly, Body, Connector, ConnectorResponse, ContactPair, InterfaceFacet, LoadFactors, Pose,
    Wrench,
};
use osteotome_elastic::FlexibleBody;
use osteotome_geometry::{Point3, Vector3};
use std::sync::Arc;

/// A plane rectangle of facets: `origin + a·first + b·second`, outward normal first × second.
pub(crate) struct Patchwork {
    pub(crate) origin: Point3,
    pub(crate) first: Vector3,
    pub(crate) second: Vector3,
    pub(crate) divisions: [u32; 2],
}

impl Patchwork {
    fn nodes(&self) -> Vec<Point3> {
        let [n, m] = self.divisions;
        let at = |i: u32, j: u32| {
            self.origin
                + self.first * (f64::from(i) / f64::from(n))
                + self.second * (f64::from(j) / f64::from(m))
        };
        (0..=m).flat_map(|j| (0..=n).map(move |i| at(i, j))).collect()
    }

    fn facets(&self) -> Vec<InterfaceFacet> {
        let [n, m] = self.divisions;
        let node = |i: u32, j: u32| i + (n + 1) * j;
        let facet = |corners: [u32; 3]| InterfaceFacet { corners };
        (0..m)
            .flat_map(|j| (0..n).map(move |i| (i, j)))
            .flat_map(|(i, j)| {
                [
                    facet([node(i, j), node(i + 1, j), node(i + 1, j + 1)]),
                    facet([node(i, j), node(i + 1, j + 1), node(i, j + 1)]),
                ]
            })
            .collect()
    }
}

/// A body without flexibility, with one plane face and patches at the given points.
pub(crate) fn rigid_body(name: &str, face: &Patchwork, centre: Point3, patches: Vec<Point3>) -> Body {
    let nodes = face.nodes();
    let size = 3 * nodes.len() + 6 * patches.len();
    Body {
        name: name.to_owned(),
        elasticity: Arc::new(FlexibleBody {
            interface_nodes: (0..).take(nodes.len()).collect(),
            interface_positions: nodes,
            patch_references: patches,
            centre,
            volume_mm3: 1000.0,
            flexibility: DMatrix::zeros(size, size),
        }),
        facets: face.facets(),
    }
}

/// Every facet of two bodies may touch.
pub(crate) fn pair(bodies: &[Body], sides: [usize; 2], friction: f64, elastic_slip_mm: f64) -> ContactPair {
    ContactPair {
        name: "faces".to_owned(),
        bodies: sides,
        facets: sides.map(|body| (0..).take(bodies[body].facets.len()).collect()),
        friction,
        elastic_slip_mm,
    }
}

/// A rigid block of 10 × 10 mm on a fixed table of 40 × 40 mm; each load acts through the middle of its face in its channel.
pub(crate) fn block_on_table(loads: &[(Vector3, usize)], friction: f64, elastic_slip_mm: f64) -> Assembly {
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
    let force = |&(force, channel): &(Vector3, usize)| -> Arc<dyn Connector> {
        Arc::new(DeadForce { anchor: [Anchor::Patch { body: 1, patch: 0 }], force, channel })
    };
    Assembly {
        pairs: vec![pair(&bodies, [0, 1], friction, elastic_slip_mm)],
        bodies,
        connectors: std::iter::once(fixed(0, 0, below)).chain(loads.iter().map(force)).collect(),
        platform: None,
    }
}

/// A force fixed in space that acts on an anchor, times a load channel.
pub(crate) struct DeadForce {
    pub(crate) anchor: [Anchor; 1],
    pub(crate) force: Vector3,
    pub(crate) channel: usize,
}

impl Connector for DeadForce {
    fn name(&self) -> &'static str {
        "dead force"
    }
    fn anchors(&self) -> &[Anchor] {
        &self.anchor
    }
    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let force = self.force * factors.0[self.channel];
        ConnectorResponse {
            energy_nmm: -force.dot(&poses[0].position.coords),
            wrenches: vec![Wrench { force_n: force, moment_nmm: Vector3::zeros() }],
            tangent: DMatrix::zeros(6, 6),
            magnitude_n: force.norm(),
        }
    }
}

/// A spring in all six components between an anchor and its place at rest.
pub(crate) struct Bushing {
    pub(crate) anchor: [Anchor; 1],
    pub(crate) rest: Point3,
    pub(crate) stiffness: Vector3,
    pub(crate) turning_stiffness: f64,
}

impl Connector for Bushing {
    fn name(&self) -> &'static str {
        "bushing"
    }
    fn anchors(&self) -> &[Anchor] {
        &self.anchor
    }
    fn evaluate(&self, poses: &[Pose], _factors: &LoadFactors) -> ConnectorResponse {
        let shift = poses[0].position - self.rest;
        let turn = poses[0].rotation.scaled_axis();
        let mut tangent = DMatrix::zeros(6, 6);
        for axis in 0..3 {
            tangent[(axis, axis)] = -self.stiffness[axis];
        }
        tangent
            .fixed_view_mut::<3, 3>(3, 3)
            .copy_from(&(log_gradient(poses[0].rotation) * -self.turning_stiffness));
        let force = -self.stiffness.component_mul(&shift);
        ConnectorResponse {
            energy_nmm: -0.5 * force.dot(&shift) + 0.5 * self.turning_stiffness * turn.norm_squared(),
            wrenches: vec![Wrench { force_n: force, moment_nmm: turn * -self.turning_stiffness }],
            tangent,
            magnitude_n: force.norm(),
        }
    }
}

/// Derivative of the rotation vector with respect to a spatial spin.
fn log_gradient(rotation: UnitQuaternion<f64>) -> nalgebra::Matrix3<f64> {
    let v = rotation.scaled_axis();
    let angle = v.norm();
    let k = v.cross_matrix();
    let c =
        if angle < 1e-4 { 1.0 / 12.0 } else { (1.0 - 0.5 * angle / (0.5 * angle).tan()) / (angle * angle) };
    nalgebra::Matrix3::identity() - k * 0.5 + k * k * c
}

/// A bushing so stiff that its body counts as fixed.
pub(crate) fn fixed(body: usize, patch: usize, rest: Point3) -> Arc<dyn Connector> {
    Arc::new(Bushing {
        anchor: [Anchor::Patch { body, patch }],
        rest,
        stiffness: Vector3::repeat(1e6),
        turning_stiffness: 1e9,
    })
}

/// A bushing of the given stiffness (N/mm; times 100 mm² about axes).
pub(crate) fn ground(body: usize, patch: usize, rest: Point3, stiffness: f64) -> Arc<dyn Connector> {
    Arc::new(Bushing {
        anchor: [Anchor::Patch { body, patch }],
        rest,
        stiffness: Vector3::repeat(stiffness),
        turning_stiffness: 100.0 * stiffness,
    })
}

/// Says something when a test is run with `--nocapture`.
#[allow(clippy::print_stderr, reason = "tests may talk")]
pub(crate) fn note(text: &str) {
    eprintln!("{text}");
}

/// One line a step.
pub(crate) fn show(event: &osteotome_contact::StepEvent) {
    note(&format!(
        "{} {:>3} t {:.4} dt {:.1e} {} it {} res {:.1e} visc {:.1e} motion {:.4} open {} stick {} slip {}",
        event.stage,
        event.step,
        event.time,
        event.time_step,
        if event.accepted { "ok" } else { "REJECTED" },
        event.iterations,
        event.residual.greatest(),
        event.viscous,
        event.motion_mm,
        event.open,
        event.sticking,
        event.slipping
    ));
}

/// A spring of the same stiffness in every direction between an anchor and its place at rest.
pub(crate) struct Spring {
    pub(crate) anchor: [Anchor; 1],
    pub(crate) rest: Point3,
    pub(crate) stiffness: f64,
}

impl Connector for Spring {
    fn name(&self) -> &'static str {
        "spring"
    }
    fn anchors(&self) -> &[Anchor] {
        &self.anchor
    }
    fn evaluate(&self, poses: &[Pose], _factors: &LoadFactors) -> ConnectorResponse {
        let shift = poses[0].position - self.rest;
        let mut tangent = DMatrix::zeros(6, 6);
        tangent.fixed_view_mut::<3, 3>(0, 0).fill_diagonal(-self.stiffness);
        ConnectorResponse {
            energy_nmm: 0.5 * self.stiffness * shift.norm_squared(),
            wrenches: vec![Wrench { force_n: shift * -self.stiffness, moment_nmm: Vector3::zeros() }],
            tangent,
            magnitude_n: self.stiffness * shift.norm(),
        }
    }
}
