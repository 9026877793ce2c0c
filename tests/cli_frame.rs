//! How much an outcome hangs on the frame of the foot, from the command line.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// One ray cut against the ground, coarse elements: a run takes a fraction of a second.
const QUICK: &str = "title = \"quick\"\n[foot]\nrays = [\"M2\"]\n[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\n\
     [mesh]\nsize_mm = 3.0\ncut_size_mm = 3.0\norder = 1\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("s.toml"), QUICK).expect("written");
    folder
}

fn outcome(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("outcome.json")).expect("outcome.json")).expect("JSON")
}

#[test]
fn tilts_are_printed_written_and_repeated() {
    let folder = folder();
    let output = osteotome(folder.path(), &["run", "s.toml", "--frame-sensitivity=3"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let table = stdout(&output);
    for words in ["pitch +3.0°", "pitch -3.0°", "roll +3.0°", "roll -3.0°", "dorsal strain, intact"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    let first = outcome(&folder.path().join("results/s"));
    assert_eq!(first["frame"]["source"], "template");
    let tilts = first["frame"]["sensitivity"]["tilts"].as_array().expect("tilts").clone();
    let named: Vec<(&str, f64)> = tilts
        .iter()
        .map(|tilt| (tilt["about"].as_str().expect("an axis"), tilt["by_deg"].as_f64().expect("degrees")))
        .collect();
    assert_eq!(named, [("pitch", 3.0), ("pitch", -3.0), ("roll", 3.0), ("roll", -3.0)]);
    let strain = |tilt: &Value| tilt["changes"]["M2"]["intact_dorsal_strain_microstrain"].as_f64();
    // Steeper shafts bend less: the strain, negative in compression, rises; flatter ones bend more.
    let [steeper, flatter] = [strain(&tilts[0]), strain(&tilts[1])].map(|strain| strain.expect("a strain"));
    assert!(steeper > 1.0 && flatter < -1.0, "{steeper} {flatter}");

    // The result says what to tilt by, and both say the same to the last bit.
    let again = osteotome(folder.path(), &["run", "results/s", "-o", "again"]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    assert!(stderr(&again).contains("to the last bit"), "{}", stderr(&again));
    assert_eq!(outcome(&folder.path().join("again"))["frame"].to_string(), first["frame"].to_string());
}

#[test]
fn a_frame_that_is_given_needs_the_degrees() {
    let folder = folder();
    let output = osteotome(folder.path(), &["run", "s.toml", "--frame-sensitivity"]);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(stderr(&output).contains("--frame-sensitivity=4"), "{}", stderr(&output));
    assert!(!folder.path().join("results").exists(), "refused before anything is written");
    for degrees in ["0", "-3", "31", "NaN", "three"] {
        let output = osteotome(folder.path(), &["run", "s.toml", &format!("--frame-sensitivity={degrees}")]);
        assert_eq!(code(&output), 2, "{degrees}: {}", stderr(&output));
    }
}
