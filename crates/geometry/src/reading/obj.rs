//! Wavefront OBJ: `v` and `f` lines; normals, textures, groups, materials are passed over.

use super::text::{cut, number, numbered_lines, text};
use super::{RawSurface, ReadFailure};

/// Text with a line `v` and at least three more words near its beginning.
pub(super) fn is_obj(content: &[u8]) -> bool {
    let head = &content[..content.len().min(65_536)];
    let is_vertex = |line: &str| {
        let mut words = line.split_ascii_whitespace();
        words.next() == Some("v") && words.take(3).filter(|word| word.starts_with(is_numeric)).count() == 3
    };
    !head.contains(&0) && numbered_lines(&text(head)).any(|(_, line)| is_vertex(line))
}

fn is_numeric(character: char) -> bool {
    character.is_ascii_digit() || ['-', '+', '.', 'n', 'N', 'i', 'I'].contains(&character)
}

/// Reads the points and the faces.
pub(super) fn parse(content: &[u8]) -> Result<RawSurface, ReadFailure> {
    let text = text(content);
    let mut raw = RawSurface::default();
    let mut curved = 0;
    for (line_number, line) in joined_lines(&text) {
        let mut words = line.split_ascii_whitespace();
        match words.next() {
            Some("v") => raw.points.push(point(words, line_number)?),
            Some("f" | "fo") => {
                let points = raw.points.len();
                let words = words.take_while(|word| !word.starts_with('#'));
                let corners: Result<Vec<usize>, _> =
                    words.map(|word| corner(word, points, line_number)).collect();
                raw.push_polygon(&corners?);
            }
            Some("surf") => curved += 1,
            _ => {}
        }
    }
    if curved > 0 {
        raw.notes.push(format!("{curved} curved surfaces passed over: only polygons are read"));
    }
    Ok(raw)
}

/// Lines with those joined that end in a backslash, each with the number of its first.
fn joined_lines(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut lines = numbered_lines(text);
    std::iter::from_fn(move || {
        let (first, line) = lines.next()?;
        let mut whole = line.trim_end().to_owned();
        while whole.ends_with('\\') {
            whole.pop();
            let Some((_, next)) = lines.next() else { break };
            whole.push(' ');
            whole.push_str(next.trim_end());
        }
        Some((first, whole))
    })
}

fn point<'a>(words: impl Iterator<Item = &'a str>, line: usize) -> Result<[f64; 3], ReadFailure> {
    // A fourth number (weight) or colours may follow.
    let values: Vec<f64> =
        words.take(3).map(number).collect::<Result<_, _>>().map_err(|reason| malformed(line, &reason))?;
    values.try_into().map_err(|_| malformed(line, "v needs three numbers"))
}

/// "7", "7/1", "7//3", "-1": counted from 1, negative from the last point.
fn corner(word: &str, points: usize, line: usize) -> Result<usize, ReadFailure> {
    let index: Option<i64> = word.split('/').next().and_then(|number| number.parse().ok());
    let found = match index {
        Some(index) if index > 0 => usize::try_from(index - 1).ok(),
        Some(index) if index < 0 => {
            isize::try_from(index).ok().and_then(|back| points.checked_add_signed(back))
        }
        _ => None,
    };
    found.ok_or_else(|| {
        malformed(line, &format!("f needs the numbers of points, from 1 or negative, not `{}`", cut(word)))
    })
}

fn malformed(line: usize, rule: &str) -> ReadFailure {
    ReadFailure::Malformed { format: "OBJ", reason: format!("line {line}: {rule}") }
}
