//! Mistakes are refused by name, and leave nothing behind.

use osteotome_vtk::{Cells, Field, Grid, Part, Series, Surface, VtkError, write_vtp, write_vtu};
use std::path::Path;

fn tetrahedron() -> Grid {
    Grid {
        points_mm: vec![[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        cells: Cells::Tet4(vec![[0, 1, 2, 3]]),
        point_fields: vec![],
        cell_fields: vec![],
    }
}

fn refusal_of(grid: &Grid) -> String {
    let folder = tempfile::tempdir().expect("temporary folder");
    let error = write_vtu(&folder.path().join("body.vtu"), grid).expect_err("a refusal");
    assert_eq!(entries(folder.path()), 0, "nothing may be left behind");
    error.to_string()
}

fn entries(folder: &Path) -> usize {
    std::fs::read_dir(folder).expect("folder").count()
}

#[test]
fn a_field_of_the_wrong_length_is_named() {
    let mut grid = tetrahedron();
    grid.point_fields.push(Field::scalars("von_mises_mpa", vec![1.0; 3]));
    assert!(refusal_of(&grid).starts_with("field `von_mises_mpa` has 3 values for 4 points"));
    let mut grid = tetrahedron();
    grid.cell_fields.push(Field::vectors("axis", vec![[1.0; 3]; 2]));
    assert!(refusal_of(&grid).starts_with("field `axis` has 2 values for 1 cells"));
}

#[test]
fn a_number_that_is_none_is_named_with_its_place() {
    for value in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e39] {
        let mut grid = tetrahedron();
        grid.point_fields
            .push(Field::vectors("displacement_mm", vec![[0.0; 3], [0.0; 3], [0.0, value, 0.0], [0.0; 3]]));
        assert!(refusal_of(&grid).starts_with(&format!("field `displacement_mm` is {value} at point 2;")));
    }
    let mut grid = tetrahedron();
    grid.points_mm[1][2] = f64::NAN;
    assert!(refusal_of(&grid).starts_with("point 1 is at [1.0, 0.0, NaN] mm"));
}

#[test]
fn cells_refer_to_points_that_exist() {
    let mut grid = tetrahedron();
    grid.cells = Cells::Tet4(vec![[0, 1, 2, 3], [0, 1, 2, 4]]);
    assert!(refusal_of(&grid).starts_with("cell 1 refers to point 4, but there are 4 points"));
}

#[test]
fn bodies_are_not_empty() {
    let mut grid = tetrahedron();
    grid.cells = Cells::Tet4(vec![]);
    assert!(refusal_of(&grid).starts_with("the grid has 4 points and 0 cells"));
}

#[test]
fn names_are_portable_and_unique() {
    for name in ["", "von mises", "3d", "a<b", "a/b", "größe"] {
        let mut grid = tetrahedron();
        grid.cell_fields.push(Field::scalars(name, vec![1.0]));
        assert!(refusal_of(&grid).starts_with(&format!("`{name}` cannot name")), "{name}");
    }
    let mut grid = tetrahedron();
    grid.cell_fields = vec![Field::scalars("a", vec![1.0]), Field::labels("a", vec![1])];
    assert!(refusal_of(&grid).starts_with("two cell fields are called `a`"));
}

#[test]
fn lines_have_two_points() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let surface =
        Surface { points_mm: vec![[0.0; 3]; 3], lines: vec![vec![0, 1], vec![2]], ..Surface::default() };
    let error = write_vtp(&folder.path().join("tendons.vtp"), &surface).expect_err("a refusal");
    assert!(matches!(error, VtkError::ShortLine { line: 1, points: 1 }), "{error}");
}

#[test]
fn series_advance_and_keep_their_parts() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let mut series = Series::new(folder.path(), "osteotomy").expect("name");
    let body = || Part::Body(tetrahedron());
    let twice = series.add_step(0.0, &[("M2-distal", body()), ("M2-distal", body())]);
    assert!(matches!(twice, Err(VtkError::DuplicatePart { .. })));
    series.add_step(0.0, &[("M2-distal", body())]).expect("written");
    for time in [0.0, -1.0, f64::NAN] {
        let late = series.add_step(time, &[("M2-distal", body())]);
        assert!(matches!(late, Err(VtkError::TimeOrder { .. })), "{time}");
    }
    series.add_step(0.5, &[("M3-distal", body())]).expect("written");
    assert!(matches!(series.finish(), Err(VtkError::PartsChanged { time: 0.5, .. })));
    assert!(!folder.path().join("osteotomy.pvd").exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let file_in_the_way = folder.path().join("results");
    std::fs::write(&file_in_the_way, "").expect("written");
    let error = write_vtu(&file_in_the_way.join("body.vtu"), &tetrahedron()).expect_err("a refusal");
    assert!(error.to_string().contains("body.vtu"), "{error}");
}
