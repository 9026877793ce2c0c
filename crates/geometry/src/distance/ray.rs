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

/// Möller & Trumbore, *Fast, minimum storage ray/triangle intersection*, J. Graphics Tools 2, 1997.
fn meet_triangle([a, b, c]: &[Point3; 3], origin: &Point3, direction: &Vector3, longest: f64) -> Option<f64> {
    let (ab, ac) = (b - a, c - a);
    let p = direction.cross(&ac);
    let determinant = ab.dot(&p);
    if determinant == 0.0 {
        return None;
    }
    let s = origin - a;
    let u = s.dot(&p) / determinant;
    let q = s.cross(&ab);
    let v = direction.dot(&q) / determinant;
    let parameter = ac.dot(&q) / determinant;
    let inside = u >= 0.0 && v >= 0.0 && u + v <= 1.0 && (0.0..=longest).contains(&parameter);
    inside.then_some(parameter)
}
