//! `osteotome run`: scenarios end to end through the binary, on a coarse mesh.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The scenario with elements so coarse and of so low an order that a run takes seconds.
fn coarse(path: &Path) -> String {
    let source = fs::read_to_string(path).expect("text");
    assert!(!source.contains("[mesh]"), "the copy adds its own mesh");
    format!("{source}\n[mesh]\nsize_mm = 2.5\ncut_size_mm = 2.5\norder = 1\n")
}

fn outcome(folder: &Path) -> Value {
    let text = fs::read_to_string(folder.join("outcome.json")).expect("outcome.json");
    serde_json::from_str(&text).expect("JSON")
}

/// What `outcome.json` holds for every head.
const HEAD: [&str; 16] = [
    "cut",
    "shortening_mm",
    "elevation_mm",
    "lateralization_mm",
    "dorsiflexion_deg",
    "valgus_deg",
    "axial_rotation_deg",
    "face_area_mm2",
    "apposition_area_mm2",
    "contact_area_mm2",
    "peak_pressure_mpa",
    "slip_mm",
    "bone_removed_mm3",
    "load_n",
    "intact_load_n",
    "load_ratio",
];

fn assert_complete(outcome: &Value, name: &str) {
    assert_eq!(outcome["converged"], true, "{name}");
    assert!(outcome["version"].is_string() && outcome["residual_n"].is_number(), "{name}");
    let rays = outcome["scenario"]["foot"]["rays"].as_array().expect("rays");
    for ray in rays {
        let head = &outcome["heads"][ray.as_str().expect("a name")];
        for key in HEAD {
            assert!(!head[key].is_null(), "{name}: {key} of {ray}");
        }
    }
    let fragments = outcome["fragments"].as_object().expect("fragments");
    assert!(fragments.len() >= 2, "{name}");
    for (fragment, figures) in fragments {
        for key in ["tetrahedra", "nodes", "volume_mm3", "min_dihedral_deg", "max_dihedral_deg"] {
            assert!(figures[key].as_f64().is_some_and(|figure| figure > 0.0), "{name}: {key} of {fragment}");
        }
    }
    for key in ["mesh", "assemble", "condense", "equilibrium", "write", "total"] {
        assert!(outcome["time_s"][key].is_number(), "{name}: {key}");
    }
}

/// The files that the series refers to, all of which must be there.
fn assert_series(folder: &Path) {
    let series = fs::read_to_string(folder.join("osteotomy.pvd")).expect("osteotomy.pvd");
    let files: Vec<&str> =
        series.lines().filter_map(|line| line.split("file=\"").nth(1)?.split('"').next()).collect();
    assert!(
        files.iter().any(|file| file.ends_with(".vtu")) && files.iter().any(|file| file.ends_with(".vtp"))
    );
    assert!(files.iter().all(|file| folder.join(file).is_file()));
    assert!(folder.join("view.py").is_file());
}

#[test]
fn scenarios_run_to_equilibrium_and_write_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["classic", "oblique-divergent", "oblique-convergent", "reverse", "transverse"] {
        let name = &format!("one-ray-{name}");
        let path = root().join("scenarios").join(name).with_extension("toml");
        fs::write(folder.path().join("case.toml"), coarse(&path)).expect("written");
        let output = osteotome(folder.path(), &["run", "case.toml", "-o", name]);
        assert_eq!(code(&output), 0, "{name}: {}", stderr(&output));
        assert!(stdout(&output).contains("shortening"), "{name}");
        assert_complete(&outcome(&folder.path().join(name)), name);
        assert_series(&folder.path().join(name));
    }
}

/// One scenario of each kind that is not about the technique: another set, burr, angle, level, load, foot.
#[test]
fn a_scenario_of_each_kind_settles() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in [
        "sets/reverse-m2",
        "burrs/wedge-3-1",
        "angles/divergent-30",
        "levels/classic-30mm",
        "loads/push-off",
        "loads/claw-toe",
        "feet/cavus",
    ] {
        let path = root().join("scenarios").join(name).with_extension("toml");
        fs::write(folder.path().join("case.toml"), coarse(&path)).expect("written");
        let output = osteotome(folder.path(), &["run", "case.toml", "-o", &name.replace('/', "-")]);
        assert_eq!(code(&output), 0, "{name}: {}", stderr(&output));
        assert_complete(&outcome(&folder.path().join(name.replace('/', "-"))), name);
    }
}

