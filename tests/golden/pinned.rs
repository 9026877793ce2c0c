//! The figures of an outcome that are pinned, how they are written, and where two sets of them differ.

use crate::support::WRITE_GOLDEN;
use osteotome_foot::outcome::Outcome;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Figures by their path in the outcome, `heads.M2.shortening_mm`. One that is not there is zero.
pub(crate) type Figures = BTreeMap<String, f64>;

/// Figures of every scenario.
pub(crate) type Outcomes = BTreeMap<String, Figures>;

/// What is less counts as zero, mm, N, degrees, …: rounding decides about it.
const SMALLEST: f64 = 1e-6;

/// One in the last of six digits.
const RELATIVE: f64 = 1e-5;

/// What is left when an equilibrium is found differs from machine to machine, and meshes are tested by themselves.
const NOT_PINNED: [&str; 7] = [
    "balance_force_n",
    "balance_moment_nmm",
    "min_dihedral_deg",
    "max_dihedral_deg",
    "expected_tetrahedra",
    "moduli",
    "nodes",
];

/// The figures of `outcome` that are pinned: its heads, the forefoot after the cut, callus, fragments, and warnings by number.
pub(crate) fn figures(outcome: &Outcome) -> Figures {
    let document = serde_json::to_value(outcome).expect("an outcome is JSON");
    let mut figures = Figures::new();
    for part in ["ground_rise_mm", "heads", "healing", "fragments"] {
        flatten(part, &document[part], &mut figures);
    }
    flatten("forefoot", &document["forefoot"]["cut"], &mut figures);
    for warning in document["warnings"].as_array().expect("a list") {
        let code = warning["code"].as_str().expect("a code");
        *figures.entry(format!("warnings.{code}")).or_default() += 1.0;
    }
    figures.retain(|_, value| value.abs() >= SMALLEST);
    figures
}

fn flatten(path: &str, value: &Value, figures: &mut Figures) {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| !NOT_PINNED.contains(&name.as_str()))
            .for_each(|(name, member)| flatten(&format!("{path}.{name}"), member, figures)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| flatten(&format!("{path}.{index}"), item, figures)),
        Value::Number(number) => {
            figures.insert(path.to_owned(), number.as_f64().expect("a double"));
        }
        _ => {}
    }
}

/// TOML: a table a scenario, a line for every head, fragment and so on.
pub(crate) fn written(outcomes: &Outcomes) -> String {
    let mut text = format!(
        "# Outcomes of the ready scenarios on a coarse mesh, six digits; what is zero is left out.\n\
         # Written by `{WRITE_GOLDEN}=1 cargo test --release --test golden`, not by hand.\n"
    );
    for (scenario, figures) in outcomes {
        write!(text, "\n[\"{scenario}\"]\n").expect("text");
        for (line, members) in lines(figures) {
            writeln!(text, "{line} = {members}").expect("text");
        }
    }
    text
}

/// The figures of a scenario by line: an inline table for those of a part, else the number.
fn lines(figures: &Figures) -> BTreeMap<String, String> {
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut lines = BTreeMap::new();
    for (path, value) in figures {
        // Parts of the outcome that hold one table each have their names in front of the line.
        let depth = if path.starts_with("forefoot.") || path.starts_with("warnings.") { 1 } else { 2 };
        match path.match_indices('.').nth(depth - 1) {
            None => drop(lines.insert(path.clone(), six_digits(*value))),
            Some((at, _)) => {
                let member = format!("{} = {}", &path[at + 1..], six_digits(*value));
                parts.entry(path[..at].to_owned()).or_default().push(member);
            }
        }
    }
    lines.extend(parts.into_iter().map(|(part, members)| (part, format!("{{ {} }}", members.join(", ")))));
    lines
}

fn six_digits(value: f64) -> String {
    let rounded: f64 = format!("{value:.5e}").parse().expect("a number");
    format!("{rounded}")
}

/// What [`written`] wrote.
pub(crate) fn parsed(text: &str) -> Outcomes {
    let document: Value = toml::from_str(text).expect("TOML");
    let scenarios = document.as_object().expect("a table of scenarios");
    let figures_of = |table: &Value| {
        let mut figures = Figures::new();
        for (part, value) in table.as_object().expect("a table of figures") {
            flatten(part, value, &mut figures);
        }
        figures
    };
    scenarios.iter().map(|(name, table)| (name.clone(), figures_of(table))).collect()
}

/// Every figure that is not what it was, in words.
pub(crate) fn changes(before: &Outcomes, now: &Outcomes) -> Vec<String> {
    let scenarios: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let none = Figures::new();
    let mut changes = Vec::new();
    for scenario in scenarios {
        let [before, now] = [before, now].map(|outcomes| outcomes.get(scenario).unwrap_or(&none));
        let paths: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        for path in paths {
            let [was, is] = [before, now].map(|figures| figures.get(path).copied().unwrap_or(0.0));
            if (was - is).abs() > SMALLEST.max(RELATIVE * was.abs()) {
                let [was, is] = [was, is].map(six_digits);
                changes.push(format!("{scenario}: {path} was {was} and is {is}"));
            }
        }
    }
    changes
}
