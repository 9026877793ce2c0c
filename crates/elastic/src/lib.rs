//! Tet10 and Tet4 linear elasticity: assembly, materials, condensation, stress recovery.
//!
//! Lengths are mm, forces N, stresses MPa. A body is described in its own frame; small strains and small elastic
//! displacements there, while its rigid motion belongs to whoever solves the equilibrium.
//!
//! ```
//! use osteotome_elastic::{ClampedBody, ElementMaterials, IsotropicMaterial, Supports};
//! use osteotome_geometry::{Point3, TriangleSurface, Vector3};
//! use osteotome_mesh::{ElementOrder, MeshOptions, mesh_solid};
//!
//! // An octahedron whose corners lie 10 mm from its centre, held at one corner and pulled at the opposite one.
//! let corners = [[1., 0., 0.], [-1., 0., 0.], [0., 1., 0.], [0., -1., 0.], [0., 0., 1.], [0., 0., -1.]];
//! let vertices = corners.map(|corner| Point3::from(corner) * 10.0).to_vec();
//! let triangles = vec![[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]];
//! let options = MeshOptions { size_mm: 3.0, cut_size_mm: 3.0, order: ElementOrder::Quadratic };
//! let mesh = mesh_solid(&TriangleSurface { vertices, triangles }, &options)?.mesh;
//!
//! let materials = ElementMaterials::homogeneous(&mesh, IsotropicMaterial::CORTICAL)?;
//! let supports = Supports::per_axis(&mesh, |p| [p.x < -7.0; 3]);
//! let pulled = (0..mesh.nodes.len()).max_by(|&a, &b| mesh.nodes[a].x.total_cmp(&mesh.nodes[b].x)).expect("nodes");
//! let mut loads_n = vec![Vector3::zeros(); mesh.nodes.len()];
//! loads_n[pulled].x = 100.0;
//!
//! let body = ClampedBody::new(&mesh, &materials, &supports)?;
//! let displacements_mm = body.solve_at_rest(&loads_n)?.displacements_mm;
//! assert!(displacements_mm[pulled].x > 0.0);
//! let reaction_n: f64 =
//!     supports.nodes.iter().map(|&node| body.internal_forces(&displacements_mm)[node as usize].x).sum();
//! assert!((reaction_n + 100.0).abs() < 1e-6);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod assembly;
mod clamped_body;
mod condensed_body;
mod cortex;
mod density;
mod density_volume;
mod element;
mod error;
mod flexibility;
mod flexible_body;
mod free_unknowns;
mod held_nodes;
mod iterative;
mod material;
mod nodal_loads;
mod patch_load;
mod reading;
mod rigid_motion;
mod strain_field;
mod strain_gauge;
mod supports;
mod traction_basis;

pub use clamped_body::{ClampedBody, ClampedSystem, solve_clamped};
pub use condensed_body::{CondensedBody, DisplacementField};
pub use cortex::CorticalThickness;
pub use density::{DensityCalibration, ModulusLaw};
pub use density_volume::{Volume, VolumeError, VolumeProblem};
pub use error::ElasticError;
pub use flexible_body::{DistributingPatch, FlexibleBody};
pub use iterative::solve_iteratively;
pub use material::{CANCELLOUS_REGION, CORTICAL_REGION, ElementMaterials, IsotropicMaterial, ModulusBin};
pub use nodal_loads::{add_body_force, add_traction};
pub use reading::Reading;
pub use strain_field::{NodalSample, Principal, StrainField, YieldStrains};
pub use strain_gauge::{GaugeReading, StrainGauge};
pub use supports::Supports;
pub use traction_basis::TractionBasis;
