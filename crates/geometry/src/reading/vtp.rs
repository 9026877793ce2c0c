//! VTP: VTK XML PolyData.

use super::vtk_xml::{VtkPiece, VtkXml};
use super::{RawSurface, ReadFailure};

/// Reads the points, the polygons and the triangle strips of all pieces; lines and vertices bound nothing and are only counted.
pub(super) fn parse(content: &[u8]) -> Result<RawSurface, ReadFailure> {
    let file = VtkXml::parse(content)?;
    if file.kind() != "PolyData" {
        let what = format!("holds {}, not PolyData", super::text::cut(file.kind()));
        let remedy = "extract the surface (ParaView: Extract Surface) and save it as .vtp or .stl";
        return Err(ReadFailure::Unsupported { what, remedy });
    }
    let mut raw = RawSurface::default();
    let mut passed_over = [("Lines", "lines", 0), ("Verts", "single points", 0)];
    for piece in file.pieces()? {
        add_piece(&mut raw, piece)?;
        for (section, _, count) in &mut passed_over {
            *count += piece.count(&format!("NumberOf{section}"))?;
        }
    }
    for (_, what, count) in passed_over.into_iter().filter(|(_, _, count)| *count > 0) {
        raw.notes.push(format!("{count} {what} passed over: they bound nothing"));
    }
    Ok(raw)
}

fn add_piece(raw: &mut RawSurface, piece: VtkPiece) -> Result<(), ReadFailure> {
    let first = raw.points.len();
    raw.points.extend(piece.points()?);
    let shifted =
        |cell: Vec<usize>| cell.into_iter().map(|point| first.saturating_add(point)).collect::<Vec<_>>();
    piece.cells("Polys")?.into_iter().for_each(|cell| raw.push_polygon(&shifted(cell)));
    piece.cells("Strips")?.into_iter().for_each(|cell| raw.push_strip(&shifted(cell)));
    Ok(())
}
