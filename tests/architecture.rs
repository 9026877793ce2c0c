//! Dependencies point one way: no crate may see more of the workspace than the table below allows.

use std::collections::BTreeSet;
use std::process::Command;

/// (crate, the crates of this workspace it may use). Packages outside the workspace are free, but for `faer`.
const ALLOWED: &[(&str, &[&str])] = &[
    ("osteotome-files", &[]),
    ("osteotome-geometry", &[]),
    ("osteotome-sparse", &[]),
    ("osteotome-vtk", &["osteotome-files"]),
    ("osteotome-mesh", &["osteotome-geometry"]),
    ("osteotome-elastic", &["osteotome-geometry", "osteotome-mesh", "osteotome-sparse"]),
    ("osteotome-contact", &["osteotome-geometry", "osteotome-sparse", "osteotome-elastic"]),
    ("osteotome-foot", &["osteotome-geometry", "osteotome-mesh", "osteotome-elastic", "osteotome-contact"]),
    ("osteotome-sweep", &["osteotome-files", "osteotome-geometry", "osteotome-foot"]),
    ("osteotome-calibrate", &["osteotome-foot", "osteotome-sweep"]),
    (
        "osteotome-validate",
        &[
            "osteotome-geometry",
            "osteotome-mesh",
            "osteotome-elastic",
            "osteotome-contact",
            "osteotome-foot",
            "osteotome-sweep",
            "osteotome-calibrate",
        ],
    ),
    (
        "osteotome-cli",
        &[
            "osteotome-files",
            "osteotome-geometry",
            "osteotome-mesh",
            "osteotome-elastic",
            "osteotome-foot",
            "osteotome-sweep",
            "osteotome-calibrate",
            "osteotome-validate",
            "osteotome-vtk",
        ],
    ),
    ("osteotome", &["osteotome-cli"]),
];

fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON")
}

fn normal_dependencies(package: &serde_json::Value) -> BTreeSet<String> {
    package["dependencies"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|d| d["kind"].is_null())
        .map(|d| d["name"].as_str().expect("a name").to_owned())
        .collect()
}

#[test]
fn dependencies_point_one_way() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("a list");
    assert_eq!(packages.len(), ALLOWED.len(), "every package of the workspace is in the table");
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        let (_, allowed) = ALLOWED.iter().find(|(n, _)| *n == name).expect("package is in the table");
        for dependency in normal_dependencies(package).iter().filter(|d| d.starts_with("osteotome")) {
            assert!(
                allowed.contains(&dependency.as_str()),
                "{name} must not depend on {dependency} (allowed: {allowed:?})"
            );
        }
    }
}

/// Places that ARCHITECTURE.md names: code spans with a slash in them.
fn named_places() -> Vec<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let page = std::fs::read_to_string(path).expect("ARCHITECTURE.md");
    let spans = page.split('`').skip(1).step_by(2);
    spans.filter(|span| span.contains('/') && !span.contains(' ')).map(str::to_owned).collect()
}

#[test]
fn the_map_names_places_that_are_there() {
    let places = named_places();
    assert!(places.len() > 30, "{places:?}");
    for place in places {
        assert!(
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&place).exists(),
            "ARCHITECTURE.md: {place}"
        );
    }
}

#[test]
fn every_package_says_what_it_is_about() {
    for package in metadata()["packages"].as_array().expect("a list") {
        let name = package["name"].as_str().expect("a name");
        assert!(package["description"].as_str().is_some_and(|text| text.len() > 10), "{name}: description");
        for key in ["keywords", "categories"] {
            assert!(package[key].as_array().is_some_and(|words| !words.is_empty()), "{name}: {key}");
        }
    }
}

#[test]
fn only_sparse_sees_faer() {
    for package in metadata()["packages"].as_array().expect("a list") {
        let name = package["name"].as_str().expect("a name");
        let sees = normal_dependencies(package).contains("faer");
        assert_eq!(sees, name == "osteotome-sparse", "{name} and faer");
    }
}

/// vtkio reads XML with a version of quick-xml that has RUSTSEC-2026-0194 and -0195; `deny.toml` lets it pass because it only writes.
#[test]
fn vtkio_only_writes() {
    for package in metadata()["packages"].as_array().expect("a list") {
        let name = package["name"].as_str().expect("a name");
        let sees = normal_dependencies(package).contains("vtkio");
        assert_eq!(sees, name == "osteotome-vtk", "{name} and vtkio");
    }
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/vtk/src");
    let mut files: Vec<_> =
        std::fs::read_dir(sources).expect("sources").map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    assert!(files.len() > 3);
    for file in files {
        let text = std::fs::read_to_string(&file).expect("text");
        for reading in ["parse_", "import", "from_reader"] {
            assert!(!text.contains(reading), "{} has `{reading}`", file.display());
        }
    }
}
