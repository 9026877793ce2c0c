//! An outcome as columns.

use crate::column::number_column;
use osteotome_foot::outcome::Outcome;
use serde_json::Value;
use std::collections::BTreeMap;

/// Every number of `outcome` by the name of its column: `M2_shortening_mm`, `M2_distal_volume_mm3`, `residual_n`.
///
/// Times are left out, for they differ from run to run; so are numbers that are not finite and lists other than pairs.
pub(super) fn outcome_columns(outcome: &Outcome) -> BTreeMap<String, f64> {
    serde_json::to_value(outcome).map(|written| columns_of(&written)).unwrap_or_default()
}

fn columns_of(written: &Value) -> BTreeMap<String, f64> {
    let mut columns = BTreeMap::new();
    if let Value::Object(entries) = written {
        for (name, value) in entries.iter().filter(|(name, _)| *name != "time_s") {
            // Heads and fragments are named by what they are.
            let name = if ["heads", "fragments"].contains(&name.as_str()) { "" } else { name };
            collect(name, value, &mut columns);
        }
    }
    columns
}

fn collect(name: &str, value: &Value, columns: &mut BTreeMap<String, f64>) {
    match value {
        Value::Number(number) => {
            let number = number.as_f64().filter(|number| number.is_finite());
            columns.extend(number.map(|number| (column(name), number)));
        }
        Value::Object(entries) => {
            for (key, inner) in entries {
                let key = key.replace('-', "_");
                let name = if name.is_empty() { key } else { format!("{name}_{key}") };
                collect(&name, inner, columns);
            }
        }
        Value::Array(pair) if pair.len() == 2 && pair.iter().all(Value::is_number) => {
            let (owner, what) = name.split_once('_').unwrap_or(("", name));
            for (side, inner) in ["proximal", "distal"].into_iter().zip(pair) {
                collect(&format!("{owner}_{side}_{what}"), inner, columns);
            }
        }
        _ => {}
    }
}

fn column(name: &str) -> String {
    let counted = name.ends_with("_tetrahedra") || name.ends_with("_nodes");
    if counted { format!("{name}_count") } else { number_column(name) }
}

#[cfg(test)]
mod tests {
    use super::columns_of;
    use serde_json::json;

    #[test]
    fn heads_and_pairs_are_named_and_what_is_no_number_is_left_out() {
        let head =
            json!({ "cut": true, "shortening_mm": 2.5, "face_area_mm2": [70.0, 60.0], "mean_gap_mm": null });
        let columns = columns_of(&json!({
            "converged": true,
            "residual_n": 1e-9,
            "heads": { "M2": head },
            "fragments": { "M2-distal": { "nodes": 120, "moduli": [] } },
            "time_s": { "total": 1.0 },
        }));
        let expected = [
            ("M2_distal_face_area_mm2", 60.0),
            ("M2_distal_nodes_count", 120.0),
            ("M2_proximal_face_area_mm2", 70.0),
            ("M2_shortening_mm", 2.5),
            ("residual_n", 1e-9),
        ];
        assert_eq!(columns.into_iter().collect::<Vec<_>>(), expected.map(|(name, n)| (name.to_owned(), n)));
    }
}
