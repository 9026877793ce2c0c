//! An oriented plane.

use crate::{Point3, UnitVector3};

/// An oriented plane: the points `x` with `normal · (x − origin) = 0`.
///
/// For a cut, `normal` points distally, out of the proximal fragment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    /// A point of the plane, mm.
    pub origin: Point3,
    /// Unit normal.
    pub normal: UnitVector3,
}

impl Plane {
    /// Signed distance of `point` in mm, positive on the side the normal points to.
    #[must_use]
    #[inline]
    pub fn signed_distance_mm(&self, point: &Point3) -> f64 {
        self.normal.dot(&(point - self.origin))
    }

    /// This plane moved by `distance_mm` along its normal.
    #[must_use]
    pub fn offset(&self, distance_mm: f64) -> Self {
        Self { origin: self.origin + self.normal.into_inner() * distance_mm, normal: self.normal }
    }
}
