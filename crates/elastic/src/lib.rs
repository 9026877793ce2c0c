//! Tet10 and Tet4 linear elasticity: assembly, materials, condensation, stress recovery.
//!
//! Lengths are mm, forces N, stresses MPa. A body is described in its own frame; small strains and small elastic
//! displacements there, while its rigid motion belongs to whoever solves the equilibrium.

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
