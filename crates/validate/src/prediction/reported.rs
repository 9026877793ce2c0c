//! What series of patients reported, and what was predicted for them.

use super::operated::{OperatedFoot, Technique};
use osteotome_calibrate::targets_text;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A hold-out target: an outcome of an operation, that no parameter was chosen for.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Reported {
    /// Its name.
    pub id: String,
    /// What was measured.
    pub quantity: String,
    /// Under which conditions.
    pub condition: String,
    /// Its unit.
    #[serde(default)]
    pub unit: String,
    /// Value, in its unit; none where only an order was published.
    pub value: Option<f64>,
    /// Standard deviation, published or assigned.
    pub spread: Option<f64>,
    /// 95 % confidence interval, where it is a rate.
    pub ci95: Option<[f64; 2]>,
    /// Number of feet, rays or patients.
    #[serde(default)]
    pub n: usize,
    /// Where it comes from.
    pub source: String,
    role: String,
}

/// What the ensemble predicts for a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// The target.
    pub reported: Reported,
    /// Mean over the feet, or their share in percent; in the unit of the target.
    pub mean: f64,
    /// 90 % predictive interval: of a foot; of a rate that of a series of as many as were reported.
    pub interval: [f64; 2],
    /// Whether the reported value lies in it; none where only an order was published.
    pub covered: Option<bool>,
}

/// Peak pressure under each head of feet with metatarsalgia, by which load ratios become pressures, kPa (PMC8275713 Table 2).
const BASELINE_KPA: [(&str, f64); 5] =
    [("M1", 856.9), ("M2", 971.9), ("M3", 992.4), ("M4", 916.6), ("M5", 685.2)];
/// Load ratio above which a head is said to be overloaded: between 1.2 and 1.3 in the literature's transfer lesions.
pub(super) const OVERLOADED: f64 = 1.3;
/// Elevation below which a reader of radiographs calls a head plantar, mm.
pub(super) const PLANTAR_MM: f64 = -1.0;
/// Correlation below which a series of some thirty feet finds none.
const NO_CORRELATION: f64 = 0.35;
/// Steps M2–M3, M3–M4 and M4–M5 of a harmonious parabola, mm, and the part by which they may differ (Maestro 2003).
const HARMONIOUS_MM: [(&str, f64); 3] = [("M2_M3", 3.0), ("M3_M4", 6.0), ("M4_M5", 12.0)];
const HARMONY: f64 = 0.2;

/// Values of a prediction.
enum Values {
    /// One a foot.
    Feet(Vec<f64>),
    /// How many of how many.
    Share(usize, usize),
}

/// The predictions for every hold-out target that operated feet can speak to, and the names of the others.
#[must_use]
pub fn predicted(feet: &[OperatedFoot]) -> (Vec<Predicted>, Vec<Reported>) {
    let settled: Vec<&OperatedFoot> = feet.iter().filter(|foot| foot.settled).collect();
    let (mut all, mut silent) = (Vec::new(), Vec::new());
    for reported in hold_outs() {
        match values(&reported.id, &settled) {
            Some(values) => all.push(against(reported, values)),
            None => silent.push(reported),
        }
    }
    (all, silent)
}

/// Every target with the role `hold-out`.
fn hold_outs() -> Vec<Reported> {
    #[derive(Deserialize)]
    struct File {
        target: Vec<toml::Table>,
    }
    let file: File = toml::from_str(targets_text()).expect("the targets are read by a test");
    let read = |table: toml::Table| Reported::deserialize(table).expect("a target is read by a test");
    file.target
        .into_iter()
        .filter(|table| table.get("role").and_then(toml::Value::as_str) == Some("hold-out"))
        .map(read)
        .collect()
}

fn against(reported: Reported, values: Values) -> Predicted {
    let (mean, interval) = match values {
        Values::Feet(mut values) => {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            values.sort_by(f64::total_cmp);
            (mean, [quantile(&values, 0.05), quantile(&values, 0.95)])
        }
        Values::Share(hits, of) => {
            let share = hits as f64 / of as f64;
            (100.0 * share, binomial_interval(share, reported.n.max(1)).map(|x| 100.0 * x))
        }
    };
    let covered = reported.value.map(|value| (interval[0]..=interval[1]).contains(&value));
    Predicted { reported, mean, interval, covered }
}

