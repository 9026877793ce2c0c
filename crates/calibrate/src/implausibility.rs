//! How far a foot is from what was measured.

use crate::observable::{Foot, observe};
use crate::target::{Scored, Side, Targets};

/// Greatest implausibility of a plausible foot: three standard deviations hold 95 % of any distribution with one peak (Pukelsheim
/// 1994).
pub(crate) const MOST: f64 = 3.0;
/// Greatest second-worst implausibility.
pub(crate) const MOST_SECOND: f64 = 2.5;

/// A foot against the targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Implausibility of each scored target, in their order; infinite where the foot has no such output.
    pub implausibilities: Vec<f64>,
    /// What the foot has for each of them.
    pub outputs: Vec<f64>,
    /// Whether it has each order and sign that it has to have.
    pub held: Vec<bool>,
}

impl Judged {
    /// The greatest implausibility; infinite if an order or a sign is wrong.
    #[must_use]
    pub fn worst(&self) -> f64 {
        if self.held.iter().all(|held| *held) { self.ranked(0) } else { f64::INFINITY }
    }

    /// Whether nothing that was measured speaks against the foot.
    #[must_use]
    pub fn is_plausible(&self) -> bool {
        self.worst() <= MOST && self.ranked(1) <= MOST_SECOND
    }

    fn ranked(&self, rank: usize) -> f64 {
        let mut sorted = self.implausibilities.clone();
        sorted.sort_by(|a, b| b.total_cmp(a));
        sorted.get(rank).copied().unwrap_or(0.0)
    }
}

/// Distance of `output` from the target in standard deviations of measurement and discrepancy together.
#[must_use]
pub(crate) fn implausibility(scored: &Scored, output: f64) -> f64 {
    let beyond = match scored.side {
        Side::Both => (output - scored.value).abs(),
        Side::Above => (scored.value - output).max(0.0),
        Side::Below => (output - scored.value).max(0.0),
    };
    if beyond.is_nan() { f64::INFINITY } else { beyond / scored.spread.hypot(scored.discrepancy) }
}

/// Judges `foot` by `targets`.
#[must_use]
pub fn judge(targets: &Targets, foot: &Foot) -> Judged {
    let outputs: Vec<f64> =
        targets.scored.iter().map(|scored| observe(foot, &scored.id).unwrap_or(f64::NAN)).collect();
    Judged {
        implausibilities: targets.scored.iter().zip(&outputs).map(|(s, o)| implausibility(s, *o)).collect(),
        outputs,
        held: targets.held.iter().map(|id| observe(foot, id) == Some(1.0)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::targets;

    #[test]
    fn a_bound_counts_on_one_side_only() {
        let scored =
            |side| Scored { side, value: 10.0, spread: 3.0, discrepancy: 4.0, ..targets().scored[0].clone() };
        assert_eq!(implausibility(&scored(Side::Both), 0.0), 2.0);
        assert_eq!(implausibility(&scored(Side::Above), 0.0), 2.0);
        assert_eq!(implausibility(&scored(Side::Above), 99.0), 0.0);
        assert_eq!(implausibility(&scored(Side::Below), 0.0), 0.0);
        assert!(implausibility(&scored(Side::Both), f64::NAN).is_infinite());
    }

    #[test]
    fn a_wrong_order_rules_a_foot_out() {
        let good = Judged { implausibilities: vec![2.9, 2.4], outputs: vec![0.0; 2], held: vec![true] };
        assert!(good.is_plausible());
        assert!(!Judged { held: vec![false], ..good.clone() }.is_plausible());
        assert!(!Judged { implausibilities: vec![2.9, 2.6], ..good }.is_plausible());
    }
}
