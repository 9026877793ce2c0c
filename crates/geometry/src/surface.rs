//! Triangle surfaces.

use crate::{Point3, Vector3};

/// An indexed triangle surface in millimetres.
///
/// A *closed* surface bounds a solid; its triangles run counter-clockwise seen from outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TriangleSurface {
    /// Vertex positions, mm.
    pub vertices: Vec<Point3>,
    /// Vertex indices of each triangle, counter-clockwise seen from outside.
    pub triangles: Vec<[u32; 3]>,
}

impl TriangleSurface {
    /// Corner positions of triangle `t`.
    #[must_use]
    #[inline]
    pub fn corners(&self, t: usize) -> [Point3; 3] {
        self.triangles[t].map(|v| self.vertices[v as usize])
    }

    /// Twice the area vector of triangle `t`, mm²; it points outward on a well-oriented surface.
    #[must_use]
    #[inline]
    pub fn doubled_area_vector(&self, t: usize) -> Vector3 {
        let [a, b, c] = self.corners(t);
        (b - a).cross(&(c - a))
    }

    /// Surface area in mm².
    #[must_use]
    pub fn area_mm2(&self) -> f64 {
        (0..self.triangles.len()).map(|t| 0.5 * self.doubled_area_vector(t).norm()).sum()
    }

    /// Enclosed volume in mm³ by the divergence theorem; negative if the surface is inside out.
    #[must_use]
    pub fn volume_mm3(&self) -> f64 {
        let Some(o) = self.vertices.first() else { return 0.0 };
        (0..self.triangles.len())
            .map(|t| {
                let [a, b, c] = self.corners(t);
                (a - o).dot(&(b - o).cross(&(c - o))) / 6.0
            })
            .sum()
    }
}
