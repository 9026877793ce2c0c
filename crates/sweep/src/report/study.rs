//! What a report is about: the settled cases of a table, what varied, and what came out.

use crate::folder::Record;
use crate::status::Status;
use crate::table::{Table, Values};
use osteotome_foot::WarningCode;

/// The values of an axis, one a settled case.
pub(super) enum Levels {
    /// Numbers.
    Numbers(Vec<f64>),
    /// Names and, for each case, which of them it has.
    Names(Vec<String>, Vec<usize>),
}

/// Something that varied.
pub(super) struct Factor {
    /// Its column.
    pub(super) name: String,
    /// Whether it is a distribution.
    pub(super) sampled: bool,
    /// Its values.
    pub(super) levels: Levels,
}

/// Something that came out.
pub(super) struct Response {
    /// Its name with its unit.
    pub(super) name: String,
    /// Its values, one a settled case.
    pub(super) values: Vec<f64>,
}

impl Response {
    /// Its value, if it is the same in all cases but for what solvers leave: loads on one ray are those of the intact foot.
    fn constant(&self) -> Option<f64> {
        const NEGLIGIBLE: f64 = 1e-6;
        let [low, high] = super::svg::extent(self.values.iter().copied());
        (high - low <= NEGLIGIBLE * low.abs().max(high.abs())).then_some(0.5 * (low + high))
    }
}

/// The settled cases of a sweep.
pub(super) struct Study {
    /// Numbers of the cases.
    pub(super) cases: Vec<usize>,
    pub(super) factors: Vec<Factor>,
    /// What came out and differs from case to case.
    pub(super) responses: Vec<Response>,
    /// What is the same in all cases: names and values.
    pub(super) constants: Vec<(String, f64)>,
    /// Whether faces of a cut head do not touch, one a settled case.
    pub(super) apart: Vec<bool>,
    /// Heads that are cut in some case: `M2`, ….
    pub(super) heads: Vec<String>,
    /// Number of settled cases that are left out, because their outcome is no plausible one.
    pub(super) implausible: usize,
}

/// What is reported of each cut head: ending of the column, and words.
const MEASURES: [(&str, &str); 6] = [
    ("shortening_mm", "shortening, mm"),
    ("elevation_mm", "elevation, mm"),
    ("lateralization_mm", "lateralization, mm"),
    ("load_ratio", "load over intact load"),
    ("contact_area_mm2", "contact area, mm²"),
    ("peak_pressure_mpa", "peak pressure, MPa"),
];

impl Study {
    /// The settled cases of `table`, with the means over the heads that are cut in them.
    pub(super) fn of(record: &Record, table: &Table) -> Self {
        let settled: Vec<usize> = match table.column("status").map(|column| &column.values) {
            Some(Values::Text(statuses)) => {
                (0..statuses.len()).filter(|&row| statuses[row] == Status::Settled.word()).collect()
            }
            _ => Vec::new(),
        };
        let (implausible, settled): (Vec<usize>, Vec<usize>) =
            settled.into_iter().partition(|&row| is_implausible(table, row));
        let cases = match table.column("case").map(|column| &column.values) {
            Some(Values::Integer(numbers)) => {
                settled.iter().map(|&row| usize::try_from(numbers[row]).unwrap_or(0)).collect()
            }
            _ => Vec::new(),
        };
        let factors = record.axes.iter().filter_map(|axis| {
            let values = table.column(&axis.column)?.values.rows(&settled);
            Some(Factor { name: axis.column.clone(), sampled: axis.sampled, levels: levels(values) })
        });
        let heads: Vec<String> =
            (1..=5).map(|ray| format!("M{ray}")).filter(|head| is_cut(table, head)).collect();
        let responses = MEASURES.iter().filter_map(|(ending, words)| {
            Some(Response {
                name: (*words).to_owned(),
                values: mean_of_heads(table, &heads, ending, &settled)?,
            })
        });
        let (responses, same): (Vec<Response>, Vec<Response>) =
            responses.partition(|response| settled.len() < 2 || response.constant().is_none());
        let constants =
            same.into_iter().filter_map(|response| Some((response.name.clone(), response.constant()?)));
        let constants = constants.collect();
        let apart = settled.iter().map(|&row| heads.iter().any(|head| is_apart(table, head, row))).collect();
        let implausible = implausible.len();
        Self { cases, factors: factors.collect(), responses, constants, apart, heads, implausible }
    }

