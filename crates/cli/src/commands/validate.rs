//! `osteotome validate`: the evidence, printed and written.

use crate::Verdict;
use crate::arguments::ValidateOptions;
use crate::console::Console;
use crate::failure::Failure;
use osteotome_files::write_whole_file;
use osteotome_validate::{Bench, Evidence, Full, markdown, probabilities};
use std::path::{Path, PathBuf};

/// Gathers the evidence and prints it. It passes when it ran: a claim that does not hold is a result.
pub(crate) fn validate(options: &ValidateOptions, console: &Console) -> Result<Verdict, Failure> {
    if let Some(path) = &options.write {
        refuse_unwritable(path)?;
    }
    let bench = if options.coarse { Bench::template().coarse() } else { Bench::template() };
    let observer = |done, all| console.note(&format!("settled {done} of {all} feet"));
    let mut evidence = Evidence::gather(&bench, &observer);
    if options.members > 0 {
        evidence.probabilities = probabilities(options.members as usize, &observer);
    }
    if options.full {
        evidence.full = Some(Full::gather(&bench, bones(options).as_deref(), options.feet, &observer));
    }
    let page = markdown(&evidence);
    match options.json {
        true => console.result(&serde_json::to_string_pretty(&evidence).map_err(Failure::other)?),
        false => console.result(page.trim_end()),
    }
    if let Some(path) = &options.write {
        write_whole_file(path, page.as_bytes())
            .map_err(|error| Failure::system("write", path, &error).after_results())?;
        console.note(&format!("written: {}", path.display()));
    }
    Ok(Verdict::Passed)
}

/// The folder of scanned feet: as given, or as the environment says.
fn bones(options: &ValidateOptions) -> Option<PathBuf> {
    options.bones.clone().or_else(|| std::env::var_os("OSTEOTOME_BONES").map(PathBuf::from))
}

/// Minutes of work must not end in a folder that does not exist.
fn refuse_unwritable(path: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    if path.is_dir() || !folder.is_dir() {
        return Err(Failure::input(format!("{} is not a file that could be written", path.display()))
            .hinting("give a file in a folder that exists with --write"));
    }
    Ok(())
}
