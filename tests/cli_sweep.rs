//! `osteotome sweep`, `check` of a sweep file, `merge` and `report`, through the binary.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, stderr, stdout, toml_files};
use serde_json::Value;
use std::fs;
use std::path::Path;

const TABLES: [&str; 2] = ["cases.csv", "cases.parquet"];

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Runs the binary in the root of the repository and expects this exit code.
fn run(arguments: &[&str], expected: i32) -> (String, String) {
    let output = osteotome(root(), arguments);
    assert_eq!(code(&output), expected, "{arguments:?}: {}", stderr(&output));
    (stdout(&output), stderr(&output))
}

/// A sweep file of four quick cases beside a scenario of one ray; `more` goes at its end.
fn small_sweep(folder: &Path, frictions: &str, more: &str) -> String {
    fs::copy(root().join("scenarios/one-ray-classic.toml"), folder.join("base.toml")).expect("copied");
    let path = folder.join("small.toml");
    let source = format!(
        "title = \"small\"\nbase = \"base.toml\"\n[set]\n\"mesh.size_mm\" = 4.0\n\"mesh.cut_size_mm\" = 2.5\n\"mesh.order\" = 1\n\
         [[axis]]\npath = \"osteotomy.technique\"\nvalues = [\"classic\", \"reverse\"]\n\
         [[axis]]\npath = \"contact.friction\"\nvalues = {frictions}\n{more}"
    );
    fs::write(&path, source).expect("written");
    text(&path).to_owned()
}

fn same_tables(one: &Path, other: &Path) {
    for name in TABLES {
        let read = |folder: &Path| fs::read(folder.join(name)).expect("a table");
        assert!(read(one) == read(other), "{name} of {} and {} differ", one.display(), other.display());
    }
}

fn columns(folder: &Path) -> Vec<String> {
    let csv = fs::read_to_string(folder.join(TABLES[0])).expect("a table");
    csv.lines().next().expect("a header").split(',').map(str::to_owned).collect()
}

#[test]
fn the_quick_sweep_runs_is_resumed_and_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("quick");
    let sweep = ["sweep", "scenarios/sweeps/quick.toml", "-o", text(&out), "--json"];
    let (summary, _) = run(&sweep, 0);
    assert_eq!(json(&summary)["statuses"]["settled"], 12);
    let units =
        ["_mm", "_mm2", "_mm3", "_deg", "_n", "_nmm", "_mpa", "_ratio", "_per_mm", "_per_rad", "_per_deg"];
    let counts = ["_count", "_microstrain", "_order", "_factor", "_percent"];
    let names = columns(&out);
    for name in ["case", "status", "osteotomy_technique", "contact_friction_ratio", "M2_shortening_mm"] {
        assert!(names.iter().any(|column| column == name), "{name} in {names:?}");
    }
    let csv = fs::read_to_string(out.join(TABLES[0])).expect("a table");
    let first: Vec<&str> = csv.lines().nth(1).expect("a row").split(',').collect();
    for (name, cell) in
        names.iter().zip(first).filter(|(name, cell)| *name != "case" && cell.parse::<f64>().is_ok())
    {
        let known = |ending: &&str| name.ends_with(*ending);
        let has_unit = units.iter().any(&known) || counts.iter().any(known) || name.contains("_ratio_");
        assert!(has_unit, "{name} = {cell} has no unit");
    }

    let before = fs::read(out.join(TABLES[1])).expect("a table");
    let (_, notes) = run(&sweep, 0);
    assert!(notes.contains("12 of 12 cases are done already"), "{notes}");
    assert!(before == fs::read(out.join(TABLES[1])).expect("a table"));

    let (page, _) = run(&["report", text(&out)], 0);
    let html = fs::read_to_string(page.trim()).expect("a page");
    assert!(html.matches("<svg").count() >= 10 && html.contains("reverse more than oblique-convergent"));
    assert!(!html.contains("<script") && !html.contains("NaN"));
    let (figures, _) = run(&["report", text(&out), "--json"], 0);
    assert_eq!(json(&figures)["pairs"].as_array().expect("pairs").len(), 16);
}

