//! Where results go, and whose they are.

use crate::arguments::TargetOptions;
use crate::console::Console;
use crate::failure::Failure;
use crate::given;
use osteotome_files::{Origin, Overwriting, ResultFolder};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Opens the folder for results of `origin`, before anything is computed.
pub(crate) fn open(
    target: &Path,
    origin: Origin,
    options: &TargetOptions,
    console: &Console,
) -> Result<ResultFolder, Failure> {
    let overwriting = if options.force { Overwriting::Anything } else { Overwriting::SameSource };
    let folder = ResultFolder::open(target, origin, overwriting)?;
    if let Some((taken, free)) = folder.shortage_bytes() {
        console.note(&format!(
            "{:.1} MB are left on the file system of {}, and the results that are there now take {:.1} MB",
            megabytes(free),
            target.display(),
            megabytes(taken)
        ));
    }
    Ok(folder)
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Says, after a failure, that what lies in `target` is of an earlier run: it must not pass for what this one was to make.
pub(crate) fn say_what_is_older(target: &Path, record: &str, console: &Console) {
    let written = fs::metadata(target.join(record)).and_then(|metadata| metadata.modified());
    if let Ok(written) = written {
        console.note(&format!(
            "{} still holds the results of an earlier run, of {}; this one left none",
            target.display(),
            time(written)
        ));
    }
}

/// A moment as ISO 8601 has it, in UTC, to the second.
pub(crate) fn time(moment: SystemTime) -> String {
    humantime::format_rfc3339_seconds(moment).to_string()
}

/// Where results go: as asked, or by the name of the scenario and `suffix`. What repeats a result does not replace it.
pub(crate) fn folder(source: &Path, target: &TargetOptions, suffix: &str) -> Result<PathBuf, Failure> {
    if let Some(folder) = &target.output {
        return Ok(folder.clone());
    }
    let name = given::name(source);
    let again = if given::is_result(source) { "-repeated" } else { "" };
    match name {
        Some(name) => Ok(default_folder(&name, &format!("{suffix}{again}"))),
        None => Err(Failure::input("the scenario has no name to call the results by")
            .hinting("give a folder with -o")),
    }
}

/// Where the results of the scenario called `stem` go unless asked otherwise.
pub(crate) fn default_folder(stem: &str, suffix: &str) -> PathBuf {
    Path::new("results").join(format!("{stem}{suffix}"))
}

/// The path as seen from everywhere, if the system tells.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Writes a text file into a folder that is being filled.
pub(crate) fn write(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|error| Failure::system("write", &path, &error))
}
