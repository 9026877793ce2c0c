//! The official VTK library re-reads what osteotome writes, and agrees on volumes, areas, lengths and fields.
//!
//! Needs a Python with the `vtk` module: `OSTEOTOME_PYTHON`, else `python3`. Without one the tests say so and pass.
//! The checker can be pointed at any result folder: `python3 tests/python/check_results.py DIR`.
#![allow(clippy::print_stderr, reason = "a skipped test says why")]

mod grids;

use grids::kuhn_box;
use osteotome_vtk::{Cells, Field, Grid, Part, Series, Surface};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Points are written in double precision; VTK sums a handful of products of them.
const DOUBLE_PRECISION: f64 = 1e-13;
/// Fields are written in single precision: 2⁻²⁴ relative.
const SINGLE_PRECISION: f64 = 6e-8;

fn python() -> Option<String> {
    let python = std::env::var("OSTEOTOME_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let imported = Command::new(&python).args(["-c", "import vtkmodules.vtkIOXML, numpy"]).output();
    if imported.is_ok_and(|output| output.status.success()) {
        Some(python)
    } else {
        eprintln!("skipped: {python} cannot import vtk; set OSTEOTOME_PYTHON to a Python that can");
        None
    }
}

/// What VTK sees in a folder, or nothing if there is no VTK.
fn reread(folder: &Path) -> Option<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/check_results.py");
    let output = Command::new(python()?).arg(script).arg(folder).output().expect("Python runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{errors}", String::from_utf8_lossy(&output.stdout));
    assert!(errors.is_empty(), "VTK complains: {errors}");
    Some(serde_json::from_slice(&output.stdout).expect("JSON from the checker"))
}

#[track_caller]
fn assert_close(found: &Value, expected: f64, relative: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("expected a number, found {found}"));
    assert!((found - expected).abs() <= relative * expected.abs(), "{found} instead of {expected}");
}

/// Ten-node cells with their own edge middles, optionally pushed off the straight edge.
fn with_edge_middles(points: &[[f64; 3]], cells: &[[u32; 4]], bulge: impl Fn([f64; 3]) -> [f64; 3]) -> Grid {
    const EDGES: [[usize; 2]; 6] = [[0, 1], [1, 2], [2, 0], [0, 3], [1, 3], [2, 3]];
    let mut points_mm = points.to_vec();
    let quadratic = cells.iter().map(|cell| {
        let mut nodes = [0; 10];
        nodes[..4].copy_from_slice(cell);
        for (edge, [a, b]) in EDGES.into_iter().enumerate() {
            let [a, b] = [a, b].map(|end| points[cell[end] as usize]);
            nodes[4 + edge] = points_mm.len() as u32;
            points_mm.push(bulge([0, 1, 2].map(|axis| 0.5 * (a[axis] + b[axis]))));
        }
        nodes
    });
    let cells = Cells::Tet10(quadratic.collect());
    Grid { points_mm, cells, point_fields: vec![], cell_fields: vec![] }
}

fn write_grid(folder: &Path, grid: &Grid) {
    osteotome_vtk::write_vtu(&folder.join("body.vtu"), grid).expect("written");
}

#[test]
fn linear_tetrahedra_have_the_volume_of_the_box() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let (points_mm, cells) = kuhn_box(9, 3.0);
    let heights = points_mm.iter().map(|point| point[2] * 0.1).collect();
    let displacements = points_mm.iter().map(|[x, y, z]| [0.1 * x, -0.2 * y, 0.7 * z]).collect();
    let grid = Grid {
        point_fields: vec![
            Field::scalars("height_cm", heights),
            Field::vectors("displacement_mm", displacements),
        ],
        cell_fields: vec![Field::labels("ray", vec![-3; cells.len()])],
        cells: Cells::Tet4(cells),
        points_mm,
    };
    write_grid(folder.path(), &grid);
    let Some(report) = reread(folder.path()) else { return };
    let body = &report["files"]["body.vtu"];
    assert_eq!(body["nodes"], 1000);
    assert_eq!(body["cell_types"]["10"], 6 * 729);
    assert_close(&body["volume"], 27.0, DOUBLE_PRECISION);
    // every tetrahedron of a cube is a sixth of it; the corners are differences of numbers up to 3
    assert_close(&body["min_cell_volume"], 1.0 / 27.0 / 6.0, 1e2 * DOUBLE_PRECISION);
    assert_close(&body["point_arrays"]["height_cm"]["max"][0], 0.3, SINGLE_PRECISION);
    assert_close(&body["point_arrays"]["displacement_mm"]["min"][1], -0.6, SINGLE_PRECISION);
    assert_eq!(body["cell_arrays"]["ray"]["min"][0], -3);
}

