//! What is written comes back, number for number, through vtkio's reader.

use osteotome_vtk::{Cells, Field, Grid, Surface, split_quadratic_triangles, write_vtp, write_vtu};
use proptest::prelude::*;
use std::path::Path;
use vtkio::model::{
    Attribute, CellType, DataSet, Piece, PolyDataPiece, UnstructuredGridPiece, VertexNumbers, Vtk,
};

fn read_grid(path: &Path) -> UnstructuredGridPiece {
    match Vtk::import(path).expect("readable file").data {
        DataSet::UnstructuredGrid { pieces, .. } => match pieces.into_iter().next() {
            Some(Piece::Inline(piece)) => *piece,
            other => panic!("expected an inline piece, found {other:?}"),
        },
        other => panic!("expected an unstructured grid, found {other:?}"),
    }
}

fn read_surface(path: &Path) -> PolyDataPiece {
    match Vtk::import(path).expect("readable file").data {
        DataSet::PolyData { pieces, .. } => match pieces.into_iter().next() {
            Some(Piece::Inline(piece)) => *piece,
            other => panic!("expected an inline piece, found {other:?}"),
        },
        other => panic!("expected poly data, found {other:?}"),
    }
}

fn single_precision(attributes: &[Attribute], name: &str) -> Vec<f32> {
    let found = attributes.iter().find(|attribute| attribute.name() == name);
    match found {
        Some(Attribute::DataArray(array)) => array.data.clone().into_vec().expect("single precision"),
        other => panic!("no array called {name}: {other:?}"),
    }
}

fn connectivity(cells: &VertexNumbers) -> Vec<u64> {
    match cells {
        VertexNumbers::XML { connectivity, .. } => connectivity.clone(),
        VertexNumbers::Legacy { .. } => panic!("XML files hold XML connectivity"),
    }
}

