//! Tet10 and Tet4 linear elasticity: assembly, materials, condensation, stress recovery.
//!
//! Lengths are mm, forces N, stresses MPa. A body is described in its own frame; small strains and small elastic
//! displacements there, while its rigid motion belongs to whoever solves the equilibrium.

mod assembly;
mod clamped_body;
mod condensed_body;
mod element;
mod error;
mod flexibility;
mod flexible_body;
mod held_nodes;
mod material;
mod patch_load;
mod rigid_motion;

pub use clamped_body::{ClampedBody, solve_clamped};
pub use condensed_body::{CondensedBody, DisplacementField};
pub use error::ElasticError;
pub use flexible_body::{DistributingPatch, FlexibleBody};
pub use material::{ElementMaterials, IsotropicMaterial};
