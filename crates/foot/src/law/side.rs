//! Two neighbours side by side: a potential of their distance along one fixed direction.

use super::length_law::LengthLaw;
use super::tangent::{Half, add_block};
use nalgebra::DMatrix;
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
use osteotome_geometry::UnitVector3;

/// A potential of `s = l · (x1 − x0)`: force on anchor 0 is `T l`, on anchor 1 `−T l`, stiffness `T′ l lᵀ`.
///
/// Metatarsal heads lie beside each other with long sides, padded by capsules and interossei. A head that slides back or up by
/// a few millimetres still has its neighbour beside it, so what counts is how near they are sideways, not the distance of their
/// centres.
pub struct Side<L> {
    name: String,
    anchors: [Anchor; 2],
    direction: UnitVector3,
    law: L,
}

impl<L: LengthLaw> Side<L> {
    /// A potential called `name` of the distance from anchor 0 to anchor 1 along `direction`.
    pub fn new(name: impl Into<String>, anchors: [Anchor; 2], direction: UnitVector3, law: L) -> Self {
        Self { name: name.into(), anchors, direction, law }
    }
}

impl<L: LengthLaw> Connector for Side<L> {
    fn name(&self) -> &str {
        &self.name
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let direction = self.direction.into_inner();
        let t = self.law.evaluate(direction.dot(&(poses[1].position - poses[0].position)), factors);
        let stiffness = direction * direction.transpose() * t.stiffness_n_per_mm;
        let mut tangent = DMatrix::zeros(12, 12);
        for (row, column, sign) in [(0, 0, -1.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, -1.0)] {
            add_block(&mut tangent, (row, Half::Linear), (column, Half::Linear), &(stiffness * sign));
        }
        let wrench = |sign: f64| Wrench { force_n: direction * (sign * t.tension_n), ..Wrench::default() };
        ConnectorResponse {
            energy_nmm: t.energy_nmm,
            wrenches: vec![wrench(1.0), wrench(-1.0)],
            tangent,
            magnitude_n: t.tension_n,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Buffer;
    use super::super::finite_difference::check;
    use super::*;
    use osteotome_geometry::{Point3, Vector3};

    fn buffer(reference_length_mm: f64) -> Side<Buffer> {
        let law = Buffer { reference_length_mm, slack_mm: 1.5, stiffness_n_per_mm: 10.0, toe_mm: 0.2 };
        let anchors = [Anchor::Patch { body: 0, patch: 0 }, Anchor::Patch { body: 1, patch: 0 }];
        Side::new("tissue", anchors, Vector3::y_axis(), law)
    }

    #[test]
    fn wrenches_and_tangent_come_from_the_potential() {
        // The poses of `check` are 5 mm apart along y.
        for reference_length in [20.0, 6.6, 3.0] {
            check(&buffer(reference_length));
        }
    }

    #[test]
    fn sliding_past_each_other_is_free() {
        let at =
            |x: f64, y: f64, z: f64| Pose { position: Point3::new(x, y, z), rotation: Default::default() };
        let factors = LoadFactors(vec![1.0; 3]);
        let push = |x: f64, z: f64| buffer(20.0).evaluate(&[at(0.0, 0.0, 0.0), at(x, 15.0, z)], &factors);
        assert_eq!(push(0.0, 0.0).magnitude_n, push(-6.0, 4.0).magnitude_n);
        // 5 mm nearer, 1.5 mm of it free, half of the 0.2 mm toe lost.
        assert!((push(0.0, 0.0).magnitude_n + 34.0).abs() < 1e-12);
    }
}
