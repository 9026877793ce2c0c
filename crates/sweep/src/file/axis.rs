//! `[[axis]]`: one thing that varies.

use super::path::{Edit, FieldPath};
use super::reader::{Reader, Section, Span, owned};
use crate::column::{axis_column, offset_column};
use crate::design::Distribution;
use osteotome_foot::scenario::{Diagnostic, nearest};
use toml::Value;
use toml::de::{DeTable, DeValue};

/// How the values of an axis act on its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apply {
    /// The field becomes the value.
    Set,
    /// The value is added to what the scenario has.
    Add,
    /// What the scenario has is multiplied by the value.
    Multiply,
}

/// The values of an axis.
#[derive(Clone, Debug, PartialEq)]
pub enum Spread {
    /// These, each with every combination of the other axes.
    Values(Vec<Value>),
    /// Drawn by the sample of the sweep.
    Distribution(Distribution),
}

/// One thing that varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Name of its column in the table.
    pub column: String,
    /// The fields it acts on, all by the same value.
    pub paths: Vec<FieldPath>,
    /// How it acts on them.
    pub apply: Apply,
    /// Its values.
    pub spread: Spread,
}

/// An axis with the places that mistakes in it point at.
pub(super) struct PlacedAxis {
    pub(super) axis: Axis,
    pub(super) path_span: Span,
    /// Where its name stands, if it is given one.
    pub(super) name_span: Option<Span>,
    /// The column it has without a name of its own.
    pub(super) default_column: String,
    /// Values to be tried, each with its place: all of a list, the ends of a range or a distribution.
    pub(super) trials: Vec<(Value, Span)>,
}

impl Apply {
    /// The edit that `value` makes.
    #[must_use]
    pub fn edit(self, value: &Value) -> Edit<'_> {
        #[expect(clippy::cast_precision_loss, reason = "nobody sweeps over numbers beyond 2^53")]
        let number = || value.as_float().or_else(|| value.as_integer().map(|i| i as f64)).unwrap_or(f64::NAN);
        match self {
            Self::Set => Edit::Set(value),
            Self::Add => Edit::Add(number()),
            Self::Multiply => Edit::Multiply(number()),
        }
    }
}

pub(super) const KEYS: [&str; 6] = ["path", "apply", "values", "range", "distribution", "name"];
pub(super) const SPREADS: [&str; 3] = ["values", "range", "distribution"];
/// Most values one axis or one sample may have.
pub(super) const MOST: u64 = 1_000_000;

/// Reads one `[[axis]]`; `None` if it is unusable, which is reported.
pub(super) fn read_axis(reader: &mut Reader, table: &DeTable, span: &Span) -> Option<PlacedAxis> {
    let section = Section { name: "[[axis]]", table };
    reader.known_keys(section, &KEYS);
    let paths = read_paths(reader, section, span);
    let apply = read_apply(reader, section);
    let name = reader.text(section, "name");
    let given: Vec<&str> = SPREADS.into_iter().filter(|key| reader.value(section, key).is_some()).collect();
    if given.len() != 1 {
        let message = format!("an axis has {} of `values`, `range` and `distribution`", given.len());
        let mistake = Diagnostic::error(span.clone(), message).accepting("one of the three");
        reader.report(mistake);
        return None;
    }
    let (spread, trials) = match given[0] {
        "values" => read_values(reader, section)?,
        "range" => read_range(reader, section)?,
        _ => read_distribution(reader, section)?,
    };
    let (paths, path_span) = paths?;
    let apply = apply?;
    if apply != Apply::Set && !trials.iter().all(|(value, _)| value.is_float() || value.is_integer()) {
        let span = trials.first().map_or(path_span, |(_, span)| span.clone());
        return reader.wrong_type("values", span, "a list of numbers, to add or to multiply by");
    }
    let default_column = match apply {
        Apply::Set => axis_column(&paths[0].joined(), &trials[0].0),
        Apply::Add => offset_column(&paths[0].joined()),
        Apply::Multiply => format!("{}_factor", paths[0].joined()),
    };
    let (column, name_span) = match name {
        Some((name, span)) => (name, Some(span)),
        None => (default_column.clone(), None),
    };
    let axis = Axis { column, paths, apply, spread };
    Some(PlacedAxis { axis, path_span, name_span, default_column, trials })
}

fn read_paths(reader: &mut Reader, section: Section, span: &Span) -> Option<(Vec<FieldPath>, Span)> {
    const ACCEPTED: &str = "the path of a field, \"contact.friction\", or a list of paths";
    let Some(value) = reader.value(section, "path") else {
        reader.missing(section.name, "path", span.clone(), ACCEPTED);
        return None;
    };
    let texts: Option<Vec<&str>> = match value.get_ref() {
        DeValue::String(text) => Some(vec![text.as_ref()]),
        DeValue::Array(items) if !items.is_empty() => {
            items.iter().map(|item| item.get_ref().as_str()).collect()
        }
        _ => None,
    };
    let Some(texts) = texts else { return reader.wrong_type("path", value.span(), ACCEPTED) };
    let paths: Result<Vec<FieldPath>, String> = texts.into_iter().map(FieldPath::parse).collect();
    match paths {
        Ok(paths) => Some((paths, value.span())),
        Err(message) => {
            reader.report(Diagnostic::error(value.span(), message).accepting(ACCEPTED));
            None
        }
    }
}

