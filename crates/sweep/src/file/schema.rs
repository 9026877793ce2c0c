//! The sweep file as JSON Schema, for editors.

use super::axis::{KEYS as AXIS_KEYS, MOST, SPREADS};
use super::sample::NAMES as DESIGNS;
use osteotome_foot::scenario::json_schema as scenario_schema;
use serde_json::{Map, Value, json};

/// A path with places of arrays: `osteotomy[1].level_mm`.
const INDEXED: &str = r"^[^.\[\]]+(\[[0-9]+\])?(\.[^.\[\]]+(\[[0-9]+\])?)*$";

/// JSON Schema (draft 2020-12) of a sweep file.
///
/// The fields of a scenario, with meaning and range, are those of the scenario's schema. Whether the values of an axis suit its
/// field is what `osteotome check` says.
#[must_use]
pub fn json_schema() -> Value {
    let fields = fields();
    let paths: Vec<&String> = fields.keys().collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "osteotome sweep",
        "type": "object",
        "additionalProperties": false,
        "required": ["base", "axis"],
        "properties": {
            "title": described("Title for reports.", json!({ "type": "string" })),
            "base": described(
                "The scenario that all cases vary; its path counts from the folder of this file.",
                json!({ "type": "string" })
            ),
            "set": {
                "description": "Fields of the scenario that are the same in every case of this sweep.",
                "type": "object",
                "properties": fields,
                "patternProperties": { INDEXED: {} },
                "additionalProperties": false,
            },
            "sample": sample(),
            "axis": {
                "description": "What varies; each axis with every combination of the others.",
                "type": "array",
                "minItems": 1,
                "items": axis(&paths),
            },
        },
    })
}

fn described(meaning: &str, mut schema: Value) -> Value {
    schema["description"] = json!(meaning);
    schema
}

fn sample() -> Value {
    json!({
        "description": "How distributions are sampled.",
        "type": "object",
        "additionalProperties": false,
        "required": ["points"],
        "properties": {
            "design": described("How points are spread.", json!({ "enum": DESIGNS, "default": DESIGNS[0] })),
            "points": described(
                "Number of points; of Saltelli's design the number of its rows, each of (axes + 2) cases.",
                json!({ "type": "integer", "minimum": 2, "maximum": MOST })
            ),
            "seed": described("Seed of the draw.", json!({ "type": "integer", "minimum": 0, "default": 0 })),
        },
    })
}

fn axis(paths: &[&String]) -> Value {
    let path = json!({ "anyOf": [{ "enum": paths }, { "type": "string", "pattern": INDEXED }] });
    let path_list = json!({ "type": "array", "items": path.clone(), "minItems": 1 });
    let value = |key: &str| match key {
        "path" => described(
            "The field, as in a scenario; a list of paths gives all of them the same value.",
            json!({ "anyOf": [path, path_list] }),
        ),
        "apply" => described(
            "What a value does to what the base scenario has, defaults included.",
            json!({ "enum": ["set", "add", "multiply"], "default": "set" }),
        ),
        "values" => {
            described("These values.", json!({ "type": "array", "minItems": 1, "uniqueItems": true }))
        }
        "range" => range(),
        "distribution" => distribution(),
        _ => described(
            "Name of the column; by default the path, with the unit at the end.",
            json!({ "type": "string" }),
        ),
    };
    let properties: Map<String, Value> =
        AXIS_KEYS.iter().map(|key| ((*key).to_owned(), value(key))).collect();
    let one_of: Vec<Value> = SPREADS.iter().map(|key| json!({ "required": [key] })).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["path"],
        "properties": properties,
        "oneOf": one_of,
    })
}

fn range() -> Value {
    let number = json!({ "type": "number" });
    json!({
        "description": "Evenly spaced values, both ends included.",
        "type": "object",
        "additionalProperties": false,
        "required": ["from", "to", "count"],
        "properties": {
            "from": number,
            "to": number,
            "count": { "type": "integer", "minimum": 2, "maximum": MOST },
        },
    })
}

fn distribution() -> Value {
    let kind = |kind: Value, keys: &[&str], required: &[&str]| {
        let number = |key: &&str| ((*key).to_owned(), json!({ "type": "number" }));
        let mut properties: Map<String, Value> = keys.iter().map(number).collect();
        properties.insert("kind".into(), kind);
        let required = [&["kind"], required].concat();
        json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
    };
    json!({
        "description": "Drawn by the sample of the sweep, in the unit of the field.",
        "oneOf": [
            kind(json!({ "enum": ["uniform", "log-uniform"] }), &["from", "to"], &["from", "to"]),
            kind(json!({ "const": "normal" }), &["mean", "deviation", "cut_off"], &["mean", "deviation"]),
        ],
    })
}

/// The schema of every field of a scenario by its path; those of tables in arrays once, for all of them.
fn fields() -> Map<String, Value> {
    let mut found = Map::new();
    collect("", &scenario_schema(), &mut found);
    found
}

fn collect(path: &str, schema: &Value, found: &mut Map<String, Value>) {
    if let Value::Object(properties) = &schema["properties"] {
        for (key, property) in properties {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            collect(&path, property, found);
        }
    } else if schema["items"]["properties"].is_object() {
        collect(path, &schema["items"], found);
    } else {
        found.insert(path.to_owned(), schema.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::json_schema;

    #[test]
    fn fields_are_known_by_their_paths_with_their_ranges() {
        let schema = json_schema();
        let fields = &schema["properties"]["set"]["properties"];
        assert_eq!(fields["contact.friction"]["minimum"], 0.0);
        assert_eq!(fields["osteotomy.level_mm"]["type"], "number");
        assert_eq!(fields["osteotomy.plane.sagittal_deg"]["type"], "number");
        assert_eq!(fields["mesh.order"]["type"], "integer");
        let axis = &schema["properties"]["axis"]["items"];
        let paths = &axis["properties"]["path"]["anyOf"][0]["anyOf"][0]["enum"];
        assert_eq!(paths.as_array().expect("paths").len(), fields.as_object().expect("fields").len());
    }
}
