//! A sweep as one HTML page: how many settled, the technique table, main effects, heat maps, distributions, Sobol indices.

mod figures;
mod layout;
mod pairs;
mod study;
mod svg;
mod tables;

pub use pairs::PairShare;

use crate::folder::Record;
use crate::sensitivity::{Index, SobolIndices, main_effect, sobol_indices};
use crate::table::Table;
use serde::Serialize;
use std::fmt::Write;
use study::{Factor, Levels, Study};
use svg::escaped;

/// Draws of a bootstrap: enough for ends of 95 % intervals to the second digit.
const RESAMPLES: usize = 300;

/// The sensitivity of one response to one axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sensitivity {
    /// The column of the axis.
    pub axis: String,
    /// The response: a mean over the cut heads.
    pub response: String,
    /// Share of the spread that goes with the axis alone, with its 95 % interval.
    pub main_effect: [f64; 3],
    /// Sobol's first-order index with its 95 % interval, for a sample of Saltelli's design and no listed axes.
    pub first_order: Option<[f64; 3]>,
    /// Sobol's total index, likewise.
    pub total: Option<[f64; 3]>,
}

/// A report.
#[derive(Debug)]
pub struct Report {
    /// The page.
    pub html: String,
    /// What the figures of sensitivity show.
    pub sensitivities: Vec<Sensitivity>,
    /// How often techniques come out as graded.
    pub pairs: Vec<PairShare>,
}

/// Draws the report of a sweep.
#[must_use]
pub fn report(record: &Record, table: &Table) -> Report {
    let study = Study::of(record, table);
    let pairs = pairs::pair_shares(&study);
    let sobol = sobol(record, &study);
    let sensitivities = sensitivities(&study, sobol.as_deref());
    let mut page = head(record);
    page.push_str(&tables::statuses(record, table));
    page.push_str(&tables::warnings(table));
    if !study.cases.is_empty() {
        page.push_str(&tables::remarks(&study));
        page.push_str(&tables::means(&study));
        page.push_str(&tables::pairs(&pairs));
        page.push_str(&tables::sensitivities(&study, &sensitivities));
        page.push_str(&sobol_figures(&study, sobol.as_deref()));
        page.push_str(&effect_figures(&study));
        page.push_str(&heat_maps(&study));
        page.push_str(&distributions(&study));
    }
    page.push_str("</body></html>\n");
    Report { html: page, sensitivities, pairs }
}

const STYLE: &str = "body{font:15px/1.45 system-ui,sans-serif;max-width:1060px;margin:2em auto;padding:0 1em;color:#222}\
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid #ccc}\
table{border-collapse:collapse;margin:.6em 0}td,th{padding:.15em .7em;text-align:right;border-bottom:1px solid #e5e5e5}\
td:first-child,th:first-child{text-align:left}.wide{overflow-x:auto}td{white-space:nowrap}th{vertical-align:bottom}\
#cases td:last-child{white-space:normal;text-align:left;min-width:14em}svg{margin:4px;max-width:100%;height:auto;vertical-align:top}\
svg .cloud{fill:none;stroke-width:4;stroke-linecap:round;stroke-opacity:.55}h1,h2,code{overflow-wrap:anywhere}svg text{font:10.5px system-ui,sans-serif}\
svg .title{font-weight:600}svg .middle{text-anchor:middle}svg .end{text-anchor:end}\
svg .axis{stroke:#444}svg .grid{stroke:#e6e6e6}.note{color:#666;font-size:.9em}.flag{background:#fdf1e7;border-left:4px solid #d55e00;padding:.4em .8em}";

fn head(record: &Record) -> String {
    let title = escaped(&record.title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title><style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n"
    );
    let axes: Vec<String> =
        record.axes.iter().map(|axis| format!("<code>{}</code>", escaped(&axis.column))).collect();
    let sample = record.sample.as_ref().map_or_else(String::new, |sample| {
        format!(" Sample: {}, {} points, seed {}.", escaped(&sample.design), sample.points, sample.seed)
    });
    let _ = writeln!(
        page,
        "<p>{} cases over {}.{sample} <span class=\"note\">osteotome {}, {}</span></p>",
        record.cases,
        axes.join(", "),
        escaped(&record.version),
        escaped(&record.digest)
    );
    page
}

