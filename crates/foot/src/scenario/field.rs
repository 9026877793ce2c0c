//! How one key of a scenario file is described. The description drives reading, the JSON Schema and the reference page.

use super::words::plain;
use crate::Parameter;

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Free text.
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A finite number within a closed range.
    Number { minimum: f64, maximum: f64 },
    /// A whole number within a closed range.
    Integer { minimum: i64, maximum: i64 },
    /// A list of different rays.
    Rays,
    /// Three finite numbers, not all zero.
    Direction,
    /// A table from ray to file path.
    BoneFiles,
    /// A table.
    Table(&'static [Field]),
    /// An array of tables.
    Tables(&'static [Field]),
}

/// What holds when a key is not given.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fallback {
    /// The key must be given.
    Required,
    /// This number.
    Number(f64),
    /// This word or text.
    Word(&'static str),
    /// Something that follows from other keys, in words.
    Derived(&'static str),
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// The key, unit included.
    pub(super) key: &'static str,
    /// What it holds.
    pub(super) kind: Kind,
    /// What holds when it is not given.
    pub(super) fallback: Fallback,
    /// What it is.
    pub(super) meaning: &'static str,
    /// Where the default comes from.
    pub(super) source: &'static str,
    /// What to say to somebody who left the range; may be empty.
    pub(super) advice: &'static str,
}

impl Field {
    /// A key whose default follows from others; the other constructors start here.
    pub(super) const fn new(
        key: &'static str,
        kind: Kind,
        derived: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self { key, kind, fallback: Fallback::Derived(derived), meaning, source: "", advice: "" }
    }

    /// A number with a default and a closed range.
    pub(super) const fn number(
        key: &'static str,
        default: f64,
        [minimum, maximum]: [f64; 2],
        meaning: &'static str,
        source: &'static str,
    ) -> Self {
        let fallback = Fallback::Number(default);
        Self { key, kind: Kind::Number { minimum, maximum }, fallback, meaning, source, advice: "" }
    }

    /// A soft-tissue parameter.
    pub(super) const fn parameter(parameter: &Parameter) -> Self {
        let range = [parameter.minimum, parameter.maximum];
        Self::number(parameter.key, parameter.default, range, parameter.meaning, parameter.source)
    }

    /// The same key, but it must be given.
    pub(super) const fn required(mut self) -> Self {
        self.fallback = Fallback::Required;
        self
    }

    /// The same key with this word as default.
    pub(super) const fn defaulting(mut self, word: &'static str) -> Self {
        self.fallback = Fallback::Word(word);
        self
    }

    /// The same key with the source of its default.
    pub(super) const fn sourced(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }

    /// The same key with something to say to those who leave its range.
    pub(super) const fn advising(mut self, advice: &'static str) -> Self {
        self.advice = advice;
        self
    }

    /// The unit that the key names, as it is printed after a value; empty for pure numbers.
    pub(super) fn unit(&self) -> &'static str {
        unit_of(self.key)
    }

    /// A value with its unit.
    pub(super) fn quantity(&self, value: f64) -> String {
        let number = plain(value);
        match self.unit() {
            "" => number,
            "°" => format!("{number}°"),
            unit => format!("{number} {unit}"),
        }
    }
}

/// Endings of keys and the units they stand for; longer endings first.
const UNITS: [(&str, &str); 18] = [
    ("_n_per_mm_per_kg", "N/mm/kg"),
    ("_nmm_per_rad", "N·mm/rad"),
    ("_nm_per_rad", "N·m/rad"),
    ("_nm_per_deg", "N·m/°"),
    ("_n_per_mm2", "N/mm²"),
    ("_n_per_mm", "N/mm"),
    ("_n_s_per_mm", "N·s/mm"),
    ("_nmm", "N·mm"),
    ("_mm3", "mm³"),
    ("_mm2", "mm²"),
    ("_per_mm", "1/mm"),
    ("_mm", "mm"),
    ("_mpa", "MPa"),
    ("_kpa", "kPa"),
    ("_deg", "°"),
    ("_n", "N"),
    ("_s", "s"),
    ("_percent", "%"),
];

/// The unit that the end of `key` names; empty for pure numbers.
pub(super) fn unit_of(key: &str) -> &'static str {
    UNITS.iter().find(|(ending, _)| key.ends_with(ending)).map_or("", |(_, unit)| unit)
}
