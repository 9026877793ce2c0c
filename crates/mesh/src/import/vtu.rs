//! VTK XML unstructured grids.

use osteotome_geometry::{VtkPiece, VtkXml};

use super::{FileMesh, MeshReadFailure};

/// VTK's number of the 4-node tetrahedron, and of the 10-node one.
const TETRAHEDRA: [usize; 2] = [10, 24];
/// VTK's numbers of vertices, lines and flat cells, which enclose nothing, linear and quadratic.
const FLAT: [usize; 20] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 22, 23, 28, 30, 34, 36, 68, 69, 70];

pub(super) fn parse(content: &[u8]) -> Result<FileMesh, MeshReadFailure> {
    let file = VtkXml::parse(content)?;
    if file.kind() != "UnstructuredGrid" {
        return Err(malformed("not an UnstructuredGrid; save the volume mesh, not its surface"));
    }
    let mut mesh = FileMesh::default();
    for piece in file.pieces()? {
        add_piece(piece, &mut mesh)?;
    }
    Ok(mesh)
}

fn malformed(what: &str) -> MeshReadFailure {
    MeshReadFailure::Malformed { line: 0, what: what.to_owned() }
}

fn add_piece(piece: VtkPiece, mesh: &mut FileMesh) -> Result<(), MeshReadFailure> {
    let first = mesh.nodes.len() as u64;
    mesh.nodes.extend((first..).zip(piece.points()?));
    let kinds = piece.indices("Cells", "types")?;
    let cells = piece.cells("Cells")?;
    if kinds.len() != cells.len() {
        return Err(malformed("there are not as many types as cells"));
    }
    for (kind, cell) in kinds.into_iter().zip(cells) {
        if TETRAHEDRA.contains(&kind) {
            let corners = cell.first_chunk::<4>().ok_or_else(|| malformed("a cell has too few points"))?;
            mesh.tetrahedra.push(corners.map(|node| first.saturating_add(node as u64)));
        } else if !FLAT.contains(&kind) {
            return Err(malformed(&format!(
                "cells of VTK type {kind} are no tetrahedra; split them, or mesh again"
            )));
        }
    }
    Ok(())
}
