//! Reading ready tetrahedral meshes: VTK `.vtu`, gmsh `.msh` (ASCII 2.2 and 4.1) and Abaqus `.inp`.
//!
//! Only nodes and tetrahedra are taken. Midside nodes are dropped: elements here are straight, and get new ones.

mod abaqus;
mod gmsh;
mod vtu;

use std::path::{Path, PathBuf};

use osteotome_geometry::Point3;

use crate::boundary;
use crate::embed::{OUTER, RawMesh, without_unused_points};
use crate::finish::finish;
use crate::{ElementOrder, TetMesh};

/// Why a mesh file could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {failure}", path.display())]
pub struct MeshReadError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub failure: MeshReadFailure,
}

/// What is wrong with a mesh file.
#[derive(Debug, thiserror::Error)]
pub enum MeshReadFailure {
    /// The operating system would not give it.
    #[error(transparent)]
    Unreadable(#[from] std::io::Error),
    /// Not one of the known formats.
    #[error("not a mesh this program reads; give .vtu, ASCII .msh (2.2 or 4.1) or .inp")]
    Unknown,
    /// Something in it makes no sense.
    #[error("line {line}: {what}")]
    Malformed {
        /// Line number from 1; 0 if it does not apply.
        line: usize,
        /// What is wrong there.
        what: String,
    },
    /// No tetrahedra inside.
    #[error("holds no tetrahedra")]
    Empty,
    /// An element names a node that does not exist.
    #[error("element {element} names a node that is not there")]
    MissingNode {
        /// Position of the element in the file, from 0.
        element: usize,
    },
    /// An element encloses nothing.
    #[error("element {element} is flat: its volume is {volume_mm3:.3e} mm³")]
    FlatElement {
        /// Position of the element in the file, from 0.
        element: usize,
        /// Its volume, mm³.
        volume_mm3: f64,
    },
    /// The boundary does not close.
    #[error("{edges} edges of the boundary do not join exactly two facets: the elements do not fit together")]
    NotConforming {
        /// Number of such edges.
        edges: usize,
    },
}

/// Nodes by number, and the corner numbers of the tetrahedra, as a file has them.
#[derive(Debug, Default)]
struct FileMesh {
    nodes: Vec<(u64, [f64; 3])>,
    tetrahedra: Vec<[u64; 4]>,
}

/// Reads the tetrahedra of a mesh in millimetres as 4-node elements; inverted ones are turned the right way round.
///
/// # Errors
/// [`MeshReadError`] names the file, what is wrong, and where.
pub fn read_tetrahedra(path: impl AsRef<Path>) -> Result<TetMesh, MeshReadError> {
    let path = path.as_ref();
    let content = std::fs::read(path).map_err(MeshReadFailure::from);
    let mesh = content.and_then(|c| parse(&c)).and_then(|file| assemble(&file));
    mesh.map_err(|failure| MeshReadError { path: path.to_path_buf(), failure })
}

/// The format is told by the content, not by the name.
fn parse(content: &[u8]) -> Result<FileMesh, MeshReadFailure> {
    let head = String::from_utf8_lossy(&content[..content.len().min(4096)]).to_ascii_lowercase();
    if head.contains("<vtkfile") {
        return vtu::parse(content);
    }
    let text = String::from_utf8_lossy(content);
    if head.trim_start().starts_with("$meshformat") {
        gmsh::parse(&text)
    } else if head.contains("*node") || head.contains("*heading") {
        abaqus::parse(&text)
    } else {
        Err(MeshReadFailure::Unknown)
    }
}

fn malformed(line: usize, what: impl Into<String>) -> MeshReadFailure {
    MeshReadFailure::Malformed { line: line + 1, what: what.into() }
}

fn number<T: std::str::FromStr>(word: Option<&str>, line: usize) -> Result<T, MeshReadFailure> {
    let word = word.ok_or_else(|| malformed(line, "a number is missing"))?.trim();
    word.parse().map_err(|_| malformed(line, format!("`{word}` is not the number expected here")))
}

fn assemble(file: &FileMesh) -> Result<TetMesh, MeshReadFailure> {
    if file.tetrahedra.is_empty() {
        return Err(MeshReadFailure::Empty);
    }
    let mut order: Vec<usize> = (0..file.nodes.len()).collect();
    order.sort_by_key(|&i| file.nodes[i].0);
    let find =
        |number: u64| order.binary_search_by_key(&number, |&i| file.nodes[i].0).map(|at| order[at] as u32);
    let mut raw = RawMesh {
        points: file.nodes.iter().map(|n| Point3::from(n.1)).collect(),
        on: vec![0; file.nodes.len()],
        tetrahedra: Vec::with_capacity(file.tetrahedra.len()),
    };
    for (element, corners) in file.tetrahedra.iter().enumerate() {
        let found = corners.map(find);
        if found.iter().any(Result::is_err) {
            return Err(MeshReadFailure::MissingNode { element });
        }
        raw.tetrahedra.push(found.map(|n| n.unwrap_or(0)));
        let volume_mm3 = raw.volume_mm3(element);
        if !volume_mm3.is_normal() {
            return Err(MeshReadFailure::FlatElement { element, volume_mm3 });
        }
        if volume_mm3 < 0.0 {
            raw.tetrahedra[element].swap(0, 1);
        }
    }
    with_boundary(without_unused_points(raw))
}

fn with_boundary(mut raw: RawMesh) -> Result<TetMesh, MeshReadFailure> {
    let (facets, _) = boundary::faces(&raw);
    let edges = boundary::unpaired_edges(raw.points.len(), facets.iter().map(|f| f.corners));
    if edges > 0 {
        return Err(MeshReadFailure::NotConforming { edges });
    }
    for &v in facets.iter().flat_map(|f| &f.corners) {
        raw.on[v as usize] = OUTER;
    }
    Ok(finish(raw, &facets, &[], ElementOrder::Linear))
}
