//! VTK XML files: pieces and the numbers of their data arrays, as VTK's own writers write them.
//!
//! The format: VTK File Formats, <https://docs.vtk.org/en/latest/design_documents/VTKFileFormats.html>. Data arrays may be
//! text, base64, or appended (raw or base64), plain or compressed in blocks with zlib.

mod base64;
mod data_array;
mod tree;

use std::cell::Cell;

use super::ReadFailure;
use super::bytes::{ByteOrder, starts_with_text, trimmed};
use super::number_type::whole;
use data_array::Encoding;
use tree::{Appended, Element};

/// Bytes that all arrays of a file may unpack to together.
const MOST_BYTES: u64 = 1 << 30;

/// A VTK XML file with one data set of one or more pieces.
#[derive(Debug)]
pub struct VtkXml<'a> {
    root: Element,
    appended: Option<Appended<'a>>,
    encoding: Encoding,
    /// What of [`MOST_BYTES`] is left.
    left: Cell<u64>,
}

impl<'a> VtkXml<'a> {
    /// Whether this is XML with a `VTKFile` element near its beginning.
    #[must_use]
    pub fn is_vtk_xml(content: &[u8]) -> bool {
        trimmed(content).starts_with(b"<") && starts_with_text(content, 65_536, "<VTKFile")
    }

    /// Reads the structure; arrays are unpacked when they are asked for.
    ///
    /// # Errors
    /// [`ReadFailure`] if the XML is cut short or broken, or its compression is not read here.
    pub fn parse(content: &'a [u8]) -> Result<Self, ReadFailure> {
        let (root, appended) = tree::parse(trimmed(content))?;
        let encoding = encoding(&root)?;
        Ok(Self { root, appended, encoding, left: Cell::new(MOST_BYTES) })
    }

    /// The type of the data set, such as `PolyData`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.root.attribute("type").unwrap_or_default()
    }

    /// The pieces of the data set.
    ///
    /// # Errors
    /// [`ReadFailure::Malformed`] if pieces lie in other files, or there are none.
    pub fn pieces(&self) -> Result<Vec<VtkPiece<'_>>, ReadFailure> {
        let data_set = self.root.children.iter().find(|child| child.name == self.kind());
        let data_set = data_set.ok_or_else(|| malformed(format!("there is no {} element", self.kind())))?;
        let pieces: Vec<VtkPiece> = data_set
            .children
            .iter()
            .filter(|child| child.name == "Piece")
            .map(|element| VtkPiece { file: self, element })
            .collect();
        if pieces.is_empty() {
            return Err(malformed("there is no Piece element".into()));
        }
        if pieces.iter().any(|piece| piece.element.attribute("Source").is_some()) {
            return Err(malformed("a piece lies in another file; give that file".into()));
        }
        Ok(pieces)
    }
}

/// One piece of a data set.
#[derive(Clone, Copy, Debug)]
pub struct VtkPiece<'a> {
    file: &'a VtkXml<'a>,
    element: &'a Element,
}

impl VtkPiece<'_> {
    /// A count such as `NumberOfPoints`, 0 where there is none.
    ///
    /// # Errors
    /// [`ReadFailure::Malformed`] if it is no number.
    pub fn count(&self, name: &str) -> Result<usize, ReadFailure> {
        let text = self.element.attribute(name).unwrap_or("0").trim();
        text.parse().map_err(|_| malformed(format!("{name} is `{}`", super::text::cut(text))))
    }

    /// The numbers of an array, by its section (`Points`, `Polys`, …) and, unless it is the only one, its name. Empty where there
    /// is none.
    ///
    /// # Errors
    /// [`ReadFailure`] if the array is cut short or broken.
    pub fn numbers(&self, section: &str, name: Option<&str>) -> Result<Vec<f64>, ReadFailure> {
        let section = self.element.children.iter().find(|child| child.name == section);
        let is_named = |array: &&Element| name.is_none() || array.attribute("Name") == name;
        let Some(array) = section.and_then(|section| section.children.iter().find(is_named)) else {
            return Ok(Vec::new());
        };
        let file = self.file;
        data_array::numbers(array, file.appended.as_ref(), &file.encoding, &file.left)
    }

    /// The numbers of an array of whole numbers; see [`numbers`](Self::numbers).
    ///
    /// # Errors
    /// [`ReadFailure`] as for `numbers`, and if one is not whole or negative.
    pub fn indices(&self, section: &str, name: &str) -> Result<Vec<usize>, ReadFailure> {
        let wrong = |number: f64| malformed(format!("{section} {name} holds {number}, which counts nothing"));
        let numbers = self.numbers(section, Some(name))?;
        numbers.into_iter().map(|number| whole(number).ok_or_else(|| wrong(number))).collect()
    }

    /// The points.
    ///
    /// # Errors
    /// [`ReadFailure`] as for `numbers`, and if there are not as many as announced.
    pub fn points(&self) -> Result<Vec<[f64; 3]>, ReadFailure> {
        let announced = self.count("NumberOfPoints")?;
        let numbers = self.numbers("Points", None)?;
        let (points, rest) = numbers.as_chunks::<3>();
        if points.len() != announced || !rest.is_empty() {
            let there = numbers.len();
            return Err(malformed(format!(
                "{announced} points are announced, {there} coordinates are there"
            )));
        }
        Ok(points.to_vec())
    }

    /// The points of each cell of a section.
    ///
    /// # Errors
    /// [`ReadFailure`] as for `indices`, and if there are not as many cells as announced or they overrun their points.
    pub fn cells(&self, section: &str) -> Result<Vec<Vec<usize>>, ReadFailure> {
        let announced = self.count(&format!("NumberOf{section}"))?;
        let connectivity = self.indices(section, "connectivity")?;
        let mut ends = self.indices(section, "offsets")?;
        if ends.len() == announced + 1 && ends[0] == 0 {
            // As some writers have it, with the start of the first cell.
            ends.remove(0);
        }
        if ends.len() != announced {
            let there = ends.len();
            return Err(malformed(format!("{announced} {section} are announced, {there} offsets are there")));
        }
        let mut start = 0;
        let cell = |end: usize| {
            let corners = connectivity.get(start..end).map(<[usize]>::to_vec);
            start = end;
            corners.ok_or_else(|| malformed(format!("{section} offset {end} is out of order")))
        };
        ends.into_iter().map(cell).collect()
    }
}

fn encoding(root: &Element) -> Result<Encoding, ReadFailure> {
    let order = match root.attribute("byte_order") {
        Some("BigEndian") => ByteOrder::Big,
        _ => ByteOrder::Little,
    };
    let compressor = root.attribute("compressor").unwrap_or_default();
    let is_compressed = match compressor {
        "" => false,
        "vtkZLibDataCompressor" => true,
        other => {
            let name = other.trim_start_matches("vtk").trim_end_matches("DataCompressor");
            let what = format!("is compressed with {}, which is not read here", super::text::cut(name));
            let remedy = "save it again with compressor ZLib or None (ParaView: Save Data, Compressor Type)";
            return Err(ReadFailure::Unsupported { what, remedy });
        }
    };
    let has_wide_header = root.attribute("header_type") == Some("UInt64");
    Ok(Encoding { order, is_compressed, has_wide_header })
}

fn malformed(reason: String) -> ReadFailure {
    ReadFailure::Malformed { format: "VTK XML", reason }
}

fn truncated(missing: &str) -> ReadFailure {
    ReadFailure::Truncated { missing: missing.into() }
}
