//! Tetrahedral fragments of a cut solid: mesher, boundary tags, quality, reading and writing meshes.

mod tetrahedral_mesh;

pub use tetrahedral_mesh::{BoundaryFacet, BoundaryTag, EDGES, ElementOrder, FACES, TetMesh};
