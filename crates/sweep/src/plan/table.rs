//! The table of a sweep: what went into every case and what came out.

use super::{Case, Plan, case_folder};
use crate::column::number_column;
use crate::file::Spread;
use crate::journal::{Entry, Journal};
use crate::status::Status;
use crate::table::{Column, Table, TableError, Values};
use osteotome_foot::scenario::Scenario;
use rayon::prelude::*;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use toml::Value;

/// An input of one case.
enum Leaf {
    Number(f64),
    Text(String),
}

impl Plan {
    /// The table of the cases `numbers`, as far as they are in `journal`: inputs, then outcomes.
    ///
    /// # Errors
    /// If two columns have the same name.
    pub fn table(&self, numbers: &[usize], journal: &Journal) -> Result<Table, TableError> {
        let mut numbers = numbers.to_vec();
        numbers.sort_unstable();
        let is_finished = |case: &Case| journal.get(&case.key).is_some();
        let finished: Vec<Case> =
            numbers.into_par_iter().map(|number| self.case(number)).filter(is_finished).collect();
        let entries: Vec<&Entry> = finished.iter().filter_map(|case| journal.get(&case.key)).collect();
        let mut columns = self.inputs(&finished, &entries);
        let names: BTreeSet<&String> = entries.iter().flat_map(|entry| entry.outcomes.keys()).collect();
        let outcome = |entry: &&Entry, name: &str| entry.outcomes.get(name).copied().unwrap_or(f64::NAN);
        columns.extend(names.into_iter().map(|name| Column {
            name: name.clone(),
            values: Values::Number(entries.iter().map(|entry| outcome(entry, name)).collect()),
        }));
        Table::new(columns)
    }

    /// Names of the columns that are not outcomes.
    #[must_use]
    pub(crate) fn input_names(&self) -> Vec<String> {
        self.inputs(&[], &[]).into_iter().map(|column| column.name).collect()
    }

    /// What the row of a finished case has in a column.
    #[must_use]
    pub(crate) fn cell(&self, case: &Case, entry: &Entry, column: &str) -> Option<String> {
        let axis = self.sweep.axes.iter().position(|axis| axis.column == column);
        match axis {
            Some(axis) => Some(plain(&case.values[axis])),
            None if column == "case" => Some(case.number.to_string()),
            None if column == "status" => Some(entry.status.to_string()),
            None if column == "folder" => Some(folder_of(entry)),
            None if column == "reason" => Some(entry.reason.clone()),
            None if column == "warnings" => Some(entry.warnings.clone()),
            None => entry.outcomes.get(column).map(f64::to_string).or_else(|| field(case, column)),
        }
    }

    fn inputs(&self, cases: &[Case], entries: &[&Entry]) -> Vec<Column> {
        let mut columns = vec![
            integers("case", cases.iter().map(|case| case.number)),
            texts("status", entries.iter().map(|entry| entry.status.to_string())),
            texts("reason", entries.iter().map(|entry| entry.reason.clone())),
            texts("warnings", entries.iter().map(|entry| entry.warnings.clone())),
            texts("folder", entries.iter().map(|entry| folder_of(entry))),
        ];
        columns.extend(self.axis_columns(cases));
        let named: BTreeSet<String> = columns.iter().map(|column| column.name.clone()).collect();
        columns.extend(self.field_columns(cases).into_iter().filter(|column| !named.contains(&column.name)));
        columns
    }

    fn axis_columns(&self, cases: &[Case]) -> Vec<Column> {
        let column = |(index, axis): (usize, &crate::file::Axis)| {
            let numeric = match &axis.spread {
                Spread::Values(values) => values.iter().all(|value| number(value).is_some()),
                Spread::Distribution(_) => true,
            };
            let values = cases.iter().map(|case| &case.values[index]);
            let values = match numeric {
                true => Values::Number(values.map(|value| number(value).unwrap_or(f64::NAN)).collect()),
                false => Values::Text(values.map(plain).collect()),
            };
            Column { name: axis.column.clone(), values }
        };
        self.sweep.axes.iter().enumerate().map(column).collect()
    }

    /// Every field of the scenarios. Names and kinds follow from the examples of the plan, so that shards have the same.
    fn field_columns(&self, cases: &[Case]) -> Vec<Column> {
        let mut names: Vec<String> = Vec::new();
        let mut numeric: BTreeMap<String, bool> = BTreeMap::new();
        let examples: Vec<Vec<(String, Leaf)>> = self
            .examples
            .par_iter()
            .filter_map(|&number| Some(leaves(&*self.scenario(&self.values(number)).ok()?)))
            .collect();
        for leaves in examples {
            for (name, leaf) in leaves {
                let is_number = matches!(leaf, Leaf::Number(_));
                let known = numeric.entry(name.clone()).or_insert_with(|| {
                    names.push(name);
                    true
                });
                *known &= is_number;
            }
        }
        let rows: Vec<BTreeMap<String, Leaf>> = cases
            .par_iter()
            .map(|case| {
                case.scenario.as_deref().map_or_else(|_| BTreeMap::new(), |s| leaves(s).into_iter().collect())
            })
            .collect();
        names.iter().map(|name| field_column(name, numeric[name], &rows)).collect()
    }
}

