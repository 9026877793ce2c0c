//! `osteotome mesh`: fragments only, with the quality of their meshes.

use crate::Verdict;
use crate::arguments::MeshOptions;
use crate::console::Console;
use crate::failure::Failure;
use crate::given;
use crate::interruption::Interruption;
use crate::progress::ProgressDisplay;
use crate::{meshes, outcome_tables, output};
use osteotome_foot::outcome::FragmentOutcome;
use osteotome_foot::{CutFoot, NamedHinge};
use osteotome_sweep::provenance::Provenance;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::SystemTime;

/// Cuts and meshes the bones of a scenario, writes the fragments and prints their figures.
pub(crate) fn mesh(options: &MeshOptions, console: &Console) -> Result<Verdict, Failure> {
    let started = output::time(SystemTime::now());
    let given = given::given(&options.scenario, console)?;
    let target = output::folder(&options.scenario, &options.target, "-mesh")?;
    let folder = output::open(&target, given.origin("mesh"), &options.target, console)?;
    let interruption = Interruption::watch()?;
    let scenario = given.scenario.clone();
    let display = ProgressDisplay::new(*console);
    let mut progress = display.observer();
    let left = interruption
        .abortable(move || osteotome_foot::fragments(&scenario, &mut |news| progress.observe(news)))?
        .map_err(Failure::Run)?;
    let figures: BTreeMap<String, FragmentOutcome> = left
        .fragments
        .iter()
        .map(|named| (named.name.clone(), FragmentOutcome::of(&named.fragment)))
        .collect();
    let removed_mm3: BTreeMap<String, f64> =
        left.removed_mm3.iter().map(|(ray, removed_mm3)| (ray.to_string(), *removed_mm3)).collect();
    let document = json!({
        "provenance": Provenance::here(started, rayon::current_num_threads(), None, given.inputs.clone()),
        "scenario": given.scenario.to_json(), "fragments": figures, "hinges": left.hinges, "removed_mm3": removed_mm3,
    });
    let document = format!("{document:#}");
    display.stage("write");
    let written = folder.fill(|folder| {
        for named in &left.fragments {
            meshes::write(folder, named).map_err(Failure::other)?;
        }
        output::write(folder, "fragments.json", &format!("{document}\n"))?;
        interruption.check()
    });
    drop(display);
    match options.json {
        true => console.result(&document),
        false => console.result(&format!("{}{}", outcome_tables::fragments(&figures), surgery(&left))),
    }
    written.map_err(Failure::after_results)?;
    let warnings = figures.iter().flat_map(|(name, figures)| figures.warnings(name));
    warnings.for_each(|warning| console.note(&format!("warning: {warning}")));
    console.note(&format!("written: {}", target.display()));
    Ok(Verdict::Passed)
}

/// Bone removed and hinges left, a line each.
fn surgery(left: &CutFoot) -> String {
    let removed = left
        .removed_mm3
        .iter()
        .map(|(ray, removed_mm3)| format!("\n{ray}: {removed_mm3:.1} mm³ of bone removed"));
    let hinges = left.hinges.iter().map(|hinge| {
        let NamedHinge { ray, level_mm, area_mm2 } = hinge;
        format!("\n{ray}: the cut {level_mm} mm from the tip leaves a hinge of {area_mm2:.2} mm²")
    });
    removed.chain(hinges).collect()
}
