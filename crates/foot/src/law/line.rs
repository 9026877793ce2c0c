//! A straight line between two anchors.

use super::length_law::LengthLaw;
use super::tangent::{Half, add_block};
use nalgebra::DMatrix;
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
use osteotome_geometry::Matrix3;

/// A straight line between two anchors with a potential of its length: tendon, fascia slip, ligament, buffer.
///
/// With `r = x1 − x0`, `ℓ = |r|`, `e = r/ℓ`: force on anchor 0 is `T e`, on anchor 1 `−T e`; stiffness
/// `k e eᵀ + (T/ℓ)(I − e eᵀ)`.
pub struct Line<L> {
    name: String,
    anchors: [Anchor; 2],
    law: L,
}

impl<L: LengthLaw> Line<L> {
    /// A line called `name` between `anchors`.
    pub fn new(name: impl Into<String>, anchors: [Anchor; 2], law: L) -> Self {
        Self { name: name.into(), anchors, law }
    }
}

impl<L: LengthLaw> Connector for Line<L> {
    fn name(&self) -> &str {
        &self.name
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let difference = poses[1].position - poses[0].position;
        // Two anchors in one point have no direction; a tiny length keeps the result finite there.
        let length = difference.norm().max(1e-9);
        let direction = difference / length;
        let t = self.law.evaluate(length, factors);
        let along = direction * direction.transpose();
        let stiffness = along * t.stiffness_n_per_mm + (Matrix3::identity() - along) * (t.tension_n / length);
        let mut tangent = DMatrix::zeros(12, 12);
        for (row, column, sign) in [(0, 0, -1.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, -1.0)] {
            add_block(&mut tangent, (row, Half::Linear), (column, Half::Linear), &(stiffness * sign));
        }
        let pull = direction * t.tension_n;
        let wrench = |force_n| Wrench { force_n, ..Wrench::default() };
        ConnectorResponse {
            energy_nmm: t.energy_nmm,
            wrenches: vec![wrench(pull), wrench(-pull)],
            tangent,
            magnitude_n: t.tension_n,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finite_difference::check;
    use super::super::{Buffer, ConstantTension, Ligament, PretensionedSlip};
    use super::*;
    use osteotome_geometry::Point3;

    fn anchors() -> [Anchor; 2] {
        [Anchor::World(Point3::origin()), Anchor::Patch { body: 0, patch: 0 }]
    }

    #[test]
    fn wrenches_and_tangent_come_from_the_potential() {
        // Poses of `check` are about 12 mm apart.
        let slip = PretensionedSlip {
            reference_length_mm: 11.0,
            pretension_n: 87.0,
            stiffness_n_per_mm: 15.0,
            toe_mm: 0.2,
            channel: 0,
        };
        check(&Line::new("slip", anchors(), slip));
        check(&Line::new("tendon", anchors(), ConstantTension { tension_n: 18.0, channel: 0 }));
        let ligament = Ligament { reference_length_mm: 9.0, stiffness_n_per_mm: 69.0, toe_mm: 0.2 };
        check(&Line::new("ligament", anchors(), ligament));
        let buffer =
            Buffer { reference_length_mm: 20.0, slack_mm: 1.5, stiffness_n_per_mm: 10.0, toe_mm: 0.2 };
        check(&Line::new("buffer", anchors(), buffer));
    }
}
