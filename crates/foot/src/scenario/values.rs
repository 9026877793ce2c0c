//! What a file gives for the described keys, with the place of each value.

use super::field::{Fallback, Field};
use crate::Ray;
use std::collections::BTreeMap;
use std::ops::Range;

/// Bytes of the file.
pub(super) type Span = Range<usize>;

/// A value that agrees with the description of its key.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Number(f64),
    Rays(Vec<(Ray, Span)>),
    Words(Vec<String>),
    Direction([f64; 3]),
    BoneFiles(Vec<(Ray, String, Span)>),
    Table(Given),
    Tables(Vec<Given>),
    /// Given, but faulty; the mistake is already reported.
    Faulty,
}

/// A value and the bytes of its key and of itself.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key_span: Span,
    pub(super) span: Span,
    pub(super) value: Value,
}

/// The keys given in one table.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    /// Bytes of the table: of its header, if it has one.
    pub(super) span: Span,
    pub(super) entries: BTreeMap<&'static str, Entry>,
}

impl Given {
    /// The entry of `field`, faulty or not.
    pub(super) fn entry(&self, field: &Field) -> Option<&Entry> {
        self.entries.get(field.key)
    }

    /// Whether `field` is given with a mistake, which is already reported.
    pub(super) fn is_faulty(&self, field: &Field) -> bool {
        matches!(self.entry(field), Some(Entry { value: Value::Faulty, .. }))
    }

    /// Where the key of `field` is, if it is given.
    pub(super) fn key_span(&self, field: &Field) -> Option<Span> {
        self.entry(field).map(|entry| entry.key_span.clone())
    }

    /// Where the value of `field` is; the table itself if it is not given.
    pub(super) fn value_span(&self, field: &Field) -> Span {
        self.entry(field).map_or_else(|| self.span.clone(), |entry| entry.span.clone())
    }

    /// The number given for `field`, if any.
    pub(super) fn given_number(&self, field: &Field) -> Option<f64> {
        match self.entry(field)?.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The number given for `field`, or its default.
    pub(super) fn number(&self, field: &Field) -> f64 {
        match field.fallback {
            Fallback::Number(default) => self.given_number(field).unwrap_or(default),
            _ => self.given_number(field).unwrap_or(f64::NAN),
        }
    }

    /// The word given for `field`, if any.
    pub(super) fn given_text(&self, field: &Field) -> Option<&str> {
        match &self.entry(field)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The word given for `field`, or its default.
    pub(super) fn text(&self, field: &Field) -> &str {
        match field.fallback {
            Fallback::Word(word) => self.given_text(field).unwrap_or(word),
            _ => self.given_text(field).unwrap_or_default(),
        }
    }

    /// The words given for `field`; none if it is not given.
    pub(super) fn words(&self, field: &Field) -> &[String] {
        match self.entry(field).map(|entry| &entry.value) {
            Some(Value::Words(words)) => words,
            _ => &[],
        }
    }

    /// The rays given for `field`, if any.
    pub(super) fn rays(&self, field: &Field) -> Option<&[(Ray, Span)]> {
        match &self.entry(field)?.value {
            Value::Rays(rays) => Some(rays),
            _ => None,
        }
    }

    /// The direction given for `field`, if any.
    pub(super) fn direction(&self, field: &Field) -> Option<[f64; 3]> {
        match self.entry(field)?.value {
            Value::Direction(direction) => Some(direction),
            _ => None,
        }
    }

    /// The files given for `field`, if any.
    pub(super) fn bone_files(&self, field: &Field) -> Option<&[(Ray, String, Span)]> {
        match &self.entry(field)?.value {
            Value::BoneFiles(files) => Some(files),
            _ => None,
        }
    }

    /// The table given for `field`, if any.
    pub(super) fn given_table(&self, field: &Field) -> Option<&Self> {
        match &self.entry(field)?.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The table given for `field`, or an empty one.
    pub(super) fn table(&self, field: &Field) -> Self {
        self.given_table(field)
            .cloned()
            .unwrap_or_else(|| Self { span: self.span.clone(), ..Self::default() })
    }

    /// The tables given for `field`; none if there are none.
    pub(super) fn tables(&self, field: &Field) -> &[Self] {
        match self.entry(field).map(|entry| &entry.value) {
            Some(Value::Tables(tables)) => tables,
            _ => &[],
        }
    }
}
