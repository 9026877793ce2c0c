//! Tetrahedral fragments of a cut solid: mesher, boundary tags, quality, reading and writing meshes.

mod background;
mod boundary;
mod columns;
mod cut_bone;
mod cut_plan;
mod embed;
mod error;
mod expectation;
pub mod export;
mod finish;
mod fit;
mod fragment;
mod import;
mod interface;
mod lattice;
mod quality;
mod relax;
mod slot_lattice;
mod spacer;
mod tetrahedral_mesh;
mod triangle_grid;
mod wall;

pub use cut_bone::{CutBone, Fragment, MeshOptions, Volumes, cut_bone, cut_mesh, mesh_behind, mesh_solid};
pub use cut_plan::Hinge;
pub use error::MeshError;
pub use import::{MeshReadError, MeshReadFailure, parse_tetrahedra, read_tetrahedra};
pub use quality::{Quality, dihedral_cosines, radius_ratio};
pub use spacer::{spacer_beyond, spacer_instead};
pub use tetrahedral_mesh::{BoundaryFacet, BoundaryTag, EDGES, ElementOrder, FACES, TetMesh};
