//! A strip of periosteum across a cut: slack when the fragments approach, taut when they part, torn when they part far.

use super::length_law::{LengthLaw, Tension};
use super::tangent::{Half, add_block, skew};
use nalgebra::DMatrix;
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
use osteotome_geometry::{Matrix3, Point3, Vector3};

/// Tension of a membrane that is slack at its reference length and tears: `T(s) = F (1 − exp(−k s̃/F))` at the stretch `s`.
///
/// `s̃ = s²/(2w)` up to the toe `w` and `s − w/2` beyond, so tension starts without a jump in stiffness. It tends to the strength `F`:
/// fibres that tear carry on over the next ones. Unloading follows the same curve, which keeps a potential; a strip that has torn is
/// therefore too strong when fragments come back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TearingStrip {
    /// Length below which it is slack, mm.
    pub reference_length_mm: f64,
    /// Stiffness once it is taut, N/mm; positive.
    pub stiffness_n_per_mm: f64,
    /// Greatest tension, N; positive.
    pub strength_n: f64,
    /// Stretch over which it becomes taut, mm; positive.
    pub toe_mm: f64,
}

impl TearingStrip {
    /// `∫ (1 − exp(−a x²)) dx` from 0 to `x`.
    fn toe_integral(a: f64, x: f64) -> f64 {
        let root = a.sqrt();
        x - 0.5 * std::f64::consts::PI.sqrt() / root * libm::erf(root * x)
    }
}

impl LengthLaw for TearingStrip {
    fn evaluate(&self, length_mm: f64, _factors: &LoadFactors) -> Tension {
        let (s, w) = (length_mm - self.reference_length_mm, self.toe_mm);
        if s <= 0.0 {
            return Tension { energy_nmm: 0.0, tension_n: 0.0, stiffness_n_per_mm: 0.0 };
        }
        let (force, rate) = (self.strength_n, self.stiffness_n_per_mm / self.strength_n);
        let in_toe = Self::toe_integral(rate / (2.0 * w), s.min(w));
        let (taut, slope) = if s < w { (s * s / (2.0 * w), s / w) } else { (s - 0.5 * w, 1.0) };
        let left = (-rate * taut).exp();
        let beyond = if s < w { 0.0 } else { s - w - ((-rate * 0.5 * w).exp() - left) / rate };
        Tension {
            energy_nmm: force * (in_toe + beyond),
            tension_n: force * (1.0 - left),
            stiffness_n_per_mm: self.stiffness_n_per_mm * slope * left,
        }
    }
}

/// A line between two points that are fixed to the bodies of its anchors, beside their references.
///
/// With `p = x + R d`, `r = p1 − p0`, `e = r/ℓ`: force on anchor 0 is `T e`, on anchor 1 `−T e`, each with its moment `R d × F`.
pub struct Strip<L> {
    name: String,
    anchors: [Anchor; 2],
    /// From the reference of either anchor to the point where the line ends, in the reference configuration.
    arms: [Vector3; 2],
    law: L,
}

impl<L: LengthLaw> Strip<L> {
    /// A line called `name`, that ends at `points` before any load, where the anchors are at `references`.
    pub fn new(
        name: impl Into<String>,
        anchors: [Anchor; 2],
        references: [Point3; 2],
        points: [Point3; 2],
        law: L,
    ) -> Self {
        let arms = [points[0] - references[0], points[1] - references[1]];
        Self { name: name.into(), anchors, arms, law }
    }
}