#[test]
fn shards_merge_to_the_undivided_table_and_foreign_ones_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let sweep = small_sweep(folder.path(), "[0.2, 0.3, 0.4, 0.5, 0.6]", "");
    let whole = folder.path().join("whole");
    run(&["sweep", &sweep, "-o", text(&whole), "--threads", "1"], 0);
    let shards: Vec<_> = (1..=7).map(|index| folder.path().join(format!("shard-{index}"))).collect();
    for (place, shard) in shards.iter().enumerate() {
        run(
            &["sweep", &sweep, "-o", text(shard), "--shard", &format!("{}/7", place + 1), "--threads", "2"],
            0,
        );
    }
    let merged = folder.path().join("merged");
    let paths: Vec<&str> = shards.iter().map(|shard| text(shard)).collect();
    let merge = |parts: &[&str], expected| run(&[&["merge", "-o", text(&merged)], parts].concat(), expected);
    assert!(merge(&paths[..6], 2).1.contains("cases are missing"));
    assert!(merge(&[&paths[..], &paths[1..2]].concat(), 2).1.contains("every shard once"));
    let other = folder.path().join("other");
    fs::create_dir(&other).expect("a folder");
    run(&["sweep", &small_sweep(&other, "[0.2, 0.6]", ""), "-o", text(&other.join("out"))], 0);
    assert!(merge(&[&paths[..6], &[text(&other.join("out"))]].concat(), 2).1.contains("does not belong"));
    assert!(!merged.exists(), "nothing is written before all is checked");
    merge(&paths, 0);
    same_tables(&whole, &merged);
    let (_, notes) = run(&["sweep", &sweep, "-o", text(&merged)], 0);
    assert!(notes.contains("10 of 10 cases are done already"), "{notes}");
}

#[test]
fn a_changed_file_runs_new_cases_only_and_kept_cases_can_be_looked_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let sweep = small_sweep(folder.path(), "[0.2]", "");
    run(&["sweep", &sweep, "-o", text(&out)], 0);
    let sweep = small_sweep(folder.path(), "[0.2, 0.5]", "");
    let (_, notes) = run(&["sweep", &sweep, "-o", text(&out), "--keep", "3"], 0);
    assert!(notes.contains("2 of 4 cases are done already"), "{notes}");
    assert_eq!(kept(&out), [false, false, false, true]);
    // A rule on what came out, asked for afterwards, runs the kept cases again and changes no row.
    let before = fs::read(out.join(TABLES[1])).expect("a table");
    run(&["sweep", &sweep, "-o", text(&out), "--keep", "contact_friction_ratio<0.3"], 0);
    assert_eq!(kept(&out), [true, false, true, true]);
    assert!(before == fs::read(out.join(TABLES[1])).expect("a table"));
}

/// Which rows of a table have their folder, with the friction of the row in it.
fn kept(out: &Path) -> Vec<bool> {
    let csv = fs::read_to_string(out.join(TABLES[0])).expect("a table");
    let names = columns(out);
    let place = |name: &str| names.iter().position(|column| column == name).expect("a column");
    let (folder, friction) = (place("folder"), place("contact_friction_ratio"));
    let is_kept = |row: &str| {
        let cells: Vec<&str> = row.split(',').collect();
        let case = out.join(cells[folder]);
        if case.exists() {
            let outcome = json(&fs::read_to_string(case.join("outcome.json")).expect("an outcome"));
            let expected: f64 = cells[friction].parse().expect("a number");
            assert_eq!(outcome["scenario"]["contact"]["friction"], expected, "{row}");
            for name in ["osteotomy.pvd", "view.py", "steps.csv", "heads.csv", "forefoot.csv"] {
                assert!(case.join(name).is_file(), "{name} as `run` writes it");
            }
            let steps = fs::read_to_string(case.join("steps.csv")).expect("steps");
            assert!(steps.contains("\nintact,") && steps.contains("\ncut,"));
        }
        case.exists()
    };
    csv.lines().skip(1).map(is_kept).collect()
}

