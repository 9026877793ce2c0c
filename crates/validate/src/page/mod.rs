//! The evidence as a Markdown page.

mod full;

use crate::finding::{Comparison, Finding, Quantity, Relation};
use crate::{Checked, Compared, Evidence, Judged, Pair, Probability, Verdict};
use std::fmt::Write;

/// The page that `osteotome validate` prints and writes: the same evidence gives the same text.
#[must_use]
pub fn markdown(evidence: &Evidence) -> String {
    let mut page = String::new();
    page.push_str(include_str!("opening.md"));
    line(&mut page, &format!("\nElements of this page: {}.\n", evidence.mesh));
    closed_forms(&mut page, &evidence.closed_forms);
    requirements(&mut page, &evidence.requirements);
    pairs(&mut page, &evidence.pairs);
    measurements(&mut page, &evidence.measurements);
    statements(&mut page, evidence);
    if let Some(longer) = &evidence.full {
        full::full(&mut page, longer);
    }
    probabilities(&mut page, &evidence.probabilities);
    calibrated(&mut page);
    page.push_str(include_str!("closing.md"));
    page
}

fn closed_forms(page: &mut String, forms: &[Checked]) {
    line(page, "\n## Closed forms\n");
    line(page, "| case | closed form | exact | computed | off by |\n|---|---|---|---|---|");
    for Checked { what, source, unit, exact, computed } in forms {
        let cells = match computed {
            Err(why) => format!("no outcome: {why} | "),
            Ok(value) if *exact == 0.0 => format!("{value:.0e} | "),
            Ok(value) => format!("{} | {:+.1} %", digits(*value, unit), 100.0 * (value / exact - 1.0)),
        };
        line(page, &format!("| {what} | {source} | {} | {cells} |", digits(*exact, unit)));
    }
}

/// Four digits after the point.
fn digits(value: f64, unit: &str) -> String {
    format!("{value:.4} {unit}").trim_end().to_owned()
}

fn requirements(page: &mut String, requirements: &[Judged]) {
    line(page, "\n## The intact foot, the grades, the books\n");
    line(page, "What the project asks of itself.");
    requirements.iter().for_each(|judged| statement(page, judged));
}

fn measurements(page: &mut String, measurements: &[Compared]) {
    line(page, "\n## Measured and computed\n");
    line(
        page,
        "Every figure of experiments on metatarsals and of clinical series that the model can speak to; template foot, defaults.\n",
    );
    line(page, "| figure | measured | computed | ratio | source | remark |\n|---|---|---|---|---|---|");
    measurements.iter().for_each(|compared| line(page, &measurement_row(compared)));
}

fn measurement_row(compared: &Compared) -> String {
    let Compared { what, source, published, unit, computed, ratio, remark } = compared;
    let computed = match computed {
        Ok(value) => with_unit(*value, unit),
        Err(_) => "no outcome".to_owned(),
    };
    let ratio = ratio.map_or(String::new(), number);
    format!("| {what} | {published} | {computed} | {ratio} | {source} | {remark} |")
}

fn pairs(page: &mut String, pairs: &Result<Vec<Pair>, String>) {
    line(page, "\n## The clinical table: 16 strict pairs\n");
    match pairs {
        Err(why) => line(page, &format!("Not there: {why}")),
        Ok(pairs) => {
            let held = [0, 1].map(|k| pairs.iter().filter(|pair| pair.holds()[k]).count());
            let all = pairs.len();
            line(
                page,
                &format!(
                    "{} of {all} hold for M3, {} of {all} for the mean of M2 to M4.\n",
                    held[0], held[1]
                ),
            );
            line(
                page,
                "| travel | more | less | M3, mm | | mean of M2 to M4, mm | |\n|---|---|---|---|---|---|---|",
            );
            pairs.iter().for_each(|pair| line(page, &pair_row(pair)));
        }
    }
}

fn pair_row(pair: &Pair) -> String {
    let cell = |[more, less]: [f64; 2]| format!("{} against {}", number(more), number(less));
    let [m3, mean] = pair.holds().map(|holds| if holds { "holds" } else { "**does not hold**" });
    format!(
        "| {} | {} | {} | {} | {m3} | {} | {mean} |",
        pair.travel.name(),
        pair.more,
        pair.less,
        cell(pair.m3_mm),
        cell(pair.mean_mm)
    )
}

fn statements(page: &mut String, evidence: &Evidence) {
    let [holds, fails, outside, without] = evidence.tally();
    line(page, "\n## Statements T1 to T62\n");
    line(
        page,
        &format!(
            "{holds} hold, {fails} do not hold, {outside} are outside the model, {without} have no numbers; {} distinct forefeet were \
             settled, {} without an outcome.\n",
            evidence.feet, evidence.lost_feet
        ),
    );
    line(page, "| | claim | verdict |\n|---|---|---|");
    for judged in &evidence.statements {
        line(page, &format!("| {} | {} | {} |", judged.id, judged.claim, emphasised(&judged.verdict)));
    }
    evidence.statements.iter().for_each(|judged| statement(page, judged));
}

