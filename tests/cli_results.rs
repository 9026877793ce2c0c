//! Whose results lie in a folder, how they are repeated, and what is left after signals and failures.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, stderr};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// One ray, coarse elements: a run takes a fraction of a second.
const QUICK: &str = "title = \"quick\"\n[foot]\nrays = [\"M2\"]\n[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\n\
     [mesh]\nsize_mm = 3.0\ncut_size_mm = 3.0\norder = 1\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("s.toml"), QUICK).expect("written");
    folder
}

fn passes(folder: &Path, arguments: &[&str]) -> String {
    let output = osteotome(folder, arguments);
    assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
    stderr(&output)
}

fn is_refused(folder: &Path, arguments: &[&str]) -> String {
    let output = osteotome(folder, arguments);
    assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
    stderr(&output)
}

fn outcome(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("outcome.json")).expect("outcome.json")).expect("JSON")
}

#[test]
fn another_scenario_of_the_same_name_does_not_replace_results() {
    let folder = folder();
    passes(folder.path(), &["run", "s.toml"]);
    let first = outcome(&folder.path().join("results/s"));
    fs::create_dir(folder.path().join("a")).expect("created");
    fs::write(folder.path().join("a/s.toml"), QUICK.replace("quick", "another")).expect("written");
    let said = is_refused(folder.path(), &["run", "a/s.toml"]);
    assert!(said.contains("s.toml") && said.contains("--force"), "{said}");
    assert_eq!(outcome(&folder.path().join("results/s")), first);
    passes(folder.path(), &["run", "a/s.toml", "--force"]);
    assert_eq!(outcome(&folder.path().join("results/s"))["scenario"]["title"], "another");
}

#[test]
fn exports_of_one_scenario_stay_beside_each_other() {
    let folder = folder();
    for format in ["feb", "inp", "msh", "feb"] {
        passes(folder.path(), &["export", "s.toml", "--to", format]);
    }
    for format in ["feb", "inp", "msh"] {
        let file = folder.path().join(format!("results/s-export-{format}/problem.{format}"));
        assert!(file.is_file(), "{format}");
    }
}

