//! `osteotome export`: the same problem in another solver gives the same solution.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, stderr, stdout};
use nalgebra::{Matrix3, Vector3};
use osteotome_elastic::{DisplacementField, StrainField, solve_clamped};
use osteotome_foot::{PlannedBody, planned_bodies};
use std::fs;
use std::path::Path;
use std::process::Command;

const BARE: &str = "[foot]\nrays = [\"M2\"]\n[mesh]\nsize_mm = 2.5\n";
const LAYERED: &str = "[foot]\nrays = [\"M2\"]\n[mesh]\nsize_mm = 2.5\n[bone]\ncortical_thickness_mm = 1.5\n";
const HEAD_LOAD_N: f64 = 100.0;

/// Exports `source` into the folder `format`; with bases held and heads pushed if `on_bench`.
fn export(folder: &Path, source: &str, format: &str, on_bench: bool) {
    fs::write(folder.join("case.toml"), source).expect("written");
    let mut arguments = vec!["export", "case.toml", "--to", format, "-o", format];
    arguments.extend(if on_bench { &["--head-load-n", "100"][..] } else { &[] });
    let output = osteotome(folder, &arguments);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

/// The exported problem in osteotome's own words: base held, plantar side of the head pushed up.
fn solved(source: &str) -> (PlannedBody, DisplacementField) {
    let scenario = osteotome_foot::scenario::read(source, Path::new("")).expect("no mistakes").scenario;
    let body = planned_bodies(&scenario, &mut |_| {}).expect("meshed").remove(0);
    let mesh = &body.fragment.mesh;
    let (_, pushed) = body.patches.iter().find(|(name, _)| *name == "ground").expect("a plantar side");
    let mut loads_n = vec![Vector3::zeros(); mesh.nodes.len()];
    for &node in &pushed.nodes {
        loads_n[node as usize].z = HEAD_LOAD_N / pushed.nodes.len() as f64;
    }
    let field = solve_clamped(mesh, &body.materials, &body.surface_nodes("base"), &loads_n).expect("solved");
    (body, field)
}

/// Runs CalculiX in `folder` and returns its result file; none if there is no CalculiX.
#[allow(clippy::print_stderr, reason = "says why it tests nothing")]
fn calculix(folder: &Path) -> Option<String> {
    let run = Command::new("ccx").arg("problem").current_dir(folder).env("OMP_NUM_THREADS", "1").output();
    let Ok(output) = run else {
        eprintln!("skipped: no ccx");
        return None;
    };
    assert!(output.status.success(), "{}", stdout(&output));
    Some(fs::read_to_string(folder.join("problem.frd")).expect("a result"))
}

/// The values of each node in one block of a result file: lines `-1`, node (10 wide), values (12 wide each).
fn block(text: &str, name: &str, components: usize) -> Vec<Vec<f64>> {
    let start = text.find(&format!(" -4  {name}")).expect("the block");
    let lines = text[start..].lines().skip_while(|line| !line.starts_with(" -1"));
    let value = |line: &str, i: usize| line[13 + 12 * i..25 + 12 * i].trim().parse().expect("a number");
    lines
        .take_while(|line| line.starts_with(" -1"))
        .map(|line| (0..components).map(|i| value(line, i)).collect())
        .collect()
}

/// Greatest difference of displacement over the greatest displacement.
fn displacement_apart(field: &DisplacementField, text: &str) -> f64 {
    let theirs: Vec<Vector3<f64>> =
        block(text, "DISP", 3).iter().map(|v| Vector3::from_column_slice(v)).collect();
    assert_eq!(theirs.len(), field.displacements_mm.len());
    let largest = theirs.iter().map(Vector3::norm).fold(0.0, f64::max);
    field.displacements_mm.iter().zip(&theirs).map(|(a, b)| (a - b).norm()).fold(0.0, f64::max) / largest
}

/// Greatest difference of nodal strain over the greatest strain.
fn strain_apart(body: &PlannedBody, field: &DisplacementField, text: &str) -> f64 {
    let strains = StrainField::new(&body.fragment.mesh, &body.materials, field).expect("strains");
    let (mut apart, mut largest) = (0.0_f64, 0.0_f64);
    for (node, e) in block(text, "TOSTRAIN", 6).into_iter().enumerate() {
        let theirs = Matrix3::new(e[0], e[3], e[5], e[3], e[1], e[4], e[5], e[4], e[2]);
        let ours = strains.stiffest(node).expect("a node of an element").strain;
        apart = apart.max((ours - theirs).norm());
        largest = largest.max(theirs.norm());
    }
    apart / largest
}

#[test]
#[allow(clippy::print_stderr, reason = "the figures of the verification table")]
fn a_loaded_metatarsal_bends_in_calculix_as_it_does_here() {
    for source in [BARE, LAYERED] {
        let folder = tempfile::tempdir().expect("a folder");
        export(folder.path(), source, "inp", true);
        let Some(text) = calculix(&folder.path().join("inp")) else { return };
        let (body, field) = solved(source);
        let displacement = displacement_apart(&field, &text);
        eprintln!("displacements differ by {displacement:.1e} of the greatest");
        assert!(displacement < 1e-4);
        // Across materials CalculiX averages nodal strains where osteotome keeps them apart.
        if source == BARE {
            let strain = strain_apart(&body, &field, &text);
            eprintln!("nodal strains differ by {strain:.1e} of the greatest");
            assert!(strain < 1e-3);
        }
    }
}

#[test]
fn a_folder_of_results_is_exported_as_its_scenario_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = format!("{LAYERED}[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\n");
    export(folder.path(), &source, "inp", false);
    let meshed = osteotome(folder.path(), &["mesh", "case.toml", "-o", "meshed"]);
    assert_eq!(code(&meshed), 0, "{}", stderr(&meshed));
    let output = osteotome(folder.path(), &["export", "meshed", "--to", "inp", "-o", "again"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join(name).join("problem.inp")).expect("text");
    assert!(read("inp") == read("again"), "not the same problem");
}

#[test]
fn every_format_holds_every_element() {
    let folder = tempfile::tempdir().expect("a folder");
    for (format, file) in [("inp", "problem.inp"), ("msh", "problem.msh"), ("vtu", "M2.vtu")] {
        export(folder.path(), BARE, format, true);
        let mesh =
            osteotome_mesh::read_tetrahedra(folder.path().join(format).join(file)).map(|m| m.corners.len());
        let (body, _) = solved(BARE);
        assert_eq!(mesh.ok(), Some(body.fragment.quality.tetrahedra), "{format}");
    }
    export(folder.path(), LAYERED, "feb", true);
    let text = fs::read_to_string(folder.path().join("feb/problem.feb")).expect("text");
    assert_eq!(text.matches("<material ").count(), text.matches("<SolidDomain ").count());
    assert!(text.matches("<material ").count() > 2);
}

/// A lone ray that is cut, on a mesh coarse enough for CalculiX to take half a minute.
fn cut(technique: &str) -> String {
    let cut = format!("[[osteotomy]]\nrays = [\"M2\"]\ntechnique = {technique:?}\n");
    let cut = if technique.is_empty() { String::new() } else { cut };
    format!("[foot]\nrays = [\"M2\"]\n{cut}[mesh]\nsize_mm = 4.8\ncut_size_mm = 2.4\norder = 1\n")
}

/// Displacement at the end of what CalculiX prints for the node `set`, mm.
fn rest(text: &str, set: &str) -> Vector3<f64> {
    let block = text.rsplit(" displacements").find(|block| block.contains(set)).expect("the set");
    let line = block.lines().find(|line| line.split_whitespace().count() == 4 && !line.contains("vx"));
    let values = line.expect("a line").split_whitespace().skip(1).map(|v| v.parse().expect("a number"));
    Vector3::from_iterator(values)
}

/// With little friction, so that the path does not decide where the head stays.
#[test]
fn a_head_cut_by_the_classic_technique_comes_to_rest_in_calculix_where_it_does_here() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut rests = Vec::new();
    for (technique, set) in [("", "M2_HEAD_MOTION"), ("classic", "M2-DISTAL_HEAD_MOTION")] {
        let source =
            format!("{}[contact]\nfriction = 0.05\n[soft_tissue]\nset = \"hand-tuned\"\n", cut(technique));
        export(folder.path(), &source, "inp", false);
        let Some(_) = calculix(&folder.path().join("inp")) else { return };
        let text = fs::read_to_string(folder.path().join("inp/problem.dat")).expect("a result");
        assert!(text.contains("0.2000000E+01"), "both steps");
        rests.push(rest(&text, set));
        fs::remove_dir_all(folder.path().join("inp")).expect("removed");
    }
    let output = osteotome(folder.path(), &["run", "case.toml", "--json"]);
    let outcome: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let mm = |key: &str| outcome["heads"]["M2"][key].as_f64().expect("a number");
    // The template is a right foot: lateral is −y.
    let ours = Vector3::new(-mm("shortening_mm"), -mm("lateralization_mm"), mm("elevation_mm"));
    let apart = (rests[1] - rests[0] - ours).norm() / ours.norm();
    assert!(apart < 0.1, "{:?} against {ours:?}", rests[1] - rests[0]);
}

