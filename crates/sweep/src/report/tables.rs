//! The tables of a report.

use super::figures::mean_and_error;
use super::pairs::PairShare;
use super::study::{Factor, Levels, Study};
use super::svg::{escaped, short};
use super::{Record, Sensitivity, Table};
use crate::table::Values;
use std::collections::BTreeMap;

/// How many cases became what, and why.
pub(super) fn statuses(record: &Record, table: &Table) -> String {
    let texts = |name: &str| match table.column(name).map(|column| &column.values) {
        Some(Values::Text(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for pair in texts("status").into_iter().zip(texts("reason")) {
        *counts.entry(pair).or_default() += 1;
    }
    let mut rows: Vec<((String, String), usize)> = counts.into_iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let cells =
        rows.iter().map(|((status, reason), count)| vec![status.clone(), count.to_string(), reason.clone()]);
    let missing = record.cases.saturating_sub(table.rows());
    let shard =
        record.shard.map_or_else(String::new, |[index, count]| format!(" This is shard {index} of {count}."));
    let note = match missing {
        0 => String::new(),
        missing => format!("<p class=\"note\">{missing} cases are not in this table.{shard}</p>\n"),
    };
    format!(
        "<h2>Cases</h2>\n{note}<div id=\"cases\">{}</div>",
        html_table(&["status", "cases", "reason"], cells)
    )
}

fn html_table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let row = |tag: &str, cells: Vec<String>| {
        let cells: String = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let head = row("th", heads.iter().map(|head| (*head).to_owned()).collect());
    format!(
        "<div class=\"wide\"><table>\n{head}{}</table></div>\n",
        rows.map(|cells| row("td", cells)).collect::<String>()
    )
}

/// Mean ± standard deviation of every response by the levels of every factor of names: the technique table.
pub(super) fn means(study: &Study) -> String {
    let named = study.factors.iter().filter(|factor| matches!(factor.levels, Levels::Names(..)));
    named.map(|factor| means_by(study, factor)).collect()
}

fn means_by(study: &Study, factor: &Factor) -> String {
    let names: Vec<&str> = study.responses.iter().map(|response| response.name.as_str()).collect();
    let heads: Vec<&str> = ["", "cases", "faces apart"].into_iter().chain(names).collect();
    let rows = factor.groups().into_iter().map(|group| {
        let cell = |response: &super::study::Response| {
            let values = group.members.iter().map(|&case| response.values[case]);
            mean_and_error(values).map_or_else(String::new, |(mean, error)| {
                format!("{} ± {}", short(mean), short(error * (group.members.len() as f64).sqrt()))
            })
        };
        let cells = study.responses.iter().map(cell);
        let apart = group.members.iter().filter(|case| study.apart[**case]).count();
        let apart = if apart > 0 { format!("⚠ {apart}") } else { "0".to_owned() };
        [group.name.clone(), group.members.len().to_string(), apart].into_iter().chain(cells).collect()
    });
    format!(
        "<h2>By {}</h2>\n<p class=\"note\">Mean ± standard deviation over the cases, of the mean over the cut heads ({}). Faces apart: cases in which the faces of some cut head do not touch.</p>\n{}",
        escaped(&factor.name),
        study.heads.join(", "),
        html_table(&heads, rows)
    )
}

/// How often techniques come out as graded.
pub(super) fn pairs(pairs: &[PairShare]) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let rows = pairs.iter().map(|pair| {
        vec![
            format!("{}: {} more than {}", pair.measure, pair.more, pair.less),
            format!("{} of {}", pair.as_graded, pair.feet),
            percent(pair.as_graded as f64 / pair.feet.max(1) as f64),
            format!("{} to {}", percent(pair.interval[0]), percent(pair.interval[1])),
        ]
    });
    format!(
        "<h2>Clinical grades</h2>\n<p class=\"note\">The strict pairs of the clinical technique table; each foot compared with itself. Interval: 95 %, Wilson.</p>\n{}",
        html_table(&["pair", "feet as graded", "share", "interval"], rows)
    )
}

/// What does not differ, and in how many cases faces do not touch.
pub(super) fn remarks(study: &Study) -> String {
    let constant = |(name, value): &(String, f64)| {
        format!(
            "<p class=\"note\">{}: {} in all settled cases, so there is no figure of it.</p>\n",
            escaped(name),
            short(*value)
        )
    };
    let apart = study.apart.iter().filter(|apart| **apart).count();
    let apart = match apart {
        0 => String::new(),
        _ => format!(
            "<p class=\"flag\">⚠ In {apart} of {} settled cases the faces of some cut head do not touch: it is held by soft tissue alone, its contact area and \
             pressure are 0, and means hold these cases too.</p>\n",
            study.cases.len()
        ),
    };
    let left_out = match study.implausible {
        0 => String::new(),
        count => format!(
            "<p class=\"flag\">⚠ {count} of {} settled cases are left out of all figures and means: no head can be where they put one, or bone does not bear \
             what presses on it. Their rows in the table say why in the column warnings.</p>\n",
            count + study.cases.len()
        ),
    };
    left_out + &apart + &study.constants.iter().map(constant).collect::<String>()
}

/// How many settled cases have which warning, if the table has them.
pub(super) fn warnings(table: &Table) -> String {
    let Some(Values::Text(codes)) = table.column("warnings").map(|column| &column.values) else {
        return String::new();
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in codes.iter().flat_map(|codes| codes.split(';')).filter(|code| !code.is_empty()) {
        *counts.entry(code).or_default() += 1;
    }
    if counts.is_empty() {
        return String::new();
    }
    let rows = counts.into_iter().map(|(code, count)| vec![code.to_owned(), count.to_string()]);
    format!("<h2>Warnings</h2>\n{}", html_table(&["warning", "cases"], rows))
}

/// Main effects, and Sobol indices where there are any.
pub(super) fn sensitivities(study: &Study, all: &[Sensitivity]) -> String {
    let names: Vec<&str> = study.responses.iter().map(|response| response.name.as_str()).collect();
    let heads: Vec<&str> = ["axis"].into_iter().chain(names).collect();
    let cell = |entry: &Sensitivity| {
        let [value, low, high] = entry.main_effect;
        let more = match (entry.first_order, entry.total) {
            (Some(first), Some(total)) => format!("; S {:.2}, T {:.2}", first[0], total[0]),
            _ => String::new(),
        };
        format!("{value:.2} ({low:.2} to {high:.2}){more}")
    };
    let rows = study.factors.iter().map(|factor| {
        let cells = all.iter().filter(|entry| entry.axis == factor.name).map(cell);
        [factor.name.clone()].into_iter().chain(cells).collect()
    });
    format!(
        "<h2>What outcomes hang on</h2>\n<p class=\"note\">Share of the spread that goes with each axis alone (adjusted η², 95 % bootstrap interval); S and T: Sobol's first-order and total index.</p>\n{}",
        html_table(&heads, rows)
    )
}
