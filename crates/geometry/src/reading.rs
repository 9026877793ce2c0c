//! Reading triangle surfaces from files: STL (binary, ASCII), PLY (ASCII, binary), OBJ, VTP.
//!
//! Numbers are taken as they stand: a file in metres is read in metres, and
//! the diagnosis says that it cannot be millimetres.

mod bytes;
mod obj;
mod ply;
mod raw;
mod stl;
mod vtp;

use std::path::{Path, PathBuf};

use crate::TriangleSurface;
use raw::RawSurface;

pub use stl::{stl_bytes, write_stl};

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
    /// The operating system refused it.
    #[error("cannot be read ({0}); check the path and the permissions")]
    Unreadable(#[from] std::io::Error),
    /// Not a format known here.
    #[error("is not a surface format known here; accepted are STL, PLY, OBJ and VTP (XML PolyData)")]
    NotRecognised,
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
    #[error("is not valid {format}: {reason}")]
    Malformed {
        /// Name of the format.
        format: &'static str,
        /// The rule that is broken and where.
        reason: String,
    },
}

/// Reads a surface from a file, the format being found from its content.
///
/// Exactly coincident vertices become one; vertices that no facet uses are left out; vertices are
/// numbered in the order in which the facets name them. Polygons are split into fans of triangles.
///
/// # Errors
/// [`ReadError`] names the file and what is wrong: unreadable, not recognised, cut short, malformed,
/// not finite, empty.
pub fn read_surface(path: impl AsRef<Path>) -> Result<TriangleSurface, ReadError> {
    let path = path.as_ref();
    let fail = |failure| ReadError { path: path.to_path_buf(), failure };
    let content = std::fs::read(path).map_err(|cause| fail(cause.into()))?;
    parse_surface(&content).map_err(fail)
}

/// Reads a surface from the content of a file; see [`read_surface`].
///
/// # Errors
/// [`ReadFailure`] as in [`read_surface`].
pub fn parse_surface(content: &[u8]) -> Result<TriangleSurface, ReadFailure> {
    parse_raw(content)?.finish()
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
    if vtp::is_vtp(content) {
        return vtp::parse(content);
    }
    if stl::is_ascii(content) {
        return stl::parse_ascii(content);
    }
    if obj::is_obj(content) {
        return obj::parse(content);
    }
    stl::parse_binary(content)
}
