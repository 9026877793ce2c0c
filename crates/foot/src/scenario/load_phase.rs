//! What each phase of stance asks of the forefoot.

use super::Load;
use crate::Ray;

/// A moment of stance.
#[derive(Clone, Copy, Debug)]
pub(super) struct LoadPhase {
    /// Name in a scenario file.
    pub(super) name: &'static str,
    /// Vertical load under the five heads of one foot, as a fraction of body weight.
    fraction: f64,
    /// How far the foot is turned about its heads, heel up, degrees.
    pitch_deg: f64,
    /// Forward push of the ground over the vertical load.
    shear_ratio: f64,
    /// Tension of fascia and tendons over that of midstance.
    tendon_factor: f64,
}

/// The phases.
///
/// Load:
/// - standing: half of body weight a foot, 28.1 % of it under the forefoot (Cavanagh 1987);
/// - midstance: 250 N at 700 N, the middle of the 150–300 N in which a freed head behaves as clinics report (rigid
///   prototype of this model, 92 random parameter sets);
/// - heel-rise, on both feet: half of body weight a foot, of which 387 N of 494 N lie under the heads and the rest
///   under the toes (PMC8275713 Table 2);
/// - push-off, walking: the sum of the maxima under the five heads, 387 N at 700 N (PMC8275713 Table 2).
///
/// Pitch: in walking the heads carry most at about 75 % of stance, where the shank leans by 27.8° (PMC8071640 Table 1)
/// over an ankle dorsiflexed by about 10°, which leaves the foot some 18° on its toes; 20°. A voluntary heel rise of a
/// few centimetres on a foot of 170 mm from heel to heads: 20° as well.
///
/// Shear: 0.18 of the vertical in late stance (Budhabhatti 2007); none while standing still, and 0.01 of body weight at
/// 45 % of stance (PMC8071640 Table 1), left out.
///
/// Tendons: see [`crate::SoftTissue`]; their defaults are those of midstance. In push-off the lesser toes press with 32.6 N
/// together (PMC8275713 Table 2); what pulls at a toe is balanced by its push, and with 0.73 of the defaults they press with
/// that. Calibrated on that figure. Sources give muscle and fascia forces as parts of body weight, so tensions grow with it.
pub(super) const PHASES: [LoadPhase; 4] = [
    LoadPhase { name: "standing", fraction: 0.14, pitch_deg: 0.0, shear_ratio: 0.0, tendon_factor: 1.0 },
    LoadPhase { name: "midstance", fraction: 0.36, pitch_deg: 0.0, shear_ratio: 0.0, tendon_factor: 1.0 },
    LoadPhase { name: "heel-rise", fraction: 0.39, pitch_deg: 20.0, shear_ratio: 0.0, tendon_factor: 1.0 },
    LoadPhase { name: "push-off", fraction: 0.55, pitch_deg: 20.0, shear_ratio: 0.18, tendon_factor: 0.73 },
];

/// Names a scenario file may use.
pub(super) const NAMES: [&str; 4] = [PHASES[0].name, PHASES[1].name, PHASES[2].name, PHASES[3].name];

/// Body weight of the foot whose tensions are the defaults of [`crate::SoftTissue`], N.
const REFERENCE_BODY_WEIGHT_N: f64 = 700.0;

/// Share of each head, M1 to M5, in the load of all five (PMC8275713 Table 2, maxima in walking: 74.7, 89.2, 102.4,
/// 83.3, 37.0 N).
const SHARES: [f64; 5] = [0.193, 0.231, 0.265, 0.215, 0.096];

/// What the heads of `rays` carry in the phase called `name`, at `body_weight_n`.
pub(super) fn load(name: &str, body_weight_n: f64, rays: &[Ray]) -> Option<Load> {
    let phase = PHASES.iter().find(|phase| phase.name == name)?;
    let share: f64 = rays.iter().map(|ray| SHARES[ray.index()]).sum();
    Some(Load {
        forefoot_n: phase.fraction * body_weight_n * share,
        pitch_deg: phase.pitch_deg,
        shear_ratio: phase.shear_ratio,
        tendon_factor: phase.tendon_factor * body_weight_n / REFERENCE_BODY_WEIGHT_N,
    })
}
