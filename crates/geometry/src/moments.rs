//! Volume, centroid and second moments of the solid inside a closed surface.

use crate::{Matrix3, Point3, TriangleSurface, UnitVector3};
use nalgebra::SymmetricEigen;

/// Volume, centroid and principal axes of a solid.
#[derive(Clone, Debug, PartialEq)]
pub struct SolidMoments {
    /// Volume, mm³ (negative for a surface that is inside out).
    pub volume_mm3: f64,
    /// Centre of volume.
    pub centroid: Point3,
    /// Principal axes, the longest first; right-handed, their signs without meaning.
    pub axes: [UnitVector3; 3],
    /// Standard deviation of the volume along each axis, mm.
    pub deviations_mm: [f64; 3],
}

/// Moments by summing signed tetrahedra from the first vertex to every triangle; `None` without volume.
///
/// For a tetrahedron with one corner at the origin and the others at a, b, c the integral of x xᵀ is
/// V/20 (s sᵀ + a aᵀ + b bᵀ + c cᵀ), s = a + b + c (Tonon, *J. Math. Stat.* 1, 2005).
#[must_use]
pub fn solid_moments(surface: &TriangleSurface) -> Option<SolidMoments> {
    let origin = *surface.vertices.first()?;
    let (mut volume, mut first, mut second) = (0.0, crate::Vector3::zeros(), Matrix3::zeros());
    for t in 0..surface.triangles.len() {
        let [a, b, c] = surface.corners(t).map(|p| p - origin);
        let v = a.dot(&b.cross(&c)) / 6.0;
        let s = a + b + c;
        volume += v;
        first += s * (v / 4.0);
        second +=
            (s * s.transpose() + a * a.transpose() + b * b.transpose() + c * c.transpose()) * (v / 20.0);
    }
    if volume == 0.0 || !volume.is_finite() {
        return None;
    }
    let mean = first / volume;
    let (axes, deviations_mm) = principal_axes(&(second / volume - mean * mean.transpose()));
    Some(SolidMoments { volume_mm3: volume, centroid: origin + mean, axes, deviations_mm })
}

/// Eigenvectors of a symmetric covariance, the largest first, as a right-handed frame, with √eigenvalues.
pub(crate) fn principal_axes(covariance: &Matrix3) -> ([UnitVector3; 3], [f64; 3]) {
    let eigen = SymmetricEigen::new(*covariance);
    let mut order = [0, 1, 2];
    order.sort_by(|&i, &j| eigen.eigenvalues[j].total_cmp(&eigen.eigenvalues[i]));
    let column = |k: usize| UnitVector3::new_normalize(eigen.eigenvectors.column(order[k]).into_owned());
    let (x, y) = (column(0), column(1));
    let z = UnitVector3::new_normalize(x.cross(&y));
    ([x, y, z], order.map(|k| eigen.eigenvalues[k].max(0.0).sqrt()))
}
