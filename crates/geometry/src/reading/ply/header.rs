//! The header of a PLY file: elements, each with a count and properties.

use super::super::bytes::ByteOrder;
use super::super::number_type::NumberType;
use super::super::text::{cut, numbered_lines};
use super::{ReadFailure, malformed};

/// A property of an element.
pub(super) struct Property {
    pub(super) name: String,
    pub(super) value: NumberType,
    /// Type of the count if the property is a list.
    pub(super) count: Option<NumberType>,
}

/// A kind of records, and how many of them follow.
pub(super) struct Element {
    pub(super) name: String,
    pub(super) count: usize,
    pub(super) properties: Vec<Property>,
}

/// What follows the header.
pub(super) struct Header {
    /// None for ASCII.
    pub(super) order: Option<ByteOrder>,
    pub(super) elements: Vec<Element>,
}

/// The lines up to the one that says `end_header`, and what follows that line.
///
/// Lines end as the first one does, so that a body after a CR may begin with a byte that looks like LF.
pub(super) fn split(content: &[u8]) -> Result<(String, &[u8]), ReadFailure> {
    let first_end = content.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(content.len());
    let ending: &[u8] = match &content[first_end..] {
        [b'\r', b'\n', ..] => b"\r\n",
        [b'\r', ..] => b"\r",
        _ => b"\n",
    };
    let mut start = 0;
    while start < content.len() {
        let rest = &content[start..];
        let length = rest.windows(ending.len()).position(|window| window == ending).unwrap_or(rest.len());
        let next = content.len().min(start + length + ending.len());
        if rest[..length].trim_ascii() == b"end_header" {
            return Ok((String::from_utf8_lossy(&content[..start]).into_owned(), &content[next..]));
        }
        start = next;
    }
    Err(ReadFailure::Truncated { missing: "the PLY header does not end".into() })
}

impl Header {
    pub(super) fn parse(text: &str) -> Result<Self, ReadFailure> {
        let mut format = None;
        let mut elements: Vec<Element> = Vec::new();
        for (_, line) in numbered_lines(text) {
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            match words.as_slice() {
                ["format", name, ..] => format = Some(byte_order(name)?),
                ["element", name, count] => elements.push(element(name, count)?),
                ["property", rest @ ..] => match elements.last_mut() {
                    Some(element) => element.properties.push(property(rest)?),
                    None => return Err(malformed("a property before any element".into())),
                },
                _ => {}
            }
        }
        let order = format.ok_or_else(|| malformed("no format line".into()))?;
        elements.iter().try_for_each(check_coordinates)?;
        Ok(Self { order, elements })
    }
}

/// `None` for ASCII.
fn byte_order(name: &str) -> Result<Option<ByteOrder>, ReadFailure> {
    match name {
        "ascii" => Ok(None),
        "binary_little_endian" => Ok(Some(ByteOrder::Little)),
        "binary_big_endian" => Ok(Some(ByteOrder::Big)),
        other => Err(malformed(format!("unknown format `{}`", cut(other)))),
    }
}

fn element(name: &str, count: &str) -> Result<Element, ReadFailure> {
    let count = count.parse();
    let count = count.map_err(|_| malformed(format!("the count of element {} is no number", cut(name))))?;
    Ok(Element { name: name.into(), count, properties: Vec::new() })
}

fn property(words: &[&str]) -> Result<Property, ReadFailure> {
    let kind = |word: &str| {
        NumberType::named(word).ok_or_else(|| malformed(format!("unknown number type `{}`", cut(word))))
    };
    match words {
        ["list", count, value, name] => {
            Ok(Property { name: (*name).into(), value: kind(value)?, count: Some(kind(count)?) })
        }
        [value, name] => Ok(Property { name: (*name).into(), value: kind(value)?, count: None }),
        _ => Err(malformed(format!("property `{}`", cut(&words.join(" "))))),
    }
}

fn check_coordinates(element: &Element) -> Result<(), ReadFailure> {
    let has = |axis: &&str| element.properties.iter().any(|p| p.name == **axis && p.count.is_none());
    match ["x", "y", "z"].iter().find(|axis| element.name == "vertex" && !has(axis)) {
        Some(axis) => Err(malformed(format!("its vertices have no property {axis}"))),
        None => Ok(()),
    }
}
