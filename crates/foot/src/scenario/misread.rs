//! Guesses at what somebody meant: another unit, quotes too many, brackets too few.

use super::field::{Field, Kind};
use super::words;
use toml::de::DeValue;

/// Units people use by mistake: the unit of the key, the one probably used, and how many of the former make one.
const MISUSED: [(&str, &str, f64); 8] = [
    ("mm", "metres", 1e3),
    ("mm", "centimetres", 1e1),
    ("mm", "micrometres", 1e-3),
    ("MPa", "gigapascals", 1e3),
    ("MPa", "pascals", 1e-6),
    ("MPa", "kilopascals", 1e-3),
    ("N", "kilograms", 9.81),
    ("N", "kilonewtons", 1e3),
];

/// Which other unit would bring `number` into `range`.
pub(super) fn unit_hint(field: &Field, number: f64, [minimum, maximum]: [f64; 2]) -> Option<String> {
    let fits = |(unit, _, factor): &&(&str, &str, f64)| {
        *unit == field.unit() && number > 0.0 && (minimum..=maximum).contains(&(number * factor))
    };
    let (unit, used, factor) = MISUSED.iter().find(fits)?;
    // Four digits: what is wanted is the size, not the noise of the conversion.
    let scaled: f64 = format!("{:.3e}", number * factor).parse().ok()?;
    let number = words::plain(number);
    Some(format!("{number} looks like {used}; in {unit} it would be `{} = {scaled}`", field.key))
}

/// How to write what was probably meant by a value of the wrong type.
pub(super) fn type_hint(field: &Field, value: &DeValue<'_>) -> Option<String> {
    match (field.kind, value) {
        (Kind::Number { .. } | Kind::Integer { .. }, DeValue::String(text)) => {
            let number: f64 = text.split_whitespace().next()?.parse().ok()?;
            Some(format!("write it without quotes and unit: `{} = {number}`", field.key))
        }
        (Kind::Rays, DeValue::String(text)) => Some(format!("write `{} = [\"{text}\"]`", field.key)),
        (Kind::Tables(_), DeValue::Table(_)) => Some(format!("write [[{}]] with double brackets", field.key)),
        (Kind::Table(_), DeValue::Array(_)) => {
            Some(format!("write [{}] with single brackets, once", field.key))
        }
        (Kind::Text | Kind::Choice(_), DeValue::Integer(_) | DeValue::Float(_)) => {
            Some(format!("write it in quotes: `{} = \"{}\"`", field.key, words::written(value)))
        }
        _ => None,
    }
}
