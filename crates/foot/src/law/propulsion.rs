//! The push of the ground along itself under a foot that walks.

use super::PadLaw;
use super::pad::Cushion;
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose};
use osteotome_geometry::{UnitVector3, Vector3};

/// A force along the ground in proportion to the load of a pad: `F = N(δ) s`, `s` in the ground, on the head (anchor 0);
/// the opposite on the ground (anchor 1).
///
/// It follows the load, so a head that is relieved pushes less. A follower force has no potential: its energy is reported as
/// zero and its tangent `N′ s ⊗ up` is not symmetric.
pub struct Propulsion {
    name: String,
    cushion: Cushion,
    push: Vector3,
}

impl Propulsion {
    /// The push called `name` of a pad whose other values are those given to [`super::Pad::new`]; `push` is force over pad load.
    pub fn new(
        name: impl Into<String>,
        anchors: [Anchor; 2],
        reference_height_mm: f64,
        up: UnitVector3,
        push: Vector3,
        law: PadLaw,
    ) -> Self {
        Self { name: name.into(), cushion: Cushion { anchors, reference_height_mm, up, law }, push }
    }
}

impl Connector for Propulsion {
    fn name(&self) -> &str {
        &self.name
    }

    fn anchors(&self) -> &[Anchor] {
        &self.cushion.anchors
    }

    fn evaluate(&self, poses: &[Pose], _factors: &LoadFactors) -> ConnectorResponse {
        // A follower force has no potential.
        ConnectorResponse { energy_nmm: 0.0, ..self.cushion.response(&self.push, poses) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pad;
    use super::super::finite_difference::check_tangent;
    use super::*;
    use osteotome_geometry::Point3;

    fn of_pad(reference_height_mm: f64) -> (Pad, Propulsion) {
        let up = UnitVector3::new_normalize(Vector3::new(-0.3, 0.0, 1.0));
        let law = PadLaw::through(15.2, 0.457, 95.0, 5.5);
        let anchors = [Anchor::Patch { body: 0, patch: 0 }, Anchor::Platform(Point3::origin())];
        let push = Vector3::new(1.0, 0.0, 0.3).normalize() * 0.18;
        (
            Pad::new("pad", anchors.clone(), reference_height_mm, up, law),
            Propulsion::new("push", anchors, reference_height_mm, up, push, law),
        )
    }

    #[test]
    fn pushes_in_proportion_to_the_pad() {
        let (pad, push) = of_pad(22.0);
        let at = |x: f64, z: f64| Pose { position: Point3::new(x, 0.0, z), rotation: Default::default() };
        let (poses, factors) = ([at(1.0, 15.0), at(0.0, 0.0)], LoadFactors(vec![1.0; 3]));
        let (load, shear) = (pad.evaluate(&poses, &factors), push.evaluate(&poses, &factors));
        assert!(load.magnitude_n > 10.0);
        assert!((shear.magnitude_n - 0.18 * load.magnitude_n).abs() < 1e-12);
        assert!(shear.wrenches[0].force_n.dot(&load.wrenches[0].force_n).abs() < 1e-9 * load.magnitude_n);
    }

    #[test]
    fn its_tangent_is_the_derivative_of_its_force() {
        for reference_height in [17.0, 5.0, 35.0] {
            check_tangent(&of_pad(reference_height).1);
        }
    }
}
