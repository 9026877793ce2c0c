//! What each phase of stance asks of the forefoot.

use super::tissue_set::TissueSet;
use super::{Foot, Load};
use crate::{Ray, SoftTissue};

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
    /// Load and tension over that of midstance in the set of version 0.1, where they do not go together.
    hand_tuned: HandTuned,
}

/// What version 0.1 made of a phase.
#[derive(Clone, Copy, Debug)]
struct HandTuned {
    fraction: f64,
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
/// - push-off, walking: 1.06 of body weight at 75 % of stance (PMC8071640 Table 1) less toes of 0.15 to 0.30: 0.72 to 0.90.
///
/// Pitch: in walking the heads carry most at about 75 % of stance, where the shank leans by 27.8° (PMC8071640 Table 1)
/// over an ankle dorsiflexed by about 10°, which leaves the foot some 18° on its toes; 20°. A voluntary heel rise of a
/// few centimetres on a foot of 170 mm from heel to heads: 20° as well.
///
/// Shear: 0.18 of the vertical in late stance (Budhabhatti 2007); none while standing still, and 0.01 of body weight at
/// 45 % of stance (PMC8071640 Table 1), left out.
///
/// Tendons: [`crate::SoftTissue`] has the tensions of midstance. The fascia is tensed by the load under the heads and goes in
/// proportion to it (Erdemir 2004); muscles of the foot are recruited beyond thresholds and rise faster (Kelly 2014), with
/// `muscle_exponent`; in the set of version 0.1 they were the same in all phases but push-off, where they
/// had been fitted to the load of the lesser toes.
pub(super) const PHASES: [LoadPhase; 4] = [
    LoadPhase {
        name: "standing",
        fraction: 0.14,
        pitch_deg: 0.0,
        shear_ratio: 0.0,
        hand_tuned: HandTuned { fraction: 0.14, tendon_factor: 1.0 },
    },
    LoadPhase {
        name: "midstance",
        fraction: 0.36,
        pitch_deg: 0.0,
        shear_ratio: 0.0,
        hand_tuned: HandTuned { fraction: 0.36, tendon_factor: 1.0 },
    },
    LoadPhase {
        name: "heel-rise",
        fraction: 0.39,
        pitch_deg: 20.0,
        shear_ratio: 0.0,
        hand_tuned: HandTuned { fraction: 0.39, tendon_factor: 1.0 },
    },
    LoadPhase {
        name: "push-off",
        fraction: 0.80,
        pitch_deg: 20.0,
        shear_ratio: 0.18,
        hand_tuned: HandTuned { fraction: 0.55, tendon_factor: 0.73 },
    },
];

/// Names a scenario file may use.
pub(super) const NAMES: [&str; 4] = [PHASES[0].name, PHASES[1].name, PHASES[2].name, PHASES[3].name];

/// Body weight of the foot whose tensions are the defaults of [`crate::SoftTissue`], N.
const REFERENCE_BODY_WEIGHT_N: f64 = 700.0;

/// Load under all five heads at which tensions are those of [`crate::SoftTissue`], N: midstance.
const REFERENCE_FOREFOOT_N: f64 = 252.0;

/// Share of each head, M1 to M5, in the load of all five (PMC8275713 Table 2, maxima in walking: 74.7, 89.2, 102.4,
/// 83.3, 37.0 N).
const SHARES: [f64; 5] = [0.193, 0.231, 0.265, 0.215, 0.096];

/// Tension of fascia and of muscles over that of midstance, where all five heads carry `all_five_n`.
fn factors(all_five_n: f64, tissue: &SoftTissue) -> [f64; 2] {
    let ratio = all_five_n / REFERENCE_FOREFOOT_N;
    [ratio, ratio.powf(tissue.muscle_exponent)]
}

fn share(rays: &[Ray]) -> f64 {
    rays.iter().map(|ray| SHARES[ray.index()]).sum()
}

/// What the heads of `foot` carry in the phase called `name`.
pub(super) fn load(name: &str, foot: &Foot, set: TissueSet, tissue: &SoftTissue) -> Option<Load> {
    let phase = PHASES.iter().find(|phase| phase.name == name)?;
    let fraction = match set {
        TissueSet::Default | TissueSet::Member(_) => phase.fraction,
        TissueSet::HandTuned => phase.hand_tuned.fraction,
    };
    let all_five_n = fraction * foot.body_weight_n;
    let [fascia_factor, muscle_factor] = match set {
        TissueSet::Default | TissueSet::Member(_) => factors(all_five_n, tissue),
        TissueSet::HandTuned => {
            [phase.hand_tuned.tendon_factor * foot.body_weight_n / REFERENCE_BODY_WEIGHT_N; 2]
        }
    };
    Some(Load {
        forefoot_n: all_five_n * share(&foot.rays),
        pitch_deg: phase.pitch_deg,
        shear_ratio: phase.shear_ratio,
        fascia_factor,
        muscle_factor,
    })
}

/// A flat foot, of which the heads of `rays` carry `forefoot_n`.
pub(super) fn flat(forefoot_n: f64, rays: &[Ray], set: TissueSet, tissue: &SoftTissue) -> Load {
    let [fascia_factor, muscle_factor] = match set {
        TissueSet::Default | TissueSet::Member(_) => factors(forefoot_n / share(rays), tissue),
        TissueSet::HandTuned => [1.0; 2],
    };
    Load { forefoot_n, fascia_factor, muscle_factor, ..Load::default() }
}
