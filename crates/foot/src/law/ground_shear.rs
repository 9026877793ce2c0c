//! Shear of a plantar pad that sticks to the ground.

use super::WEIGHT;
use super::tangent::{Half, add_block};
use nalgebra::DMatrix;
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
use osteotome_geometry::{Matrix3, UnitVector3, Vector3};
use std::sync::{PoisonError, RwLock};

/// Horizontal holding of a pad: a soft spring whose force saturates at the friction of skin on the ground.
///
/// With `s` the horizontal displacement of anchor 0 against anchor 1 since the sole was set down and `c = F/k`:
/// `U = λ k c² (√(1 + s²/c²) − 1)`, so the force is `k s` at first and tends to `F`. `λ` is the weight factor: an
/// unloaded sole does not hold. The limit is the friction at the nominal load of a head, not at its current one, which
/// keeps a potential; heads travel a few millimetres, where the force is far below the limit.
pub struct GroundShear {
    name: String,
    anchors: [Anchor; 2],
    /// Anchor 0 minus anchor 1 when the sole came down.
    set_down: RwLock<Vector3>,
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
        Self {
            name: name.into(),
            anchors,
            set_down: RwLock::new(reference_offset),
            up,
            stiffness_n_per_mm,
            limit_n,
        }
    }

    /// Takes the sole off the ground and sets it down where anchor 0 minus anchor 1 is `offset`: there it holds nothing.
    ///
    /// A head travels in a foot that lies; the sole sticks where it then comes down, not where it stood before the operation.
    pub fn set_down_at(&self, offset: Vector3) {
        *self.set_down.write().unwrap_or_else(PoisonError::into_inner) = offset;
    }

    fn offset(&self) -> Vector3 {
        *self.set_down.read().unwrap_or_else(PoisonError::into_inner)
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
        let s = flat * (poses[0].position - poses[1].position - self.offset());
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
    use nalgebra::UnitQuaternion;
    use osteotome_geometry::Point3;

    #[test]
    fn wrenches_and_tangent_come_from_the_potential() {
        let up = UnitVector3::new_normalize(Vector3::new(0.1, -0.2, 1.0));
        let anchors = [Anchor::Patch { body: 0, patch: 0 }, Anchor::Platform(Point3::origin())];
        let shear = GroundShear::new("shear", anchors, Vector3::new(0.5, 0.5, 9.0), up, 3.0, 10.0);
        check(&shear);
        shear.set_down_at(Vector3::new(-2.0, 1.5, 8.0));
        check(&shear);
    }

    #[test]
    fn a_sole_holds_nothing_where_it_was_set_down() {
        let anchors = [Anchor::Patch { body: 0, patch: 0 }, Anchor::Platform(Point3::origin())];
        let shear = GroundShear::new("shear", anchors, Vector3::zeros(), Vector3::z_axis(), 8.0, 30.0);
        let at = |x: f64| Pose { position: Point3::new(x, 1.0, 5.0), rotation: UnitQuaternion::identity() };
        let force = |x: f64| {
            let response = shear.evaluate(&[at(x), at(0.0)], &LoadFactors(vec![1.0; 4]));
            response.wrenches[0].force_n
        };
        assert!(force(4.0).x < -20.0);
        shear.set_down_at(Vector3::new(4.0, 0.0, 0.0));
        assert_eq!(force(4.0).x, 0.0);
        assert!(force(5.0).x < 0.0);
    }
}
