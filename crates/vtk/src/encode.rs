//! From checked arrays to VTK's XML files.
//!
//! Inline base64 with zlib: the only form that every build of VTK reads (appended raw data is not XML and is refused by
//! readers that use a stock expat).

use crate::field::Values;
use crate::whole_file::write_whole_file;
use crate::{Field, Grid, Surface, VtkError};
use std::fmt::Write as _;
use std::path::Path;
use vtkio::model::{
    Attribute, Attributes, ByteOrder, CellType, Cells as VtkCells, DataArray, DataSet, IOBuffer,
    PolyDataPiece, UnstructuredGridPiece, Version, VertexNumbers, Vtk,
};
use vtkio::xml::Compressor;

/// zlib's own compromise between speed and size.
const COMPRESSION_LEVEL: u32 = 5;

/// Writes a volume as `.vtu`.
///
/// # Errors
/// Everything that [`VtkError`] says about points, cells and fields, and the file system's refusals.
pub fn write_vtu(path: &Path, grid: &Grid) -> Result<(), VtkError> {
    grid.check()?;
    let piece = UnstructuredGridPiece {
        points: IOBuffer::F64(grid.points_mm.as_flattened().to_vec()),
        cells: tetrahedra(grid),
        data: attributes(&grid.point_fields, &grid.cell_fields),
    };
    write_whole_file(path, &encode(path, DataSet::inline(piece))?)
}

/// Writes a surface, lines or dots as `.vtp`.
///
/// # Errors
/// Everything that [`VtkError`] says about points, cells and fields, and the file system's refusals.
pub fn write_vtp(path: &Path, surface: &Surface) -> Result<(), VtkError> {
    surface.check()?;
    if surface.points_mm.is_empty() {
        return write_whole_file(path, empty_surface(surface).as_bytes());
    }
    let triangles: Vec<_> = surface.triangles.iter().map(<[u32; 3]>::as_slice).collect();
    let lines: Vec<_> = surface.lines.iter().map(Vec::as_slice).collect();
    let dots: Vec<_> = surface.dots.chunks_exact(1).collect();
    let piece = PolyDataPiece {
        points: IOBuffer::F64(surface.points_mm.as_flattened().to_vec()),
        verts: topology(&dots),
        lines: topology(&lines),
        polys: topology(&triangles),
        strips: None,
        data: attributes(&surface.point_fields, &surface.cell_fields),
    };
    write_whole_file(path, &encode(path, DataSet::inline(piece))?)
}

fn tetrahedra(grid: &Grid) -> VtkCells {
    let (nodes, nodes_per_cell) = grid.cells.flat();
    let connectivity = nodes.iter().map(|node| u64::from(*node)).collect();
    let offsets = (1..=grid.cells.len()).map(|cell| (cell * nodes_per_cell) as u64).collect();
    let shape = if nodes_per_cell == 4 { CellType::Tetra } else { CellType::QuadraticTetra };
    VtkCells {
        cell_verts: VertexNumbers::XML { connectivity, offsets },
        types: vec![shape; grid.cells.len()],
    }
}

/// Left out when empty: an absent element is the only spelling of "none" that all readers accept.
fn topology(cells: &[&[u32]]) -> Option<VertexNumbers> {
    if cells.is_empty() {
        return None;
    }
    let connectivity = cells.iter().flat_map(|nodes| nodes.iter().map(|node| u64::from(*node))).collect();
    let ends = cells.iter().scan(0, |end, nodes| {
        *end += nodes.len() as u64;
        Some(*end)
    });
    Some(VertexNumbers::XML { connectivity, offsets: ends.collect() })
}

fn attributes(point_fields: &[Field], cell_fields: &[Field]) -> Attributes {
    let arrays =
        |fields: &[Field]| fields.iter().map(|field| Attribute::DataArray(data_array(field))).collect();
    Attributes { point: arrays(point_fields), cell: arrays(cell_fields) }
}

fn data_array(field: &Field) -> DataArray {
    let buffer = match &field.values {
        Values::Real(values) => IOBuffer::F32(values.iter().map(|value| *value as f32).collect()),
        Values::Integer(values) => IOBuffer::I32(values.clone()),
    };
    DataArray::new(field.name.clone(), field.components as u32).with_buf(buffer)
}

fn encode(path: &Path, data: DataSet) -> Result<Vec<u8>, VtkError> {
    let vtk = Vtk {
        version: Version::new_xml(1, 0),
        title: String::new(),
        byte_order: ByteOrder::LittleEndian,
        data,
        file_path: None,
    };
    let failed =
        |error: vtkio::xml::Error| VtkError::Encoding { path: path.to_owned(), message: error.to_string() };
    let mut bytes = Vec::new();
    let file = vtk.try_into_xml_format(Compressor::ZLib, COMPRESSION_LEVEL).map_err(failed)?;
    file.write(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// A surface without points. vtkio leaves `NumberOfPoints` out when it is zero, which VTK's reader takes for a broken
/// file; the arrays are declared so that a series keeps the same fields at every step.
fn empty_surface(surface: &Surface) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\"?>\n<VTKFile type=\"PolyData\" version=\"1.0\" byte_order=\"LittleEndian\">\n",
    );
    text += "<PolyData>\n<Piece NumberOfPoints=\"0\" NumberOfVerts=\"0\" NumberOfLines=\"0\" NumberOfStrips=\"0\" NumberOfPolys=\"0\">\n";
    text += "<Points><DataArray type=\"Float64\" Name=\"Points\" NumberOfComponents=\"3\" format=\"ascii\"></DataArray></Points>\n";
    text += &empty_arrays("PointData", &surface.point_fields);
    text += &empty_arrays("CellData", &surface.cell_fields);
    text += "</Piece>\n</PolyData>\n</VTKFile>\n";
    text
}

fn empty_arrays(element: &str, fields: &[Field]) -> String {
    let mut text = format!("<{element}>\n");
    for field in fields {
        let kind = if matches!(field.values, Values::Real(_)) { "Float32" } else { "Int32" };
        let (name, components) = (&field.name, field.components);
        // writing to a String cannot fail
        let _ = writeln!(
            text,
            "<DataArray type=\"{kind}\" Name=\"{name}\" NumberOfComponents=\"{components}\" format=\"ascii\"></DataArray>"
        );
    }
    text + &format!("</{element}>\n")
}
