//! The page of the predictions.

use super::operated::{OperatedFoot, Technique};
use super::reported::{OVERLOADED, PLANTAR_MM, Predicted, by_technique, predicted, quantile};
use crate::statements::{Travel, graded_pairs};
use osteotome_calibrate::inputs_digest;
use std::fmt::Write;

/// The page as Markdown; `ensemble` is the digest of the file of the ensemble.
#[must_use]
pub fn prediction_markdown(feet: &[OperatedFoot], ensemble: &str) -> String {
    let (all, silent) = predicted(feet);
    let mut page = head(feet, ensemble);
    page.push_str(&travel(feet));
    page.push_str(&hold_outs(&all));
    page.push_str(&pairs(feet));
    page.push_str(&trade(feet));
    page.push_str("\n## Hold-outs that these feet say nothing about\n\n");
    for reported in silent {
        let _ = writeln!(page, "- {} ({})", reported.id, reported.quantity);
    }
    page
}

fn head(feet: &[OperatedFoot], ensemble: &str) -> String {
    let lost: Vec<&OperatedFoot> = feet.iter().filter(|foot| !foot.settled).collect();
    let settled = feet.len() - lost.len();
    let mut text = format!(
        "# Predictions\n\nWritten by `osteotome predict`. Every foot is a member of the ensemble of plausible feet (docs/calibration.md) with a length, a \
         declination and a surgeon of its own: kerf, level and both angles of the plane err as hands do. They stand up and do not walk: walking (20 steps) lets classic heads of the default foot rise by \
         another 0.7 mm and takes 0.7 mm of their shortening; reverse ones stay. The ensemble was chosen on intact feet, \
         cadaver mechanics and open surgery; no parameter was chosen for anything below.\n\nDigests: priors and targets `{}`, ensemble `{ensemble}`.\n\n\
         {settled} of {} operated feet settled ({:.2} %).\n",
        inputs_digest(),
        feet.len(),
        100.0 * settled as f64 / feet.len().max(1) as f64
    );
    for foot in lost {
        let _ = writeln!(
            text,
            "- {} {} {} of foot {}: {}",
            foot.series,
            foot.technique.name(),
            foot.phase,
            foot.foot,
            foot.reason
        );
    }
    text
}

fn chosen<'a>(
    feet: &'a [OperatedFoot],
    series: &str,
    technique: Technique,
    phase: &str,
) -> Vec<&'a OperatedFoot> {
    let is_it =
        |f: &&OperatedFoot| f.settled && f.series == series && f.technique == technique && f.phase == phase;
    feet.iter().filter(is_it).collect()
}

/// Mean, and 5 to 95 %.
fn spread(values: impl Iterator<Item = f64>) -> String {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    format!("{mean:.2} ({:.2} … {:.2})", quantile(&values, 0.05), quantile(&values, 0.95))
}

fn travel(feet: &[OperatedFoot]) -> String {
    let mut text = format!(
        "\n## Travel and load\n\nMean over M2 to M4, mean over the feet and 5 to 95 % of them. Plantar: share of the heads below {PLANTAR_MM} mm. Overloaded: \
         share of the feet with M1 or M5 above {OVERLOADED} times its load.\n\n\
         | technique | phase | shortening, mm | elevation, mm | lateralization, mm | load ratio of cut heads | plantar, % | overloaded, % |\n|---|---|---|---|---|---|---|---|\n"
    );
    for technique in [Technique::Classic, Technique::Convergent, Technique::Divergent, Technique::Reverse] {
        for phase in ["midstance", "push-off"] {
            let own = chosen(feet, "three-rays", technique, phase);
            let of = |what: &str| spread(own.iter().map(|foot| foot.mean(what)));
            let heads =
                own.iter().flat_map(|foot| ["M2", "M3", "M4"].map(|ray| foot.of(ray, "elevation_mm")));
            let plantar = heads.filter(|mm| *mm < PLANTAR_MM).count() as f64 / (3 * own.len()).max(1) as f64;
            let over = own.iter().filter(|foot| foot.greatest_ratio(&["M1", "M5"]) > OVERLOADED).count();
            let _ = writeln!(
                text,
                "| {} | {phase} | {} | {} | {} | {} | {:.0} | {:.0} |",
                technique.name(),
                of("shortening_mm"),
                of("elevation_mm"),
                of("lateralization_mm"),
                of("load_ratio"),
                100.0 * plantar,
                100.0 * over as f64 / own.len().max(1) as f64
            );
        }
    }
    text
}

