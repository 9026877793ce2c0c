//! The scenario that a command is given: a scenario file, or a result that holds the scenario it was made from.

use crate::console::Console;
use crate::failure::Failure;
use crate::input::{self, unreadable};
use osteotome_files::{Origin, finish_interrupted};
use osteotome_foot::Ray;
use osteotome_foot::scenario::{self, BoneSource, Scenario};
use osteotome_sweep::provenance::{InputFile, Provenance, hash};
use serde_json::Value;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Files of a result that hold its scenario.
const RECORDS: [&str; 2] = ["outcome.json", "fragments.json"];

/// Outcomes take some kilobytes.
const LARGEST_RECORD_MIB: u64 = 64;
/// Far more than any reader of bones takes.
const LARGEST_BONE_MIB: u64 = 4096;

/// A scenario with where it came from.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) scenario: Scenario,
    /// What to call results by.
    pub(crate) name: String,
    /// The scenario file, then its bones.
    pub(crate) inputs: Vec<InputFile>,
    /// The result it was read from, if it was not a scenario file.
    pub(crate) record: Option<Record>,
}

/// A result that was read.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) path: PathBuf,
    pub(crate) document: Value,
}

impl Given {
    /// What results of this scenario are marked with.
    pub(crate) fn origin(&self, kind: &str) -> Origin {
        let first = self.inputs.first();
        Origin {
            kind: kind.to_owned(),
            source_name: first.map_or_else(String::new, |file| file.path.to_string_lossy().into_owned()),
            source_hash: first.map_or_else(String::new, |file| file.blake3.clone()),
        }
    }
}

/// Whether `path` names a result, a folder or its main file, rather than a scenario file.
pub(crate) fn is_result(path: &Path) -> bool {
    path.is_dir() || path.extension() == Some(OsStr::new("json"))
}

/// What to call results by: the name of the scenario file or of the folder of the result.
pub(crate) fn name(path: &Path) -> Option<String> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let name = match (path.is_dir(), is_result(path)) {
        (true, _) => absolute.file_name(),
        (false, true) => absolute.parent().and_then(Path::file_name).or(absolute.file_stem()),
        (false, false) => path.file_stem(),
    };
    name.map(|name| name.to_string_lossy().into_owned())
}

/// Reads a scenario file, or the scenario that a folder of results, or their main file, was made from.
pub(crate) fn given(path: &Path, console: &Console) -> Result<Given, Failure> {
    let name = name(path).unwrap_or_else(|| "scenario".to_owned());
    if path.is_dir() {
        finish_interrupted(path)?;
        let record = RECORDS.map(|name| path.join(name)).into_iter().find(|record| record.is_file());
        return record.map_or_else(|| Err(no_record(path)), |record| recorded(&record, name, console));
    }
    if is_result(path) {
        finish_interrupted(path.parent().unwrap_or(Path::new("")))?;
        return recorded(path, name, console);
    }
    let (source, scenario) = input::scenario(path, console)?;
    let mut inputs = vec![InputFile::new("scenario", path, source.as_bytes())];
    inputs.extend(bones(&scenario)?);
    Ok(Given { scenario, name, inputs, record: None })
}

fn no_record(folder: &Path) -> Failure {
    let message =
        format!("{} is a folder with neither {} nor {} in it", folder.display(), RECORDS[0], RECORDS[1]);
    let hint = match folder.join("sweep.json").is_file() {
        true => "this is the folder of a sweep: name one of its cases, or the sweep file",
        false => "name a scenario file, or a folder that run or mesh wrote",
    };
    Failure::input(message).hinting(hint)
}

/// The bones of a scenario as they are now.
pub(crate) fn bones(scenario: &Scenario) -> Result<Vec<InputFile>, Failure> {
    let BoneSource::Files(files) = &scenario.foot.source else { return Ok(Vec::new()) };
    let read = |(ray, path): (&Ray, &PathBuf)| {
        InputFile::read(ray.to_string(), path).map_err(|error| unreadable(path, &error))
    };
    files.iter().map(read).collect()
}

