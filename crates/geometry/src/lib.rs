//! Bones and burrs as solids: triangle surfaces, signed distance, frames, landmarks, cut planes, kerfs.
//!
//! Lengths are millimetres. Nothing here knows of elasticity or of loads.

mod plane;
mod surface;

pub use plane::Plane;
pub use surface::TriangleSurface;

/// A position in millimetres.
pub type Point3 = nalgebra::Point3<f64>;
/// A vector; its unit is that of its context.
pub type Vector3 = nalgebra::Vector3<f64>;
/// A direction of length one.
pub type UnitVector3 = nalgebra::Unit<Vector3>;
/// A 3 × 3 matrix.
pub type Matrix3 = nalgebra::Matrix3<f64>;
