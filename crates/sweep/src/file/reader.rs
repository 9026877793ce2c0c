//! Values of a sweep file with their places, and the mistakes in them.

use osteotome_foot::scenario::{Diagnostic, nearest};
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

/// Bytes of the file.
pub(super) type Span = Range<usize>;

/// A table of the file and what it is called in messages ("[sample]"; empty for the whole file).
#[derive(Clone, Copy)]
pub(super) struct Section<'a> {
    pub(super) name: &'a str,
    pub(super) table: &'a DeTable<'a>,
}

/// Collects mistakes while values are taken.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) mistakes: Vec<Diagnostic>,
}

impl Reader {
    pub(super) fn report(&mut self, mistake: Diagnostic) {
        self.mistakes.push(mistake);
    }

    /// Reports keys that are not `known`.
    pub(super) fn known_keys(&mut self, section: Section, known: &[&str]) {
        let names: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
        for (key, _) in section.table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let message = format!("unknown key `{}`{}", key.get_ref(), inside(section.name));
            let mistake = Diagnostic::error(key.span(), message).accepting(names.join(", "));
            self.report(match nearest(key.get_ref(), known.iter().copied()) {
                Some(near) => mistake.hinting(format!("did you mean `{near}`?")),
                None => mistake,
            });
        }
    }

    /// The value of `key`, if it is given.
    pub(super) fn value<'a>(&self, section: Section<'a>, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        section.table.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    /// The text of `key`, if it is given.
    pub(super) fn text(&mut self, section: Section, key: &str) -> Option<(String, Span)> {
        let value = self.value(section, key)?;
        match value.get_ref() {
            DeValue::String(text) => Some((text.to_string(), value.span())),
            _ => self.wrong_type(key, value.span(), "text in quotes"),
        }
    }

    /// The finite number of `key`, if it is given.
    pub(super) fn number(&mut self, section: Section, key: &str) -> Option<(f64, Span)> {
        let value = self.value(section, key)?;
        let number = match owned(value.get_ref()) {
            Some(Value::Float(number)) => Some(number),
            #[expect(clippy::cast_precision_loss, reason = "nobody sweeps over numbers beyond 2^53")]
            Some(Value::Integer(number)) => Some(number as f64),
            _ => None,
        };
        match number.filter(|number| number.is_finite()) {
            Some(number) => Some((number, value.span())),
            None => self.wrong_type(key, value.span(), "a finite number"),
        }
    }

    /// The whole number of `key` within `accepted`, if it is given.
    pub(super) fn whole(&mut self, section: Section, key: &str, accepted: Range<u64>) -> Option<(u64, Span)> {
        let value = self.value(section, key)?;
        let number = match owned(value.get_ref()) {
            Some(Value::Integer(number)) => u64::try_from(number).ok(),
            _ => None,
        };
        match number.filter(|number| accepted.contains(number)) {
            Some(number) => Some((number, value.span())),
            None => {
                let accepted = format!("a whole number from {} to {}", accepted.start, accepted.end - 1);
                self.wrong_type(key, value.span(), &accepted)
            }
        }
    }

    /// The table of `key`, if it is given.
    pub(super) fn table<'a>(&mut self, section: Section<'a>, key: &str) -> Option<(&'a DeTable<'a>, Span)> {
        let value = self.value(section, key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some((table, value.span())),
            _ => self.wrong_type(key, value.span(), "a table"),
        }
    }

    /// Says that `key` is not what is accepted.
    pub(super) fn wrong_type<T>(&mut self, key: &str, span: Span, accepted: &str) -> Option<T> {
        let message = format!("`{key}` is not {accepted}");
        self.report(Diagnostic::error(span, message).accepting(accepted));
        None
    }

    /// Says that `key` is missing.
    pub(super) fn missing(&mut self, name: &str, key: &str, span: Span, accepted: &str) {
        let message = format!("`{key}` is missing{}", inside(name));
        self.report(Diagnostic::error(span, message).accepting(accepted));
    }
}

/// " in [sample]", or nothing for the whole file.
fn inside(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" in {name}") }
}

/// A value without its places; `None` for a number that no machine holds.
pub(super) fn owned(value: &DeValue) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            Value::Integer(i64::from_str_radix(number.as_str(), number.radix()).ok()?)
        }
        DeValue::Float(number) => Value::Float(number.as_str().parse().ok()?),
        DeValue::Boolean(truth) => Value::Boolean(*truth),
        DeValue::Datetime(date) => Value::Datetime(*date),
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|item| owned(item.get_ref())).collect::<Option<_>>()?)
        }
        DeValue::Table(table) => {
            let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue>)| {
                let key: &std::borrow::Cow<str> = key.get_ref();
                Some((key.to_string(), owned(value.get_ref())?))
            };
            Value::Table(table.iter().map(entry).collect::<Option<Table>>()?)
        }
    })
}
