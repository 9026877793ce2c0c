//! `osteotome predict`: operated feet of the ensemble beside what was reported.

use crate::Verdict;
use crate::arguments::PredictOptions;
use crate::commands::sweep::cores;
use crate::console::Console;
use crate::failure::Failure;
use crate::study_progress::watched;
use osteotome_files::write_whole_file;
use osteotome_foot::ensemble_digest;
use osteotome_validate::prediction::{Predictions, prediction_markdown};
use std::path::Path;

/// Operates on the feet, writes the page and prints it. It passes when it ran: a claim that does not hold is a result.
pub(crate) fn predict(options: &PredictOptions, console: &Console) -> Result<Verdict, Failure> {
    let folder = &options.output;
    std::fs::create_dir_all(folder).map_err(|error| Failure::system("make", folder, &error))?;
    let how = Predictions {
        feet: options.feet as usize,
        bones: options.bones.as_deref().map(bones).transpose()?.unwrap_or_default(),
        tissue: options.set.as_ref().map_or_else(String::new, |set| format!("set = {set:?}")),
        threads: options.threads.map_or_else(cores, usize::from),
    };
    let feet = watched(console, |hearing| {
        osteotome_validate::prediction::predict(&how, folder, hearing).map_err(Failure::other)
    })?;
    let page = prediction_markdown(&feet, &ensemble_digest());
    let path = folder.join("predictions.md");
    write_whole_file(&path, page.as_bytes()).map_err(|error| Failure::system("write", &path, &error))?;
    console.result(page.trim_end());
    console.note(&format!("written: {}", path.display()));
    Ok(Verdict::Passed)
}

/// The lines of `[foot]` for the five right bones of a folder.
fn bones(folder: &Path) -> Result<String, Failure> {
    let folder = folder.canonicalize().map_err(|error| Failure::system("find", folder, &error))?;
    let file =
        |ray: usize| format!("M{ray} = {:?}", folder.join(format!("M{ray}_R.stl")).display().to_string());
    let files: Vec<String> = (1..=5).map(file).collect();
    Ok(format!("side = \"right\"\nbones = {{ {} }}", files.join(", ")))
}
