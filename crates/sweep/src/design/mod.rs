//! Designs: where in the unit cube a study puts its cases.
//!
//! Every design is a pure function of its size and seed, so that a shard or a resumed study sees the same cases.

mod distribution;
mod latin_hypercube;
mod random;
mod sobol;

pub use distribution::{Distribution, DistributionError};
pub use latin_hypercube::latin_hypercube;
pub use random::SplitMix64;
pub use sobol::{SOBOL_DIMENSIONS, SobolError, sobol_sequence};
