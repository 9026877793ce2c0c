//! Rays and segments against a surface.

use super::bvh::{BoundingBox, SurfaceIndex};
use crate::{Point3, Vector3};

/// Where a ray meets a triangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RayHit {
    /// Ray parameter: the point is `origin + parameter × direction`.
    pub parameter: f64,
    /// Number of the triangle.
    pub triangle: usize,
}

impl SurfaceIndex {
    /// All points in which the ray `origin + t × direction`, `0 ≤ t ≤ longest`, meets the surface, by growing `t`.
    ///
    /// `direction` need not have length one; for a segment pass its end minus its start and `longest = 1`.
    /// A ray through an edge meets each of its triangles.
    #[must_use]
    pub fn ray_hits(&self, origin: &Point3, direction: &Vector3, longest: f64) -> Vec<RayHit> {
        let inverse = direction.map(|x| 1.0 / x);
        let mut hits = Vec::new();
        let mut stack = vec![0];
        while let Some(at) = stack.pop() {
            let Some(node) =
                self.nodes.get(at).filter(|node| meets_box(&node.bounds, origin, &inverse, longest))
            else {
                continue;
            };
            if node.count == 0 {
                stack.extend([node.first as usize, at + 1]);
            }
            for slot in node.triangles() {
                if let Some(parameter) = meet_triangle(&self.corners[slot], origin, direction, longest) {
                    hits.push(RayHit { parameter, triangle: self.numbers[slot] as usize });
                }
            }
        }
        hits.sort_by(|a, b| a.parameter.total_cmp(&b.parameter).then(a.triangle.cmp(&b.triangle)));
        hits
    }
}

/// Slab test; comparisons are written so that NaN (a ray within a face of the box) counts as a hit.
fn meets_box(bounds: &BoundingBox, origin: &Point3, inverse: &Vector3, longest: f64) -> bool {
    let (mut near, mut far) = (0.0_f64, longest);
    for k in 0..3 {
        let (a, b) = ((bounds.min[k] - origin[k]) * inverse[k], (bounds.max[k] - origin[k]) * inverse[k]);
        near = near.max(a.min(b));
        far = far.min(a.max(b));
    }
    near <= far * (1.0 + 4.0 * f64::EPSILON)
}

/// Where the line `origin + t × direction` meets the plane of a triangle: `a + u (b − a) + v (c − a)`.
///
/// Solved by Cramer's rule, each unknown times the common determinant, which is zero where the line runs along the plane; how to divide
/// and how much slack to give at the edges is the caller's choice. Möller & Trumbore, *Fast, minimum storage ray/triangle
/// intersection*, J. Graphics Tools 2 (1997) 21.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaneCrossing {
    /// The determinant: minus the volume spanned by two edges and `direction`.
    pub determinant: f64,
    /// `t` times the determinant.
    pub scaled_parameter: f64,
    /// `u` and `v` times the determinant.
    pub scaled_barycentric: [f64; 2],
}

impl PlaneCrossing {
    /// Solves for the triangle with these corners.
    #[inline]
    #[must_use]
    pub fn new([a, b, c]: &[Point3; 3], origin: &Point3, direction: &Vector3) -> Self {
        let (ab, ac, from) = (b - a, c - a, origin - a);
        let across = direction.cross(&ac);
        let around = from.cross(&ab);
        Self {
            determinant: ab.dot(&across),
            scaled_parameter: ac.dot(&around),
            scaled_barycentric: [from.dot(&across), direction.dot(&around)],
        }
    }
}

fn meet_triangle(corners: &[Point3; 3], origin: &Point3, direction: &Vector3, longest: f64) -> Option<f64> {
    let crossing = PlaneCrossing::new(corners, origin, direction);
    let [u, v] = crossing.scaled_barycentric.map(|scaled| scaled / crossing.determinant);
    let parameter = crossing.scaled_parameter / crossing.determinant;
    let is_inside = u >= 0.0 && v >= 0.0 && u + v <= 1.0 && (0.0..=longest).contains(&parameter);
    (crossing.determinant != 0.0 && is_inside).then_some(parameter)
}

#[cfg(test)]
mod tests {
    use super::PlaneCrossing;
    use crate::{Point3, Vector3};

    #[test]
    fn a_crossing_is_the_same_point_on_the_line_and_in_the_triangle() {
        let corners = [[1.0, 0.0, 0.5], [3.0, 0.2, 0.0], [0.5, 2.0, 1.0]].map(Point3::from);
        let (origin, direction) = (Point3::new(1.5, 0.5, 4.0), Vector3::new(0.1, 0.2, -1.5));
        let crossing = PlaneCrossing::new(&corners, &origin, &direction);
        let t = crossing.scaled_parameter / crossing.determinant;
        let [u, v] = crossing.scaled_barycentric.map(|scaled| scaled / crossing.determinant);
        let in_triangle = corners[0] + (corners[1] - corners[0]) * u + (corners[2] - corners[0]) * v;
        assert!((origin + direction * t - in_triangle).norm() < 1e-14);
        let level = [[0.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 2.0, 0.0]].map(Point3::from);
        assert_eq!(PlaneCrossing::new(&level, &origin, &Vector3::x()).determinant, 0.0);
    }
}
