//! `osteotome mesh`: fragments and their quality.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, stderr, stdout, toml_files};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn mesh(folder: &Path, source: &str) -> (i32, String, String) {
    fs::write(folder.join("case.toml"), source).expect("written");
    let output = osteotome(folder, &["mesh", "case.toml", "--json"]);
    (code(&output), stdout(&output), stderr(&output))
}

#[test]
fn every_scenario_gives_sound_fragments() {
    for path in toml_files(&root().join("scenarios")) {
        let folder = tempfile::tempdir().expect("a folder");
        let source = fs::read_to_string(&path).expect("text");
        let (code, printed, errors) =
            mesh(folder.path(), &format!("{source}\n[mesh]\nsize_mm = 1.6\ncut_size_mm = 1.6\n"));
        assert_eq!(code, 0, "{}: {errors}", path.display());
        let report: Value = serde_json::from_str(&printed).expect("JSON");
        let fragments = report["fragments"].as_object().expect("fragments");
        assert!(fragments.keys().any(|name| name.ends_with("-distal")), "{printed}");
        for (name, figures) in fragments {
            let angles =
                ["min_dihedral_deg", "max_dihedral_deg"].map(|key| figures[key].as_f64().expect("a number"));
            assert!(angles[0] >= 10.0 && angles[1] <= 165.0, "{}: {name} {angles:?}", path.display());
            for file in [format!("{name}.vtu"), format!("{name}-boundary.vtp")] {
                assert!(folder.path().join("results/case-mesh").join(&file).is_file(), "{file}");
            }
        }
    }
}

#[test]
fn a_kerf_that_leaves_no_head_is_a_mistake_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = "[foot]\nrays = [\"M2\"]\n[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"transverse\"\nlevel_mm = 3\nburr = { kerf_mm = 10 }\n";
    let (code, printed, errors) = mesh(folder.path(), source);
    assert_eq!(code, 2, "{errors}");
    assert!(printed.contains("M2"), "{printed}");
    assert!(!folder.path().join("results").exists());
}

/// Meshes `surgery` of one ray of the template; pieces by name, and the report.
fn pieces_of(surgery: &str) -> (Vec<String>, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let source = format!("[foot]\nrays = [\"M2\"]\n{surgery}\n[mesh]\nsize_mm = 1.6\ncut_size_mm = 1.6\n");
    let (code, printed, errors) = mesh(folder.path(), &source);
    assert_eq!(code, 0, "{surgery}: {errors}");
    let report: Value = serde_json::from_str(&printed).expect("JSON");
    let fragments = report["fragments"].as_object().expect("fragments");
    for (name, figures) in fragments {
        let angle = |key: &str| figures[key].as_f64().expect("a number");
        let (least, greatest) = (angle("min_dihedral_deg"), angle("max_dihedral_deg"));
        assert!(least >= 10.0 && greatest <= 165.0, "{surgery}: {name} {least}° to {greatest}°");
    }
    (fragments.keys().cloned().collect(), report)
}

const CLASSIC: &str = "[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\n";

#[test]
fn a_wedge_burr_takes_more_bone_the_wider_its_shank() {
    let removed_mm3 = |shank_mm: f64| {
        let burr = format!(
            "burr = {{ tip_diameter_mm = 1.5, shank_diameter_mm = {shank_mm}, working_length_mm = 20 }}"
        );
        let (names, report) = pieces_of(&format!("{CLASSIC}{burr}"));
        assert_eq!(names, ["M2-distal", "M2-proximal"]);
        assert_eq!(report["hinges"].as_array().map(Vec::len), Some(0));
        report["removed_mm3"]["M2"].as_f64().expect("a number")
    };
    assert!(removed_mm3(4.1) > 1.1 * removed_mm3(3.1));
}

#[test]
fn a_burr_that_stops_short_leaves_one_bone_and_a_hinge() {
    let hinge_mm2 = |depth_mm: f64, more: &str| {
        let approach = format!("approach = {{ depth_mm = {depth_mm}{more} }}");
        let (names, report) = pieces_of(&format!("{CLASSIC}burr = {{ end = \"flat\" }}\n{approach}"));
        assert_eq!(names, ["M2"]);
        report["hinges"][0]["area_mm2"].as_f64().expect("a hinge")
    };
    let hinges_mm2 = [5.0, 7.0].map(|depth_mm| hinge_mm2(depth_mm, ""));
    assert!(hinges_mm2[0] > hinges_mm2[1] && hinges_mm2[1] > 0.0, "{hinges_mm2:?}");
    // Turning about a portal the tip runs on an arc, which leaves more beside its deepest point.
    assert!(hinge_mm2(7.0, ", portal_mm = 5") > hinges_mm2[1]);
}

#[test]
fn a_segment_between_two_cuts_goes_unless_it_is_kept() {
    let second = "[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\nlevel_mm = 26\n";
    let (names, gone) = pieces_of(&format!("{CLASSIC}{second}"));
    assert_eq!(names, ["M2-distal", "M2-proximal"]);
    let (names, kept) = pieces_of(&format!("{CLASSIC}{second}segment = \"kept\"\n"));
    assert_eq!(names, ["M2-distal", "M2-proximal", "M2-segment-1"]);
    let removed_mm3 = [&gone, &kept].map(|report| report["removed_mm3"]["M2"].as_f64().expect("a number"));
    let segment_mm3 = kept["fragments"]["M2-segment-1"]["volume_mm3"].as_f64().expect("a number");
    assert!((removed_mm3[0] - removed_mm3[1] - segment_mm3).abs() < 1e-6 * segment_mm3);
}

#[test]
fn resections_leave_a_stump_a_spacer_or_nothing() {
    let resection = |more: &str| pieces_of(&format!("[[resection]]\nrays = [\"M2\"]\n{more}\n"));
    let (names, report) = resection("part = \"head\"\nspacer_fraction = 0.5");
    assert_eq!(names, ["M2-proximal", "M2-spacer"]);
    let spacer_mm3 = report["fragments"]["M2-spacer"]["volume_mm3"].as_f64().expect("a number");
    let removed_mm3 = report["removed_mm3"]["M2"].as_f64().expect("a number");
    assert!((spacer_mm3 / removed_mm3 - 0.5).abs() < 1e-3);
    assert_eq!(resection("part = \"whole\"\nspacer_fraction = 0.4").0, ["M2-spacer"]);
    assert!(resection("part = \"whole\"").0.is_empty());
}
