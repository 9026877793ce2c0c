//! PLY: ASCII, binary little-endian and binary big-endian.

mod header;

use super::bytes::{ByteCursor, trimmed};
use super::number_type::{NumberType, whole};
use super::text::number;
use super::{RawSurface, ReadFailure};
use header::{Element, Header, Property};

/// Begins with the word `ply` on a line of its own.
pub(super) fn is_ply(content: &[u8]) -> bool {
    let content = trimmed(content);
    content.starts_with(b"ply") && content.get(3).is_some_and(u8::is_ascii_whitespace)
}

/// Reads the points, the faces and the triangle strips; other elements and properties are passed over.
pub(super) fn parse(content: &[u8]) -> Result<RawSurface, ReadFailure> {
    let (header, body) = header::split(trimmed(content))?;
    let header = Header::parse(&header)?;
    let mut numbers = match header.order {
        Some(order) => Numbers::Binary(ByteCursor::new(body, order)),
        None => Numbers::Text(body),
    };
    let mut raw = RawSurface::default();
    // An element without properties takes no bytes, whatever its count claims.
    for element in header.elements.iter().filter(|element| !element.properties.is_empty()) {
        for record in 0..element.count {
            read_record(element, record, &mut numbers, &mut raw)?;
        }
    }
    Ok(raw)
}

fn read_record(
    element: &Element,
    record: usize,
    numbers: &mut Numbers,
    raw: &mut RawSurface,
) -> Result<(), ReadFailure> {
    let mut point = [f64::NAN; 3];
    for property in &element.properties {
        let Some(count) = property.count else {
            let value = numbers.next(property.value)?;
            if let Some(axis) = ["x", "y", "z"].iter().position(|name| *name == property.name) {
                point[axis] = value;
            }
            continue;
        };
        let corners = read_list(numbers, count, property)?;
        if property.name.starts_with("vertex_ind") {
            let named = |reason: String| malformed(format!("{} {record}: {reason}", element.name));
            match element.name.as_str() {
                "face" => raw.push_polygon(&indices(&corners).map_err(named)?),
                "tristrips" => push_strips(raw, &corners).map_err(named)?,
                _ => {}
            }
        }
    }
    if element.name == "vertex" {
        raw.points.push(point);
    }
    Ok(())
}

/// Entries of a list; memory grows with what is there, not with what is announced.
fn read_list(numbers: &mut Numbers, count: NumberType, property: &Property) -> Result<Vec<f64>, ReadFailure> {
    let announced = numbers.next(count)?;
    let length = whole(announced)
        .ok_or_else(|| malformed(format!("a list `{}` of {announced} entries", property.name)))?;
    let mut list = Vec::new();
    for _ in 0..length {
        list.push(numbers.next(property.value)?);
    }
    Ok(list)
}

fn indices(list: &[f64]) -> Result<Vec<usize>, String> {
    let index = |&entry: &f64| whole(entry).ok_or_else(|| format!("{entry} is not the number of a point"));
    list.iter().map(index).collect()
}

/// All strips of a mesh may stand in one list, with −1 between them.
fn push_strips(raw: &mut RawSurface, list: &[f64]) -> Result<(), String> {
    for strip in list.split(|&entry| entry == -1.0).filter(|strip| !strip.is_empty()) {
        raw.push_strip(&indices(strip)?);
    }
    Ok(())
}

/// The numbers of the body one after another.
enum Numbers<'a> {
    Text(&'a [u8]),
    Binary(ByteCursor<'a>),
}

impl Numbers<'_> {
    fn next(&mut self, kind: NumberType) -> Result<f64, ReadFailure> {
        match self {
            Self::Text(rest) => next_word(rest),
            Self::Binary(cursor) => kind.read(cursor),
        }
    }
}

fn next_word(rest: &mut &[u8]) -> Result<f64, ReadFailure> {
    *rest = rest.trim_ascii_start();
    let end = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
    let (word, tail) = rest.split_at(end);
    *rest = tail;
    if word.is_empty() {
        return Err(ReadFailure::Truncated { missing: "fewer numbers than the PLY header announces".into() });
    }
    number(&String::from_utf8_lossy(word)).map_err(malformed)
}

fn malformed(reason: String) -> ReadFailure {
    ReadFailure::Malformed { format: "PLY", reason }
}
