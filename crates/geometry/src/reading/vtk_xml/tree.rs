//! The elements of a VTK XML file that hold geometry.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::ReadFailure;
use super::{malformed, truncated};

/// Elements that are kept; everything below others is passed over.
const KEPT: [&str; 10] = [
    "VTKFile",
    "PolyData",
    "UnstructuredGrid",
    "Piece",
    "Points",
    "Cells",
    "Polys",
    "Strips",
    "Lines",
    "Verts",
];
const ARRAY: &str = "DataArray";
/// Deeper than any file of VTK.
const DEEPEST: usize = 64;

/// An element with what was kept of it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What follows the underscore of `AppendedData`, up to the end of the file.
#[derive(Debug)]
pub(super) struct Appended<'a> {
    pub(super) content: &'a [u8],
    pub(super) is_base64: bool,
}

/// The root element and the appended data, which are no XML where they are raw.
pub(super) fn parse(content: &[u8]) -> Result<(Element, Option<Appended<'_>>), ReadFailure> {
    let mut reader = Reader::from_reader(content);
    // Open elements, None where they are passed over.
    let mut open: Vec<Option<Element>> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|cause| broken(&cause))?;
        match event {
            Event::Start(start) if start.name().as_ref() == "AppendedData" => {
                let rest = usize::try_from(reader.buffer_position()).ok().and_then(|at| content.get(at..));
                let appended = appended(&start, rest.unwrap_or_default())?;
                return close_all(open).map(|root| (root, Some(appended)));
            }
            Event::Start(start) => {
                let is_kept = open.last().is_none_or(Option::is_some);
                open.push(kept(&start, is_kept)?);
                if open.len() > DEEPEST {
                    return Err(malformed(format!("elements lie more than {DEEPEST} deep in each other")));
                }
            }
            Event::Empty(start) => {
                let child = kept(&start, open.last().is_some_and(Option::is_some))?;
                add(&mut open, child);
            }
            Event::End(_) => {
                let child = open.pop().flatten();
                if open.is_empty() {
                    return child
                        .map(|root| (root, None))
                        .ok_or_else(|| malformed("no VTKFile element".into()));
                }
                add(&mut open, child);
            }
            Event::Text(text) => add_text(&mut open, &text),
            Event::CData(text) => add_text(&mut open, &text),
            Event::Eof => return Err(truncated("the VTKFile element does not end")),
            _ => {}
        }
    }
}

/// Closes what is open before the appended data, which end the file.
fn close_all(mut open: Vec<Option<Element>>) -> Result<Element, ReadFailure> {
    while open.len() > 1 {
        let child = open.pop().flatten();
        add(&mut open, child);
    }
    open.pop().flatten().ok_or_else(|| malformed("no VTKFile element".into()))
}

fn add(open: &mut [Option<Element>], child: Option<Element>) {
    if let (Some(Some(parent)), Some(child)) = (open.last_mut(), child) {
        parent.children.push(child);
    }
}

fn add_text(open: &mut [Option<Element>], text: &str) {
    if let Some(Some(element)) = open.last_mut()
        && element.name == ARRAY
    {
        element.text.push_str(text);
    }
}

fn kept(start: &BytesStart, is_parent_kept: bool) -> Result<Option<Element>, ReadFailure> {
    let name = start.name().as_ref().to_owned();
    if !is_parent_kept || !(name == ARRAY || KEPT.contains(&name.as_str())) {
        return Ok(None);
    }
    Ok(Some(Element { name, attributes: attributes(start)?, ..Element::default() }))
}

/// Attributes without the check for doubled names, whose cost the writer of the file chooses; the first of a name counts.
fn attributes(start: &BytesStart) -> Result<Vec<(String, String)>, ReadFailure> {
    const MOST: usize = 64;
    let mut attributes = start.attributes();
    attributes
        .with_checks(false)
        .take(MOST)
        .map(|attribute| match attribute {
            Ok(attribute) => Ok((attribute.key.as_ref().to_owned(), attribute.value.into_owned())),
            Err(cause) => Err(malformed(cause.to_string())),
        })
        .collect()
}

fn appended<'a>(start: &BytesStart, rest: &'a [u8]) -> Result<Appended<'a>, ReadFailure> {
    let attributes = attributes(start)?;
    let encoding = attributes.iter().find(|(key, _)| key == "encoding").map(|(_, value)| value.as_str());
    let content = rest.trim_ascii_start().strip_prefix(b"_");
    let content = content.ok_or_else(|| malformed("the appended data do not begin with `_`".into()))?;
    let is_base64 = encoding != Some("raw");
    let end = if is_base64 { content.iter().position(|&byte| byte == b'<') } else { None };
    Ok(Appended { content: &content[..end.unwrap_or(content.len())], is_base64 })
}

/// Syntax errors are tags, comments and the like that do not end.
fn broken(cause: &quick_xml::Error) -> ReadFailure {
    match cause {
        quick_xml::Error::Syntax(_) => truncated("the XML ends in the middle of a tag"),
        other => malformed(other.to_string()),
    }
}