fn hold_outs(all: &[Predicted]) -> String {
    let asked: Vec<bool> = all.iter().filter_map(|p| p.covered).collect();
    let inside = asked.iter().filter(|covered| **covered).count();
    let mut text = format!(
        "\n## Hold-outs\n\nPredicted: mean over the feet and 90 % predictive interval, of one foot; of a rate, that of a series as large as the reported one. \
         The reported value lies inside for {inside} of {} ({:.0} %). Of an order the share of feet that have it is given.\n\n\
         | target | condition | reported | predicted | inside |\n|---|---|---|---|---|\n",
        asked.len(),
        100.0 * inside as f64 / asked.len().max(1) as f64
    );
    for prediction in all {
        let reported = &prediction.reported;
        let value = match (reported.value, reported.ci95, reported.spread) {
            (Some(value), Some([low, high]), _) => format!("{value} ({low} … {high}) {}", reported.unit),
            (Some(value), None, Some(spread)) => format!("{value} ± {spread} {}", reported.unit),
            _ => "an order".to_owned(),
        };
        let is_order = reported.value.is_none();
        let predicted = match is_order {
            true => format!("{:.0} % of feet", prediction.mean),
            false => format!(
                "{:.2} ({:.2} … {:.2})",
                prediction.mean, prediction.interval[0], prediction.interval[1]
            ),
        };
        let word = prediction.covered.map_or("", |covered| if covered { "yes" } else { "**no**" });
        let _ = writeln!(
            text,
            "| {} ({}) | {} | {value} | {predicted} | {word} |",
            reported.id, reported.quantity, reported.condition
        );
    }
    text
}

/// The strict pairs of the clinical table.
fn pairs(feet: &[OperatedFoot]) -> String {
    let settled: Vec<&OperatedFoot> = feet.iter().filter(|foot| foot.settled).collect();
    let mut text = "\n## The clinical table\n\nShare of the feet in which the technique with the higher grade moves the heads further, in midstance. Holds: 90 % and more; does not: \
                    10 % and less.\n\n| | more | less | feet, % | verdict |\n|---|---|---|---|---|\n"
        .to_owned();
    for travel in Travel::ALL {
        let four = by_technique(&settled, &format!("{}_mm", travel.name()));
        for (more, less) in graded_pairs(travel) {
            let holds = four.iter().filter(|values| values[more.0] > values[less.0]).count();
            let share = 100.0 * holds as f64 / four.len().max(1) as f64;
            let verdict = match share {
                share if share >= 90.0 => "holds",
                share if share <= 10.0 => "does not",
                _ => "undecided",
            };
            let _ =
                writeln!(text, "| {} | {} | {} | {share:.0} | {verdict} |", travel.name(), more.1, less.1);
        }
    }
    text
}

/// Shortening and elevation in classic cuts, and shortening against the kerf.
fn trade(feet: &[OperatedFoot]) -> String {
    let classic = chosen(feet, "three-rays", Technique::Classic, "midstance");
    let at = |f: &dyn Fn(&OperatedFoot) -> f64| -> Vec<f64> { classic.iter().map(|foot| f(foot)).collect() };
    let (shortening, elevation) = (at(&|f| f.mean("shortening_mm")), at(&|f| f.mean("elevation_mm")));
    let kerf = at(&|f| f.kerf_mm);
    let sum: Vec<f64> = shortening.iter().zip(&elevation).map(|(s, e)| s + e).collect();
    let by_kerf = |y: &[f64]| slope(&kerf, y);
    format!(
        "\n## Shortening and elevation trade in classic cuts\n\nWith its faces closed a classic head moves on one plane: shortening plus elevation is the kerf over the sine of its angle, \
         √2 mm per mm at 45°. Over these feet shortening plus elevation gains {:.2} mm, shortening alone {:.2} mm per mm of kerf (asked of shortening: 0.79 to 1.47); \
         what the kerf does not explain of shortening falls by {:.2} mm per mm that the head lies lower.\n\nRefuted by weight-bearing CT of patients of one surgeon \
         that shows no fall of shortening with elevation at equal burr.\n",
        by_kerf(&sum),
        by_kerf(&shortening),
        slope(&without(&elevation, &kerf), &without(&shortening, &kerf)),
    )
}

/// Least-squares slope of `y` by `x`.
fn slope(x: &[f64], y: &[f64]) -> f64 {
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len().max(1) as f64;
    let (mx, my) = (mean(x), mean(y));
    let both = x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>();
    both / x.iter().map(|x| (x - mx).powi(2)).sum::<f64>()
}

/// What is left of `y` when its slope by `x` is taken away.
fn without(y: &[f64], x: &[f64]) -> Vec<f64> {
    let slope = slope(x, y);
    y.iter().zip(x).map(|(y, x)| y - slope * x).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_is_that_of_a_line() {
        let x = [0.0, 1.0, 2.0, 5.0];
        let y = x.map(|x| 3.0 - 0.5 * x);
        assert!((slope(&x, &y) + 0.5).abs() < 1e-12);
        assert!(without(&y, &x).iter().all(|left| (left - 3.0).abs() < 1e-12));
    }
}
