//! PLY: ASCII, binary little-endian and binary big-endian.

use super::bytes::{ByteCursor, ByteOrder, trimmed};
use super::{RawSurface, ReadFailure};

/// Begins with the word `ply` on a line of its own.
pub(super) fn is_ply(content: &[u8]) -> bool {
    let content = trimmed(content);
    content.starts_with(b"ply") && content.get(3).is_some_and(u8::is_ascii_whitespace)
}

/// Reads the points and the faces; other elements and properties are passed over.
pub(super) fn parse(content: &[u8]) -> Result<RawSurface, ReadFailure> {
    let (header, body) = split_header(trimmed(content))?;
    let header = Header::parse(&header)?;
    let mut numbers = header.numbers(body);
    let mut raw = RawSurface::default();
    // An element without properties takes no bytes, whatever its count claims.
    for element in header.elements.iter().filter(|element| !element.properties.is_empty()) {
        for _ in 0..element.count {
            element.read_record(&mut numbers, &mut raw)?;
        }
    }
    Ok(raw)
}

fn split_header(content: &[u8]) -> Result<(String, &[u8]), ReadFailure> {
    const END: &[u8] = b"end_header";
    let Some(start) = content.windows(END.len()).position(|window| window == END) else {
        return Err(ReadFailure::Truncated { missing: "the PLY header does not end".into() });
    };
    let line_end =
        content[start..].iter().position(|&byte| byte == b'\n').map_or(content.len(), |at| start + at + 1);
    Ok((String::from_utf8_lossy(&content[..start]).into_owned(), &content[line_end..]))
}

/// Type of a number in a PLY file.
#[derive(Clone, Copy)]
enum NumberType {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    F32,
    F64,
}

impl NumberType {
    fn parse(word: &str) -> Result<Self, ReadFailure> {
        Ok(match word {
            "char" | "int8" => Self::I8,
            "uchar" | "uint8" => Self::U8,
            "short" | "int16" => Self::I16,
            "ushort" | "uint16" => Self::U16,
            "int" | "int32" => Self::I32,
            "uint" | "uint32" => Self::U32,
            "float" | "float32" => Self::F32,
            "double" | "float64" => Self::F64,
            other => return Err(malformed(format!("unknown number type `{other}`"))),
        })
    }
}

struct Property {
    name: String,
    value: NumberType,
    /// Type of the count if the property is a list.
    count: Option<NumberType>,
}

struct Element {
    name: String,
    count: usize,
    properties: Vec<Property>,
}

impl Element {
    fn read_record(&self, numbers: &mut Numbers, raw: &mut RawSurface) -> Result<(), ReadFailure> {
        let mut point = [f64::NAN; 3];
        for property in &self.properties {
            let Some(count) = property.count else {
                let value = numbers.next(property.value)?;
                if let Some(axis) = ["x", "y", "z"].iter().position(|name| *name == property.name) {
                    point[axis] = value;
                }
                continue;
            };
            let corners = read_list(numbers, count, property.value)?;
            if self.name == "face" && property.name.starts_with("vertex_ind") {
                raw.push_polygon(&corners);
            }
        }
        if self.name == "vertex" {
            raw.points.push(point);
        }
        Ok(())
    }
}

/// The list as indices; what is no index becomes one that no point has, and is reported with its facet.
fn read_list(numbers: &mut Numbers, count: NumberType, value: NumberType) -> Result<Vec<usize>, ReadFailure> {
    let length = numbers.next(count)?;
    if !(0.0..=65_535.0).contains(&length) {
        return Err(malformed(format!("a list of {length} entries")));
    }
    let as_index = |x: f64| if x >= 0.0 { x as usize } else { usize::MAX };
    (0..length as usize).map(|_| numbers.next(value).map(as_index)).collect()
}

struct Header {
    order: Option<ByteOrder>,
    elements: Vec<Element>,
}

impl Header {
    fn parse(text: &str) -> Result<Self, ReadFailure> {
        let mut format = None;
        let mut elements: Vec<Element> = Vec::new();
        for line in text.lines() {
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
        Ok(Self { order, elements })
    }

    fn numbers<'a>(&self, body: &'a [u8]) -> Numbers<'a> {
        match self.order {
            Some(order) => Numbers::Binary(ByteCursor::new(body, order)),
            None => Numbers::Text(body),
        }
    }
}

/// `None` for ASCII.
fn byte_order(name: &str) -> Result<Option<ByteOrder>, ReadFailure> {
    match name {
        "ascii" => Ok(None),
        "binary_little_endian" => Ok(Some(ByteOrder::Little)),
        "binary_big_endian" => Ok(Some(ByteOrder::Big)),
        other => Err(malformed(format!("unknown format `{other}`"))),
    }
}

fn element(name: &str, count: &str) -> Result<Element, ReadFailure> {
    let count = count.parse().map_err(|_| malformed(format!("element {name} with count `{count}`")))?;
    Ok(Element { name: name.into(), count, properties: Vec::new() })
}

fn property(words: &[&str]) -> Result<Property, ReadFailure> {
    match words {
        ["list", count, value, name] => Ok(Property {
            name: (*name).into(),
            value: NumberType::parse(value)?,
            count: Some(NumberType::parse(count)?),
        }),
        [value, name] => Ok(Property { name: (*name).into(), value: NumberType::parse(value)?, count: None }),
        _ => Err(malformed(format!("property `{}`", words.join(" ")))),
    }
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
            Self::Binary(cursor) => next_binary(cursor, kind),
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
    let text = String::from_utf8_lossy(word);
    text.parse().map_err(|_| malformed(format!("`{text}` where a number belongs")))
}

fn next_binary(cursor: &mut ByteCursor, kind: NumberType) -> Result<f64, ReadFailure> {
    Ok(match kind {
        NumberType::I8 => f64::from(i8::from_le_bytes(cursor.take()?)),
        NumberType::U8 => f64::from(u8::from_le_bytes(cursor.take()?)),
        NumberType::I16 => f64::from(i16::from_le_bytes(cursor.take()?)),
        NumberType::U16 => f64::from(u16::from_le_bytes(cursor.take()?)),
        NumberType::I32 => f64::from(i32::from_le_bytes(cursor.take()?)),
        NumberType::U32 => f64::from(u32::from_le_bytes(cursor.take()?)),
        NumberType::F32 => f64::from(f32::from_le_bytes(cursor.take()?)),
        NumberType::F64 => f64::from_le_bytes(cursor.take()?),
    })
}

fn malformed(reason: String) -> ReadFailure {
    ReadFailure::Malformed { format: "PLY", reason }
}
