//! Every numeric key of a scenario at both ends of its accepted range, one at a time in a coarse one-ray scenario.

use osteotome_foot::scenario::json_schema;
use serde_json::{Value, json};

/// A scenario with one key at one end of its range.
pub(crate) struct KeyEnd {
    /// The key, from the top: `osteotomy.burr.diameter_mm`.
    pub(crate) path: String,
    /// The value.
    pub(crate) value: f64,
    /// The scenario as the text of a file.
    pub(crate) text: String,
}

/// All of them.
pub(crate) fn key_ends() -> Vec<KeyEnd> {
    let mut found = Vec::new();
    collect("", &json_schema(), &mut found);
    found
}

fn collect(path: &str, schema: &Value, found: &mut Vec<KeyEnd>) {
    let table = if schema["type"] == "array" { &schema["items"] } else { schema };
    for (key, property) in table["properties"].as_object().into_iter().flatten() {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        for end in ["minimum", "maximum"] {
            if let Some(value) = property[end].as_f64() {
                let text = scenario(&path, &property[end]);
                found.push(KeyEnd { path: path.clone(), value, text });
            }
        }
        collect(&path, property, found);
    }
}

/// One ray cut classically, coarse, with `value` at `path` and what that key needs beside it.
fn scenario(path: &str, value: &Value) -> String {
    let mut scenario = json!({
        "foot": { "rays": ["M2"] },
        "osteotomy": { "rays": ["M2"], "technique": "classic" },
        "mesh": { "size_mm": 4.0, "cut_size_mm": 2.5, "order": 1 },
    });
    for (needed, with) in companions(path, value) {
        put(&mut scenario, needed, with);
    }
    put(&mut scenario, path, value.clone());
    for section in ["osteotomy", "resection", "stage"] {
        if let Some(table) = scenario.get_mut(section).filter(|table| table.is_object()) {
            *table = json!([table.take()]);
        }
    }
    scenario.as_object_mut().expect("a table").retain(|_, value| !value.is_null());
    toml::to_string(&scenario).expect("a scenario file")
}

/// What a key does not go without.
fn companions(path: &str, value: &Value) -> Vec<(&'static str, Value)> {
    match path {
        "osteotomy.plane.sagittal_deg" | "osteotomy.plane.transverse_deg" => {
            vec![
                ("osteotomy", json!({ "rays": ["M2"] })),
                ("osteotomy.plane", json!({ "reference": "shaft" })),
            ]
        }
        "osteotomy.burr.tip_diameter_mm" => {
            let shank = value.as_f64().unwrap_or_default().max(1.0) + 1.0;
            vec![("osteotomy.burr.shank_diameter_mm", json!(shank))]
        }
        "osteotomy.burr.shank_diameter_mm" => vec![("osteotomy.burr.tip_diameter_mm", json!(0.3))],
        "osteotomy.burr.loss_per_extra_pass_mm" => vec![("osteotomy.burr.passes", json!(2))],
        "bone.cancellous_modulus_mpa" | "bone.end_cortical_thickness_mm" => {
            vec![("bone.cortical_thickness_mm", json!(2.0))]
        }
        "mesh.size_mm" => vec![("mesh.cut_size_mm", json!(value.as_f64().unwrap_or_default().min(2.5)))],
        "healing.modulus_mpa" | "healing.week" => Vec::new(),
        _ if path.starts_with("healing.") => vec![("healing.week", json!(6))],
        _ if path.starts_with("resection.") => vec![
            ("osteotomy", Value::Null),
            ("resection", json!({ "rays": ["M2"], "part": "head" })),
            ("resection.plane", json!({ "reference": "shaft" })),
        ],
        _ => Vec::new(),
    }
}

/// Sets `path` to `value`, making the tables on the way.
fn put(scenario: &mut Value, path: &str, value: Value) {
    let mut place = scenario;
    for key in path.split('.') {
        place = &mut place[key];
    }
    *place = value;
}
