//! Scenario files that are wrong: every kind of mistake, with the text of the message and its place.
//!
//! Each file of `tests/mistakes` ends with what is expected, one line a mistake:
//! `#! line:column severity: message | what is accepted | hint`.

use osteotome_foot::SoftTissue;
use osteotome_foot::scenario::{Diagnostic, Severity, position, read};
use std::path::{Path, PathBuf};

/// Paths in the files count from the crate, so that the outcome does not depend on where the tests run.
fn report(source: &str) -> Vec<String> {
    let mistakes = match read(source, Path::new(env!("CARGO_MANIFEST_DIR"))) {
        Ok(reading) => reading.warnings,
        Err(mistakes) => mistakes,
    };
    mistakes.iter().map(|mistake| line(source, mistake)).collect()
}

fn line(source: &str, mistake: &Diagnostic) -> String {
    let (line, column) = mistake.position(source);
    let severity = if mistake.severity == Severity::Error { "error" } else { "warning" };
    let parts = [Some(&mistake.message), mistake.accepted.as_ref(), mistake.hint.as_ref()];
    let words: Vec<&str> = parts.iter().map(|part| part.map_or("-", String::as_str)).collect();
    format!("{line}:{column} {severity}: {}", words.join(" | "))
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let entries = std::fs::read_dir(folder).expect("the folder of mistakes");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_mistake_has_its_message_and_its_place() {
    let paths = files();
    assert!(paths.len() > 40);
    let mut differences = String::new();
    for path in paths {
        let source = std::fs::read_to_string(&path).expect("text");
        let expected: Vec<&str> = source.lines().filter_map(|line| line.strip_prefix("#! ")).collect();
        let found = report(&source);
        assert!(!found.is_empty(), "{} has no mistake", path.display());
        if found != expected {
            differences += &format!("{}\n  found\n    {}\n", path.display(), found.join("\n    "));
            differences += &format!("  expected\n    {}\n", expected.join("\n    "));
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

/// All files one after the other, as far as TOML allows, report what each reports on its own.
#[test]
fn a_file_with_many_mistakes_reports_them_all() {
    let source = "\
title = 7
[foot]
side = \"Left\"
rays = [\"M2\", \"M9\"]
body_weight_n = 70
[[osteotomy]]
rays = [\"M2\"]
technique = \"clasic\"
level_mm = 0.016
burr = { kerf_mm = -2, colour = \"red\" }
[[osteotomy]]
rays = [\"M2\"]
technique = \"reverse\"
plane = { sagittal_deg = 45 }
[load]
phase = \"midstanc\"
[mesh]
size_mm = nan
[bone]
poisson_ratio = 0.5
[contact]
friction = \"0.4\"
frictoin = 0.4
";
    let lines: Vec<String> =
        report(source).iter().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(
        lines,
        [
            "1:9", "3:8", "4:15", "5:17", "8:13", "9:12", "10:20", "10:24", "12:9", "14:1", "14:9", "16:9",
            "18:11", "20:17", "22:12", "23:1"
        ]
    );
}

#[test]
fn every_soft_tissue_parameter_is_checked() {
    for parameter in SoftTissue::PARAMETERS {
        let beyond = parameter.maximum * 1.001 + 1.0;
        let mistakes = report(&format!("[soft_tissue]\n{} = {beyond}\n", parameter.key));
        let [mistake] = mistakes.as_slice() else { panic!("{}: {mistakes:?}", parameter.key) };
        let place = format!("2:{} error: `{}`", parameter.key.len() + 4, parameter.key);
        assert!(mistake.starts_with(&place), "{mistake}");
    }
}

#[test]
fn second_places_are_pointed_at() {
    let source = "[load]\nphase = \"midstance\"\nforefoot_n = 250\n";
    let mistakes = read(source, Path::new(".")).expect_err("two loads");
    let related = mistakes[0].related.as_ref().expect("the other key");
    assert_eq!(&source[related.span.clone()], "phase");
    assert_eq!(position(source, related.span.start), (2, 1));
}

#[test]
fn columns_count_characters() {
    let source = "title = \"µµ\"\ncontact = { \"µ\" = 1, friction = 7 }\n";
    let columns: Vec<&str> = ["2:13 ", "2:33 "].into();
    let found = report(source);
    assert!(found.iter().zip(&columns).all(|(line, place)| line.starts_with(place)), "{found:?}");
}
