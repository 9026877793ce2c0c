//! What a foot says about each target.

use std::collections::BTreeMap;

/// Outcomes of a settled foot by their column names.
pub type Outcomes = BTreeMap<String, f64>;

/// An intact foot: its outcomes in three phases of stance, in push-off without its fascia as well, and its parameters.
#[derive(Clone, Copy, Debug)]
pub struct Foot<'a> {
    /// Quiet standing on both feet.
    pub standing: &'a Outcomes,
    /// Midstance of walking.
    pub midstance: &'a Outcomes,
    /// Push-off of walking.
    pub push_off: &'a Outcomes,
    /// Push-off of a foot without its fascia.
    pub fasciotomy: &'a Outcomes,
    /// Its soft tissue, by the key.
    pub tissue: &'a serde_json::Map<String, serde_json::Value>,
    /// Tensions of muscles in push-off over those of midstance.
    pub push_off_factor: f64,
    /// Body weight, N.
    pub body_weight_n: f64,
}

const RAYS: [&str; 5] = ["M1", "M2", "M3", "M4", "M5"];

/// Load under a head that counts as one, N: one hundredth of that of midstance.
const LOADED_N: f64 = 2.5;

impl Foot<'_> {
    fn parameter(&self, key: &str) -> Option<f64> {
        self.tissue.get(key)?.as_f64()
    }

    /// Load under a head over the stiffness of its pad, in the order of pressures.
    fn pressure(&self, outcomes: &Outcomes, ray: usize) -> Option<f64> {
        let key = format!("pad_ratio_m{}", ray + 1);
        Some(load_n(outcomes, ray)? / self.parameter(&key)?)
    }

    /// In percent of body weight.
    fn percent(&self, force_n: f64) -> f64 {
        100.0 * force_n / self.body_weight_n
    }

    /// Load of the foot that stands on both, N.
    fn half_weight_n(&self) -> f64 {
        0.5 * self.body_weight_n
    }
}

fn load_n(outcomes: &Outcomes, ray: usize) -> Option<f64> {
    outcomes.get(&format!("{}_intact_load_n", RAYS[ray])).copied()
}

fn loads_n(outcomes: &Outcomes) -> Option<f64> {
    (0..5).map(|ray| load_n(outcomes, ray)).sum()
}

fn of_rays(outcomes: &Outcomes, what: &str, rays: std::ops::Range<usize>) -> Option<f64> {
    rays.map(|ray| outcomes.get(&format!("forefoot_intact_{what}_{}_n", RAYS[ray])).copied()).sum()
}

fn strain(outcomes: &Outcomes) -> Option<f64> {
    outcomes.get("M2_intact_dorsal_strain_microstrain").copied()
}

/// What `foot` has for the target called `id`, in its unit; `None` if the program has no such output.
///
/// An order or a sign is 1 if the foot has it and 0 if not.
#[must_use]
pub fn observe(foot: &Foot, id: &str) -> Option<f64> {
    let push_off = foot.push_off;
    let truth = |holds: bool| Some(f64::from(u8::from(holds)));
    match id {
        "toes_standing" => Some(100.0 * of_rays(foot.standing, "toe", 0..5)? / foot.half_weight_n()),
        "forefoot_standing_cavanagh" => Some(100.0 * loads_n(foot.standing)? / foot.half_weight_n()),
        "forefoot_standing_zebris" => {
            let toes_n = of_rays(foot.standing, "toe", 0..5)?;
            Some(100.0 * (loads_n(foot.standing)? + toes_n) / foot.half_weight_n())
        }
        "hallux_max_force_hv" => of_rays(push_off, "toe", 0..1),
        "lesser_toes_max_force_hv" => of_rays(push_off, "toe", 1..5),
        "heads_push_off_total" => Some(loads_n(push_off)? / foot.body_weight_n),
        "fascia_late_stance" | "fascia_model_peak" => Some(foot.percent(of_rays(push_off, "fascia", 0..5)?)),
        "fascia_rises_through_stance" => {
            Some(of_rays(foot.midstance, "fascia", 0..5)? / of_rays(push_off, "fascia", 0..5)?)
        }
        "fascia_stiffness" => foot.parameter("fascia_stiffness_n_per_mm"),
        "fhl_push_off" => Some(foot.percent(foot.push_off_factor * foot.parameter("flexor_tension_m1_n")?)),
        "fdl_push_off" => Some(foot.percent(foot.push_off_factor * foot.parameter("flexor_tension_n")?)),
        "peroneus_longus_push_off" => {
            Some(foot.percent(foot.push_off_factor * foot.parameter("peroneus_longus_tension_n")?))
        }
        "m2_dorsal_strain_walk" | "m2_dorsal_strain_cadaver" => strain(push_off),
        "m2_dorsal_strain_tension" => {
            Some(strain(foot.standing)?.max(strain(foot.midstance)?).max(strain(push_off)?))
        }
        "pad_mth2_compression" => {
            Some(100.0 * (1.0 - push_off.get("M2_intact_height_mm")? / foot.parameter("pad_thickness_mm")?))
        }
        "peak_order_walk" => {
            let at = |ray| foot.pressure(push_off, ray);
            truth(at(2)? > at(0)? && at(2)? > at(4)?)
        }
        "column_order_midstance" => {
            let at = |ray| foot.pressure(foot.midstance, ray);
            let middle = 0.5 * (at(1)? + at(2)?);
            truth(middle > at(0)? && middle > 0.5 * (at(3)? + at(4)?))
        }
        "column_order_preswing" => {
            let at = |ray| foot.pressure(push_off, ray);
            truth(at(0)? > 0.5 * (at(3)? + at(4)?))
        }
        "no_arch_in_stance" => {
            let bears = |outcomes| (0..5).all(|ray| load_n(outcomes, ray).is_some_and(|n| n > LOADED_N));
            truth(bears(foot.standing) && bears(foot.midstance) && bears(push_off))
        }
        "m2_strain_fasciotomy" => truth(strain(foot.fasciotomy)? < strain(push_off)?),
        _ => share(push_off, id),
    }
}

/// Share of a head in the load of all five, %.
fn share(outcomes: &Outcomes, id: &str) -> Option<f64> {
    let ray = id.strip_prefix("share_m")?.strip_suffix("_walk_hv")?.parse::<usize>().ok()?.checked_sub(1)?;
    Some(100.0 * load_n(outcomes, ray)? / loads_n(outcomes)?)
}
