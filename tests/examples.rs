//! The examples for users do what they say; their numbers are pinned.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

macro_rules! example {
    ($name:ident, $path:literal) => {
        #[path = $path]
        #[allow(dead_code, reason = "its main function is not called")]
        mod $name;
    };
}
example!(bend_a_bone, "../examples/bend_a_bone.rs");
example!(change_a_scenario, "../examples/change_a_scenario.rs");
example!(cut_a_bone, "../examples/cut_a_bone.rs");
example!(read_a_sweep_table, "../examples/read_a_sweep_table.rs");

use cli_support::{code, osteotome, root, stderr};

/// Lines of code, comments and blanks that an example may have: it is read in one look.
const LONGEST: usize = 60;

fn assert_near(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() < tolerance, "{value} is not {expected} ± {tolerance}");
}

#[test]
fn examples_are_short_and_all_of_them_are_run() {
    let tests = include_str!("examples.rs");
    for entry in std::fs::read_dir(root().join("examples")).expect("examples") {
        let path = entry.expect("an entry").path();
        let lines = std::fs::read_to_string(&path).expect("text").lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
        let name = path.file_name().and_then(|name| name.to_str()).expect("UTF-8");
        assert!(tests.contains(&format!("../examples/{name}")), "{name} is not run here");
    }
}

#[test]
fn a_cut_leaves_two_fragments_and_loses_no_bone() {
    let cut = cut_a_bone::cut().expect("cut");
    let volumes: Vec<f64> = cut.fragments.iter().map(|fragment| fragment.mesh.volume_mm3()).collect();
    let burred: f64 = cut.volumes.removed_mm3.iter().sum();
    assert_eq!(volumes.len(), 2);
    assert_near(volumes.iter().sum::<f64>() + burred, cut.volumes.intact_mm3, 1e-3 * cut.volumes.intact_mm3);
    assert_near(burred, 140.773, 1e-3);
}

#[test]
fn a_bent_bone_strains_as_beam_theory_says() {
    let [elements, beam] = bend_a_bone::dorsal_microstrain().expect("solved");
    assert_near(beam, -2550.05, 0.01);
    assert_near(elements, -2421.0, 1.0);
    // What one gauge on elements of 2.5 mm and a beam whose section changes can have in common.
    assert_near(elements / beam, 1.0, 0.06);
}

/// What the golden numbers have for the head of M2 in this scenario, mm; they are rewritten by one command when they change.
fn golden_mm(scenario: &str, figure: &str) -> f64 {
    let text = std::fs::read_to_string(root().join("tests/golden/outcomes.toml")).expect("golden numbers");
    let outcomes: toml::Table = text.parse().expect("TOML");
    outcomes[scenario]["heads"]["M2"][figure].as_float().expect("a number")
}

#[test]
fn a_scenario_is_run_and_changed_from_code() {
    let [slippery, usual] =
        [0.2, 0.4].map(|friction| change_a_scenario::travel_mm(friction).expect("settled"));
    assert_near(usual[0], golden_mm("one-ray-classic", "shortening_mm"), 1e-4);
    assert_near(usual[1], golden_mm("one-ray-classic", "elevation_mm"), 1e-4);
    assert!((slippery[0] - usual[0]).abs() > 0.01, "{slippery:?} and {usual:?}");
}

#[test]
fn the_table_of_a_sweep_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = format!(
        "base = {:?}\n[set]\n\"mesh.size_mm\" = 3.0\n\"mesh.cut_size_mm\" = 2.5\n\"mesh.order\" = 1\n\
         [[axis]]\npath = \"osteotomy.technique\"\nvalues = [\"classic\", \"reverse\"]\n",
        root().join("scenarios/one-ray-classic.toml")
    );
    std::fs::write(folder.path().join("two.toml"), source).expect("written");
    let output = osteotome(folder.path(), &["sweep", "two.toml", "-o", "two"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let table = folder.path().join("two/cases.csv");
    let mean = |column: &str| read_a_sweep_table::mean_by(&table, "osteotomy_technique", column);
    let means = mean("M2_shortening_mm").expect("a table");
    assert_near(means["classic"], golden_mm("one-ray-classic", "shortening_mm"), 1e-4);
    assert_near(means["reverse"], golden_mm("one-ray-reverse", "shortening_mm"), 1e-4);
    let missing = mean("M2_shortening").expect_err("no such column");
    assert!(missing.to_string().contains("has no column M2_shortening"), "{missing}");
}
