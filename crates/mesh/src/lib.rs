//! Tetrahedral fragments of a cut solid: mesher, boundary tags, quality, reading and writing meshes.
//!
//! Lengths are millimetres. [`cut_bone`] meshes what kerfs leave of the solid inside a closed surface; every boundary facet says
//! whether it belongs to the old surface or to which cut.
//!
//! ```
//! use osteotome_geometry::{Kerf, Plane, Point3, TriangleSurface, Vector3};
//! use osteotome_mesh::{ElementOrder, MeshOptions, cut_bone};
//!
//! // An octahedron whose corners lie 10 mm from its centre.
//! let corners = [[1., 0., 0.], [-1., 0., 0.], [0., 1., 0.], [0., -1., 0.], [0., 0., 1.], [0., 0., -1.]];
//! let vertices = corners.map(|corner| Point3::from(corner) * 10.0).to_vec();
//! let triangles = vec![[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]];
//! let surface = TriangleSurface { vertices, triangles };
//!
//! let middle = Plane { origin: Point3::origin(), normal: Vector3::x_axis() };
//! let options = MeshOptions { size_mm: 3.0, cut_size_mm: 2.0, order: ElementOrder::Quadratic };
//! let cut = cut_bone(&surface, &[Kerf::slab(middle, 2.0)], &options)?;
//! assert_eq!(cut.fragments.len(), 2);
//! let left_mm3: f64 = cut.volumes.fragments_mm3.iter().sum();
//! assert!((left_mm3 + cut.volumes.removed_mm3[0] - surface.volume_mm3()).abs() < 0.01 * surface.volume_mm3());
//! # Ok::<(), osteotome_mesh::MeshError>(())
//! ```

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