/// Callus stiffens with the weeks: the faces of a cut move less in a step, and it is strained less.
#[test]
fn callus_takes_over_from_week_to_week() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = root().join("scenarios/healing/classic-six-weeks.toml");
    let mut last = f64::INFINITY;
    for week in ["3", "6", "12"] {
        // One ray is enough, and quick.
        let one_ray = coarse(&path).replace("[\"M2\", \"M3\", \"M4\"]", "[\"M2\"]");
        let source = one_ray.replace("week = 6", &format!("week = {week}"));
        fs::write(folder.path().join("case.toml"), source).expect("written");
        let output = osteotome(folder.path(), &["run", "case.toml", "-o", week]);
        assert_eq!(code(&output), 0, "week {week}: {}", stderr(&output));
        assert!(stdout(&output).contains("callus"), "{}", stdout(&output));
        let outcome = outcome(&folder.path().join(week));
        let healing = &outcome["healing"]["M2"];
        let number = |key: &str| healing[key].as_f64().expect("a number");
        assert!(number("area_mm2") > 0.0 && number("strain_percent") < last, "week {week}: {healing}");
        last = number("strain_percent");
        let shares = ["direct_bone_percent", "bone_by_cartilage_percent", "fibrous_percent"].map(number);
        assert!((shares.iter().sum::<f64>() - 100.0).abs() < 1e-9, "week {week}: {healing}");
        let motion = |hold: &str| healing[hold]["micromotion_mm"].as_f64().expect("a motion");
        assert!(motion("with_callus") < motion("without_callus"), "week {week}: {healing}");
    }
}

/// The other techniques on the forefoot differ in the plane of the cut only, which the lone rays above show.
#[test]
fn a_forefoot_with_three_cut_rays_settles_and_keeps_the_load() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = coarse(&root().join("scenarios/dmmo-classic.toml"));
    fs::write(folder.path().join("case.toml"), source).expect("written");
    let output = osteotome(folder.path(), &["run", "case.toml", "-o", "out"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let outcome = outcome(&folder.path().join("out"));
    assert_complete(&outcome, "dmmo-classic");
    let sum = |key: &str| -> f64 {
        let heads = outcome["heads"].as_object().expect("heads");
        heads.values().map(|head| head[key].as_f64().expect("a load")).sum()
    };
    let forefoot_n = outcome["scenario"]["load"]["forefoot_n"].as_f64().expect("a load");
    // Equilibrium is asked to one millionth of the load.
    assert!((sum("load_n") - forefoot_n).abs() < 1e-5 * forefoot_n);
    assert!((sum("intact_load_n") - forefoot_n).abs() < 1e-5 * forefoot_n);
    let forefoot = &outcome["forefoot"];
    for foot in ["intact", "cut"] {
        let state = &forefoot[foot];
        let number = |key: &str| state[key].as_f64().expect("a number");
        assert!((number("load_n") - forefoot_n).abs() < 1e-6 * forefoot_n, "{foot}: {state}");
        assert!(number("balance_force_n") < 1e-6 * forefoot_n, "{foot}: {state}");
        // The longest lever of the foot is about 100 mm.
        assert!(number("balance_moment_nmm") < 1e-6 * 100.0 * forefoot_n, "{foot}: {state}");
        assert!(state["parabola_mm"]["M2-M3"].is_number() && state["arch_mm"].is_number(), "{state}");
    }
    let folder = folder.path().join("out");
    let heads = fs::read_to_string(folder.join("heads.csv")).expect("heads.csv");
    assert_eq!(heads.lines().count(), 6, "{heads}");
    assert!(heads.starts_with("head,") && heads.contains("shortening_mm"), "{heads}");
    let table = fs::read_to_string(folder.join("forefoot.csv")).expect("forefoot.csv");
    assert!(table.starts_with("quantity,intact,cut\n") && table.contains("first_ray_lateral_n,"), "{table}");
    for (ray, is_cut) in [("M1", false), ("M2", true), ("M3", true), ("M4", true), ("M5", false)] {
        let head = &outcome["heads"][ray];
        assert_eq!(head["cut"], is_cut, "{ray}");
        assert!(!is_cut || head["shortening_mm"].as_f64().is_some_and(|mm| mm > 1.0), "{ray}: {head}");
    }
}

/// The intact foot needs no contact between faces, so it is the quickest run there is.
#[test]
fn the_default_folder_is_named_after_the_scenario_and_json_is_the_outcome_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = "[foot]\nrays = [\"M2\"]\n[mesh]\nsize_mm = 2.5\ncut_size_mm = 2.5\norder = 1\n";
    fs::write(folder.path().join("case.toml"), source).expect("written");
    let output = osteotome(folder.path(), &["run", "case.toml", "--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let printed: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(printed, outcome(&folder.path().join("results/case")));
}
