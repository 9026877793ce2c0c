//! Shear of a plantar pad that sticks to the ground.

use super::WEIGHT;
use super::tangent::{Half, add_block};
use nalgebra::DMatrix;
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
use osteotome_geometry::{Matrix3, UnitVector3, Vector3};

/// Horizontal holding of a pad: a soft spring whose force saturates at the friction of skin on the ground.
///
/// With `s` the horizontal displacement of anchor 0 against anchor 1 and `c = F/k`:
/// `U = λ k c² (√(1 + s²/c²) − 1)`, so the force is `k s` at first and tends to `F`. `λ` is the weight factor: an
/// unloaded sole does not hold. The limit is the friction at the nominal load of a head, not at its current one, which
/// keeps a potential; heads travel a few millimetres, where the force is far below the limit.
pub struct GroundShear {
    name: String,
    anchors: [Anchor; 2],
    reference_offset: Vector3,
    up: UnitVector3,
    stiffness_n_per_mm: f64,
    limit_n: f64,
}

impl GroundShear {
    /// The holding called `name`; `reference_offset` is anchor 0 minus anchor 1 at rest, `limit_n` must be positive.
    pub fn new(
        name: impl Into<String>,
        anchors: [Anchor; 2],
        reference_offset: Vector3,
        up: UnitVector3,
        stiffness_n_per_mm: f64,
        limit_n: f64,
    ) -> Self {
        Self { name: name.into(), anchors, reference_offset, up, stiffness_n_per_mm, limit_n }
    }

    fn horizontal(&self) -> Matrix3 {
        Matrix3::identity() - self.up.into_inner() * self.up.transpose()
    }
}

impl Connector for GroundShear {
    fn name(&self) -> &str {
        &self.name
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let flat = self.horizontal();
        let s = flat * (poses[0].position - poses[1].position - self.reference_offset);
        let k = self.stiffness_n_per_mm * factors.0[WEIGHT];
        let c = self.limit_n / self.stiffness_n_per_mm.max(1e-12);
        let root = (1.0 + s.norm_squared() / (c * c)).sqrt();
        let force = s * (k / root);
        let block = flat * (k / root) - s * s.transpose() * (k / (c * c * root.powi(3)));
        let mut tangent = DMatrix::zeros(12, 12);
        for (row, column, sign) in [(0, 0, -1.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, -1.0)] {
            add_block(&mut tangent, (row, Half::Linear), (column, Half::Linear), &(block * sign));
        }
        let wrench = |force_n| Wrench { force_n, ..Wrench::default() };
        ConnectorResponse {
            energy_nmm: k * c * c * (root - 1.0),
            wrenches: vec![wrench(-force), wrench(force)],
            tangent,
            magnitude_n: force.norm(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finite_difference::check;
    use super::*;
    use osteotome_geometry::Point3;

    #[test]
    fn wrenches_and_tangent_come_from_the_potential() {
        let up = UnitVector3::new_normalize(Vector3::new(0.1, -0.2, 1.0));
        let anchors = [Anchor::Patch { body: 0, patch: 0 }, Anchor::Platform(Point3::origin())];
        check(&GroundShear::new("shear", anchors, Vector3::new(0.5, 0.5, 9.0), up, 3.0, 10.0));
    }
}