fn values(id: &str, feet: &[&OperatedFoot]) -> Option<Values> {
    let of = |series: &str, technique: Technique, phase: &str| -> Vec<&OperatedFoot> {
        let is_it = |f: &&&OperatedFoot| f.series == series && f.technique == technique && f.phase == phase;
        feet.iter().filter(is_it).copied().collect()
    };
    let classic = of("three-rays", Technique::Classic, "midstance");
    let walking = of("three-rays", Technique::Classic, "push-off");
    let each = |feet: &[&OperatedFoot], value: &dyn Fn(&OperatedFoot) -> f64| {
        Some(Values::Feet(feet.iter().map(|foot| value(foot)).collect()))
    };
    let share = |feet: &[&OperatedFoot], holds: &dyn Fn(&OperatedFoot) -> bool| {
        Some(Values::Share(feet.iter().filter(|foot| holds(foot)).count(), feet.len()))
    };
    match id {
        "dmmo_shortening_m2_patients" | "dmmo_shortening_m2_malhotra" => {
            each(&classic, &|foot| foot.of("M2", "shortening_mm"))
        }
        "dmmo_shortening_m3_malhotra" => each(&classic, &|foot| foot.of("M3", "shortening_mm")),
        "dmmo_shortening_m4_malhotra" => each(&classic, &|foot| foot.of("M4", "shortening_mm")),
        "dmmo_shortening_krenn" => each(&classic, &|foot| foot.mean("shortening_mm")),
        "dmmo_shortening_m2_cadaver" => {
            each(&of("cadaver", Technique::Classic, "midstance"), &|foot| foot.of("M2", "shortening_mm"))
        }
        "dmmo_lateral_drift" => each(&classic, &|foot| foot.mean("lateralization_mm")),
        "dmmo_plantar_malposition" => {
            let heads =
                classic.iter().flat_map(|foot| ["M2", "M3", "M4"].map(|ray| foot.of(ray, "elevation_mm")));
            let heads: Vec<f64> = heads.collect();
            Some(Values::Share(heads.iter().filter(|mm| **mm < PLANTAR_MM).count(), heads.len()))
        }
        "dmmo_transfer_seed" | "dmmo_transfer_malhotra" => {
            share(&walking, &|foot| foot.greatest_ratio(&["M1", "M5"]) > OVERLOADED)
        }
        "dmmo_maestro_harmony" => share(&classic, &is_harmonious),
        "dmmo_pressure_central" => {
            each(&walking, &|foot| 0.5 * (change_kpa(foot, "M2") + change_kpa(foot, "M3")))
        }
        "dmmo_pressure_lateral" => each(&walking, &|foot| change_kpa(foot, "M4").max(change_kpa(foot, "M5"))),
        "dmmo_pressure_medial" => each(&walking, &|foot| change_kpa(foot, "M1")),
        "dmmo_length_not_pain" => {
            let r = correlation(&walking, |foot| foot.mean("shortening_mm"), |foot| foot.mean("load_ratio"));
            Some(Values::Share(usize::from(r.abs() < NO_CORRELATION), 1))
        }
        "dmmo_order_shortening" => order(feet, "shortening_mm", &|[c, v, d, r]| d > c && c > v && c > r),
        "dmmo_order_elevation" => {
            order(feet, "elevation_mm", &|[c, v, d, r]| r > v && r > d && v > c && d > c && c >= 0.0)
        }
        "dmmo_order_lateral" => order(feet, "lateralization_mm", &|[c, v, d, r]| d > c && c > r && r > v),
        "floating_single_pressure" => {
            each(&floating(feet, "push-off"), &|foot| 100.0 * (foot.of("M2", "load_ratio") - 1.0))
        }
        "floating_single_pti" => Some(Values::Feet(floating_integral(feet))),
        "floating_single_transfer" => {
            share(&floating(feet, "push-off"), &|foot| foot.greatest_ratio(&["M1", "M3"]) > OVERLOADED)
        }
        _ => None,
    }
}

fn change_kpa(foot: &OperatedFoot, ray: &str) -> f64 {
    let baseline = BASELINE_KPA.iter().find(|(name, _)| *name == ray).map_or(f64::NAN, |(_, kpa)| *kpa);
    baseline * (foot.of(ray, "load_ratio") - 1.0)
}

fn is_harmonious(foot: &OperatedFoot) -> bool {
    HARMONIOUS_MM.iter().all(|(steps, mm)| {
        let step = foot.outcomes.get(&format!("forefoot_cut_parabola_{steps}_mm")).copied();
        step.is_some_and(|step| (step - mm).abs() <= HARMONY * mm)
    })
}

/// Feet with one floating cut: transverse and reverse, between which the vertical cut of the series lies.
fn floating<'a>(feet: &[&'a OperatedFoot], phase: &str) -> Vec<&'a OperatedFoot> {
    feet.iter().filter(|foot| foot.series == "one-ray" && foot.phase == phase).copied().collect()
}

/// Change of the pressure-time integral of those feet, %: the mean of midstance and push-off.
fn floating_integral(feet: &[&OperatedFoot]) -> Vec<f64> {
    let key = |foot: &OperatedFoot| (foot.foot, foot.technique);
    let other: BTreeMap<_, f64> =
        floating(feet, "midstance").iter().map(|foot| (key(foot), foot.of("M2", "load_ratio"))).collect();
    let both =
        floating(feet, "push-off").into_iter().filter_map(|foot| Some((foot, *other.get(&key(foot))?)));
    both.map(|(foot, other)| 100.0 * (0.5 * (foot.of("M2", "load_ratio") + other) - 1.0)).collect()
}

