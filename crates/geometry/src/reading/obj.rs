//! Wavefront OBJ: `v` and `f` lines; everything else (normals, textures, groups) is passed over.

use super::{RawSurface, ReadFailure};

/// The first word of a line that is neither empty nor a comment is one of the words of the format.
pub(super) fn is_obj(content: &[u8]) -> bool {
    const WORDS: [&str; 11] = ["v", "vn", "vt", "vp", "f", "o", "g", "s", "l", "mtllib", "usemtl"];
    let text = String::from_utf8_lossy(&content[..content.len().min(65_536)]);
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    first.and_then(|line| line.split_ascii_whitespace().next()).is_some_and(|word| WORDS.contains(&word))
}

/// Reads the points and the faces.
pub(super) fn parse(content: &[u8]) -> Result<RawSurface, ReadFailure> {
    let text = String::from_utf8_lossy(content);
    let mut raw = RawSurface::default();
    for (line_number, line) in text.lines().enumerate() {
        let mut words = line.split_ascii_whitespace();
        match words.next() {
            Some("v") => raw.points.push(point(words, line_number)?),
            Some("f") => {
                let points = raw.points.len();
                let corners: Result<Vec<usize>, _> =
                    words.map(|word| corner(word, points, line_number)).collect();
                raw.push_polygon(&corners?);
            }
            _ => {}
        }
    }
    Ok(raw)
}

fn point<'a>(words: impl Iterator<Item = &'a str>, line_number: usize) -> Result<[f64; 3], ReadFailure> {
    // A fourth number (weight) or colours may follow.
    let values: Vec<f64> = words.map_while(|word| word.parse().ok()).take(3).collect();
    values.try_into().map_err(|_| malformed(line_number, "v needs three numbers"))
}

/// "7", "7/1", "7//3", "-1": counted from 1, negative from the last point.
fn corner(word: &str, points: usize, line_number: usize) -> Result<usize, ReadFailure> {
    let index: Option<i64> = word.split('/').next().and_then(|number| number.parse().ok());
    let found = match index {
        Some(index) if index > 0 => usize::try_from(index - 1).ok(),
        Some(index) if index < 0 => points.checked_add_signed(index as isize),
        _ => None,
    };
    found.ok_or_else(|| malformed(line_number, "f needs the numbers of points, from 1 or negative"))
}

fn malformed(line_number: usize, rule: &str) -> ReadFailure {
    ReadFailure::Malformed { format: "OBJ", reason: format!("line {}: {rule}", line_number + 1) }
}
