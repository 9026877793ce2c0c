//! Reading ready tetrahedral meshes: VTK `.vtu`, gmsh `.msh` (ASCII 2.2 and 4.1) and Abaqus `.inp`.
//!
//! Only nodes and tetrahedra are taken. Midside nodes are dropped: elements here are straight, and get new ones.

mod abaqus;
mod gmsh;
mod vtu;

use std::path::{Path, PathBuf};

use osteotome_geometry::{
    InputFileError, LARGEST_GEOMETRY_MIB, Point3, ReadFailure, VtkXml, read_input_file,
};

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
    /// It is no file of bounded size that can be read.
    #[error(transparent)]
    File(#[from] InputFileError),
    /// It is VTK XML, but broken.
    #[error(transparent)]
    VtkXml(#[from] ReadFailure),
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
    #[error("holds no tetrahedra; mesh the volume, not only its surface, with 4 or 10 nodes an element")]
    Empty,
    /// Two nodes have one number.
    #[error(
        "node {number} is defined twice, at different places: write one part or instance a file, with numbers of its own"
    )]
    DoubledNode {
        /// The number in the file.
        number: u64,
    },
    /// Two elements have the same corners.
    #[error(
        "elements {first} and {second} of the file have the same four corners: delete one, or its bone counts twice"
    )]
    DoubledElement {
        /// Position of the first in the file, from 0.
        first: usize,
        /// Position of the second.
        second: usize,
    },
    /// An element names a node that does not exist.
    #[error("element {element} names a node that is not there; export nodes and elements together")]
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
    let content = read_input_file(path, LARGEST_GEOMETRY_MIB).map_err(MeshReadFailure::from);
    content
        .and_then(|content| parse_tetrahedra(&content))
        .map_err(|failure| MeshReadError { path: path.to_path_buf(), failure })
}

/// Reads the tetrahedra of a mesh from the content of a file; see [`read_tetrahedra`].
///
/// # Errors
/// [`MeshReadFailure`] as in [`read_tetrahedra`].
pub fn parse_tetrahedra(content: &[u8]) -> Result<TetMesh, MeshReadFailure> {
    assemble(&parse(content)?)
}

/// The format is told by the content, not by the name.
fn parse(content: &[u8]) -> Result<FileMesh, MeshReadFailure> {
    if VtkXml::is_vtk_xml(content) {
        return vtu::parse(content);
    }
    let text = String::from_utf8_lossy(content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content));
    let head = String::from_utf8_lossy(&content[..content.len().min(65_536)]).to_ascii_lowercase();
    if head.lines().map(str::trim).any(|line| line == "$meshformat") {
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
    let order = nodes_by_number(file)?;
    let find =
        |number: u64| order.binary_search_by_key(&number, |&i| file.nodes[i].0).map(|at| order[at] as u32);
    refuse_doubled_elements(file)?;
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

/// Positions of the nodes in the order of their numbers. A node that is repeated word for word does no harm.
fn nodes_by_number(file: &FileMesh) -> Result<Vec<usize>, MeshReadFailure> {
    let mut order: Vec<usize> = (0..file.nodes.len()).collect();
    order.sort_by_key(|&i| file.nodes[i].0);
    let differs = |pair: &&[usize]| {
        let [a, b] = [pair[0], pair[1]].map(|i| file.nodes[i]);
        a.0 == b.0 && a.1 != b.1
    };
    match order.windows(2).find(differs) {
        Some(pair) => Err(MeshReadFailure::DoubledNode { number: file.nodes[pair[0]].0 }),
        None => Ok(order),
    }
}

fn refuse_doubled_elements(file: &FileMesh) -> Result<(), MeshReadFailure> {
    let mut elements: Vec<([u64; 4], usize)> = file
        .tetrahedra
        .iter()
        .enumerate()
        .map(|(element, corners)| {
            let mut corners = *corners;
            corners.sort_unstable();
            (corners, element)
        })
        .collect();
    elements.sort_unstable();
    let same = elements.windows(2).find(|pair| pair[0].0 == pair[1].0);
    same.map_or(Ok(()), |pair| Err(MeshReadFailure::DoubledElement { first: pair[0].1, second: pair[1].1 }))
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