/// How often each claim holds over the ensemble.
fn probabilities(page: &mut String, all: &[Probability]) {
    let Some(feet) = all.iter().map(|claim| claim.of).max() else { return };
    line(page, "\n## Over the plausible feet\n");
    line(
        page,
        &format!(
            "Share of {feet} members of the ensemble in which each claim holds (linear elements of 3 mm). Holds: 90 % and more; does not hold: 10 % and less.\n"
        ),
    );
    line(page, "| | claim | feet | verdict |\n|---|---|---|---|");
    for claim in all {
        let share = 100.0 * claim.share();
        line(
            page,
            &format!("| {} | {} | {share:.0} % of {} | {} |", claim.id, claim.claim, claim.of, claim.word()),
        );
    }
}

/// What was fitted, to what.
fn calibrated(page: &mut String) {
    line(page, "\n## Calibrated\n");
    line(
        page,
        "No clinical result of an operation was seen when parameters were chosen. What an intact foot tells was found by history matching on intact feet, cadaver \
         mechanics and open surgery ([calibration.md](calibration.md)); everything else has the central value of its prior. Nothing differs between techniques or bones, but for \
         the hand that a technique asks for. Predictions of the whole ensemble beside series of patients: `osteotome predict`.\n",
    );
}

fn emphasised(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Holds(_) | Verdict::OutsideTheModel(_) => verdict.word().to_owned(),
        Verdict::DoesNotHold(_) | Verdict::NoNumbers(_) => format!("**{}**", verdict.word()),
    }
}

fn statement(page: &mut String, judged: &Judged) {
    line(page, &format!("\n### {}: {}\n", judged.id, judged.verdict.word()));
    match judged.source {
        Some(source) => line(page, &format!("{} ({})\n", judged.claim, source.citation())),
        None => line(page, &format!("{}\n", judged.claim)),
    }
    match &judged.verdict {
        Verdict::OutsideTheModel(reason) => line(page, &format!("Outside the model: {reason}.")),
        Verdict::NoNumbers(why) => {
            line(page, &format!("Criterion: {}.\n\n{}", judged.criterion, why.trim_end()));
        }
        Verdict::Holds(found) | Verdict::DoesNotHold(found) => {
            line(page, &format!("Criterion: {}.\n", judged.criterion));
            finding(page, found);
        }
    }
    if !judged.mechanics.is_empty() {
        line(page, &format!("\n{}", judged.mechanics));
    }
}

fn finding(page: &mut String, finding: &Finding) {
    finding.comparisons.iter().for_each(|comparison| line(page, &comparison_line(comparison)));
    finding.numbers.iter().for_each(|noted| line(page, &format!("- {}: {}", noted.name, measure(noted))));
}

fn comparison_line(comparison: &Comparison) -> String {
    let Comparison { quantity, relation, holds } = comparison;
    let unit = quantity.unit;
    let asked = match relation {
        Relation::Above(other) => format!("> {}: {}", other.name, measure(other)),
        Relation::Below(other) => format!("< {}: {}", other.name, measure(other)),
        Relation::Within(least, greatest) if least.is_infinite() => {
            format!("at most {}", with_unit(*greatest, unit))
        }
        Relation::Within(least, greatest) if greatest.is_infinite() => {
            format!("at least {}", with_unit(*least, unit))
        }
        Relation::Within(least, greatest) => {
            format!("between {} and {}", number(*least), with_unit(*greatest, unit))
        }
    };
    let verdict = if *holds { "yes" } else { "**no**" };
    format!("- {}: {} — {asked} — {verdict}", quantity.name, measure(quantity))
}

fn measure(quantity: &Quantity) -> String {
    with_unit(quantity.value, quantity.unit)
}

fn with_unit(value: f64, unit: &str) -> String {
    match unit {
        "" => number(value),
        "°" => format!("{}°", number(value)),
        unit => format!("{} {unit}", number(value)),
    }
}

/// Three digits that count, or two after the point, whichever is fewer; no minus before zero.
fn number(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.digits$}");
    if text.chars().all(|c| matches!(c, '-' | '0' | '.')) {
        text.trim_start_matches('-').to_owned()
    } else {
        text
    }
}

fn line(page: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(page, "{text}");
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_keep_what_counts() {
        assert_eq!([123.4, 12.34, 1.234, -0.001].map(number), ["123", "12.3", "1.23", "0.00"]);
    }
}
