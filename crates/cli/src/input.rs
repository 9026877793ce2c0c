//! Reading files that a user names.

use crate::console::Console;
use crate::failure::{Failure, FaultyFile};
use crate::mistakes;
use osteotome_foot::scenario::{self, Diagnostic, Reading, Scenario, Severity};
use osteotome_geometry::{InputFileError, read_input_file};
use osteotome_sweep::file::{is_sweep, read_sweep};
use osteotome_sweep::plan::Plan;
use std::path::Path;

/// A scenario of a megabyte is none; the limit keeps wrong files from being swallowed.
const LARGEST_MIB: u64 = 1;

/// Reads a scenario file and prints its warnings; gives its text, too.
pub(crate) fn scenario(path: &Path, console: &Console) -> Result<(String, Scenario), Failure> {
    let source = text(path)?;
    if is_sweep(&source) {
        return Err(Failure::input(format!(
            "{} is a sweep file, which holds many scenarios",
            path.display()
        ))
        .hinting(format!("osteotome sweep {}", path.display())));
    }
    let reading = parse(path, &source).map_err(|file| Failure::Mistakes(vec![file]))?;
    mistakes::print(console, path, &source, &reading.warnings);
    Ok((source, reading.scenario))
}

/// Reads a sweep file, and the bones of its base scenario, and plans it.
pub(crate) fn sweep(path: &Path) -> Result<Plan, Failure> {
    let source = text(path)?;
    if !is_sweep(&source) && parse(path, &source).is_ok() {
        return Err(Failure::input(format!(
            "{} is the file of one scenario, not of a sweep",
            path.display()
        ))
        .hinting(format!("osteotome run {}", path.display())));
    }
    parse_sweep(path, &source)
}

/// Plans the sweep of a text.
pub(crate) fn parse_sweep(path: &Path, source: &str) -> Result<Plan, Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let faulty = |mistakes| {
        Failure::Mistakes(vec![FaultyFile { path: path.to_owned(), source: source.to_owned(), mistakes }])
    };
    let sweep = read_sweep(source, folder).map_err(faulty)?;
    let base = text(&sweep.base)?;
    parse(&sweep.base, &base).map_err(|file| Failure::Mistakes(vec![file]))?;
    Plan::new(sweep).map_err(|error| Failure::input(error.to_string()))
}

/// Reads the text of a scenario file and examines the bones that it names.
pub(crate) fn parse(path: &Path, source: &str) -> Result<Reading, FaultyFile> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let faulty = |mistakes| FaultyFile { path: path.to_owned(), source: source.to_owned(), mistakes };
    let mut reading = scenario::read(source, folder).map_err(faulty)?;
    let mut mistakes = scenario::bone_mistakes(&reading);
    if mistakes.iter().any(|mistake| mistake.severity == Severity::Error) {
        mistakes.splice(0..0, reading.warnings);
        return Err(faulty(mistakes));
    }
    reading.warnings.append(&mut mistakes);
    Ok(reading)
}

/// The text of a file.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    if path.is_dir() {
        let message = format!("{} is a folder", path.display());
        return Err(Failure::input(message).hinting("name a scenario file in it"));
    }
    String::from_utf8(bytes(path, LARGEST_MIB)?).map_err(|error| not_text(path, &error))
}

/// The contents of a file.
pub(crate) fn bytes(path: &Path, largest_mib: u64) -> Result<Vec<u8>, Failure> {
    read_input_file(path, largest_mib).map_err(|error| match error {
        InputFileError::Unreadable(error) => unreadable(path, &error),
        other => Failure::input(format!("{} {other}", path.display())),
    })
}

pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::NotFound => Failure::input(format!("{} does not exist", path.display())),
        _ => Failure::input(format!("cannot read {}: {error}", path.display())),
    }
}

/// TOML is UTF-8; the message points at the first byte that is not.
fn not_text(path: &Path, error: &std::string::FromUtf8Error) -> Failure {
    let good = error.utf8_error().valid_up_to();
    let source = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let span = good..good + char::REPLACEMENT_CHARACTER.len_utf8();
    let mistake = Diagnostic::error(span, "not TOML: this byte is not UTF-8 text")
        .accepting("text in UTF-8")
        .hinting("save the file as UTF-8");
    Failure::Mistakes(vec![FaultyFile { path: path.to_owned(), source, mistakes: vec![mistake] }])
}