#[test]
fn quadratic_tetrahedra_have_the_volume_of_the_box() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let (points, cells) = kuhn_box(3, 2.0);
    write_grid(folder.path(), &with_edge_middles(&points, &cells, |middle| middle));
    let Some(report) = reread(folder.path()) else { return };
    let body = &report["files"]["body.vtu"];
    assert_eq!(body["cell_types"]["24"], 6 * 27);
    assert_close(&body["volume"], 8.0, DOUBLE_PRECISION);
    assert_close(&body["min_cell_volume"], 8.0 / 27.0 / 6.0, 1e2 * DOUBLE_PRECISION);
}

/// Straight edges alone cannot tell a wrong order of the middle nodes by the corners' volume. Here the middles sit on
/// the map (x, y, z) → (x, y, z + c x²), which ten-node cells represent exactly and which keeps volume.
#[test]
fn quadratic_tetrahedra_keep_their_middle_nodes() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let (points, cells) = kuhn_box(2, 1.0);
    let mut grid = with_edge_middles(&points, &cells, |middle| middle);
    for point in &mut grid.points_mm {
        point[2] += 0.3 * point[0] * point[0];
    }
    let surfaces = grid.points_mm.iter().map(|point| point[2]).collect();
    grid.point_fields.push(Field::scalars("height_mm", surfaces));
    write_grid(folder.path(), &grid);
    let Some(shape) = shape_report(folder.path()) else { return };
    let cells = shape.as_array().expect("one entry for each cell");
    assert_eq!(cells.len(), 6 * 8);
    for cell in cells {
        // VTK's own shape functions place the middle of every edge where we said it is
        assert!(cell["edge_error"].as_f64().expect("number") < 1e-14, "{cell}");
        assert_close(&cell["jacobian_volume"], 1.0 / 48.0, 1e2 * DOUBLE_PRECISION);
    }
}

/// Volume by VTK's shape functions (its own cell-size filter splits curved cells into flat ones).
fn shape_report(folder: &Path) -> Option<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/check_quadratic_shape.py");
    let output =
        Command::new(python()?).arg(script).arg(folder.join("body.vtu")).output().expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("JSON from the checker"))
}

/// vtkio compresses in blocks of 32 KiB: sizes at whole blocks are where block tables go wrong.
#[test]
fn sizes_around_whole_compression_blocks_are_read() {
    let folder = tempfile::tempdir().expect("temporary folder");
    // 4096 doubles or 8192 singles fill a block
    let counts = [1365, 1366, 4095, 4096, 4097, 8191, 8192, 8193, 16384];
    for count in counts {
        let points_mm: Vec<_> = (0..count).map(|at| [f64::from(at), 0.0, 1.0]).collect();
        let values = (0..count).map(f64::from).collect();
        let surface = Surface {
            points_mm,
            dots: (0..count as u32).collect(),
            point_fields: vec![Field::scalars("index", values)],
            ..Surface::default()
        };
        osteotome_vtk::write_vtp(&folder.path().join(format!("{count}.vtp")), &surface).expect("written");
    }
    let Some(report) = reread(folder.path()) else { return };
    for count in counts {
        let file = &report["files"][format!("{count}.vtp")];
        assert_eq!(file["nodes"], count);
        assert_eq!(file["cell_types"]["1"], count);
        assert_eq!(file["bounds"][1], f64::from(count - 1));
        assert_eq!(file["point_arrays"]["index"]["mean"][0], f64::from(count - 1) / 2.0);
    }
}

