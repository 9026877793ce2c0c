//! What scenarios have in common: keys that are equal only where the parts they name are the same, bit for bit.
//!
//! A key is everything of a scenario that its part depends on, written out. Parts leave out what is *known* not to touch
//! them, so a field that is new to the scenario separates cases until somebody knows better, and never joins wrong ones.

use crate::Ray;
use crate::scenario::Scenario;
use serde_json::{Value, json};

/// Soft-tissue parameters that act on cut bones only.
const AT_THE_CUT: [&str; 8] = [
    "dressing_n",
    "sleeve_axial_n_per_mm",
    "sleeve_shear_n_per_mm",
    "sleeve_stiffening_mm",
    "sleeve_rotation_nm_per_rad",
    "strip_stiffness_n_per_mm",
    "strip_length_mm",
    "strip_strength_n",
];

/// The sections of a scenario that say what is cut.
const OPERATIONS: [&str; 2] = ["osteotomy", "resection"];

/// Keys of the parts of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartKeys {
    /// Of the placed foot.
    pub placement: String,
    /// Of each bone to condense: its ray, whether it is cut, and its key.
    pub bones: Vec<(Ray, bool, String)>,
    /// Of the intact foot at rest.
    pub intact: String,
}

impl Scenario {
    /// The keys of the parts that a run of this scenario is made of: the placed foot, every bone before the operation, the cut
    /// ones after it, and the intact foot at rest.
    #[must_use]
    pub fn part_keys(&self) -> PartKeys {
        let written = self.to_json();
        let placement = placement(&written);
        let mut bones = Vec::new();
        for ray in &self.foot.rays {
            bones.push((*ray, false, bone(&written, *ray, &placement, &[])));
            let operations = operations_on(&written, *ray);
            if !operations.is_empty() {
                bones.push((*ray, true, bone(&written, *ray, &placement, &operations)));
            }
        }
        PartKeys { intact: intact(&written, &placement), placement, bones }
    }
}

fn placement(written: &Value) -> String {
    without(&written["foot"], &["body_weight_n"]).to_string()
}

fn bone(written: &Value, ray: Ray, placement: &str, operations: &[Value]) -> String {
    // Only a cut has a fine zone.
    let unused: &[&str] = if operations.is_empty() { &["cut_size_mm"] } else { &[] };
    // Soft tissue is springs, tensions and places, which no condensed bone knows of.
    json!([placement, ray.to_string(), operations, without(&written["mesh"], unused), written["bone"]])
        .to_string()
}

fn intact(written: &Value, placement: &str) -> String {
    let mut rest = without(written, &["title", "foot", "contact", "soft_tissue", "mesh"]);
    if let Value::Object(sections) = &mut rest {
        OPERATIONS.iter().chain(&["healing"]).for_each(|name| drop(sections.shift_remove(*name)));
    }
    let mesh = without(&written["mesh"], &["cut_size_mm"]);
    json!([placement, rest, mesh, without(&written["soft_tissue"], &AT_THE_CUT)]).to_string()
}

/// What is done to `ray`, without the names of the other rays it is done to.
fn operations_on(written: &Value, ray: Ray) -> Vec<Value> {
    let tables = OPERATIONS.iter().filter_map(|name| written[*name].as_array()).flatten();
    let names_it = |table: &&Value| table["rays"].as_array().is_some_and(|rays| rays.contains(&json!(ray)));
    // The hand works on condensed bones.
    tables.filter(names_it).map(|table| without(table, &["rays", "hand"])).collect()
}

fn without(table: &Value, names: &[&str]) -> Value {
    let mut kept = table.clone();
    if let Value::Object(entries) = &mut kept {
        names.iter().for_each(|name| drop(entries.shift_remove(*name)));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SoftTissue;
    use crate::anatomy::FootAnatomy;
    use crate::model::build_bone;
    use crate::scenario::read;
    use std::path::Path;

    fn scenario(text: &str) -> Scenario {
        read(text, Path::new(".")).expect("the scenario has no mistakes").scenario
    }

    fn cut(rays: &str, more: &str) -> Scenario {
        scenario(&format!("[[osteotomy]]\nrays = {rays}\ntechnique = \"classic\"\n{more}"))
    }

    #[test]
    fn load_friction_and_springs_share_every_bone() {
        let base = cut("[\"M2\", \"M3\"]", "");
        let other = cut(
            "[\"M2\", \"M3\"]",
            "[load]\nforefoot_n = 300\n[contact]\nfriction = 0.1\n[soft_tissue]\nflexor_tension_n = 40\npad_thickness_mm = 10\nplate_depth_ratio = 0.5\n",
        );
        assert_eq!(base.part_keys().bones, other.part_keys().bones);
        assert_ne!(base.part_keys().intact, other.part_keys().intact);
    }

    #[test]
    fn what_acts_at_the_cut_leaves_the_intact_foot_alone() {
        let base = cut("[\"M2\", \"M3\"]", "").part_keys();
        let friction = cut("[\"M2\", \"M3\"]", "[contact]\nfriction = 0.1\n").part_keys();
        let healing = cut("[\"M2\", \"M3\"]", "[healing]\nweek = 6\n").part_keys();
        assert_eq!((&base.intact, &base.bones), (&healing.intact, &healing.bones));
        let level = cut("[\"M3\"]", "level_mm = 20\n[mesh]\ncut_size_mm = 1.0\n").part_keys();
        assert_eq!(base.intact, friction.intact);
        assert_eq!(base.intact, level.intact);
        let whole = |keys: &PartKeys| keys.bones.iter().filter(|b| !b.1).cloned().collect::<Vec<_>>();
        assert_eq!(whole(&base), whole(&level));
        let m3 = |keys: &PartKeys| keys.bones.iter().find(|b| b.1 && b.0 == Ray::M3).cloned();
        assert_ne!(m3(&base), m3(&level));
    }

    #[test]
    fn a_ray_cut_alike_is_the_same_whatever_else_is_cut() {
        let (two, one) = (cut("[\"M2\", \"M3\"]", "").part_keys(), cut("[\"M3\"]", "").part_keys());
        let m3 = |keys: &PartKeys| keys.bones.iter().find(|b| b.1 && b.0 == Ray::M3).cloned();
        assert_eq!(m3(&two), m3(&one));
    }

    /// Guards the keys: a parameter of soft tissue that changed a condensed bone would make wrong cases share.
    #[test]
    fn no_soft_tissue_changes_a_condensed_bone() {
        let bone = |tissue: &SoftTissue| {
            let coarse = "[foot]\nrays = [\"M2\"]\n[mesh]\nsize_mm = 5.0\ncut_size_mm = 5.0\norder = 1\n";
            let scenario = Scenario { soft_tissue: tissue.clone(), ..scenario(coarse) };
            let foot = FootAnatomy::place(&scenario.foot).expect("the template");
            let model = build_bone(&scenario, &foot, Ray::M2, false).expect("a bone");
            model.head().flexible.flexibility.clone()
        };
        let default = bone(&SoftTissue::default());
        for parameter in SoftTissue::PARAMETERS {
            let mut tissue = SoftTissue::default();
            if let Some(value) = tissue.get_mut(parameter.key) {
                *value = 0.5 * (parameter.default + parameter.maximum);
            }
            assert!(bone(&tissue) == default, "{}", parameter.key);
        }
    }
}