#[test]
fn a_fragment_that_nothing_holds_on_a_bench_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("case.toml"), cut("classic")).expect("written");
    let output = osteotome(folder.path(), &["export", "case.toml", "--to", "inp", "--head-load-n", "100"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("nothing holds M2-distal"), "{}", stderr(&output));
    assert!(!folder.path().join("results").exists());
}

#[test]
fn formats_do_not_take_the_place_of_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("case.toml"), cut("classic")).expect("written");
    for format in ["feb", "inp", "msh", "vtu"] {
        let output = osteotome(folder.path(), &["export", "case.toml", "--to", format]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    for file in ["feb/problem.feb", "inp/problem.inp", "msh/problem.msh", "vtu/M2-distal.vtu"] {
        assert!(folder.path().join(format!("results/case-export-{file}")).is_file(), "{file}");
    }
}

/// Elements of each body in the JSON of a command.
fn tetrahedra(text: &str, key: &str) -> Vec<(String, u64)> {
    let document: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let bodies = document[key].as_object().expect("bodies").iter();
    let mut counts: Vec<(String, u64)> =
        bodies.map(|(name, body)| (name.clone(), body["tetrahedra"].as_u64().expect("a number"))).collect();
    counts.sort();
    counts
}

#[test]
fn mesh_run_and_export_have_the_same_meshes_on_either_side() {
    for side in ["left", "right"] {
        let folder = tempfile::tempdir().expect("a folder");
        let source = cut("reverse").replace("[foot]", &format!("[foot]\nside = {side:?}"));
        fs::write(folder.path().join("case.toml"), source).expect("written");
        let json = |arguments: &[&str]| {
            let output = osteotome(folder.path(), &[arguments, &["--json"]].concat());
            assert_eq!(code(&output), 0, "{}", stderr(&output));
            stdout(&output)
        };
        let run = tetrahedra(&json(&["run", "case.toml"]), "fragments");
        assert_eq!(run.len(), 2);
        assert_eq!(run, tetrahedra(&json(&["mesh", "case.toml"]), "fragments"));
        for format in ["inp", "feb", "msh", "vtu"] {
            assert_eq!(
                run,
                tetrahedra(&json(&["export", "case.toml", "--to", format]), "bodies"),
                "{format}"
            );
        }
    }
}

#[test]
fn a_title_that_is_a_keyword_is_a_title() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = format!("title = \"*INCLUDE, INPUT=x --> <b>\\u0007\"\n{}", cut("classic"));
    for format in ["inp", "feb"] {
        export(folder.path(), &source, format, false);
    }
    let inp = fs::read_to_string(folder.path().join("inp/problem.inp")).expect("text");
    assert!(inp.starts_with("*HEADING\n- *INCLUDE, INPUT=x --> <b>\n"));
    assert_eq!(inp.lines().filter(|line| line.starts_with("*NODE,")).count(), 1, "one block of nodes");
    let feb = fs::read_to_string(folder.path().join("feb/problem.feb")).expect("text");
    let comment = feb.lines().find(|line| line.contains("<!--")).unwrap_or_default();
    assert!(
        comment.contains("<!-- *INCLUDE, INPUT=x - - b: mm, N, MPa -->") && !feb.contains('\u{7}'),
        "{comment}"
    );
}

#[test]
fn what_is_no_result_is_a_mistake() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = osteotome(folder.path(), &["export", ".", "--to", "inp"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("outcome.json") || stdout(&output).contains("outcome.json"));
    fs::write(folder.path().join("outcome.json"), "{}").expect("written");
    assert_eq!(code(&osteotome(folder.path(), &["export", ".", "--to", "inp"])), 2);
}
