//! An outcome as columns.

use crate::column::number_column;
use osteotome_foot::Ray;
use osteotome_foot::outcome::{
    ForefootOutcome, ForefootState, FragmentOutcome, HeadOutcome, HealingOutcome, Outcome,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Every number of `outcome` by the name of its column: `M2_shortening_mm`, `M2_distal_volume_mm3`, `residual_n`.
///
/// Times are left out, for they differ from run to run; so are numbers that are not finite and lists other than pairs.
pub(super) fn outcome_columns(outcome: &Outcome) -> BTreeMap<String, f64> {
    serde_json::to_value(outcome).map(|written| columns_of(&written)).unwrap_or_default()
}

/// The columns that outcomes of five rays have, cut or not, healed or not: what may be asked for before anything ran.
pub(crate) fn usual_columns() -> BTreeSet<String> {
    let bodies = ["", "-distal", "-proximal"];
    let fragment = |ray: &Ray| bodies.map(|body| (format!("{ray}{body}"), json!(FragmentOutcome::default())));
    let example = json!({
        "residual_n": 0.0,
        "residual_moment_nmm": 0.0,
        "ground_rise_mm": 0.0,
        "heads": by_ray(&HeadOutcome::default()),
        "forefoot": ForefootOutcome { intact: usual_forefoot(), cut: usual_forefoot() },
        "healing": by_ray(&HealingOutcome::default()),
        "fragments": Ray::ALL.iter().flat_map(fragment).collect::<Map<_, _>>(),
    });
    columns_of(&example).into_keys().collect()
}

fn by_ray(value: &impl serde::Serialize) -> Map<String, Value> {
    Ray::ALL.iter().map(|ray| (ray.to_string(), json!(value))).collect()
}

/// A state with everything that depends on which rays there are.
fn usual_forefoot() -> ForefootState {
    let of_rays: BTreeMap<String, f64> = Ray::ALL.iter().map(|ray| (ray.to_string(), 0.0)).collect();
    let of_pairs: BTreeMap<String, f64> =
        Ray::ALL.windows(2).map(|pair| (format!("{}-{}", pair[0], pair[1]), 0.0)).collect();
    ForefootState {
        arch_mm: Some(0.0),
        parabola_mm: of_pairs.clone(),
        head_distance_mm: of_pairs.clone(),
        fascia_n: of_rays.clone(),
        toe_n: of_rays,
        ligament_n: of_pairs.clone(),
        between_heads_n: of_pairs,
        first_ray_lateral_n: Some(0.0),
        ..ForefootState::default()
    }
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

    #[test]
    fn usual_columns_begin_like_outcomes() {
        let columns = super::usual_columns();
        assert!(columns.contains("M3_distal_volume_mm3") && columns.len() > 200, "{}", columns.len());
        for column in columns {
            assert!(crate::column::begins_like_an_outcome(&column), "{column}");
        }
    }
}
