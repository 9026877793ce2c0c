//! `osteotome mesh`: fragments only, with the quality of their meshes.

use crate::Verdict;
use crate::arguments::RunOptions;
use crate::console::Console;
use crate::failure::Failure;
use crate::output::{self, OutputFolder};
use crate::progress::ProgressDisplay;
use crate::{input, meshes, outcome_tables};
use osteotome_foot::NamedFragment;
use osteotome_foot::outcome::FragmentOutcome;
use serde_json::json;
use std::collections::BTreeMap;

/// Cuts and meshes the bones of a scenario, writes the fragments and prints their figures.
pub(crate) fn mesh(options: &RunOptions, console: &Console) -> Result<Verdict, Failure> {
    let scenario = input::scenario(&options.scenario, console)?.scenario;
    let output = OutputFolder::new(output::folder(options, "-mesh")?, options.force)?;
    let mut progress = ProgressDisplay::new(*console);
    let fragments =
        osteotome_foot::fragments(&scenario, &mut |news| progress.observe(news)).map_err(Failure::Run)?;
    let figures: BTreeMap<String, FragmentOutcome> =
        fragments.iter().map(|named| (named.name.clone(), figures(named))).collect();
    let document = format!("{:#}", json!({ "scenario": scenario.to_json(), "fragments": figures }));
    progress.stage("write");
    let folder = output.fill(|folder| {
        for named in &fragments {
            meshes::write(folder, named).map_err(Failure::other)?;
        }
        output::write(folder, "fragments.json", &format!("{document}\n"))
    })?;
    drop(progress);
    match options.json {
        true => console.result(&document),
        false => console.result(&outcome_tables::fragments(&figures)),
    }
    console.note(&format!("written: {}", folder.display()));
    Ok(Verdict::Passed)
}

fn figures(named: &NamedFragment) -> FragmentOutcome {
    let quality = named.fragment.quality;
    FragmentOutcome {
        tetrahedra: quality.tetrahedra,
        nodes: quality.nodes,
        volume_mm3: quality.volume_mm3,
        min_dihedral_deg: quality.min_dihedral_deg,
        max_dihedral_deg: quality.max_dihedral_deg,
        moduli: Vec::new(),
    }
}