fn face_and_tendon() -> Surface {
    Surface {
        points_mm: vec![[0.0; 3], [3.0, 0.0, 0.0], [3.0, 4.0, 0.0], [0.0, 4.0, 0.0], [0.0, 4.0, 12.0]],
        dots: vec![4],
        lines: vec![vec![1, 2, 4]],
        triangles: vec![[0, 1, 2], [0, 2, 3]],
        point_fields: vec![Field::scalars("pressure_mpa", vec![0.0, 1.0, 2.0, 3.0, 4.0])],
        cell_fields: vec![Field::symmetric_tensors("stress_mpa", vec![[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]; 4])],
    }
}

fn empty_face() -> Surface {
    Surface {
        point_fields: vec![Field::scalars("pressure_mpa", vec![])],
        cell_fields: vec![Field::symmetric_tensors("stress_mpa", vec![])],
        ..Surface::default()
    }
}

#[test]
fn a_series_with_an_empty_face_is_read() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let mut series = Series::new(folder.path(), "osteotomy").expect("name");
    for (time, face) in [(0.0, empty_face()), (0.25, face_and_tendon())] {
        series.add_step(time, &[("M2-face", Part::Surface(face))]).expect("written");
    }
    series.finish().expect("written");
    let Some(report) = reread(folder.path()) else { return };
    assert_eq!(report["series"]["osteotomy.pvd"]["times"], serde_json::json!([0.0, 0.25]));
    assert_eq!(report["series"]["osteotomy.pvd"]["parts"], serde_json::json!(["M2-face"]));
    let empty = &report["files"]["osteotomy/M2-face_0000.vtp"];
    assert_eq!(empty["nodes"], 0);
    assert_eq!(empty["cell_arrays"]["stress_mpa"]["components"], 6);
    let touching = &report["files"]["osteotomy/M2-face_0001.vtp"];
    assert_close(&touching["area"], 12.0, DOUBLE_PRECISION);
    // 4 along y, then from (3, 4, 0) to (0, 4, 12): √(9 + 144)
    assert_close(&touching["length"], 4.0 + 153f64.sqrt(), DOUBLE_PRECISION);
    assert_eq!(
        touching["cell_arrays"]["stress_mpa"]["max"],
        serde_json::json!([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    );
}

/// A coarse run of a shipped scenario: VTK sees the bodies that `outcome.json` tells of.
#[test]
fn a_run_is_read_back_with_the_counts_and_volumes_it_reports() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/one-ray-classic.toml");
    let source = std::fs::read_to_string(shipped).expect("scenario");
    std::fs::write(folder.path().join("case.toml"), source + "\n[mesh]\nsize_mm = 2.5\ncut_size_mm = 2.0\n")
        .expect("written");
    let run = Command::new(env!("CARGO_BIN_EXE_osteotome"))
        .args(["run", "case.toml", "-o", "out"])
        .current_dir(folder.path())
        .output()
        .expect("osteotome runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let results = folder.path().join("out");
    let Some(seen) = reread(&results) else { return };
    let outcome = std::fs::read_to_string(results.join("outcome.json")).expect("outcome.json");
    let outcome: Value = serde_json::from_str(&outcome).expect("JSON");
    for (name, fragment) in outcome["fragments"].as_object().expect("fragments") {
        let files = seen["files"].as_object().expect("files");
        let bodies: Vec<&Value> = files
            .iter()
            .filter(|(file, _)| file.contains(name) && file.ends_with(".vtu"))
            .map(|f| f.1)
            .collect();
        assert!(bodies.len() > 3, "{name} has a file for every recorded moment");
        for body in bodies {
            assert_eq!(body["nodes"], fragment["nodes"], "{name}");
            assert_eq!(body["cells"], fragment["tetrahedra"], "{name}");
            // Bodies are shown deformed; strains are far below one in a thousand.
            assert_close(&body["volume"], fragment["volume_mm3"].as_f64().expect("a volume"), 1e-3);
        }
    }
}