/// Share of feet in whose midstance the mean travel of M2 to M4 after classic, convergent, divergent and reverse has an order.
fn order(feet: &[&OperatedFoot], what: &str, holds: &dyn Fn([f64; 4]) -> bool) -> Option<Values> {
    let all = by_technique(feet, what);
    Some(Values::Share(all.iter().filter(|four| holds(**four)).count(), all.len()))
}

/// Mean of an outcome over M2 to M4 in midstance after classic, convergent, divergent and reverse, of every foot that has all four.
pub(super) fn by_technique(feet: &[&OperatedFoot], what: &str) -> Vec<[f64; 4]> {
    let four = [Technique::Classic, Technique::Convergent, Technique::Divergent, Technique::Reverse];
    let mut found: BTreeMap<usize, [f64; 4]> = BTreeMap::new();
    for foot in feet.iter().filter(|foot| foot.series == "three-rays" && foot.phase == "midstance") {
        if let Some(place) = four.iter().position(|technique| *technique == foot.technique) {
            found.entry(foot.foot).or_insert([f64::NAN; 4])[place] = foot.mean(what);
        }
    }
    found.into_values().filter(|values| values.iter().all(|value| value.is_finite())).collect()
}

/// Pearson's correlation of two outcomes.
fn correlation(
    feet: &[&OperatedFoot],
    x: impl Fn(&OperatedFoot) -> f64,
    y: impl Fn(&OperatedFoot) -> f64,
) -> f64 {
    let (x, y): (Vec<f64>, Vec<f64>) = feet.iter().map(|foot| (x(foot), y(foot))).unzip();
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (mx, my) = (mean(&x), mean(&y));
    let product = |f: &dyn Fn(usize) -> f64| (0..x.len()).map(f).sum::<f64>();
    let (xy, xx, yy) = (
        product(&|i| (x[i] - mx) * (y[i] - my)),
        product(&|i| (x[i] - mx).powi(2)),
        product(&|i| (y[i] - my).powi(2)),
    );
    xy / (xx * yy).sqrt()
}

/// The value below which the part `share` of the sorted values lies.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((share * last as f64).round() as usize).copied().unwrap_or(f64::NAN)
}

/// Shares between which nine of ten series of `n` lie, if each of them has the chance `share`.
fn binomial_interval(share: f64, n: usize) -> [f64; 2] {
    let mut cumulative = 0.0;
    let mut chance = (1.0 - share).powi(i32::try_from(n).unwrap_or(i32::MAX));
    let mut ends = [f64::NAN; 2];
    for hits in 0..=n {
        cumulative += chance;
        let at = hits as f64 / n as f64;
        if ends[0].is_nan() && cumulative > 0.05 {
            ends[0] = at;
        }
        if ends[1].is_nan() && cumulative >= 0.95 - 1e-12 {
            ends[1] = at;
        }
        chance *= (n - hits) as f64 / (hits + 1) as f64 * share / (1.0 - share).max(1e-300);
    }
    if share >= 1.0 { [1.0; 2] } else { ends.map(|end| if end.is_nan() { 1.0 } else { end }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hold_out_is_read_and_none_is_calibrated_on() {
        let all = hold_outs();
        assert!(all.len() > 25 && all.iter().all(|reported| reported.role == "hold-out"));
        assert!(
            all.iter()
                .any(|reported| reported.id == "dmmo_plantar_malposition" && reported.value == Some(14.0))
        );
    }

    #[test]
    fn the_interval_of_a_rate_is_that_of_its_series() {
        assert_eq!(binomial_interval(0.0, 40), [0.0, 0.0]);
        assert_eq!(binomial_interval(1.0, 40), [1.0, 1.0]);
        let [low, high] = binomial_interval(0.5, 100);
        assert!((low - 0.42).abs() < 1e-9 && (high - 0.58).abs() < 1e-9, "{low} {high}");
    }

    fn foot(number: usize, technique: Technique, elevation_mm: f64) -> OperatedFoot {
        let outcomes = ["M2", "M3", "M4"].map(|ray| (format!("{ray}_elevation_mm"), elevation_mm)).into();
        OperatedFoot {
            series: "three-rays",
            foot: number,
            technique,
            phase: "midstance",
            kerf_mm: 2.0,
            settled: true,
            reason: String::new(),
            outcomes,
        }
    }

    #[test]
    fn orders_are_asked_of_feet_that_have_all_four_techniques() {
        let mut feet = vec![
            foot(0, Technique::Classic, 0.5),
            foot(0, Technique::Convergent, 2.0),
            foot(0, Technique::Divergent, 2.1),
            foot(0, Technique::Reverse, 4.0),
            foot(1, Technique::Classic, -2.0),
        ];
        let find = |feet: &[OperatedFoot], id: &str| {
            predicted(feet).0.into_iter().find(|p| p.reported.id == id).expect("a prediction").mean
        };
        assert_eq!(find(&feet, "dmmo_order_elevation"), 100.0);
        assert_eq!(find(&feet, "dmmo_plantar_malposition"), 50.0);
        feet[0].outcomes.insert("M3_elevation_mm".into(), -9.0);
        assert_eq!(find(&feet, "dmmo_order_elevation"), 0.0);
    }
}