/// One tetrahedron per four points, so that sizes can be chosen freely.
fn separate_tetrahedra(points_mm: Vec<[f64; 3]>) -> Grid {
    let count = points_mm.len() as u32 / 4;
    Grid {
        cells: Cells::Tet4(
            (0..count).map(|cell| [4 * cell, 4 * cell + 1, 4 * cell + 2, 4 * cell + 3]).collect(),
        ),
        point_fields: vec![Field::vectors("displacement_mm", points_mm.clone())],
        cell_fields: vec![Field::scalars("index", (0..count).map(f64::from).collect())],
        points_mm,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_grid_comes_back(seeds in prop::collection::vec(prop::array::uniform3(-1e3..1e3f64), 4..400)) {
        let points: Vec<_> = seeds[..seeds.len() / 4 * 4].to_vec();
        let grid = separate_tetrahedra(points.clone());
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("grid.vtu");
        write_vtu(&path, &grid).expect("written");
        let read = read_grid(&path);
        prop_assert_eq!(read.points.into_vec::<f64>().expect("double precision"), points.as_flattened());
        prop_assert_eq!(connectivity(&read.cells.cell_verts), (0..points.len() as u64).collect::<Vec<_>>());
        prop_assert_eq!(read.cells.types, vec![CellType::Tetra; points.len() / 4]);
        let expected: Vec<f32> = points.as_flattened().iter().map(|value| *value as f32).collect();
        prop_assert_eq!(single_precision(&read.data.point, "displacement_mm"), expected);
    }
}

/// vtkio compresses in blocks of 32 KiB; sizes at and around whole blocks are where block tables go wrong.
#[test]
fn sizes_around_whole_compression_blocks_come_back() {
    let whole_block = 32_768;
    let bytes_per_cell_value = 4;
    for cells in [whole_block / bytes_per_cell_value, 2 * whole_block / bytes_per_cell_value] {
        for count in [cells - 1, cells, cells + 1] {
            let points: Vec<_> =
                (0..4 * count).map(|at| [at as f64, (at % 7) as f64, (at % 11) as f64]).collect();
            let folder = tempfile::tempdir().expect("temporary folder");
            let path = folder.path().join("grid.vtu");
            write_vtu(&path, &separate_tetrahedra(points.clone())).expect("written");
            let read = read_grid(&path);
            assert_eq!(read.points.into_vec::<f64>().expect("double precision"), points.as_flattened());
            let expected: Vec<f32> = (0..count).map(|cell| cell as f32).collect();
            assert_eq!(single_precision(&read.data.cell, "index"), expected);
        }
    }
}

#[test]
fn a_quadratic_grid_keeps_its_node_order() {
    let cell = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
    let grid = Grid {
        points_mm: (0..10).map(|node| [f64::from(node), 0.0, 0.0]).collect(),
        cells: Cells::Tet10(vec![cell]),
        point_fields: vec![],
        cell_fields: vec![Field::symmetric_tensors("stress_mpa", vec![[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]])],
    };
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("grid.vtu");
    write_vtu(&path, &grid).expect("written");
    let read = read_grid(&path);
    assert_eq!(connectivity(&read.cells.cell_verts), cell.map(u64::from));
    assert_eq!(read.cells.types, vec![CellType::QuadraticTetra]);
    assert_eq!(single_precision(&read.data.cell, "stress_mpa"), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
}

#[test]
fn a_surface_keeps_dots_lines_and_triangles_apart() {
    let surface = Surface {
        points_mm: vec![[0.0; 3], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        dots: vec![3],
        lines: vec![vec![0, 1, 2], vec![2, 3]],
        triangles: vec![[0, 1, 2]],
        point_fields: vec![Field::scalars("gap_mm", vec![0.1, 0.2, 0.3, 0.4])],
        cell_fields: vec![Field::labels("kind", vec![0, 1, 1, 2])],
    };
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("surface.vtp");
    write_vtp(&path, &surface).expect("written");
    let read = read_surface(&path);
    let lines = read.lines.expect("lines");
    assert_eq!(connectivity(&lines), [0, 1, 2, 2, 3]);
    assert!(matches!(lines, VertexNumbers::XML { offsets, .. } if offsets == [3, 5]));
    assert_eq!(connectivity(&read.polys.expect("triangles")), [0, 1, 2]);
    assert_eq!(connectivity(&read.verts.expect("dots")), [3]);
    assert_eq!(single_precision(&read.data.point, "gap_mm"), [0.1, 0.2, 0.3, 0.4]);
}

#[test]
fn a_split_quadratic_triangle_keeps_area_and_orientation() {
    // corners (0,0) (2,0) (0,2): every quarter has area 1/2, counter-clockwise
    let nodes = [[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
    let parts = split_quadratic_triangles(&[[0, 1, 2, 3, 4, 5]]);
    assert_eq!(parts.len(), 4);
    for part in parts {
        let [a, b, c]: [[f64; 2]; 3] = part.map(|node| nodes[node as usize]);
        let doubled_area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
        assert_eq!(doubled_area, 1.0, "{part:?}");
    }
}

#[test]
fn the_same_grid_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let grid =
        separate_tetrahedra((0..400).map(|at| [f64::from(at).sin(), f64::from(at).cos(), 0.5]).collect());
    let bytes = ["a.vtu", "b.vtu"].map(|name| {
        let path = folder.path().join(name);
        write_vtu(&path, &grid).expect("written");
        std::fs::read(path).expect("readable")
    });
    assert_eq!(bytes[0], bytes[1]);
}

/// Temporary files are private; a renamed one must not stay so, or colleagues cannot open the results.
#[cfg(unix)]
#[test]
fn a_file_has_the_permissions_of_any_other() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("temporary folder");
    let [ours, plain] = ["ours.vtp", "plain.txt"].map(|name| folder.path().join(name));
    write_vtp(&ours, &Surface::default()).expect("written");
    std::fs::write(&plain, "").expect("written");
    let [ours, plain] = [ours, plain].map(|path| std::fs::metadata(path).expect("file").permissions().mode());
    assert_eq!(ours, plain);
}
