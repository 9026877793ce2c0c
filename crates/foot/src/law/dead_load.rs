//! A force that keeps its direction.

use nalgebra::DMatrix;
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
use osteotome_geometry::{Point3, Vector3};

/// A force of fixed direction on one anchor, times the factor of a load channel: `U = −λ F · (x − X)`.
pub struct DeadLoad {
    name: String,
    anchors: [Anchor; 1],
    reference: Point3,
    force_n: Vector3,
    channel: usize,
}

impl DeadLoad {
    /// The force `force_n` at load factor one on `anchor`, whose reference point is `reference`.
    pub fn new(
        name: impl Into<String>,
        anchor: Anchor,
        reference: Point3,
        force_n: Vector3,
        channel: usize,
    ) -> Self {
        Self { name: name.into(), anchors: [anchor], reference, force_n, channel }
    }
}

impl Connector for DeadLoad {
    fn name(&self) -> &str {
        &self.name
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let force_n = self.force_n * factors.0[self.channel];
        ConnectorResponse {
            energy_nmm: -force_n.dot(&(poses[0].position - self.reference)),
            wrenches: vec![Wrench { force_n, moment_nmm: Vector3::zeros() }],
            tangent: DMatrix::zeros(6, 6),
            magnitude_n: force_n.norm(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::HAND;
    use super::super::finite_difference::check;
    use super::*;

    #[test]
    fn wrenches_and_tangent_come_from_the_potential() {
        let anchor = Anchor::Patch { body: 0, patch: 0 };
        let force = Vector3::new(-20.0, 3.0, 1.0);
        check(&DeadLoad::new("push", anchor, Point3::new(1.0, 2.0, 3.0), force, HAND));
    }
}
