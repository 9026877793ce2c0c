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

    /// The surface with its coordinates multiplied by `signs`, each 1 or −1: turned or mirrored without rounding, and still well
    /// oriented.
    #[must_use]
    pub fn with_signs(mut self, signs: &Vector3) -> Self {
        for vertex in &mut self.vertices {
            vertex.coords.component_mul_assign(signs);
        }
        if signs.product() < 0.0 {
            self.triangles.iter_mut().for_each(|triangle| triangle.swap(1, 2));
        }
        self
    }

    /// The same surface with vertices sorted by x, y, z and triangles by their vertices, the lowest first.
    ///
    /// Files that list the same triangles in another order become the same surface to the last bit, and so does
    /// whatever is computed from it.
    #[must_use]
    pub fn in_canonical_order(&self) -> Self {
        // Adding zero turns −0 into 0.
        let at = |v: u32| self.vertices[v as usize].coords.map(|x| x + 0.0);
        let mut order: Vec<u32> = (0..self.vertices.len() as u32).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (at(a), at(b));
            a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)).then(a.z.total_cmp(&b.z))
        });
        let mut place = vec![0_u32; order.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old as usize] = new as u32;
        }
        let lowest_first = |corners: &[u32; 3]| {
            let mut corners = corners.map(|v| place[v as usize]);
            let lowest = (0..3).min_by_key(|i| corners[*i]).expect("three corners");
            corners.rotate_left(lowest);
            corners
        };
        let mut triangles: Vec<[u32; 3]> = self.triangles.iter().map(lowest_first).collect();
        triangles.sort_unstable();
        Self { vertices: order.into_iter().map(|v| Point3::from(at(v))).collect(), triangles }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn tetrahedron() -> TriangleSurface {
        let vertices =
            [[0.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.5, 4.0]].map(Point3::from).to_vec();
        TriangleSurface { vertices, triangles: vec![[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]] }
    }

    #[test]
    fn signs_mirror_or_turn_and_the_surface_stays_outward() {
        for signs in [[1.0, 1.0, 1.0], [-1.0, 1.0, 1.0], [1.0, -1.0, -1.0], [-1.0, -1.0, -1.0]] {
            let image = tetrahedron().with_signs(&Vector3::from(signs));
            assert_eq!(image.volume_mm3(), 4.0);
            assert_eq!(image.vertices[3], Point3::new(0.0, 0.5 * signs[1], 4.0 * signs[2]));
        }
    }

    #[test]
    fn canonical_order_does_not_hang_on_the_order_of_the_file() {
        let surface = tetrahedron();
        let mut other = surface.clone();
        other.vertices.swap(0, 3);
        other.triangles = vec![[2, 3, 0], [1, 3, 2], [2, 0, 1], [0, 3, 1]];
        other.vertices[1].y = -0.0;
        assert_eq!(other.volume_mm3(), 4.0);
        let canonical = other.in_canonical_order();
        assert_eq!(canonical, surface.in_canonical_order());
        assert_eq!(canonical.volume_mm3(), 4.0);
        assert!(canonical.vertices.iter().all(|v| v.y.is_sign_positive()));
    }
}
