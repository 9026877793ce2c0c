//! `[sample]`: how distributions are sampled.

use super::axis::{MOST, unknown_word};
use super::reader::{Reader, Section, Span, owned};
use crate::design::SOBOL_DIMENSIONS;
use osteotome_foot::scenario::Diagnostic;
use toml::Value;
use toml::de::DeValue;

/// How points are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// One point in each slice of every axis.
    LatinHypercube,
    /// Sobol's sequence.
    Sobol,
    /// Saltelli's blocks, from which Sobol indices are estimated.
    Saltelli,
    /// The points that the file lists.
    Listed,
}

/// Size and seed of the sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// How points are spread.
    pub design: Design,
    /// Number of points; of Saltelli's design the number of its rows, each of which has two points more than there are
    /// sampled axes.
    pub points: usize,
    /// Seed.
    pub seed: u64,
    /// Of a listed design its points, each with one number from 0 to 1 for every sampled axis; else none.
    pub units: Vec<Vec<f64>>,
}

impl Design {
    /// Its name in a sweep file.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES[self as usize]
    }
}

pub(super) const NAMES: [&str; 4] = ["latin-hypercube", "sobol", "saltelli", "listed"];

/// Reads `[sample]`, if it is given.
pub(super) fn read_sample(reader: &mut Reader, file: Section) -> Option<Sample> {
    let (table, span) = reader.table(file, "sample")?;
    let section = Section { name: "[sample]", table };
    reader.known_keys(section, &["design", "points", "seed", "units"]);
    let units = reader.value(section, "units").map(|value| (units(value.get_ref()), value.span()));
    if let Some((units, span)) = units {
        return listed(reader, units, span);
    }
    if reader.value(section, "points").is_none() {
        reader.missing("[sample]", "points", span, "a whole number");
    }
    let points = reader.whole(section, "points", 2..MOST + 1);
    let seed = reader.whole(section, "seed", 0..u64::MAX).map_or(0, |(seed, _)| seed);
    let design = match reader.text(section, "design") {
        None => Design::LatinHypercube,
        Some((text, span)) => match text.as_str() {
            "latin-hypercube" => Design::LatinHypercube,
            "sobol" => Design::Sobol,
            "saltelli" => Design::Saltelli,
            "listed" => {
                reader.missing("[sample]", "units", span, LISTED);
                return None;
            }
            _ => return unknown_word(reader, "design", &text, span, &NAMES),
        },
    };
    Some(Sample { design, points: usize::try_from(points?.0).ok()?, seed, units: Vec::new() })
}

/// What `units` may be.
const LISTED: &str = "`units`, a list of points, each with one number from 0 to 1 for every distribution";

/// The points of a listed design; `None` if they are not points of one unit cube.
fn units(value: &DeValue) -> Option<Vec<Vec<f64>>> {
    let Some(Value::Array(points)) = owned(value) else { return None };
    let number = |value: &Value| value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
    let point = |value: &Value| value.as_array()?.iter().map(number).collect::<Option<Vec<f64>>>();
    let points: Vec<Vec<f64>> = points.iter().map(point).collect::<Option<_>>()?;
    let first = points.first()?.len();
    let sound =
        |point: &Vec<f64>| point.len() == first && point.iter().all(|unit| (0.0..=1.0).contains(unit));
    points.iter().all(sound).then_some(points)
}

fn listed(reader: &mut Reader, units: Option<Vec<Vec<f64>>>, span: Span) -> Option<Sample> {
    match units {
        Some(units) => Some(Sample { design: Design::Listed, points: units.len(), seed: 0, units }),
        None => reader.wrong_type("units", span, LISTED),
    }
}

/// Reports distributions without a sample, a sample without distributions, and a sequence of too many dimensions.
pub(super) fn check(reader: &mut Reader, file: Section, sample: Option<&Sample>, sampled_axes: usize) {
    let given = reader.value(file, "sample").map(toml::Spanned::span);
    let dimensions = match sample.map(|sample| sample.design) {
        Some(Design::Sobol) => sampled_axes,
        Some(Design::Saltelli) => 2 * sampled_axes,
        _ => 0,
    };
    match given {
        None if sampled_axes > 0 => {
            reader.missing("", "sample", 0..0, "[sample] with `points`: some axis is a distribution");
        }
        Some(span) if sampled_axes == 0 => {
            let mistake = Diagnostic::error(span, "[sample] without an axis that has a distribution");
            reader.report(mistake.accepting("`distribution` in an [[axis]], or no [sample]"));
        }
        Some(span) if sample.is_some_and(|s| s.units.first().is_some_and(|u| u.len() != sampled_axes)) => {
            let message = format!(
                "the points of `units` do not have {sampled_axes} numbers, one for every distribution"
            );
            reader.report(Diagnostic::error(span, message).accepting(LISTED));
        }
        Some(span) if dimensions > SOBOL_DIMENSIONS => {
            let message = format!(
                "this design needs a sequence of {dimensions} dimensions for {sampled_axes} axes; the table has {SOBOL_DIMENSIONS}"
            );
            reader.report(
                Diagnostic::error(span, message).accepting("fewer distributions, or \"latin-hypercube\""),
            );
        }
        _ => {}
    }
}