fn read_apply(reader: &mut Reader, section: Section) -> Option<Apply> {
    let Some((text, span)) = reader.text(section, "apply") else {
        return reader.value(section, "apply").is_none().then_some(Apply::Set);
    };
    match text.as_str() {
        "set" => Some(Apply::Set),
        "add" => Some(Apply::Add),
        "multiply" => Some(Apply::Multiply),
        _ => unknown_word(reader, "apply", &text, span, &["set", "add", "multiply"]),
    }
}

/// Reports a word that is none of `known`.
pub(super) fn unknown_word<T>(
    reader: &mut Reader,
    key: &str,
    text: &str,
    span: Span,
    known: &[&str],
) -> Option<T> {
    let accepted = known.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    let mistake = Diagnostic::error(span, format!("`{key}` is \"{text}\", which is not known"));
    reader.report(match nearest(text, known.iter().copied()) {
        Some(near) => mistake.accepting(accepted).hinting(format!("did you mean \"{near}\"?")),
        None => mistake.accepting(accepted),
    });
    None
}

type Read = (Spread, Vec<(Value, Span)>);

fn read_values(reader: &mut Reader, section: Section) -> Option<Read> {
    let value = reader.value(section, "values")?;
    let items = match value.get_ref() {
        DeValue::Array(items) if !items.is_empty() => items,
        _ => return reader.wrong_type("values", value.span(), "a list of at least one value"),
    };
    let read = |item: &toml::Spanned<DeValue>| Some((owned(item.get_ref())?, item.span()));
    let Some(trials) = items.iter().map(read).collect::<Option<Vec<_>>>() else {
        return reader.wrong_type("values", value.span(), "a list of values");
    };
    if let Some(place) =
        (1..trials.len()).find(|&i| trials[..i].iter().any(|(known, _)| *known == trials[i].0))
    {
        let message = format!("`values` has {} twice", trials[place].0);
        reader.report(Diagnostic::error(trials[place].1.clone(), message).accepting("each value once"));
    }
    Some((Spread::Values(trials.iter().map(|(value, _)| value.clone()).collect()), trials))
}

fn read_range(reader: &mut Reader, section: Section) -> Option<Read> {
    let (table, span) = reader.table(section, "range")?;
    let range = Section { name: "`range`", table };
    reader.known_keys(range, &["from", "to", "count"]);
    for key in ["from", "to", "count"] {
        if reader.value(range, key).is_none() {
            reader.missing("`range`", key, span.clone(), "`{ from = 0.1, to = 0.8, count = 8 }`");
        }
    }
    let (from, to) = (reader.number(range, "from"), reader.number(range, "to"));
    let count = reader.whole(range, "count", 2..MOST + 1);
    let ((from, from_span), (to, to_span), (count, _)) = (from?, to?, count?);
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let at = |step: u64| from + (to - from) * step as f64 / (count - 1) as f64;
    let values = (0..count).map(|step| Value::Float(if step == count - 1 { to } else { at(step) })).collect();
    Some((Spread::Values(values), vec![(from.into(), from_span), (to.into(), to_span)]))
}

/// The value of a sampled axis at `unit`.
pub(crate) fn sampled_value(distribution: Distribution, unit: f64) -> Value {
    let value = distribution.quantile(unit);
    match distribution {
        #[expect(clippy::cast_possible_truncation, reason = "bounds and floor are whole numbers")]
        Distribution::Whole { .. } => Value::Integer(value as i64),
        _ => Value::Float(value),
    }
}

fn read_distribution(reader: &mut Reader, section: Section) -> Option<Read> {
    let (table, span) = reader.table(section, "distribution")?;
    let spread = Section { name: "`distribution`", table };
    const KINDS: [&str; 4] = ["uniform", "log-uniform", "whole", "normal"];
    let Some((kind, kind_span)) = reader.text(spread, "kind") else {
        if reader.value(spread, "kind").is_none() {
            reader.missing(
                "`distribution`",
                "kind",
                span,
                "\"uniform\", \"log-uniform\", \"whole\", \"normal\"",
            );
        }
        return None;
    };
    let keys: &[&str] = if kind == "normal" { &["mean", "deviation", "cut_off"] } else { &["from", "to"] };
    reader.known_keys(spread, &[&["kind"], keys].concat());
    for key in keys.iter().filter(|key| **key != "cut_off") {
        if reader.value(spread, key).is_none() {
            reader.missing("`distribution`", key, span.clone(), "a number, in the unit of the field");
        }
    }
    let mut number = |key: &str| reader.number(spread, key).map(|(number, _)| number);
    let distribution = match kind.as_str() {
        "uniform" => Distribution::Uniform { from: number("from")?, to: number("to")? },
        "log-uniform" => Distribution::LogUniform { from: number("from")?, to: number("to")? },
        "whole" => Distribution::Whole { from: number("from")?, to: number("to")? },
        "normal" => {
            // Beyond three standard deviations lie 0.3 % of a normal distribution.
            let cut_off = number("cut_off").unwrap_or(3.0);
            Distribution::Normal { mean: number("mean")?, deviation: number("deviation")?, cut_off }
        }
        _ => return unknown_word(reader, "kind", &kind, kind_span, &KINDS),
    };
    match distribution.check() {
        Ok(sound) => {
            let ends = [0.0, 1.0].map(|unit| (sampled_value(sound, unit), span.clone()));
            Some((Spread::Distribution(sound), ends.to_vec()))
        }
        Err(error) => {
            reader.report(Diagnostic::error(span, error.to_string()));
            None
        }
    }
}
