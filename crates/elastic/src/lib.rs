//! Tet10 and Tet4 linear elasticity: assembly, materials, condensation, stress recovery.

mod condensed_body;
mod error;
mod flexible_body;
mod material;

pub use condensed_body::{CondensedBody, DisplacementField};
pub use error::ElasticError;
pub use flexible_body::{DistributingPatch, FlexibleBody};
pub use material::{ElementMaterials, IsotropicMaterial};
