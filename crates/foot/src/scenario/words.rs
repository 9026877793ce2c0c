//! Wording of values and types in messages.

use super::field::{Field, Kind};
use toml::de::DeValue;

/// "a, b or c".
pub(super) fn list(words: impl IntoIterator<Item = String>) -> String {
    let mut words: Vec<String> = words.into_iter().collect();
    match words.pop() {
        None => String::new(),
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} or {last}", words.join(", ")),
    }
}

/// The first keys of a table, quoted.
pub(super) fn keys(fields: &[Field]) -> String {
    let named: Vec<String> = fields.iter().take(6).map(|field| format!("`{}`", field.key)).collect();
    let more = if fields.len() > 6 { ", …" } else { "" };
    format!("{}{more}", named.join(", "))
}

/// The number that a TOML value holds, if it is one; too many digits or a wild exponent give an infinity.
pub(super) fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(float) => float.as_str().parse().ok(),
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
        #[expect(
            clippy::cast_precision_loss,
            reason = "nobody counts on the last bits of a hexadecimal length"
        )]
        DeValue::Integer(integer) => {
            i64::from_str_radix(integer.as_str(), integer.radix()).ok().map(|whole| whole as f64)
        }
        _ => None,
    }
}

/// A simple value as it stands in the file; the type of a composite one.
pub(super) fn written(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("\"{}\"", shortened(text)),
        DeValue::Integer(integer) => shortened(integer.as_str()),
        DeValue::Float(float) => shortened(float.as_str()),
        DeValue::Boolean(truth) => truth.to_string(),
        other => article(other).to_owned(),
    }
}

/// Foreign text for one line of a message: not longer than 40 characters, control characters escaped.
pub(super) fn shortened(text: &str) -> String {
    const LIMIT: usize = 40;
    let tail = if text.chars().count() > LIMIT { "…" } else { "" };
    let escaped = text.chars().take(LIMIT).map(|c| match c.is_control() {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    });
    escaped.chain([tail.to_owned()]).collect()
}

/// The type of a value, with its article.
pub(super) fn article(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The type a key wants, with its article.
pub(super) fn expected(field: &Field) -> &'static str {
    match field.kind {
        Kind::Text | Kind::Choice(_) => "text",
        Kind::Number { .. } => "a number",
        Kind::Integer { .. } => "a whole number",
        Kind::Rays => "a list of rays",
        Kind::Words(_) => "a list of words",
        Kind::Direction => "a list of three numbers",
        Kind::BoneFiles | Kind::Table(_) => "a table",
        Kind::Tables(_) => "a list of tables",
    }
}

/// A number as people write it: with an exponent only where it would be long.
pub(super) fn plain(number: f64) -> String {
    let long = number != 0.0 && !(1e-4..1e6).contains(&number.abs());
    if long { format!("{number:e}") } else { number.to_string() }
}