impl<L: LengthLaw> Connector for Strip<L> {
    fn name(&self) -> &str {
        &self.name
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let arms = [0, 1].map(|i| poses[i].rotation * self.arms[i]);
        let difference = (poses[1].position + arms[1]) - (poses[0].position + arms[0]);
        // Two ends in one point have no direction; a tiny length keeps the result finite there.
        let length = difference.norm().max(1e-9);
        let direction = difference / length;
        let t = self.law.evaluate(length, factors);
        let along = direction * direction.transpose();
        let stiffness = along * t.stiffness_n_per_mm + (Matrix3::identity() - along) * (t.tension_n / length);
        let forces = [direction * t.tension_n, direction * -t.tension_n];
        let wrench = |i: usize| Wrench { force_n: forces[i], moment_nmm: arms[i].cross(&forces[i]) };
        ConnectorResponse {
            energy_nmm: t.energy_nmm,
            wrenches: vec![wrench(0), wrench(1)],
            tangent: tangent(&arms, &forces, &stiffness),
            magnitude_n: t.tension_n,
        }
    }
}

/// `δF0 = H (δp1 − δp0)` with `δp = δx − [s]× δφ`, and `δ(s × F) = [s]× δF + [F]× [s]× δφ`.
fn tangent(arms: &[Vector3; 2], forces: &[Vector3; 2], stiffness: &Matrix3) -> DMatrix<f64> {
    let mut tangent = DMatrix::zeros(12, 12);
    for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let sign = if row == column { -1.0 } else { 1.0 };
        let linear = stiffness * sign;
        let angular = -linear * skew(&arms[column]);
        add_block(&mut tangent, (row, Half::Linear), (column, Half::Linear), &linear);
        add_block(&mut tangent, (row, Half::Linear), (column, Half::Angular), &angular);
        let mut turned = skew(&arms[row]) * angular;
        if row == column {
            turned += skew(&forces[row]) * skew(&arms[row]);
        }
        add_block(&mut tangent, (row, Half::Angular), (column, Half::Linear), &(skew(&arms[row]) * linear));
        add_block(&mut tangent, (row, Half::Angular), (column, Half::Angular), &turned);
    }
    tangent
}

#[cfg(test)]
mod tests {
    use super::super::finite_difference::check;
    use super::*;

    fn law(reference_length_mm: f64) -> TearingStrip {
        TearingStrip { reference_length_mm, stiffness_n_per_mm: 8.0, strength_n: 20.0, toe_mm: 0.2 }
    }

    fn strip(reference_length_mm: f64) -> Strip<TearingStrip> {
        let anchors = [Anchor::Patch { body: 0, patch: 0 }, Anchor::Patch { body: 1, patch: 0 }];
        let references = [Point3::origin(), Point3::new(2.0, 3.0, -8.0)];
        let points = [Point3::new(1.0, -3.0, 2.0), Point3::new(3.0, 2.0, -6.0)];
        Strip::new("strip", anchors, references, points, law(reference_length_mm))
    }

    #[test]
    fn wrenches_and_tangent_come_from_the_potential() {
        // Torn, taut, in its toe, slack: the ends of the poses of `check` are 12.39 mm apart.
        for reference_length in [2.0, 11.0, 12.3, 20.0] {
            check(&strip(reference_length));
        }
    }

    #[test]
    fn is_slack_in_compression_and_never_pulls_harder_than_its_strength() {
        let at = |length: f64| law(8.0).evaluate(length, &LoadFactors(vec![]));
        assert_eq!(at(7.9).tension_n, 0.0);
        assert!((at(9.0).tension_n - 20.0 * (1.0 - (-0.4_f64 * 0.9).exp())).abs() < 1e-12);
        assert!(at(60.0).tension_n <= 20.0 && at(60.0).tension_n > 19.9);
    }

    #[test]
    fn energy_is_the_work_of_the_tension() {
        let at = |length: f64| law(8.0).evaluate(length, &LoadFactors(vec![]));
        let steps = 4000;
        let tension = |i: usize| at(8.0 + 3.0 * (i as f64 + 0.5) / f64::from(steps)).tension_n;
        let work: f64 = (0..steps as usize).map(tension).sum::<f64>() * 3.0 / f64::from(steps);
        assert!((at(11.0).energy_nmm - work).abs() < 1e-5 * work, "{} {work}", at(11.0).energy_nmm);
    }
}
