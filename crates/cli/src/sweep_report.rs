//! What a sweep will do, before it does it.

use crate::commands::sweep::cores;
use osteotome_sweep::estimate::{Estimate, Preview};
use osteotome_sweep::plan::Plan;
use serde_json::{Value, json};
use std::path::Path;

fn geometric(plan: &Plan) -> Vec<&str> {
    let axes = plan.sweep.axes.iter().zip(plan.geometric_axes());
    axes.filter(|(_, geometric)| *geometric).map(|(axis, _)| axis.column.as_str()).collect()
}

/// Cases whose combination of values is no scenario, and why.
fn invalid(preview: &Preview) -> Vec<(usize, &String)> {
    preview.cases.iter().filter_map(|case| Some((case.number, case.scenario.as_ref().err()?))).collect()
}

/// The plan in a few lines.
pub(crate) fn text(path: &Path, plan: &Plan) -> String {
    let preview = plan.preview(None);
    let Estimate { census, time_s, memory_bytes } = plan.estimate(None, &preview, cores());
    let geometric = geometric(plan);
    let axes = match geometric.as_slice() {
        [] => "no axis changes the bones".to_owned(),
        some => format!("new bones with every value of {}", some.join(", ")),
    };
    let mut lines = vec![
        format!("{}: no mistakes", path.display()),
        format!("{} cases over {} axes; {axes}", plan.len(), plan.sweep.axes.len()),
        format!(
            "shared: {} placed feet, {} whole and {} cut bones, {} settled intact feet",
            census.feet, census.whole_bones, census.cut_bones, census.intact_feet
        ),
        format!(
            "about {} on {} cores, {:.1} GiB",
            duration(time_s),
            cores(),
            memory_bytes / f64::from(1 << 30)
        ),
    ];
    let (invalid, tried) = (invalid(&preview), preview.cases.len());
    let of = if tried < preview.of { format!(" of {tried} that were tried") } else { String::new() };
    if let Some((case, reason)) = invalid.first() {
        lines.push(format!(
            "{} cases{of} will have no outcome; the first is case {case}: {reason}",
            invalid.len()
        ));
    }
    lines.join("\n")
}

fn duration(time_s: f64) -> String {
    match time_s {
        ..90.0 => format!("{time_s:.0} s"),
        ..5400.0 => format!("{:.0} min", time_s / 60.0),
        _ => format!("{:.1} h", time_s / 3600.0),
    }
}

/// The plan as JSON.
pub(crate) fn json(path: &Path, plan: &Plan) -> Value {
    let preview = plan.preview(None);
    let Estimate { census, time_s, memory_bytes } = plan.estimate(None, &preview, cores());
    json!({
        "file": path.to_string_lossy(),
        "mistakes": [],
        "cases": plan.len(),
        "axes": plan.sweep.axes.iter().map(|axis| &axis.column).collect::<Vec<_>>(),
        "geometric_axes": geometric(plan),
        "placed_feet": census.feet,
        "whole_bones": census.whole_bones,
        "cut_bones": census.cut_bones,
        "intact_feet": census.intact_feet,
        "estimated_time_s": time_s,
        "estimated_memory_bytes": memory_bytes,
        "examined": preview.cases.len(),
        "invalid": invalid(&preview).iter().map(|(case, why)| json!({ "case": case, "reason": why })).collect::<Vec<_>>(),
    })
}
