//! How much of body weight the metatarsal heads carry in each phase of stance.

use crate::Ray;

/// A moment of stance with the load on the five heads together.
#[derive(Clone, Copy, Debug)]
pub(super) struct LoadPhase {
    /// Name in a scenario file.
    pub(super) name: &'static str,
    /// Vertical load under the five heads of one foot, as a fraction of body weight.
    pub(super) fraction: f64,
}

/// The phases.
///
/// - standing: half of body weight a foot, 28.1 % of it under the forefoot (Cavanagh 1987);
/// - midstance: 250 N at 700 N, the middle of the 150–300 N in which a freed head behaves as clinics report (rigid
///   prototype of this model, 92 random parameter sets);
/// - heel-rise, on both feet: half of body weight a foot, of which 387 N of 494 N lie under the heads and the rest
///   under the toes (PMC8275713 Table 2);
/// - push-off, walking: the sum of the maxima under the five heads, 387 N at 700 N (PMC8275713 Table 2).
pub(super) const PHASES: [LoadPhase; 4] = [
    LoadPhase { name: "standing", fraction: 0.14 },
    LoadPhase { name: "midstance", fraction: 0.36 },
    LoadPhase { name: "heel-rise", fraction: 0.39 },
    LoadPhase { name: "push-off", fraction: 0.55 },
];

/// Names a scenario file may use.
pub(super) const NAMES: [&str; 4] = [PHASES[0].name, PHASES[1].name, PHASES[2].name, PHASES[3].name];

/// Share of each head, M1 to M5, in the load of all five (PMC8275713 Table 2, maxima in walking: 74.7, 89.2, 102.4,
/// 83.3, 37.0 N).
const SHARES: [f64; 5] = [0.193, 0.231, 0.265, 0.215, 0.096];

/// Load under the heads of `rays` together in the phase called `name`, N.
pub(super) fn forefoot_n(name: &str, body_weight_n: f64, rays: &[Ray]) -> Option<f64> {
    let phase = PHASES.iter().find(|phase| phase.name == name)?;
    let share: f64 = rays.iter().map(|ray| SHARES[ray.index()]).sum();
    Some(phase.fraction * body_weight_n * share)
}
