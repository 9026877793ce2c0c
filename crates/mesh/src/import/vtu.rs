//! VTK XML unstructured grids, by the library vtkio.

use std::panic::{AssertUnwindSafe, catch_unwind};

use vtkio::model::{CellType, DataSet, Piece, UnstructuredGridPiece};

use super::{FileMesh, MeshReadFailure};

pub(super) fn parse(content: &[u8]) -> Result<FileMesh, MeshReadFailure> {
    // vtkio 0.7.0-rc2 unwraps missing elements and empty arrays; a bad file must not end the program.
    let parsed = catch_unwind(AssertUnwindSafe(|| vtkio::Vtk::parse_xml(content)))
        .map_err(|_| malformed("an element or array is missing"))?
        .map_err(|cause| malformed(&cause.to_string()))?;
    let DataSet::UnstructuredGrid { pieces, .. } = parsed.data else {
        return Err(malformed("not an UnstructuredGrid"));
    };
    let mut mesh = FileMesh::default();
    for piece in pieces {
        let Piece::Inline(piece) = piece else { return Err(malformed("a piece lies in another file")) };
        add_piece(*piece, &mut mesh)?;
    }
    Ok(mesh)
}

fn malformed(what: &str) -> MeshReadFailure {
    MeshReadFailure::Malformed { line: 0, what: what.to_owned() }
}

fn add_piece(piece: UnstructuredGridPiece, mesh: &mut FileMesh) -> Result<(), MeshReadFailure> {
    let first = mesh.nodes.len() as u64;
    let coordinates: Vec<f64> =
        piece.points.cast_into().ok_or_else(|| malformed("points are not numbers"))?;
    let positions = coordinates.chunks_exact(3).map(|p| [p[0], p[1], p[2]]);
    mesh.nodes.extend((first..).zip(positions));
    let types = piece.cells.types;
    let (connectivity, mut offsets) = piece.cells.cell_verts.into_xml();
    if offsets.len() == types.len() {
        offsets.insert(0, 0);
    }
    for (kind, ends) in types.iter().zip(offsets.windows(2)) {
        if matches!(kind, CellType::Tetra | CellType::QuadraticTetra) {
            let corners =
                connectivity.get(ends[0] as usize..ends[1] as usize).and_then(|c| c.first_chunk::<4>());
            let corners = corners.ok_or_else(|| malformed("a cell has too few points"))?;
            mesh.tetrahedra.push(corners.map(|n| n + first));
        }
    }
    Ok(())
}
