//! Sensitivity of outcomes to inputs.

mod sobol_indices;

pub use sobol_indices::{Index, SobolIndices, saltelli_points, sobol_indices};
