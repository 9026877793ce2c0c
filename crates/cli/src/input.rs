//! Reading files that a user names.

use crate::console::Console;
use crate::failure::{Failure, FaultyFile};
use crate::mistakes;
use osteotome_foot::scenario::{self, Diagnostic, Reading, Scenario, Severity};
use osteotome_geometry::{InputFileError, read_input_file};
use osteotome_sweep::file::read_sweep;
use osteotome_sweep::plan::Plan;
use std::path::Path;

/// A scenario of a megabyte is none; the limit keeps wrong files from being swallowed.
const LARGEST_MIB: u64 = 1;

/// Reads a scenario file and prints its warnings.
pub(crate) fn scenario(path: &Path, console: &Console) -> Result<Reading, Failure> {
    let source = text(path)?;
    let reading = parse(path, &source).map_err(|file| Failure::Mistakes(vec![file]))?;
    mistakes::print(console, path, &source, &reading.warnings);
    Ok(reading)
}

/// Files of a result that hold its scenario.
const RECORDS: [&str; 2] = ["outcome.json", "fragments.json"];

/// Reads a scenario file, or the scenario that a folder of results was made from; and the name to call it by.
pub(crate) fn scenario_or_result(path: &Path, console: &Console) -> Result<(Scenario, String), Failure> {
    let stem = |name: Option<&std::ffi::OsStr>| {
        name.map_or_else(|| "scenario".to_owned(), |name| name.to_string_lossy().into_owned())
    };
    if !path.is_dir() {
        return Ok((scenario(path, console)?.scenario, stem(path.file_stem())));
    }
    let Some(record) = RECORDS.map(|name| path.join(name)).into_iter().find(|record| record.is_file()) else {
        let message = format!("{} has neither {} nor {}", path.display(), RECORDS[0], RECORDS[1]);
        return Err(
            Failure::input(message).hinting("name a scenario file, or a folder that run or mesh wrote")
        );
    };
    let unusable = |what: String| Failure::input(format!("{}: {what}", record.display()));
    let file = std::fs::File::open(&record).map_err(|error| unreadable(&record, &error))?;
    let document: serde_json::Value = serde_json::from_reader(std::io::BufReader::new(file))
        .map_err(|error| unusable(format!("not a result of osteotome: {error}")))?;
    let source = toml::to_string(&document["scenario"])
        .map_err(|error| unusable(format!("holds no scenario: {error}")))?;
    // Paths of bones in a result count from where the command ran.
    let reading = scenario::read(&source, Path::new(""))
        .map_err(|mistakes| unusable(format!("its scenario has mistakes: {}", mistakes[0].message)))?;
    Ok((reading.scenario, stem(path.file_name())))
}

/// Reads a sweep file, and the bones of its base scenario, and plans it.
pub(crate) fn sweep(path: &Path) -> Result<Plan, Failure> {
    let source = text(path)?;
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
    let bytes = read_input_file(path, LARGEST_MIB).map_err(|error| match error {
        InputFileError::Unreadable(error) => unreadable(path, &error),
        other => Failure::input(format!("{} {other}", path.display())),
    })?;
    String::from_utf8(bytes).map_err(|error| not_text(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
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
