//! Forces and bushings for closed forms.

use nalgebra::{DMatrix, Matrix3};
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Stage, Wrench};
use osteotome_geometry::{Point3, Vector3};
use std::sync::Arc;

/// The first patch of a body.
pub(super) fn patch_of(body: usize) -> [Anchor; 1] {
    [Anchor::Patch { body, patch: 0 }]
}

/// A force fixed in space, times the load factor.
pub(super) struct DeadForce {
    pub(super) anchor: [Anchor; 1],
    pub(super) force: Vector3,
}

impl Connector for DeadForce {
    fn name(&self) -> &'static str {
        "dead force"
    }
    fn anchors(&self) -> &[Anchor] {
        &self.anchor
    }
    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let force = self.force * factors.0[0];
        ConnectorResponse {
            energy_nmm: -force.dot(&poses[0].position.coords),
            wrenches: vec![Wrench { force_n: force, moment_nmm: Vector3::zeros() }],
            tangent: DMatrix::zeros(6, 6),
            magnitude_n: force.norm(),
        }
    }
}

/// A spring in all six components between a body and its place at rest; for rotations that stay small.
pub(super) struct Bushing {
    pub(super) anchor: [Anchor; 1],
    pub(super) rest: Point3,
    pub(super) stiffness: Vector3,
    pub(super) turning_stiffness: f64,
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
        tangent.fixed_view_mut::<3, 3>(0, 0).copy_from(&Matrix3::from_diagonal(&-self.stiffness));
        let turning = (Matrix3::identity() - turn.cross_matrix() * 0.5) * -self.turning_stiffness;
        tangent.fixed_view_mut::<3, 3>(3, 3).copy_from(&turning);
        let force = -self.stiffness.component_mul(&shift);
        ConnectorResponse {
            energy_nmm: 0.5 * (self.turning_stiffness * turn.norm_squared() - force.dot(&shift)),
            wrenches: vec![Wrench { force_n: force, moment_nmm: turn * -self.turning_stiffness }],
            tangent,
            magnitude_n: force.norm(),
        }
    }
}

/// A bushing so stiff that its body counts as fixed.
pub(super) fn fixed(body: usize, rest: Point3) -> Arc<dyn Connector> {
    Arc::new(Bushing {
        anchor: patch_of(body),
        rest,
        stiffness: Vector3::repeat(1e6),
        turning_stiffness: 1e9,
    })
}

/// The load from nothing to all.
pub(super) fn ramp() -> Stage {
    Stage { name: "load".to_owned(), from: LoadFactors(vec![0.0]), to: LoadFactors(vec![1.0]), duration: 1.0 }
}