    /// The response whose name begins like this.
    pub(super) fn response(&self, beginning: &str) -> Option<&Response> {
        self.responses.iter().find(|response| response.name.starts_with(beginning))
    }
}

/// Whether a warning of the case says that its outcome is no plausible one; cases with faces apart are told apart in the figures.
fn is_implausible(table: &Table, row: usize) -> bool {
    match table.column("warnings").map(|column| &column.values) {
        Some(Values::Text(warnings)) => {
            let mut codes = warnings[row].split(';').filter_map(WarningCode::from_name);
            codes.any(|code| code.is_implausible() && code != WarningCode::FacesApart)
        }
        _ => false,
    }
}

fn is_cut(table: &Table, head: &str) -> bool {
    let removed = table.numbers(&format!("{head}_bone_removed_mm3"));
    removed.is_some_and(|values| values.iter().any(|value| *value > 0.0))
}

/// Whether a head has two cut faces that bear nothing.
fn is_apart(table: &Table, head: &str, row: usize) -> bool {
    let number = |ending: &str| table.numbers(&format!("{head}_{ending}")).map(|values| values[row]);
    number("distal_face_area_mm2").is_some_and(|area| area > 0.0)
        && number("contact_area_mm2").is_some_and(|area| area <= 0.0)
}

/// Mean over the heads from which bone was removed in a case.
fn mean_of_heads(table: &Table, heads: &[String], ending: &str, rows: &[usize]) -> Option<Vec<f64>> {
    let columns: Vec<(&[f64], &[f64])> = heads
        .iter()
        .map(|head| {
            let removed = table.numbers(&format!("{head}_bone_removed_mm3"))?;
            Some((table.numbers(&format!("{head}_{ending}"))?, removed))
        })
        .collect::<Option<_>>()?;
    let mean = |&row: &usize| {
        let cut: Vec<f64> =
            columns.iter().filter(|(_, removed)| removed[row] > 0.0).map(|(v, _)| v[row]).collect();
        cut.iter().sum::<f64>() / cut.len() as f64
    };
    (!columns.is_empty()).then(|| rows.iter().map(mean).collect())
}

fn levels(values: Values) -> Levels {
    match values {
        Values::Number(numbers) => Levels::Numbers(numbers),
        Values::Integer(numbers) => {
            Levels::Numbers(numbers.into_iter().map(|number| number as f64).collect())
        }
        Values::Text(texts) => {
            let mut names: Vec<String> = Vec::new();
            let place = |text: &String| {
                names.iter().position(|name| name == text).unwrap_or_else(|| {
                    names.push(text.clone());
                    names.len() - 1
                })
            };
            let places = texts.iter().map(place).collect();
            Levels::Names(names, places)
        }
    }
}

/// A group of cases with one level, or one tenth, of a factor.
pub(super) struct Group {
    /// Its name.
    pub(super) name: String,
    /// Where it stands on the axis of the factor.
    pub(super) place: f64,
    /// Its cases.
    pub(super) members: Vec<usize>,
}

/// Most levels that are taken one by one; more are put into tenths.
const MOST_LEVELS: usize = 12;
const BINS: usize = 10;

impl Factor {
    /// The cases by level; numbers with many levels by tenths of equal size.
    pub(super) fn groups(&self) -> Vec<Group> {
        match &self.levels {
            Levels::Names(names, places) => (0..names.len())
                .map(|level| Group {
                    name: names[level].clone(),
                    place: level as f64,
                    members: (0..places.len()).filter(|&case| places[case] == level).collect(),
                })
                .collect(),
            Levels::Numbers(values) => numeric_groups(values),
        }
    }

    /// Whether it has few levels.
    pub(super) fn is_listed(&self) -> bool {
        !self.sampled && self.groups().len() <= MOST_LEVELS
    }
}

fn numeric_groups(values: &[f64]) -> Vec<Group> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let same = |a: &usize, b: &usize| values[*a] == values[*b];
    let levels: Vec<&[usize]> = order.chunk_by(same).collect();
    let chunks =
        if levels.len() <= MOST_LEVELS { levels } else { order.chunks(order.len().div_ceil(BINS)).collect() };
    let group = |members: &[usize]| {
        let place = members.iter().map(|&case| values[case]).sum::<f64>() / members.len() as f64;
        Group { name: super::svg::short(place), place, members: members.to_vec() }
    };
    chunks.into_iter().map(group).collect()
}
