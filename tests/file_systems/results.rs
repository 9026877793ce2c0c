//! What lies in a folder of results, and whether it is whole.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Files by their names, without what tells one run from another of the same scenario.
pub(crate) type Contents = BTreeMap<String, Vec<u8>>;

/// One ray with elements so coarse that a run takes a fraction of a second; frictions tell results apart.
pub(crate) fn scenario(friction: f64) -> String {
    format!(
        "title = \"quick\"\n[foot]\nrays = [\"M2\"]\n[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\n\
         [mesh]\nsize_mm = 3.0\ncut_size_mm = 3.0\norder = 1\n[contact]\nfriction = {friction}\n"
    )
}

/// Everything below `folder`. Times, provenance and places are taken out of JSON and scripts.
pub(crate) fn contents(folder: &Path) -> Contents {
    let mut found = Contents::new();
    collect(folder, folder, &mut found);
    found
}

fn collect(top: &Path, folder: &Path, found: &mut Contents) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            collect(top, &path, found);
            continue;
        }
        let name = path.strip_prefix(top).expect("below").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("a file");
        let kept = match path.extension().and_then(|extension| extension.to_str()) {
            Some("json") => without_incidentals(&bytes),
            Some("py") => Vec::new(),
            _ if name == ".osteotome" => listing(&bytes),
            _ => bytes,
        };
        found.insert(name, kept);
    }
}

fn without_incidentals(bytes: &[u8]) -> Vec<u8> {
    let mut document: Value = serde_json::from_slice(bytes).expect("whole JSON");
    let entries = document.as_object_mut().expect("an object");
    entries.retain(|key, _| !["time_s", "provenance"].contains(&key.as_str()));
    document.to_string().into_bytes()
}

/// The files that a mark lists, without whose they are.
fn listing(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n").into_bytes()
}
