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
    /// A list of some of these words.
    Words(&'static [&'static str]),
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
    pub(super) fn unit(&self) -> String {
        unit_of(self.key)
    }

    /// A value with its unit.
    pub(super) fn quantity(&self, value: f64) -> String {
        let number = plain(value);
        match self.unit().as_str() {
            "" => number,
            "°" => format!("{number}°"),
            unit => format!("{number} {unit}"),
        }
    }
}

/// Units as words of keys, and as they are printed.
const UNITS: [(&str, &str); 13] = [
    ("n", "N"),
    ("nm", "N·m"),
    ("nmm", "N·mm"),
    ("mm", "mm"),
    ("mm2", "mm²"),
    ("mm3", "mm³"),
    ("mpa", "MPa"),
    ("kpa", "kPa"),
    ("deg", "°"),
    ("rad", "rad"),
    ("s", "s"),
    ("kg", "kg"),
    ("percent", "%"),
];

/// The unit that the last words of `key` name, such as `n_per_mm`; empty for pure numbers.
pub(super) fn unit_of(key: &str) -> String {
    let words: Vec<&str> = key.split('_').collect();
    // The first word says what it is that has a unit; `per_mm` has one, too.
    let starts = usize::from(words.first() != Some(&"per"))..words.len();
    starts.into_iter().find_map(|start| unit(&words[start..])).unwrap_or_default()
}

/// Factors, then `per` and factors that divide, any number of times; nothing if one of the words is no unit.
fn unit(words: &[&str]) -> Option<String> {
    let factors = |words: &[&str]| -> Option<String> {
        let symbol = |word: &&str| UNITS.iter().find(|(name, _)| name == word).map(|(_, symbol)| *symbol);
        Some(words.iter().map(symbol).collect::<Option<Vec<_>>>()?.join("·"))
    };
    let mut parts = words.split(|word| *word == "per");
    let above = factors(parts.next()?)?;
    let below: Vec<String> = parts.map(factors).collect::<Option<_>>()?;
    if below.iter().any(String::is_empty) || (above.is_empty() && below.is_empty()) {
        return None;
    }
    let above = if above.is_empty() { "1".to_owned() } else { above };
    Some([vec![above], below].concat().join("/"))
}

#[cfg(test)]
mod tests {
    use super::super::description::{SCENARIO, keys_of};
    use super::{Field, UNITS, unit_of};

    /// All keys, those of tables in tables too.
    fn all<'a>(fields: impl Iterator<Item = &'a Field>) -> Vec<&'a str> {
        fields.flat_map(|field| [vec![field.key], all(keys_of(field).iter())].concat()).collect()
    }

    /// The words of a key that stand for a printed unit.
    fn words(printed: &str) -> String {
        let word = |symbol: &str| UNITS.iter().find(|(_, known)| *known == symbol).map(|(name, _)| *name);
        let part = |part: &str| {
            word(part)
                .map_or_else(|| part.split('·').filter_map(word).collect::<Vec<_>>().join("_"), str::to_owned)
        };
        let parts: Vec<String> = printed.split('/').map(part).collect();
        parts.join("_per_")
    }

    #[test]
    fn a_capsule_in_newton_millimetres_per_degree_is_not_an_angle() {
        for (key, printed) in [
            ("capsule_nmm_per_deg", "N·mm/°"),
            ("base_axial_nm_per_deg", "N·m/°"),
            ("sagittal_deg", "°"),
            ("damping_n_s_per_mm", "N·s/mm"),
            ("stiffness_n_per_mm_per_kg", "N/mm/kg"),
            ("decay_per_mm", "1/mm"),
            ("load_n", "N"),
            ("area_mm2", "mm²"),
            ("friction", ""),
            ("n", ""),
        ] {
            assert_eq!(unit_of(key), printed, "{key}");
        }
    }

    #[test]
    fn the_printed_unit_of_every_key_is_the_whole_ending_of_the_key() {
        let keys = all(SCENARIO.iter());
        assert!(keys.iter().filter(|key| !unit_of(key).is_empty()).count() > 50, "{keys:?}");
        for key in keys {
            let printed = unit_of(key);
            let is_quotient = key.rsplit('_').nth(1) == Some("per");
            assert_eq!(is_quotient, printed.contains('/'), "{key}: {printed}");
            let rest = match printed.is_empty() {
                true => key,
                false => key
                    .strip_suffix(&format!("_{}", words(&printed)))
                    .unwrap_or_else(|| panic!("{key} is not in {printed}")),
            };
            let last = rest.rsplit('_').next().unwrap_or_default();
            assert!(
                last != "per" && UNITS.iter().all(|(name, _)| *name != last),
                "{key}: {printed} leaves out {last}"
            );
        }
    }
}
