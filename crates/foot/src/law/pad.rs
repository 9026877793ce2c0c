//! The plantar pad under one head: a non-linear cushion between head and ground.

use super::tangent::{Half, add_block};
use nalgebra::DMatrix;
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
use osteotome_geometry::{UnitVector3, Vector3};

/// Load of a pad against its compression: `N(ε) = A (cosh(b ε) − 1)` for ε > 0, nothing for a pad in the air.
///
/// It stiffens exponentially, as plantar tissue does, and starts without a jump in stiffness, so that a pad may touch and
/// leave the ground without a kink. Above [`PadLaw::LINEAR_FROM_STRAIN`] the curve goes on along its tangent: tissue cannot be squeezed to nothing, and
/// a trial step of the solver must not overflow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PadLaw {
    thickness_mm: f64,
    stiffening: f64,
    amplitude_n: f64,
}

impl PadLaw {
    /// Strain above which the pad is linear.
    pub const LINEAR_FROM_STRAIN: f64 = 0.85;

    /// The pad of `thickness_mm` that carries `load_n` at the strain `strain`, with the stiffening exponent `b`.
    #[must_use]
    pub fn through(thickness_mm: f64, strain: f64, load_n: f64, stiffening: f64) -> Self {
        Self { thickness_mm, stiffening, amplitude_n: load_n / ((stiffening * strain).cosh() - 1.0) }
    }

    /// Energy (N·mm), load (N) and stiffness (N/mm) at a compression in mm.
    #[must_use]
    pub fn evaluate(&self, compression_mm: f64) -> (f64, f64, f64) {
        let strain = compression_mm / self.thickness_mm;
        if strain <= 0.0 {
            return (0.0, 0.0, 0.0);
        }
        let (a, b, h) = (self.amplitude_n, self.stiffening, self.thickness_mm);
        let e = strain.min(Self::LINEAR_FROM_STRAIN);
        let energy = a * h * ((b * e).sinh() / b - e);
        let load = a * ((b * e).cosh() - 1.0);
        let stiffness = a * b / h * (b * e).sinh();
        let beyond = compression_mm - e * h;
        (energy + beyond * (load + 0.5 * stiffness * beyond), load + stiffness * beyond, stiffness)
    }
}

/// The cushion between a head (anchor 0, at the head centre) and the ground (anchor 1, on the platform).
///
/// Its compression is the approach of the two along `up` since the reference configuration, in which it just touches.
pub(super) struct Cushion {
    pub(super) anchors: [Anchor; 2],
    pub(super) reference_height_mm: f64,
    pub(super) up: UnitVector3,
    pub(super) law: PadLaw,
}

impl Cushion {
    /// Response of a force on the head of `direction` times the load of the cushion, and the opposite on the ground. Energy is that
    /// of the cushion.
    pub(super) fn response(&self, direction: &Vector3, poses: &[Pose]) -> ConnectorResponse {
        let height = self.up.dot(&(poses[0].position - poses[1].position));
        let (energy_nmm, load, stiffness) = self.law.evaluate(self.reference_height_mm - height);
        let block = direction * self.up.transpose() * stiffness;
        let mut tangent = DMatrix::zeros(12, 12);
        for (row, column, sign) in [(0, 0, -1.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, -1.0)] {
            add_block(&mut tangent, (row, Half::Linear), (column, Half::Linear), &(block * sign));
        }
        let force = direction * load;
        let wrench = |force_n| Wrench { force_n, ..Wrench::default() };
        let wrenches = vec![wrench(force), wrench(-force)];
        ConnectorResponse { energy_nmm, wrenches, tangent, magnitude_n: force.norm() }
    }
}

/// The pad as a support of the head. The head is round, so the ground reaction passes through its centre whatever its rotation.
pub struct Pad {
    name: String,
    cushion: Cushion,
}

impl Pad {
    /// A pad called `name`; `reference_height_mm` is the height of anchor 0 over anchor 1 at which it just touches.
    pub fn new(
        name: impl Into<String>,
        anchors: [Anchor; 2],
        reference_height_mm: f64,
        up: UnitVector3,
        law: PadLaw,
    ) -> Self {
        Self { name: name.into(), cushion: Cushion { anchors, reference_height_mm, up, law } }
    }
}

impl Connector for Pad {
    fn name(&self) -> &str {
        &self.name
    }

    fn anchors(&self) -> &[Anchor] {
        &self.cushion.anchors
    }

    fn evaluate(&self, poses: &[Pose], _factors: &LoadFactors) -> ConnectorResponse {
        self.cushion.response(&self.cushion.up, poses)
    }
}

#[cfg(test)]
mod tests {
    use super::super::finite_difference::check;
    use super::*;
    use osteotome_geometry::Point3;

    fn law() -> PadLaw {
        PadLaw::through(15.2, 0.457, 95.0, 5.5)
    }

    #[test]
    fn carries_the_reference_load_at_the_reference_strain() {
        let (_, load, _) = law().evaluate(0.457 * 15.2);
        assert!((load - 95.0).abs() < 1e-10);
        assert_eq!(law().evaluate(-1.0), (0.0, 0.0, 0.0));
    }

    #[test]
    fn is_continuous_where_it_turns_linear() {
        let at = PadLaw::LINEAR_FROM_STRAIN * 15.2;
        let (below, above) = (law().evaluate(at - 1e-7), law().evaluate(at + 1e-7));
        assert!((below.0 - above.0).abs() < 1e-3 && (below.1 - above.1).abs() < 1e-4);
        assert!(law().evaluate(1e4).1.is_finite());
    }

    #[test]
    fn wrenches_and_tangent_come_from_the_potential() {
        let up = UnitVector3::new_normalize(Vector3::new(0.1, -0.2, 1.0));
        for reference_height in [17.0, 5.0, 35.0] {
            let anchors = [Anchor::Patch { body: 0, patch: 0 }, Anchor::Platform(Point3::origin())];
            check(&Pad::new("pad", anchors, reference_height, up, law()));
        }
    }
}