/// Reads the scenario of a result, whose bones must hold what they held then.
fn recorded(path: &Path, name: String, console: &Console) -> Result<Given, Failure> {
    let unusable = |what: String| {
        Failure::input(format!("{}: {what}", path.display()))
            .hinting("name a scenario file, or a result that run or mesh wrote")
    };
    let bytes = input::bytes(path, LARGEST_RECORD_MIB)?;
    let mut document: Value = serde_json::from_slice(&bytes)
        .map_err(|error| unusable(format!("not a result of osteotome: {error}")))?;
    let provenance: Option<Provenance> =
        document.get("provenance").cloned().and_then(|value| serde_json::from_value(value).ok());
    let inputs = match &provenance {
        Some(provenance) => {
            for file in provenance.inputs.iter().filter(|file| is_bone(file)) {
                refuse_changed(path, file)?;
            }
            say_what_changed(path, provenance, console);
            provenance.inputs.clone()
        }
        None => {
            console.note(&format!(
                "{} does not say what its bones held, nor which program made it: they may have changed",
                path.display()
            ));
            vec![InputFile::new("result", path, &bytes)]
        }
    };
    let stored = document["scenario"].clone();
    place_bones(&mut document["scenario"], &inputs);
    let source = toml::to_string(&document["scenario"])
        .map_err(|error| unusable(format!("holds no scenario: {error}")))?;
    document["scenario"] = stored;
    // Paths of bones in a result count from where the command ran, if it does not give them in full.
    let reading = scenario::read(&source, Path::new(""))
        .map_err(|mistakes| unusable(format!("its scenario has mistakes: {}", mistakes[0].message)))?;
    let record = Some(Record { path: path.to_owned(), document });
    Ok(Given { scenario: reading.scenario, name, inputs, record })
}

fn is_bone(file: &InputFile) -> bool {
    Ray::ALL.iter().any(|ray| ray.to_string() == file.role)
}

/// A bone that is not what it was makes another foot.
fn refuse_changed(record: &Path, bone: &InputFile) -> Result<(), Failure> {
    let contents = input::bytes(&bone.path, LARGEST_BONE_MIB)?;
    if hash(&contents) == bone.blake3 {
        return Ok(());
    }
    let message = format!(
        "{}, the bone {} of {}, has changed since: its contents hash to {:.12}…, not to {:.12}…",
        bone.path.display(),
        bone.role,
        record.display(),
        hash(&contents),
        bone.blake3
    );
    Err(Failure::input(message)
        .hinting("put the old file back, or run the scenario file to have the result of the new one"))
}

/// Other programs and edited scenario files do not keep a result from being repeated, but one should know.
fn say_what_changed(record: &Path, then: &Provenance, console: &Console) {
    let now = Provenance::here(String::new(), 0, None, Vec::new());
    if then.version != now.version || then.platform != now.platform {
        console.note(&format!(
            "{} was made by osteotome {} on {}, this is {} on {}: the last digits of numbers may differ",
            record.display(),
            then.version,
            machine(then),
            now.version,
            machine(&now)
        ));
    }
    let is_edited = |file: &&InputFile| {
        !is_bone(file) && std::fs::read(&file.path).is_ok_and(|contents| hash(&contents) != file.blake3)
    };
    for file in then.inputs.iter().filter(is_edited) {
        console.note(&format!(
            "{} has changed since; what counts is the scenario in {}",
            file.path.display(),
            record.display()
        ));
    }
}

fn machine(provenance: &Provenance) -> String {
    let platform = &provenance.platform;
    format!("{} {} ({})", platform.os, platform.architecture, platform.cpu_features.join(", "))
}

/// Names every bone by the absolute path that it was read from.
fn place_bones(scenario: &mut Value, inputs: &[InputFile]) {
    let Some(Value::Object(bones)) = scenario.get_mut("foot").and_then(|foot| foot.get_mut("bones")) else {
        return;
    };
    for (ray, place) in bones.iter_mut() {
        if let Some(file) = inputs.iter().find(|file| file.role == *ray) {
            *place = Value::String(file.path.to_string_lossy().into_owned());
        }
    }
}