#[test]
fn kept_folders_contradicted_the_table_when_values_were_put_in_between() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let all = |frictions: &str, more: &[&str]| {
        let sweep = small_sweep(folder.path(), frictions, "");
        run(&[&["sweep", &sweep, "-o", text(&out)], more].concat(), 0).1
    };
    all("[0.4, 0.6]", &["--keep", "all"]);
    all("[0.2, 0.4, 0.6]", &["--keep", "all"]);
    assert_eq!(kept(&out), [true; 6]);
    let notes = all("[0.2, 0.6]", &[]);
    assert!(notes.contains("2 kept folders belong to no row of this table: case-"), "{notes}");
    assert_eq!(kept(&out), [true; 4]);
    let folders = fs::read_dir(&out)
        .expect("a folder")
        .filter(|entry| entry.as_ref().expect("an entry").path().is_dir());
    assert_eq!(folders.count(), 6, "orphans stay");
}

#[test]
fn cases_of_one_content_were_announced_as_done_already() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    // 0.4 × 1.0 and 0.2 × 2.0 are one friction.
    let twice = "[[axis]]\npath = \"contact.friction\"\napply = \"multiply\"\nvalues = [1.0, 2.0]\n";
    let sweep = small_sweep(folder.path(), "[0.2, 0.4]", twice);
    let (_, notes) = run(&["sweep", &sweep, "-o", text(&out)], 0);
    assert!(notes.contains("2 cases have the content of another") && !notes.contains("already"), "{notes}");
    assert_eq!(fs::read_to_string(out.join(TABLES[0])).expect("a table").lines().count(), 9);
}

#[test]
fn a_bad_case_has_a_row_with_its_reason_and_the_others_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    // 3 mm from the tip nothing of the head is left, and 6 mm of kerf go past any head there.
    let axis = "[[axis]]\npath = \"osteotomy.level_mm\"\nvalues = [3.0, 16.0]\n";
    let sweep = small_sweep(folder.path(), "[0.4]", axis);
    let (summary, _) = run(&["sweep", &sweep, "-o", text(&out), "--json"], 1);
    let statuses = &json(&summary)["statuses"];
    assert_eq!((statuses["settled"].as_u64(), statuses["failed"].as_u64()), (Some(2), Some(2)), "{statuses}");
    let csv = fs::read_to_string(out.join(TABLES[0])).expect("a table");
    assert!(csv.lines().filter(|line| line.contains("cut further proximal")).count() == 2, "{csv}");
}

#[test]
fn check_finds_every_mistake_of_a_sweep_and_says_what_a_sound_one_will_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let sweep =
        small_sweep(folder.path(), "[0.2, 5.0]", "[[axis]]\npath = \"contact.frictoin\"\nvalues = [1]\n");
    let (_, mistakes) = run(&["check", &sweep], 2);
    for part in
        ["`friction` in [contact] is 5, which is too large", "small.toml:12:16]", "did you mean `friction`?"]
    {
        assert!(mistakes.contains(part), "{part} in\n{mistakes}");
    }
    for path in toml_files(&root().join("scenarios/sweeps")) {
        let source = fs::read_to_string(&path).expect("text");
        assert!(source.lines().next().unwrap_or_default().ends_with('?'), "{}", path.display());
        let (plan, _) = run(&["check", "--json", text(&path)], 0);
        let plan = &json(&plan)["files"][0];
        assert!(plan["cases"].as_u64().is_some_and(|cases| cases >= 10), "{}: {plan}", path.display());
        assert_eq!(plan["invalid"], Value::Array(Vec::new()), "{}", path.display());
    }
}

#[test]
fn folders_of_others_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("thesis.tex"), "years").expect("written");
    let (_, message) = run(&["sweep", "scenarios/sweeps/quick.toml", "-o", text(folder.path())], 2);
    assert!(message.contains("no results of a sweep"), "{message}");
    assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);
    assert!(run(&["report", text(folder.path())], 2).1.contains("no folder of a sweep"));
}
