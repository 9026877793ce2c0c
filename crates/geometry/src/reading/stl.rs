//! STL, binary and ASCII.

mod ascii;

use std::io::Write;
use std::path::Path;

use super::bytes::{ByteCursor, ByteOrder};
use super::{RawSurface, ReadFailure};
use crate::TriangleSurface;

pub(super) use ascii::{is_ascii, parse_ascii};

const HEADER_BYTES: usize = 84;
const FACET_BYTES: usize = 50;
/// Coordinates beyond this are of no surface in any unit of length.
const LARGEST_COORDINATE: f64 = 1e7;
/// More facets than any file holds that is read.
const MOST_FACETS: usize = 100_000_000;

/// How many facets the header of a binary STL announces.
fn announced_facets(content: &[u8]) -> Option<usize> {
    let count = content.get(80..HEADER_BYTES)?;
    Some(u32::from_le_bytes(count.try_into().ok()?) as usize)
}

/// A file whose length is exactly what its binary header announces is binary, even if it begins with "solid".
pub(super) fn is_exact_binary(content: &[u8]) -> bool {
    announced_facets(content).is_some_and(|count| content.len() == HEADER_BYTES + FACET_BYTES * count)
}

/// Reads a binary STL. Where header and length contradict each other, the length counts if it is that of whole facets.
pub(super) fn parse_binary(content: &[u8]) -> Result<RawSurface, ReadFailure> {
    let Some(announced) = announced_facets(content) else { return Err(ReadFailure::NotRecognised) };
    let (records, rest) = content[HEADER_BYTES..].as_chunks::<FACET_BYTES>();
    let mut raw = RawSurface::default();
    let count = facet_count(announced, records, rest, &mut raw.notes)?;
    for record in &records[..count] {
        raw.push_free_facet(facet_corners(record)?);
    }
    Ok(raw)
}

/// How many of the records are facets.
fn facet_count(
    announced: usize,
    records: &[[u8; FACET_BYTES]],
    rest: &[u8],
    notes: &mut Vec<String>,
) -> Result<usize, ReadFailure> {
    let present = records.len();
    if announced == present && rest.is_empty() {
        return Ok(present);
    }
    let contradiction = format!("the STL header announces {announced} facets, {present} are there");
    let is_unset = announced == 0 || announced > MOST_FACETS;
    if (announced < present || is_unset) && rest.is_empty() && records.iter().all(looks_like_facet) {
        notes.push(format!("{contradiction}: counted by the length of the file"));
        return Ok(present);
    }
    if present < announced {
        let is_stl = announced <= MOST_FACETS && records.iter().take(8).all(looks_like_facet);
        return Err(if is_stl {
            ReadFailure::Truncated { missing: contradiction }
        } else {
            ReadFailure::NotRecognised
        });
    }
    let after = (present - announced) * FACET_BYTES + rest.len();
    notes.push(format!("{after} bytes after the {announced} facets of the STL header passed over"));
    Ok(announced)
}

/// Three different corners of moderate size; padding has none.
fn looks_like_facet(record: &[u8; FACET_BYTES]) -> bool {
    facet_corners(record).is_ok_and(|corners| {
        let [a, b, c] = corners;
        corners.iter().flatten().all(|x| x.abs() < LARGEST_COORDINATE) && !(a == b && b == c)
    })
}

fn facet_corners(record: &[u8; FACET_BYTES]) -> Result<[[f64; 3]; 3], ReadFailure> {
    // The first 12 bytes are the normal, which the corners already give.
    let mut cursor = ByteCursor::new(&record[12..], ByteOrder::Little);
    let mut corners = [[0.0; 3]; 3];
    for value in corners.iter_mut().flatten() {
        *value = f64::from(f32::from_le_bytes(cursor.take()?));
    }
    Ok(corners)
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
