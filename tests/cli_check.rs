//! `osteotome check`, `schema` and the mistakes that every command reports.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, scenario_files, stderr, stdout, toml_files};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn every_scenario_that_ships_is_without_mistakes_and_says_what_it_asks() {
    let files = scenario_files();
    assert!(files.len() >= 35, "{} scenarios", files.len());
    for path in files {
        let output = osteotome(root(), &["check", path.to_str().expect("UTF-8")]);
        assert_eq!((code(&output), stderr(&output).as_str()), (0, ""), "{}", path.display());
        let source = fs::read_to_string(&path).expect("text");
        assert!(source.starts_with("# ") && source.lines().next().unwrap_or_default().ends_with('?'));
    }
}

#[test]
fn mistakes_are_shown_with_file_line_column_and_hint() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("bad.toml"), "[contact]\nfrictoin = 0.4\n\n[bone]\npoisson_ratio = 0.5\n")
        .expect("written");
    let output = osteotome(folder.path(), &["check", "bad.toml"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (2, ""));
    let expected = "  × unknown key `frictoin` in [contact]
   ╭─[bad.toml:2:1]
 1 │ [contact]
 2 │ frictoin = 0.4
   · ────┬───
   ·     ╰── accepted: `friction` or `elastic_slip_mm`
 3 │ 
   ╰────
  hint: did you mean `friction`?

  × `poisson_ratio` in [bone] is 0.5, which is too large
   ╭─[bad.toml:5:17]
 4 │ [bone]
 5 │ poisson_ratio = 0.5
   ·                 ─┬─
   ·                  ╰── accepted: 0 to 0.49
   ╰────
  hint: bone is near 0.3; a material with 0.5 cannot change its volume, and these elements would lock

bad.toml: 2 mistakes
";
    assert_eq!(stderr(&output), expected);
}

#[test]
fn mistakes_are_json_on_standard_output_when_asked_for() {
    for command in ["check", "run"] {
        let path = "crates/foot/tests/mistakes/kerf_in_metres.toml";
        let output = osteotome(root(), &[command, path, "--json"]);
        assert_eq!((code(&output), stderr(&output).as_str()), (2, ""));
        let mistake = &json(&stdout(&output))["files"][0]["mistakes"][0];
        assert_eq!((mistake["line"].as_u64(), mistake["column"].as_u64()), (Some(4), Some(20)));
        assert_eq!(mistake["hint"], "0.002 looks like metres; in mm it would be `kerf_mm = 2`");
    }
}

#[test]
fn every_kind_of_mistake_gives_exit_code_two_at_the_expected_places() {
    for path in toml_files(&root().join("crates/foot/tests/mistakes")) {
        let source = fs::read_to_string(&path).expect("text");
        let places: Vec<&str> =
            source.lines().filter_map(|line| line.strip_prefix("#! ")?.split(' ').next()).collect();
        let is_error = source.contains(" error: ");
        // Paths in these files count from the crate, so bones are missing or found alike from a copy there.
        let output = osteotome(&root().join("crates/foot"), &["check", path.to_str().expect("UTF-8")]);
        assert_eq!(code(&output), if is_error { 2 } else { 0 }, "{}", path.display());
        let text = stderr(&output);
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        for place in places.iter().filter(|_| !source.contains("bones = {")) {
            assert!(text.contains(&format!("{name}:{place}]")), "{name}:{place} in\n{text}");
        }
    }
}

#[test]
fn a_sound_file_is_printed_with_every_default_as_json() {
    let output = osteotome(root(), &["check", "--json", "scenarios/one-ray-classic.toml"]);
    assert_eq!(code(&output), 0);
    let scenario = &json(&stdout(&output))["files"][0]["scenario"];
    assert_eq!(scenario["contact"]["friction"], 0.4);
    assert_eq!(scenario["osteotomy"][0]["burr"]["kerf_mm"], 2.0);
}

#[test]
fn what_is_no_scenario_is_refused_with_exit_code_two() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("latin1.toml"), b"title = \"caf\xe9\"\n").expect("written");
    fs::write(folder.path().join("bone.stl"), vec![0_u8; 3 << 20]).expect("written");
    let cases = [
        ("nowhere.toml", "nowhere.toml does not exist"),
        (".", ". is a folder"),
        ("latin1.toml", "latin1.toml:1:13]"),
        ("bone.stl", "bone.stl is larger than 1 MiB"),
    ];
    for (path, expected) in cases {
        for command in ["check", "run"] {
            let output = osteotome(folder.path(), &[command, path]);
            assert_eq!(code(&output), 2, "{command} {path}");
            assert!(stderr(&output).contains(expected), "{}", stderr(&output));
        }
    }
    let left: Vec<_> = fs::read_dir(folder.path()).expect("read").collect();
    assert_eq!(left.len(), 2, "a refused run leaves nothing behind");
}

#[cfg(target_os = "linux")]
#[test]
fn an_endless_device_is_not_swallowed() {
    let output = osteotome(Path::new("/"), &["check", "/dev/zero"]);
    assert_eq!(code(&output), 2);
}

#[test]
fn wrong_arguments_give_exit_code_two_and_help_gives_zero() {
    assert_eq!(code(&osteotome(root(), &[])), 2);
    assert_eq!(code(&osteotome(root(), &["opperate"])), 2);
    assert_eq!(code(&osteotome(root(), &["run"])), 2);
    let output = osteotome(root(), &["--version"]);
    assert_eq!(code(&output), 0);
    assert_eq!(stdout(&output), format!("osteotome {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_schema_is_json_and_the_reference_page_is_the_one_that_ships() {
    let output = osteotome(root(), &["schema", "scenario"]);
    assert_eq!(code(&output), 0);
    assert_eq!(json(&stdout(&output))["additionalProperties"], false);
    let sweep = json(&stdout(&osteotome(root(), &["schema", "sweep"])));
    assert_eq!(sweep["title"], "osteotome sweep");
    assert_eq!(code(&osteotome(root(), &["schema", "sweep", "--markdown"])), 2);
    let page = stdout(&osteotome(root(), &["schema", "scenario", "--markdown"]));
    let shipped = fs::read_to_string(root().join("docs/scenario.md")).expect("the page");
    assert!(
        page == shipped,
        "docs/scenario.md is stale: osteotome schema scenario --markdown > docs/scenario.md"
    );
}
