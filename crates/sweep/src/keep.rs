//! Which cases are kept for looking at: by number, or by a rule on their row.

use crate::journal::Entry;
use crate::plan::{Case, Plan};
use crate::run::usual_columns;
use osteotome_foot::scenario::nearest;
use std::collections::BTreeSet;
use std::str::FromStr;
use thiserror::Error;

/// Cases to keep.
#[derive(Clone, Debug, PartialEq)]
pub enum Keep {
    /// Every case.
    All,
    /// The cases with these numbers, first and last.
    Numbers(usize, usize),
    /// The cases whose row has such a value.
    Rule {
        /// A column, of an axis or of an outcome.
        column: String,
        /// How its value compares.
        comparison: Comparison,
        /// To what.
        value: String,
    },
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Less.
    Less,
    /// Not greater.
    AtMost,
    /// Greater.
    Greater,
    /// Not less.
    AtLeast,
    /// The same.
    Equal,
    /// Not the same.
    Different,
}

/// A text that is no rule.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "\"{0}\" says not what to keep; write all, a case number 17, numbers 3-9, or a rule like M2_shortening_mm>5"
)]
pub struct KeepError(String);

/// A rule on a column that no row has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no case can be kept by `{column}`: the table has no such column; {remedy}")]
pub struct UnknownColumn {
    column: String,
    remedy: String,
}

/// Longer signs first.
const SIGNS: [(&str, Comparison); 6] = [
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("!=", Comparison::Different),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
    ("=", Comparison::Equal),
];

impl FromStr for Keep {
    type Err = KeepError;

    fn from_str(text: &str) -> Result<Self, KeepError> {
        let wrong = || KeepError(text.to_owned());
        if text == "all" {
            return Ok(Self::All);
        }
        let first = SIGNS.iter().filter_map(|(sign, how)| Some((text.find(sign)?, *sign, *how)));
        if let Some((place, sign, comparison)) =
            first.min_by_key(|(place, sign, _)| (*place, usize::MAX - sign.len()))
        {
            let column = text[..place].trim().to_owned();
            let value = text[place + sign.len()..].trim().to_owned();
            let is_order = !matches!(comparison, Comparison::Equal | Comparison::Different);
            if column.is_empty() || value.is_empty() || is_order && value.parse::<f64>().is_err() {
                return Err(wrong());
            }
            return Ok(Self::Rule { column, comparison, value });
        }
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        match (from.trim().parse(), to.trim().parse()) {
            (Ok(from), Ok(to)) if from <= to => Ok(Self::Numbers(from, to)),
            _ => Err(wrong()),
        }
    }
}

impl Keep {
    /// Whether rows of `plan` have the column that this asks for, as far as is known before they are made.
    ///
    /// # Errors
    /// If it is neither an input, nor an outcome that feet have, nor one of the rows of `earlier`.
    pub fn check(&self, plan: &Plan, earlier: &[Entry]) -> Result<(), UnknownColumn> {
        let Self::Rule { column, .. } = self else { return Ok(()) };
        let mut known: BTreeSet<String> = usual_columns();
        known.extend(plan.input_names());
        known.extend(earlier.iter().flat_map(|entry| entry.outcomes.keys().cloned()));
        if known.contains(column) {
            return Ok(());
        }
        let remedy = match nearest(column, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "run without --keep, and take a name from the first line of cases.csv".to_owned(),
        };
        Err(UnknownColumn { column: column.clone(), remedy })
    }

    /// Whether the case of `plan` with this row is kept. A row without the column is not.
    #[must_use]
    pub fn holds(&self, plan: &Plan, case: &Case, entry: &Entry) -> bool {
        match self {
            Self::All => true,
            Self::Numbers(from, to) => (*from..=*to).contains(&case.number),
            Self::Rule { column, comparison, value } => {
                plan.cell(case, entry, column).is_some_and(|cell| comparison.holds(&cell, value))
            }
        }
    }
}

impl Comparison {
    fn holds(self, cell: &str, value: &str) -> bool {
        let numbers = (cell.parse::<f64>(), value.parse::<f64>());
        let order = match numbers {
            (Ok(cell), Ok(value)) => cell.partial_cmp(&value),
            _ => Some(cell.cmp(value)),
        };
        order.is_some_and(|order| match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
            Self::Equal => order.is_eq(),
            Self::Different => order.is_ne(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ranges_and_rules_are_read() {
        assert_eq!("all".parse(), Ok(Keep::All));
        assert_eq!("17".parse(), Ok(Keep::Numbers(17, 17)));
        assert_eq!("3-9".parse(), Ok(Keep::Numbers(3, 9)));
        let rule = |column: &str, comparison, value: &str| {
            Ok(Keep::Rule { column: column.into(), comparison, value: value.into() })
        };
        assert_eq!("M2_elevation_mm >= -1.5".parse(), rule("M2_elevation_mm", Comparison::AtLeast, "-1.5"));
        assert_eq!("status=not-settled".parse(), rule("status", Comparison::Equal, "not-settled"));
        for text in ["", "x", "9-3", ">5", "a>", "a>b"] {
            assert!(text.parse::<Keep>().is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_compare_as_numbers_and_text_as_text() {
        assert!(Comparison::Greater.holds("10", "9"));
        assert!(Comparison::Equal.holds("classic", "classic"));
        assert!(Comparison::Different.holds("classic", "reverse"));
        assert!(!Comparison::Less.holds("NaN", "1"));
    }
}