#[test]
fn a_run_is_repeated_from_its_result_to_the_last_bit() {
    let folder = folder();
    passes(folder.path(), &["run", "s.toml"]);
    let first = outcome(&folder.path().join("results/s"));
    for again in ["results/s", "results/s/outcome.json"] {
        let said = passes(folder.path(), &["run", again, "-o", "again"]);
        assert!(said.contains("to the last bit"), "{said}");
        let second = outcome(&folder.path().join("again"));
        for part in ["scenario", "heads", "forefoot", "fragments", "residual_n", "converged"] {
            assert_eq!(first[part].to_string(), second[part].to_string(), "{part}");
        }
        assert_eq!(first["provenance"]["inputs"], second["provenance"]["inputs"]);
    }
    // What tells the two apart is found.
    let mut changed = first.clone();
    changed["heads"]["M2"]["load_n"] = 1.5.into();
    fs::write(folder.path().join("results/s/outcome.json"), changed.to_string()).expect("written");
    let output = osteotome(folder.path(), &["run", "results/s", "-o", "again"]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(stderr(&output).contains("heads.M2.load_n"), "{}", stderr(&output));
}

#[test]
fn an_edited_scenario_does_not_change_what_a_result_repeats() {
    let folder = folder();
    passes(folder.path(), &["run", "s.toml"]);
    fs::write(folder.path().join("s.toml"), QUICK.replace("classic", "reverse")).expect("written");
    let said = passes(folder.path(), &["run", "results/s"]);
    assert!(said.contains("s.toml has changed since") && said.contains("to the last bit"), "{said}");
    assert!(folder.path().join("results/s-repeated/outcome.json").is_file());
}

#[test]
fn an_exchanged_bone_is_not_taken_for_the_one_of_a_result() {
    let folder = folder();
    let bone = root().join("meshes/M2_left.stl");
    fs::copy(&bone, folder.path().join("M2.stl")).expect("copied");
    let source = format!(
        "[foot]\nbones = {{ M2 = \"M2.stl\" }}\nside = \"left\"\n{}",
        &QUICK[QUICK.find("[[").expect("a cut")..]
    );
    fs::write(folder.path().join("s.toml"), source).expect("written");
    passes(folder.path(), &["run", "s.toml"]);
    passes(folder.path(), &["run", "results/s"]);
    let mut bytes = fs::read(&bone).expect("read");
    bytes[0] ^= 1;
    fs::write(folder.path().join("M2.stl"), bytes).expect("written");
    for arguments in
        [&["run", "results/s"][..], &["mesh", "results/s"], &["export", "results/s", "--to", "inp"]]
    {
        let said = is_refused(folder.path(), arguments);
        assert!(said.contains("M2.stl, the bone M2") && said.contains("has changed since"), "{said}");
    }
    fs::remove_file(folder.path().join("M2.stl")).expect("removed");
    assert!(
        is_refused(folder.path(), &["export", "results/s", "--to", "inp"]).contains("M2.stl does not exist")
    );
}

#[test]
fn an_outcome_says_where_it_comes_from() {
    let folder = folder();
    passes(folder.path(), &["run", "s.toml"]);
    passes(folder.path(), &["mesh", "s.toml"]);
    let fragments = fs::read(folder.path().join("results/s-mesh/fragments.json")).expect("read");
    let fragments: Value = serde_json::from_slice(&fragments).expect("JSON");
    for provenance in [&outcome(&folder.path().join("results/s"))["provenance"], &fragments["provenance"]] {
        let text = |key: &str| provenance[key].as_str().expect("text").to_owned();
        assert!(text("version").starts_with(concat!(env!("CARGO_PKG_VERSION"), "+")), "{provenance}");
        assert!(!text("commit").is_empty() && text("started").ends_with('Z'), "{provenance}");
        assert!(provenance["threads"].as_u64().is_some_and(|threads| threads > 0), "{provenance}");
        assert_eq!(provenance["platform"]["os"], std::env::consts::OS);
        assert_eq!(provenance["command"].as_array().map(Vec::len), Some(3), "{provenance}");
        assert_eq!(provenance["inputs"][0]["role"], "scenario");
        assert_eq!(provenance["inputs"][0]["blake3"].as_str().map(str::len), Some(64));
    }
}

#[test]
fn a_sweep_says_where_its_rows_come_from_and_a_kept_case_is_repeated_to_the_last_bit() {
    let folder = folder();
    let sweep =
        "title = \"w\"\nbase = \"s.toml\"\n[[axis]]\npath = \"contact.friction\"\nvalues = [0.3, 0.5]\n";
    fs::write(folder.path().join("w.toml"), sweep).expect("written");
    passes(folder.path(), &["sweep", "w.toml", "-o", "w", "--threads", "1", "--keep", "all"]);
    passes(folder.path(), &["sweep", "w.toml", "-o", "w", "--threads", "1"]);
    passes(folder.path(), &["sweep", "w.toml", "-o", "w", "--threads", "2"]);
    let record: Value =
        serde_json::from_slice(&fs::read(folder.path().join("w/sweep.json")).expect("read")).expect("JSON");
    let provenance = record["provenance"].as_array().expect("a list");
    let threads: Vec<_> = provenance.iter().map(|entry| entry["threads"].as_u64()).collect();
    assert_eq!(threads, [Some(1), Some(2)], "alike ones are named once");
    let roles: Vec<_> =
        provenance[0]["inputs"].as_array().expect("files").iter().map(|file| &file["role"]).collect();
    assert_eq!(roles, ["sweep", "scenario"]);
    let entries =
        fs::read_dir(folder.path().join("w")).expect("read").map(|entry| entry.expect("an entry").path());
    let kept: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    assert_eq!(kept.len(), 2);
    for case in kept {
        let said = passes(folder.path(), &["run", case.to_str().expect("UTF-8"), "-o", "again", "--force"]);
        assert!(said.contains("to the last bit"), "{said}");
    }
}

#[test]
fn an_older_result_does_not_pass_for_that_of_a_run_that_failed() {
    let folder = folder();
    passes(folder.path(), &["run", "s.toml"]);
    let first = outcome(&folder.path().join("results/s"));
    // A load that no single ray carries has no equilibrium, and a mistake has no run at all.
    fs::write(folder.path().join("s.toml"), format!("{QUICK}[contact]\nfriction = -1\n")).expect("written");
    let said = is_refused(folder.path(), &["run", "s.toml"]);
    assert!(said.contains("results/s still holds the results of an earlier run"), "{said}");
    assert_eq!(outcome(&folder.path().join("results/s")), first);
}

#[test]
fn what_a_killed_process_left_is_removed_and_what_a_living_one_has_is_not() {
    let folder = folder();
    let target = folder.path().join("results/s");
    fs::create_dir_all(target.join(".osteotome-new/osteotomy")).expect("created");
    fs::write(target.join(".osteotome-new/outcome.json"), "{").expect("written");
    let lock = fs::File::create(target.join(".osteotome-lock")).expect("created");
    lock.lock().expect("locked");
    assert!(is_refused(folder.path(), &["run", "s.toml"]).contains("in use by another osteotome"));
    assert!(target.join(".osteotome-new/outcome.json").is_file());
    drop(lock);
    passes(folder.path(), &["run", "s.toml"]);
    let hidden: Vec<_> = fs::read_dir(&target)
        .expect("read")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert_eq!(hidden, [".osteotome"]);
}
