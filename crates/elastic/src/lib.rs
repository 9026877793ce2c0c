//! Tet10 and Tet4 linear elasticity: assembly, materials, condensation, stress recovery.

mod flexible_body;

pub use flexible_body::{DistributingPatch, FlexibleBody};
