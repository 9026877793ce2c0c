//! What can go wrong between a mesh and its condensed flexibility.

use osteotome_sparse::SparseError;

/// Why a body could not be prepared or solved.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ElasticError {
    /// A material constant is outside what linear elasticity allows.
    #[error("element {element}: {quantity} is {value}; accepted is {accepted}")]
    Material {
        /// Index of the element.
        element: usize,
        /// Which constant.
        quantity: &'static str,
        /// Its value.
        value: f64,
        /// The accepted range.
        accepted: &'static str,
    },
    /// A list does not fit the mesh.
    #[error("{what}: {found} given, {expected} needed; build it from the same mesh")]
    Length {
        /// Which list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The length that fits.
        expected: usize,
    },
    /// A node index is outside the mesh.
    #[error("{what} names node {node}, but the mesh has {nodes} nodes")]
    NoSuchNode {
        /// Which list.
        what: &'static str,
        /// The offending node.
        node: u32,
        /// Nodes in the mesh.
        nodes: usize,
    },
    /// A node is listed twice.
    #[error("{what} names node {node} twice; list each node once")]
    RepeatedNode {
        /// Which list.
        what: &'static str,
        /// The offending node.
        node: u32,
    },
    /// Facets of a contact interface have no area.
    #[error("the {facets} facets of the interface include some without area; remesh the body")]
    FlatInterface {
        /// Facets of the interface.
        facets: usize,
    },
    /// An element has no volume or is inside out.
    #[error("element {element} has the volume {volume_mm3} mm³; it must be positive, remesh the body")]
    Volume {
        /// Index of the element.
        element: usize,
        /// Signed volume.
        volume_mm3: f64,
    },
    /// The weights of a patch are not a partition of one.
    #[error("patch {patch}: its weights must be positive and sum to one, but they sum to {sum}")]
    PatchWeights {
        /// Index of the patch.
        patch: usize,
        /// Sum of the weights.
        sum: f64,
    },
    /// A patch cannot carry a moment.
    #[error(
        "patch {patch}: its nodes lie on one line, so it cannot carry a moment; give it three nodes not in line"
    )]
    PatchCollinear {
        /// Index of the patch.
        patch: usize,
    },
    /// The mesh falls into pieces that nothing joins.
    #[error("the mesh is {pieces} separate pieces; condense each piece as its own body")]
    NotConnected {
        /// Number of connected pieces.
        pieces: usize,
    },
    /// The supports leave the body free to move.
    #[error("the supports leave the body free to move; hold at least three nodes not in line")]
    Unsupported,
    /// The linear algebra failed.
    #[error(transparent)]
    Sparse(#[from] SparseError),
}
