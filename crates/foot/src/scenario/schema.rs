//! The description as JSON Schema, for editors.

use super::description::{PLANE, SCENARIO, TECHNIQUE};
use super::field::{Fallback, Field, Kind};
use crate::Ray;
use serde_json::{Map, Value, json};

/// JSON Schema (draft 2020-12) of a scenario file.
///
/// It uses only keywords that all drafts since 6 share, so editors with an older validator (Taplo) understand it.
#[must_use]
pub fn json_schema() -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "osteotome scenario",
    });
    merge(&mut schema, object(&SCENARIO));
    schema
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.key.to_owned(), property(field))).collect();
    let mut object = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    let required: Vec<&str> = fields
        .iter()
        .filter(|field| matches!(field.fallback, Fallback::Required))
        .map(|field| field.key)
        .collect();
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    if fields.iter().any(|field| field.key == TECHNIQUE.key) {
        object["oneOf"] = json!([{ "required": [TECHNIQUE.key] }, { "required": [PLANE.key] }]);
    }
    object
}

fn property(field: &Field) -> Value {
    let mut property = json!({ "description": description(field) });
    match field.fallback {
        Fallback::Number(number) => property["default"] = json!(number),
        Fallback::Word(word) => property["default"] = json!(word),
        Fallback::Required | Fallback::Derived(_) => {}
    }
    merge(&mut property, shape(field));
    property
}

fn shape(field: &Field) -> Value {
    match field.kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Choice(choices) => json!({ "enum": choices }),
        Kind::Number { minimum, maximum } => {
            json!({ "type": "number", "minimum": minimum, "maximum": maximum })
        }
        Kind::Integer { minimum, maximum } => {
            json!({ "type": "integer", "minimum": minimum, "maximum": maximum })
        }
        Kind::Words(choices) => {
            json!({ "type": "array", "items": { "enum": choices }, "uniqueItems": true })
        }
        Kind::Rays => json!({
            "type": "array", "items": { "enum": rays() }, "minItems": 1, "uniqueItems": true,
        }),
        Kind::Direction => {
            json!({ "type": "array", "items": { "type": "number" }, "minItems": 3, "maxItems": 3 })
        }
        Kind::BoneFiles => {
            let properties: Map<String, Value> =
                rays().into_iter().map(|ray| (ray, json!({ "type": "string" }))).collect();
            json!({
                "type": "object", "properties": properties, "additionalProperties": false, "minProperties": 1,
            })
        }
        Kind::Table(fields) => object(fields),
        Kind::Tables(fields) => json!({ "type": "array", "items": object(fields) }),
    }
}

fn rays() -> Vec<String> {
    Ray::ALL.iter().map(ToString::to_string).collect()
}

/// Meaning, unit and where the default comes from, in one line.
fn description(field: &Field) -> String {
    let unit = if field.unit().is_empty() { String::new() } else { format!(" Unit: {}.", field.unit()) };
    let derived = match field.fallback {
        Fallback::Derived(words) => format!(" Default: {words}."),
        _ => String::new(),
    };
    let source = if field.source.is_empty() {
        String::new()
    } else {
        format!(" Source of the default: {}.", field.source)
    };
    format!("{}{unit}{derived}{source}", field.meaning.trim())
}
