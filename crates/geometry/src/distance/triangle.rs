//! The closest point of one triangle.

use crate::Point3;

/// The part of a triangle on which a point lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TriangleFeature {
    /// Inside the triangle.
    Face,
    /// On the edge from corner `k` to corner `k + 1`.
    Edge(u8),
    /// At corner `k`.
    Corner(u8),
}

/// The point of triangle `[a, b, c]` closest to `p`, and the feature it lies on.
///
/// Voronoi regions of corners, edges and face in turn (Ericson, *Real-Time Collision Detection*, 2005, §5.1.5).
/// A triangle without area is treated as its longest edge.
#[inline]
#[must_use]
pub fn closest_point_of_triangle([a, b, c]: &[Point3; 3], p: &Point3) -> (Point3, TriangleFeature) {
    use TriangleFeature::{Corner, Edge, Face};
    let (ab, ac, ap) = (b - a, c - a, p - a);
    let (d1, d2) = (ab.dot(&ap), ac.dot(&ap));
    if d1 <= 0.0 && d2 <= 0.0 {
        return (*a, Corner(0));
    }
    let bp = p - b;
    let (d3, d4) = (ab.dot(&bp), ac.dot(&bp));
    if d3 >= 0.0 && d4 <= d3 {
        return (*b, Corner(1));
    }
    let vc = d1 * d4 - d3 * d2;
    if vc <= 0.0 && d1 >= 0.0 && d3 <= 0.0 {
        return (a + ab * safe_ratio(d1, d1 - d3), Edge(0));
    }
    let cp = p - c;
    let (d5, d6) = (ab.dot(&cp), ac.dot(&cp));
    if d6 >= 0.0 && d5 <= d6 {
        return (*c, Corner(2));
    }
    let vb = d5 * d2 - d1 * d6;
    if vb <= 0.0 && d2 >= 0.0 && d6 <= 0.0 {
        return (a + ac * safe_ratio(d2, d2 - d6), Edge(2));
    }
    let va = d3 * d6 - d5 * d4;
    if va <= 0.0 && d4 >= d3 && d5 >= d6 {
        return (b + (c - b) * safe_ratio(d4 - d3, (d4 - d3) + (d5 - d6)), Edge(1));
    }
    let scale = 1.0 / (va + vb + vc);
    (a + ab * (vb * scale) + ac * (vc * scale), Face)
}

/// `part / whole`, 0 where an edge has no length.
fn safe_ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}
