//! Anatomy, soft tissue, ground, techniques, and scenario file to outcome.

pub mod anatomy;
mod ray;
pub mod scenario;
mod soft_tissue;

pub use ray::{Ray, Side};
pub use soft_tissue::{Parameter, SoftTissue};
