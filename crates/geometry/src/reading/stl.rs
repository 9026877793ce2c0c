//! STL, binary and ASCII.

use std::io::Write;
use std::path::Path;

use super::bytes::{ByteCursor, ByteOrder, starts_with_text, trimmed};
use super::{RawSurface, ReadFailure};
use crate::TriangleSurface;

const HEADER_BYTES: usize = 84;
const FACET_BYTES: usize = 50;

/// How many facets the header of a binary STL announces.
fn announced_facets(content: &[u8]) -> Option<usize> {
    let count = content.get(80..HEADER_BYTES)?;
    Some(u32::from_le_bytes(count.try_into().ok()?) as usize)
}

/// A file whose length is exactly what its binary header announces is binary, even if it begins with "solid".
pub(super) fn is_exact_binary(content: &[u8]) -> bool {
    announced_facets(content).is_some_and(|count| content.len() == HEADER_BYTES + FACET_BYTES * count)
}

/// Begins with "solid" and is text at least as far as the header of a binary file reaches.
pub(super) fn is_ascii(content: &[u8]) -> bool {
    let head = &content[..content.len().min(512)];
    trimmed(content).get(..5).is_some_and(|word| word.eq_ignore_ascii_case(b"solid"))
        && !head.contains(&0)
        && (starts_with_text(content, 4096, "facet")
            || starts_with_text(content, 4096, "endsolid")
            || head.len() < 84)
}

/// Reads a binary STL. Bytes after the last announced facet are ignored, as other readers do.
pub(super) fn parse_binary(content: &[u8]) -> Result<RawSurface, ReadFailure> {
    let Some(announced) = announced_facets(content) else { return Err(ReadFailure::NotRecognised) };
    let present = (content.len() - HEADER_BYTES) / FACET_BYTES;
    if present < announced {
        return Err(too_few_facets(content, announced, present));
    }
    let mut raw = RawSurface::default();
    for record in content[HEADER_BYTES..].chunks_exact(FACET_BYTES).take(announced) {
        raw.push_free_facet(facet_corners(record)?);
    }
    Ok(raw)
}

/// A wildly wrong count means that this is not an STL at all.
fn too_few_facets(content: &[u8], announced: usize, present: usize) -> ReadFailure {
    let looks_like_stl = content[HEADER_BYTES..].chunks_exact(FACET_BYTES).take(8).all(|record| {
        facet_corners(record).is_ok_and(|corners| corners.iter().flatten().all(|x| x.abs() < 1e7))
    });
    if !looks_like_stl || announced > 100_000_000 {
        return ReadFailure::NotRecognised;
    }
    ReadFailure::Truncated {
        missing: format!("the STL header announces {announced} facets, {present} are there"),
    }
}

fn facet_corners(record: &[u8]) -> Result<[[f64; 3]; 3], ReadFailure> {
    // The first 12 bytes are the normal, which the corners already give.
    let mut cursor = ByteCursor::new(&record[12..], ByteOrder::Little);
    let mut corners = [[0.0; 3]; 3];
    for value in corners.iter_mut().flatten() {
        *value = f64::from(f32::from_le_bytes(cursor.take()?));
    }
    Ok(corners)
}

/// Reads an ASCII STL.
pub(super) fn parse_ascii(content: &[u8]) -> Result<RawSurface, ReadFailure> {
    let text = String::from_utf8_lossy(content);
    let mut raw = RawSurface::default();
    let mut corners: Vec<[f64; 3]> = Vec::new();
    let mut finished = false;
    for (line_number, line) in text.lines().enumerate() {
        let mut words = line.split_ascii_whitespace();
        match words.next().map(str::to_ascii_lowercase).as_deref() {
            Some("vertex") => corners.push(vertex(words, line_number)?),
            Some("endfacet") => push_facet(&mut raw, &mut corners, line_number)?,
            Some("facet" | "solid") => finished = false,
            Some("endsolid") => finished = true,
            _ => {}
        }
    }
    if !finished {
        let missing = format!("no endsolid after {} facets", raw.facets.len());
        return Err(ReadFailure::Truncated { missing });
    }
    Ok(raw)
}

fn vertex<'a>(words: impl Iterator<Item = &'a str>, line_number: usize) -> Result<[f64; 3], ReadFailure> {
    let values: Vec<f64> = words.map_while(|word| word.parse().ok()).collect();
    values.try_into().map_err(|_| malformed(line_number, "a vertex needs three numbers"))
}

fn push_facet(raw: &mut RawSurface, corners: &mut Vec<[f64; 3]>, line: usize) -> Result<(), ReadFailure> {
    let facet =
        std::mem::take(corners).try_into().map_err(|_| malformed(line, "a facet needs three vertices"))?;
    raw.push_free_facet(facet);
    Ok(())
}

fn malformed(line_number: usize, rule: &str) -> ReadFailure {
    ReadFailure::Malformed { format: "ASCII STL", reason: format!("line {}: {rule}", line_number + 1) }
}

/// The surface as the bytes of a binary STL (coordinates rounded to 32-bit floats, in the unit they have).
#[must_use]
pub fn stl_bytes(surface: &TriangleSurface) -> Vec<u8> {
    let mut bytes = vec![b' '; 80];
    bytes[..13].copy_from_slice(b"osteotome, mm");
    bytes.extend((surface.triangles.len() as u32).to_le_bytes());
    for t in 0..surface.triangles.len() {
        let normal = surface.doubled_area_vector(t).try_normalize(0.0).unwrap_or_default();
        let corners = surface.corners(t);
        let numbers = normal.iter().chain(corners.iter().flat_map(|corner| corner.coords.iter()));
        bytes.extend(numbers.flat_map(|&x| (x as f32).to_le_bytes()));
        bytes.extend([0, 0]);
    }
    bytes
}

/// Writes a binary STL; see [`stl_bytes`].
///
/// # Errors
/// Whatever the operating system reports.
pub fn write_stl(path: impl AsRef<Path>, surface: &TriangleSurface) -> std::io::Result<()> {
    std::fs::File::create(path)?.write_all(&stl_bytes(surface))
}
