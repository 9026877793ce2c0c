//! Reading triangle surfaces from files: STL (binary, ASCII), PLY (ASCII, binary), OBJ, VTP.
//!
//! Numbers are taken as they stand: a file in metres is read in metres, and
//! the diagnosis says that it cannot be millimetres.

mod bytes;
mod foreign;
mod number_type;
mod obj;
mod ply;
mod raw;
mod stl;
mod text;
mod vtk_xml;
mod vtp;

use std::path::{Path, PathBuf};

use crate::TriangleSurface;
use crate::input_file::{InputFileError, LARGEST_GEOMETRY_MIB, read_input_file};
use raw::RawSurface;

pub use stl::{stl_bytes, write_stl};
pub use vtk_xml::{VtkPiece, VtkXml};

/// Why a file did not become a surface.
#[derive(Debug, thiserror::Error)]
#[error("{}: {failure}", path.display())]
pub struct ReadError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub failure: ReadFailure,
}

/// What is wrong with a surface file.
#[derive(Debug, thiserror::Error)]
pub enum ReadFailure {
    /// It is no file of bounded size that can be read.
    #[error(transparent)]
    File(#[from] InputFileError),
    /// Not a format known here.
    #[error("is not a surface format known here; accepted are STL, PLY, OBJ and VTP (XML PolyData)")]
    NotRecognised,
    /// A format, or a variant of one, that is known but not read.
    #[error("{what}; {remedy}")]
    Unsupported {
        /// What it is.
        what: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The file ends before what its header announces.
    #[error("is cut short: {missing}; export or copy it again")]
    Truncated {
        /// What is missing, in words.
        missing: String,
    },
    /// A coordinate is NaN or infinite.
    #[error("facet {facet} has a coordinate that is not a finite number; remove the facet or export again")]
    NotFinite {
        /// Number of the facet in the file, from 0.
        facet: usize,
    },
    /// The file is well-formed but holds no facet.
    #[error("holds no facet; export the surface, not only its points")]
    Empty,
    /// The file breaks the rules of its own format.
    #[error("is not valid {format}: {reason}; mend it there, or export it again")]
    Malformed {
        /// Name of the format.
        format: &'static str,
        /// The rule that is broken and where.
        reason: String,
    },
}

/// A surface, and what its file says beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct FileSurface {
    /// The surface.
    pub surface: TriangleSurface,
    /// What was put right or passed over while reading, in words.
    pub notes: Vec<String>,
}

/// Reads a surface from a file, the format being found from its content.
///
/// Exactly coincident vertices become one; vertices that no facet uses are left out; vertices are
/// numbered in the order in which the facets name them. Polygons are split into fans of triangles.
///
/// # Errors
/// [`ReadError`] names the file and what is wrong: no regular file, not recognised, not read here, cut short, malformed,
/// not finite, empty.
pub fn read_file_surface(path: impl AsRef<Path>) -> Result<FileSurface, ReadError> {
    let path = path.as_ref();
    let fail = |failure| ReadError { path: path.to_path_buf(), failure };
    let content = read_input_file(path, LARGEST_GEOMETRY_MIB).map_err(|cause| fail(cause.into()))?;
    parse_file_surface(&content).map_err(fail)
}

/// The surface alone; see [`read_file_surface`].
///
/// # Errors
/// [`ReadError`] as in [`read_file_surface`].
pub fn read_surface(path: impl AsRef<Path>) -> Result<TriangleSurface, ReadError> {
    read_file_surface(path).map(|read| read.surface)
}

/// Reads a surface from the content of a file; see [`read_file_surface`].
///
/// # Errors
/// [`ReadFailure`] as in [`read_file_surface`].
pub fn parse_file_surface(content: &[u8]) -> Result<FileSurface, ReadFailure> {
    parse_raw(content)?.finish()
}

/// The surface alone; see [`parse_file_surface`].
///
/// # Errors
/// [`ReadFailure`] as in [`read_file_surface`].
pub fn parse_surface(content: &[u8]) -> Result<TriangleSurface, ReadFailure> {
    parse_file_surface(content).map(|read| read.surface)
}

fn parse_raw(content: &[u8]) -> Result<RawSurface, ReadFailure> {
    if content.is_empty() {
        return Err(ReadFailure::Truncated { missing: "the file is empty".into() });
    }
    if ply::is_ply(content) {
        return ply::parse(content);
    }
    if stl::is_exact_binary(content) {
        return stl::parse_binary(content);
    }
    if VtkXml::is_vtk_xml(content) {
        return vtp::parse(content);
    }
    if let Some(failure) = foreign::recognised(content) {
        return Err(failure);
    }
    if stl::is_ascii(content) {
        return stl::parse_ascii(content);
    }
    if obj::is_obj(content) {
        return obj::parse(content);
    }
    stl::parse_binary(content)
}