/// The folder that a settled case has if it is kept.
fn folder_of(entry: &Entry) -> String {
    if entry.status == Status::Settled { case_folder(&entry.key) } else { String::new() }
}

/// What a case has in the column of a field of its scenario.
fn field(case: &Case, column: &str) -> Option<String> {
    leaves(case.scenario.as_deref().ok()?).into_iter().find_map(|(name, leaf)| match leaf {
        Leaf::Number(number) => (number_column(&name) == column).then(|| number.to_string()),
        Leaf::Text(text) => (name == column).then_some(text),
    })
}

fn field_column(name: &str, numeric: bool, rows: &[BTreeMap<String, Leaf>]) -> Column {
    let values = rows.iter().map(|row| row.get(name));
    match numeric {
        true => Column {
            name: number_column(name),
            values: Values::Number(
                values.map(|leaf| if let Some(Leaf::Number(n)) = leaf { *n } else { f64::NAN }).collect(),
            ),
        },
        false => texts(
            name,
            values.map(|leaf| match leaf {
                Some(Leaf::Text(text)) => text.clone(),
                Some(Leaf::Number(number)) => number.to_string(),
                None => String::new(),
            }),
        ),
    }
}

fn integers(name: &str, values: impl Iterator<Item = usize>) -> Column {
    let values = values.map(|value| i64::try_from(value).unwrap_or(i64::MAX)).collect();
    Column { name: name.to_owned(), values: Values::Integer(values) }
}

fn texts(name: &str, values: impl Iterator<Item = String>) -> Column {
    Column { name: name.to_owned(), values: Values::Text(values.collect()) }
}

#[expect(clippy::cast_precision_loss, reason = "nobody sweeps over numbers beyond 2^53")]
fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|integer| integer as f64))
}

/// A value as text: without quotes, lists joined by a plus.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("+"),
        other => other.to_string(),
    }
}

/// Names of the columns of the fields of a scenario.
pub(crate) fn field_columns(scenario: &Scenario) -> Vec<String> {
    let column = |(name, leaf): (String, Leaf)| match leaf {
        Leaf::Number(_) => number_column(&name),
        Leaf::Text(_) => name,
    };
    leaves(scenario).into_iter().map(column).collect()
}

/// The fields of a scenario by name, in the order of the file.
fn leaves(scenario: &Scenario) -> Vec<(String, Leaf)> {
    let mut found = Vec::new();
    if let Json::Object(sections) = scenario.to_json() {
        for (name, section) in sections.iter().filter(|(name, _)| *name != "title") {
            collect(name, section, &mut found);
        }
    }
    found
}

fn collect(name: &str, value: &Json, found: &mut Vec<(String, Leaf)>) {
    match value {
        Json::Number(number) => {
            found.push((name.to_owned(), Leaf::Number(number.as_f64().unwrap_or(f64::NAN))))
        }
        Json::String(text) if name.starts_with("foot_bones_") => {
            // Where the file lies is a matter of the machine, not of the case.
            let file = std::path::Path::new(text).file_name().map(|file| file.to_string_lossy().into_owned());
            found.push((name.to_owned(), Leaf::Text(file.unwrap_or_default())));
        }
        Json::String(text) => found.push((name.to_owned(), Leaf::Text(text.clone()))),
        Json::Bool(truth) => found.push((name.to_owned(), Leaf::Text(truth.to_string()))),
        Json::Object(entries) => {
            entries.iter().for_each(|(key, inner)| collect(&format!("{name}_{key}"), inner, found));
        }
        Json::Array(items) if items.iter().all(Json::is_object) => {
            for (index, item) in items.iter().enumerate() {
                let place = if items.len() == 1 { String::new() } else { (index + 1).to_string() };
                collect(&format!("{name}{place}"), item, found);
            }
        }
        Json::Array(items) => {
            let text = |item: &Json| item.as_str().map_or_else(|| item.to_string(), str::to_owned);
            let joined = items.iter().map(text).collect::<Vec<_>>().join("+");
            found.push((name.to_owned(), Leaf::Text(joined)));
        }
        Json::Null => {}
    }
}
