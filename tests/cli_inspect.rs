//! `osteotome inspect`, and bones that `check` examines where a scenario names them.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, stderr, stdout};
use osteotome_foot::Side;
use osteotome_foot::anatomy::template_foot;
use osteotome_geometry::{Point3, TriangleSurface, read_surface, write_stl};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn report(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = osteotome(folder, &[&["inspect", "--json"], arguments].concat());
    (code(&output), serde_json::from_str(&stdout(&output)).expect("JSON"))
}

/// The five template bones of a right foot, each where it stands.
fn write_template_foot(folder: &Path) {
    for bone in template_foot(Side::Right, 1.0).expect("the template") {
        write_stl(folder.join(format!("{}.stl", bone.ray)), &bone.surface).expect("written");
    }
}

fn write_changed(folder: &Path, name: &str, change: impl FnOnce(&mut TriangleSurface)) {
    let mut surface = read_surface(root().join("meshes/M2_left.stl")).expect("the shipped bone");
    change(&mut surface);
    write_stl(folder.join(name), &surface).expect("written");
}

fn lose_a_triangle(surface: &mut TriangleSurface) {
    surface.triangles.remove(100);
}

#[test]
fn every_bone_that_ships_is_usable() {
    let names = ["M1", "M2", "M3", "M4", "M5"].map(|ray| format!("meshes/{ray}_left.stl"));
    for name in &names {
        let (code, report) = report(root(), &[name, "--side", "left"]);
        assert_eq!(code, 0, "{name}: {report:#}");
        let frame = &report["bones"][0]["frame"];
        assert!(frame["distal_certainty"]["confidence"].as_f64().expect("a number") > 0.9, "{name}");
    }
}

#[test]
fn a_foot_of_five_bones_tells_its_side_and_a_scenario_from_it_is_sound() {
    let folder = tempfile::tempdir().expect("a folder");
    write_template_foot(folder.path());
    let files = ["M1.stl", "M2.stl", "M3.stl", "M4.stl", "M5.stl"];
    let output = osteotome(folder.path(), &[&["inspect"][..], &files].concat());
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    let text = stdout(&output);
    let scenario = text.split("for a scenario:\n").nth(1).expect("a [foot] table");
    assert!(scenario.contains("side = \"right\"\n"), "{scenario}");
    fs::write(folder.path().join("foot.toml"), scenario).expect("written");
    let output = osteotome(folder.path(), &["check", "foot.toml"]);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
}

#[test]
fn defects_are_named_and_give_exit_code_two() {
    let folder = tempfile::tempdir().expect("a folder");
    write_changed(folder.path(), "open_M2.stl", lose_a_triangle);
    write_changed(folder.path(), "metres_M2.stl", |surface| {
        surface.vertices = surface.vertices.iter().map(|vertex| Point3::from(vertex.coords * 1e-3)).collect();
    });
    fs::write(folder.path().join("cut.stl"), b"solid M2\nfacet normal 0 0 1\nouter loop\nvertex 0 0")
        .expect("written");
    for (name, defect) in [("open_M2.stl", "open-edges"), ("metres_M2.stl", "not-millimetres")] {
        let (code, report) = report(folder.path(), &[name]);
        assert_eq!(code, 2, "{name}");
        let bone = &report["bones"][0];
        assert_eq!((bone["usable"].as_bool(), &bone["frame"]), (Some(false), &Value::Null));
        assert_eq!(bone["diagnosis"]["findings"][0]["defect"], defect, "{name}");
    }
}

#[test]
fn inspect_stopped_at_the_first_unreadable_file() {
    let folder = tempfile::tempdir().expect("a folder");
    write_changed(folder.path(), "M2.stl", |_| {});
    fs::write(folder.path().join("cut.stl"), b"solid M2\nfacet normal 0 0 1\nouter loop\nvertex 0 0")
        .expect("written");
    let files = ["cut.stl", "M2.stl", "nowhere.stl"];
    let output = osteotome(folder.path(), &[&["inspect"][..], &files].concat());
    assert_eq!(code(&output), 2);
    assert!(stdout(&output).contains("M2.stl: usable"), "{}", stdout(&output));
    assert!(
        ["cut.stl", "nowhere.stl"].iter().all(|name| stderr(&output).contains(name)),
        "{}",
        stderr(&output)
    );
    let (code, report) = report(folder.path(), &files);
    let usable: Vec<bool> = (0..3).map(|k| report["bones"][k]["usable"] == true).collect();
    assert_eq!((code, usable), (2, vec![false, true, false]));
    assert!(report["bones"][2]["error"].as_str().expect("words").contains("cannot be read"));
}

/// Reading a device never ends, and opening a pipe waits for a writer.
#[cfg(unix)]
#[test]
fn devices_pipes_and_folders_are_refused_unopened() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe.stl");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    for (path, kind) in [("/dev/zero", "a device"), ("pipe.stl", "a pipe"), (".", "a folder")] {
        let refused = format!("is {kind}, not a regular file");
        fs::write(folder.path().join("sweep.toml"), format!("base = {path:?}\n")).expect("written");
        fs::write(
            folder.path().join("bone.toml"),
            format!("[foot]\nside = \"left\"\nbones = {{ M2 = {path:?} }}\n"),
        )
        .expect("written");
        for arguments in [["inspect", path], ["check", "sweep.toml"], ["check", "bone.toml"]] {
            let output = osteotome(folder.path(), &arguments);
            assert_eq!(code(&output), 2, "{arguments:?}: {}", stdout(&output));
            let flowed: String =
                stderr(&output).split_whitespace().collect::<Vec<_>>().join(" ").replace("│ ", "");
            // Readers of scenarios that see the kind of file first say so without naming it.
            let is_refused =
                [refused.as_str(), "is not a regular file", "is a folder"].iter().any(|w| flowed.contains(w));
            assert!(is_refused, "{arguments:?}: {flowed}");
        }
    }
}

#[test]
fn a_defective_bone_is_a_mistake_at_its_place_in_the_scenario() {
    let folder = tempfile::tempdir().expect("a folder");
    write_changed(folder.path(), "open.stl", lose_a_triangle);
    fs::write(folder.path().join("case.toml"), "[foot]\nside = \"left\"\nbones = { M2 = \"open.stl\" }\n")
        .expect("written");
    for command in ["check", "run"] {
        let output = osteotome(folder.path(), &[command, "case.toml"]);
        assert_eq!(code(&output), 2);
        let text = stderr(&output);
        assert!(text.contains("[case.toml:3:16]") && text.contains("M2 at ("), "{text}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 2);
}
