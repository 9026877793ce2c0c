//! A moment that keeps its axis.

use nalgebra::DMatrix;
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
use osteotome_geometry::Vector3;

/// A moment of fixed axis on one anchor, times the factor of a load channel.
///
/// Finite rotations do not commute, so it has no potential: its energy is reported as zero. Bases turn by a few degrees about nearly
/// one axis, where it is `−λ M · φ`.
pub struct DeadMoment {
    name: String,
    anchors: [Anchor; 1],
    moment_nmm: Vector3,
    channel: usize,
}

impl DeadMoment {
    /// The moment `moment_nmm` at load factor one on `anchor`.
    pub fn new(name: impl Into<String>, anchor: Anchor, moment_nmm: Vector3, channel: usize) -> Self {
        Self { name: name.into(), anchors: [anchor], moment_nmm, channel }
    }
}

impl Connector for DeadMoment {
    fn name(&self) -> &str {
        &self.name
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    fn evaluate(&self, _poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let moment_nmm = self.moment_nmm * factors.0[self.channel];
        ConnectorResponse {
            energy_nmm: 0.0,
            wrenches: vec![Wrench { force_n: Vector3::zeros(), moment_nmm }],
            tangent: DMatrix::zeros(6, 6),
            magnitude_n: 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::MUSCLES;
    use super::super::finite_difference::check_tangent;
    use super::*;

    #[test]
    fn its_tangent_is_the_derivative_of_its_moment() {
        let moment = Vector3::new(0.0, 500.0, 20.0);
        check_tangent(&DeadMoment::new("muscle", Anchor::Patch { body: 0, patch: 0 }, moment, MUSCLES));
    }
}
