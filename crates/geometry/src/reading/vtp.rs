//! VTP: VTK XML PolyData, by the library vtkio.

use std::panic::{AssertUnwindSafe, catch_unwind};

use vtkio::model::{DataSet, Piece, PolyDataPiece, VertexNumbers};

use super::bytes::{starts_with_text, trimmed};
use super::{RawSurface, ReadFailure};

/// XML with a `VTKFile` element near its beginning.
pub(super) fn is_vtp(content: &[u8]) -> bool {
    trimmed(content).starts_with(b"<") && starts_with_text(content, 4096, "<VTKFile")
}

/// Reads the points and the polygons of all pieces; lines, vertices and attributes are passed over.
pub(super) fn parse(content: &[u8]) -> Result<RawSurface, ReadFailure> {
    if !starts_with_text(&content[content.len().saturating_sub(256)..], 256, "</VTKFile>") {
        return Err(ReadFailure::Truncated { missing: "the VTKFile element does not end".into() });
    }
    if !content.windows(7).any(|window| window == b"<Points") {
        return Err(malformed("there is no Points element".into()));
    }
    // vtkio 0.7.0-rc2 unwraps missing elements and empty arrays; a bad file must not end the program.
    let parsed = catch_unwind(AssertUnwindSafe(|| vtkio::Vtk::parse_xml(content)))
        .map_err(|_| malformed("an element or array is missing".into()))?
        .map_err(|cause| malformed(cause.to_string()))?;
    let DataSet::PolyData { pieces, .. } = parsed.data else {
        return Err(malformed("the data set is not PolyData; extract the surface first".into()));
    };
    let mut raw = RawSurface::default();
    for piece in pieces {
        let Piece::Inline(piece) = piece else { return Err(malformed("a piece is in another file".into())) };
        add_piece(&mut raw, *piece)?;
    }
    Ok(raw)
}

fn add_piece(raw: &mut RawSurface, piece: PolyDataPiece) -> Result<(), ReadFailure> {
    let first = raw.points.len();
    let coordinates: Vec<f64> =
        piece.points.cast_into().ok_or_else(|| malformed("the points are not numbers".into()))?;
    raw.points.extend(coordinates.as_chunks::<3>().0);
    let Some(VertexNumbers::XML { connectivity, offsets }) = piece.polys else { return Ok(()) };
    let mut start = 0;
    for end in offsets.into_iter().map(|offset| offset as usize) {
        let corners =
            connectivity.get(start..end).ok_or_else(|| malformed(format!("polygon offset {end}")))?;
        let corners: Vec<usize> = corners.iter().map(|&v| first.saturating_add(v as usize)).collect();
        raw.push_polygon(&corners);
        start = end;
    }
    Ok(())
}

fn malformed(reason: String) -> ReadFailure {
    ReadFailure::Malformed { format: "VTP", reason }
}