/// Sobol indices of every response, if the cases are those of Saltelli's design and nothing else varies.
fn sobol(record: &Record, study: &Study) -> Option<Vec<SobolIndices>> {
    let sample = record.sample.as_ref().filter(|sample| sample.design == "saltelli")?;
    let dimensions = record.axes.len();
    if record.axes.iter().any(|axis| !axis.sampled) || record.cases != sample.points * (dimensions + 2) {
        return None;
    }
    let indices = |values: &[f64]| {
        let mut answers = vec![f64::NAN; record.cases];
        study.cases.iter().zip(values).for_each(|(&case, &value)| answers[case] = value);
        sobol_indices(&answers, dimensions, RESAMPLES, sample.seed)
    };
    Some(study.responses.iter().map(|response| indices(&response.values)).collect())
}

fn triple(index: &Index) -> [f64; 3] {
    [index.value, index.lower, index.upper]
}

fn sensitivities(study: &Study, sobol: Option<&[SobolIndices]>) -> Vec<Sensitivity> {
    let mut all = Vec::new();
    for (place, response) in study.responses.iter().enumerate() {
        for (axis, factor) in study.factors.iter().enumerate() {
            let groups: Vec<Vec<usize>> = factor.groups().into_iter().map(|group| group.members).collect();
            let of =
                |indices: fn(&SobolIndices) -> &[Index]| sobol.map(|all| triple(&indices(&all[place])[axis]));
            all.push(Sensitivity {
                axis: factor.name.clone(),
                response: response.name.clone(),
                main_effect: triple(&main_effect(&response.values, &groups, RESAMPLES, 1)),
                first_order: of(|indices| &indices.first),
                total: of(|indices| &indices.total),
            });
        }
    }
    all
}

fn section(title: &str, note: &str, figures: &[String]) -> String {
    if figures.is_empty() {
        return String::new();
    }
    format!("<h2>{title}</h2>\n<p class=\"note\">{note}</p>\n<div>{}</div>\n", figures.concat())
}

fn sobol_figures(study: &Study, sobol: Option<&[SobolIndices]>) -> String {
    let names: Vec<String> = study.factors.iter().map(|factor| factor.name.clone()).collect();
    let figures: Vec<String> = study
        .responses
        .iter()
        .zip(sobol.unwrap_or_default())
        .map(|(response, indices)| figures::indices(&response.name, &names, &indices.first, &indices.total))
        .collect();
    let key: Vec<String> =
        names.iter().enumerate().map(|(place, name)| format!("{} {}", place + 1, escaped(name))).collect();
    section(
        "Sobol indices",
        &format!("Axes: {}. Lines are 95 % bootstrap intervals.", key.join(", ")),
        &figures,
    )
}

fn effect_figures(study: &Study) -> String {
    let figures: Vec<String> = study
        .factors
        .iter()
        .flat_map(|factor| {
            study.responses.iter().map(move |response| figures::effect(study, factor, response))
        })
        .collect();
    let (drawn, all) = (figures::drawn(study), study.cases.len());
    let dots = match all - drawn {
        0 => "all single cases".to_owned(),
        _ => format!("single cases, {drawn} of {all}, evenly spread"),
    };
    let apart = if study.apart.contains(&true) { ", orange where faces do not touch" } else { "" };
    section(
        "Main effects",
        &format!(
            "Means over the cut heads. Grey: {dots}{apart}. Blue: mean of each level, or of each tenth of a sampled axis, with the 95 % interval of the mean."
        ),
        &figures,
    )
}

fn heat_maps(study: &Study) -> String {
    let listed: Vec<&Factor> = study.factors.iter().filter(|factor| factor.is_listed()).collect();
    let mut maps = Vec::new();
    for (place, across) in listed.iter().enumerate() {
        for up in &listed[place + 1..] {
            maps.extend(study.responses.iter().map(|response| figures::heat_map(across, up, response)));
        }
    }
    section("Pairs of listed axes", "Mean over everything else.", &maps)
}

fn distributions(study: &Study) -> String {
    let named = study.factors.iter().find_map(|factor| match &factor.levels {
        Levels::Names(names, _) => Some(names.clone()),
        Levels::Numbers(_) => None,
    });
    let key = named.map_or_else(String::new, |names| {
        let colour = |place: usize| svg::COLOURS[place % svg::COLOURS.len()];
        let entry = |(place, name): (usize, &String)| {
            format!("<span style=\"color:{}\">■</span> {}", colour(place), escaped(name))
        };
        names.iter().enumerate().map(entry).collect::<Vec<_>>().join(" ")
    });
    let figures: Vec<String> =
        study.responses.iter().map(|response| figures::distribution(study, response)).collect();
    section("Distributions", &key, &figures)
}
