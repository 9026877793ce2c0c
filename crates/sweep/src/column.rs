//! Names of columns: the path of the field, its unit at the end.

use toml::Value;

/// Columns of every table that are neither axes nor fields nor numbers of an outcome.
pub(crate) const PLAN_COLUMNS: [&str; 5] = ["case", "status", "reason", "folder", "warnings"];

/// How columns of outcomes begin; those of fields begin with the section of a scenario.
const OUTCOME_BEGINNINGS: [&str; 9] =
    ["M1_", "M2_", "M3_", "M4_", "M5_", "forefoot_", "healing_", "residual_", "ground_rise"];

/// Whether `name` may be that of an outcome.
pub(crate) fn begins_like_an_outcome(name: &str) -> bool {
    let begins = |beginning: &str| {
        name.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
    };
    OUTCOME_BEGINNINGS.iter().any(|beginning| begins(beginning))
}

/// Endings that say what a number is measured in.
const UNITS: [&str; 21] = [
    "_n_per_mm",
    "_nm_per_rad",
    "_nm_per_deg",
    "_nmm_per_rad",
    "_n_s_per_mm",
    "_per_mm",
    "_nmm",
    "_mm3",
    "_mm2",
    "_mm",
    "_mpa",
    "_deg",
    "_n",
    "_s",
    "_microstrain",
    "_ratio",
    "_factor",
    "_fraction",
    "_count",
    "_percent",
    "_order",
];

/// The column of a number called `name`: its unit stands at the end, after the ray or the pair of rays that it is of; numbers without a
/// unit are ratios.
pub(crate) fn number_column(name: &str) -> String {
    if let Some((what, unit, of)) = unit_before_ray(name) {
        return format!("{what}_{of}{unit}");
    }
    if has_unit(name) || name.contains("_ratio_") { name.to_owned() } else { format!("{name}_ratio") }
}

/// What `forefoot_cut_fascia_n_M2` is, its unit, and of whom: `forefoot_cut_fascia`, `_n`, `M2`.
fn unit_before_ray(name: &str) -> Option<(&str, &str, &str)> {
    let is_ray =
        |word: &str| word.len() == 2 && word.starts_with('M') && word.ends_with(|c| ('1'..='5').contains(&c));
    UNITS.iter().find_map(|unit| {
        let (what, of) = name.split_once(&format!("{unit}_"))?;
        of.split('_').all(is_ray).then_some((what, *unit, of))
    })
}

/// The column of an axis over the field called `name` that has values like `value`.
pub(crate) fn axis_column(name: &str, value: &Value) -> String {
    match value {
        Value::Float(_) | Value::Integer(_) => number_column(name),
        _ => name.to_owned(),
    }
}

/// The column of what is added to the field called `name`: `_offset` before the unit.
pub(crate) fn offset_column(name: &str) -> String {
    match UNITS.iter().find(|unit| name.ends_with(**unit)) {
        Some(unit) => format!("{}_offset{unit}", name.trim_end_matches(unit)),
        None => format!("{name}_offset_ratio"),
    }
}

fn has_unit(name: &str) -> bool {
    UNITS.iter().any(|unit| name.ends_with(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_unit() {
        assert_eq!(number_column("contact_friction"), "contact_friction_ratio");
        assert_eq!(number_column("M2_shortening_mm"), "M2_shortening_mm");
        assert_eq!(number_column("soft_tissue_pad_ratio_m1"), "soft_tissue_pad_ratio_m1");
        assert_eq!(offset_column("osteotomy_plane_sagittal_deg"), "osteotomy_plane_sagittal_offset_deg");
        assert_eq!(number_column("forefoot_cut_fascia_n_M2"), "forefoot_cut_fascia_M2_n");
        assert_eq!(number_column("forefoot_intact_parabola_mm_M1_M2"), "forefoot_intact_parabola_M1_M2_mm");
        assert_eq!(number_column("forefoot_cut_between_heads_n_M4_M5"), "forefoot_cut_between_heads_M4_M5_n");
        assert_eq!(offset_column("contact_friction"), "contact_friction_offset_ratio");
    }
}
