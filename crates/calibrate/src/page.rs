//! The page of a calibration.

use crate::ensemble::{Ensemble, inputs_digest};
use crate::implausibility::MOST;
use crate::prior::{Prior, priors};
use crate::target::{Scored, targets};
use crate::wave::Point;
use std::fmt::Write;

/// The page as Markdown: what each wave found, what the members have for each target, what was identified.
#[must_use]
pub fn markdown(points: &[Point], ensemble: &Ensemble) -> String {
    let mut page = head(points, ensemble);
    page.push_str(&waves(points));
    page.push_str(&scored(ensemble));
    page.push_str(&held(ensemble));
    page.push_str(&identified(points, ensemble));
    page.push_str(&untreated());
    page
}

fn head(points: &[Point], ensemble: &Ensemble) -> String {
    format!(
        "# Calibration\n\nWritten by `osteotome calibrate`. {} feet of the priors were run intact, in standing, midstance and push-off, with and without \
         fascia; {} are plausible: no output is farther from its target than {MOST} standard deviations of measurement and model discrepancy \
         together, no second one farther than 2.5, and every order holds. {} of them, spread evenly, are the ensemble; the first, whose \
         greatest implausibility is least, is the default foot.\n\nOnly targets with the role `calibrate` are read: intact feet, cadaver mechanics, \
         open surgery. Digest of priors, targets and treatment: `{}`.\n",
        points.len(),
        ensemble.plausible,
        ensemble.members.len(),
        inputs_digest()
    )
}

fn waves(points: &[Point]) -> String {
    let mut text = "\n## Waves\n\n| wave | feet | plausible | did not settle | least worst implausibility |\n|---|---|---|---|---|\n".to_owned();
    let last = points.iter().map(|point| point.wave).max().unwrap_or(0);
    for wave in 1..=last {
        let own: Vec<&Point> = points.iter().filter(|point| point.wave == wave).collect();
        let plausible = own.iter().filter(|point| point.judged.is_plausible()).count();
        let lost = own.iter().filter(|point| point.judged.outputs.iter().all(|o| o.is_nan())).count();
        let best = own.iter().map(|point| point.judged.worst()).fold(f64::INFINITY, f64::min);
        let _ = writeln!(text, "| {wave} | {} | {plausible} | {lost} | {best:.2} |", own.len());
    }
    text
}

fn scored(ensemble: &Ensemble) -> String {
    let mut text = "\n## Targets that are scored\n\nWithin: share of the members whose implausibility is at most 1, and at most 3.\n\n\
                    | target | measured | discrepancy | default foot | ensemble, 5 to 95 % | within 1 | within 3 |\n|---|---|---|---|---|---|---|\n"
        .to_owned();
    for (index, target) in targets().scored.iter().enumerate() {
        text.push_str(&scored_row(target, index, ensemble));
    }
    text
}

fn scored_row(target: &Scored, index: usize, ensemble: &Ensemble) -> String {
    let outputs = sorted(ensemble.members.iter().map(|member| member.judged.outputs[index]));
    let share = |most: f64| {
        let within = ensemble.members.iter().filter(|m| m.judged.implausibilities[index] <= most).count();
        100.0 * within as f64 / ensemble.members.len() as f64
    };
    let first = &ensemble.members[0].judged;
    format!(
        "| {} ({}) | {} ± {} {} | {} | {} (I = {:.2}) | {} … {} | {:.0} % | {:.0} % |\n",
        target.id,
        target.quantity,
        target.value,
        target.spread,
        target.unit,
        target.discrepancy,
        Rounded(first.outputs[index]),
        first.implausibilities[index],
        Rounded(quantile(&outputs, 0.05)),
        Rounded(quantile(&outputs, 0.95)),
        share(1.0),
        share(MOST)
    )
}

/// Three significant digits, whatever the size.
struct Rounded(f64);

impl std::fmt::Display for Rounded {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let places = (2.0 - self.0.abs().max(1e-9).log10().floor()).clamp(0.0, 6.0) as usize;
        write!(f, "{:.places$}", self.0)
    }
}

fn held(ensemble: &Ensemble) -> String {
    let names: Vec<String> = targets().held.iter().map(|id| format!("`{id}`")).collect();
    format!(
        "\n## Orders and signs\n\nEach of the {} members has all of them: {}.\n",
        ensemble.members.len(),
        names.join(", ")
    )
}

fn identified(points: &[Point], ensemble: &Ensemble) -> String {
    let mut text = "\n## Parameters\n\nIdentified: how much narrower the middle half of the plausible feet is than that of the prior. Below 10 % the targets say \
                    next to nothing about the parameter, and the ensemble has it as the prior has.\n\n\
                    | parameter | prior | central | default foot | plausible, 5 to 95 % | identified |\n|---|---|---|---|---|---|\n"
        .to_owned();
    let plausible: Vec<&Point> = points.iter().filter(|point| point.judged.is_plausible()).collect();
    for (axis, prior) in priors().iter().enumerate() {
        let units = sorted(plausible.iter().map(|point| point.units[axis]));
        let value = |share: f64| Rounded(prior.value(quantile(&units, share)));
        let narrower = 100.0 * (1.0 - (quantile(&units, 0.75) - quantile(&units, 0.25)) / 0.5);
        let said =
            if prior.seen { format!("{narrower:.0} %") } else { "not seen by an intact foot".to_owned() };
        let _ = writeln!(
            text,
            "| {} | {} … {} | {} | {} | {} … {} | {said} |",
            named(prior),
            prior.low,
            prior.high,
            prior.central,
            Rounded(prior.value(ensemble.members[0].units[axis])),
            value(0.05),
            value(0.95)
        );
    }
    text
}

fn named(prior: &Prior) -> String {
    let paths: Vec<String> = prior.paths.iter().map(|path| format!("`{path}`")).collect();
    format!("{} ({})", prior.name, paths.join(", "))
}

fn untreated() -> String {
    let targets = targets();
    let row = |(id, why): &(String, String)| format!("| {id} | {why} |\n");
    format!(
        "\n## Targets that are not scored\n\n| target | why |\n|---|---|\n{}{}",
        targets.used.iter().map(row).collect::<String>(),
        targets.beyond.iter().map(row).collect::<String>()
    )
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The value below which the part `share` of the sorted values lies.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((share * last as f64).round() as usize).copied().unwrap_or(f64::NAN)
}
