//! Names of axes: columns of the table, each of which must be one thing.

use super::Sweep;
use super::axis::PlacedAxis;
use super::reader::Reader;
use crate::column::{PLAN_COLUMNS, begins_like_an_outcome};
use crate::plan::field_columns;
use osteotome_foot::scenario::Diagnostic;

/// Reports a name that another column has, or that is no name of a column.
pub(super) fn check(reader: &mut Reader, sweep: &Sweep, placed: &PlacedAxis) {
    let Some(span) = placed.name_span.clone() else { return };
    let name = &placed.axis.column;
    let Some(taken) = why_not(sweep, placed) else { return };
    let fresh = format!("axis_{}", name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()));
    let mistake = Diagnostic::error(span, format!("`name` is \"{name}\", {taken}"));
    reader.report(
        mistake
            .accepting("letters, digits and underscores, begun by a letter, that no other column has")
            .hinting(format!(
                "leave `name` out to have the column \"{}\", or choose one like \"{}\"",
                placed.default_column,
                plain(&fresh)
            )),
    );
}

fn why_not(sweep: &Sweep, placed: &PlacedAxis) -> Option<String> {
    let name = &placed.axis.column;
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || *name != plain(name) {
        return Some("which is no name of a column".to_owned());
    }
    if PLAN_COLUMNS.into_iter().any(is) {
        return Some("a column that every table has".to_owned());
    }
    if begins_like_an_outcome(name) {
        return Some("which begins like the column of an outcome".to_owned());
    }
    if *name == placed.default_column {
        return None;
    }
    let fields = sweep.base_scenario().map(|scenario| field_columns(&scenario)).unwrap_or_default();
    fields.iter().any(|field| is(field)).then(|| "the column of a field of the scenario".to_owned())
}

/// `text` with an underscore for everything that is not a letter, digit or underscore.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}
