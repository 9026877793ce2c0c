//! Sensitivity of outcomes to inputs.

mod main_effect;
mod sobol_indices;

pub use main_effect::main_effect;
pub use sobol_indices::{Index, SobolIndices, saltelli_points, sobol_indices};
