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
