//! Exact volumes of the solid inside a closed surface, cut by planes.

use crate::{Plane, Point3, TriangleSurface};

/// Volume of the part of the solid inside `surface` that is behind every one of `planes`, mm³.
///
/// The solid is the signed sum of tetrahedra from one point to every triangle; each is clipped by every plane.
#[must_use]
pub fn volume_behind_mm3(surface: &TriangleSurface, planes: &[Plane]) -> f64 {
    let apex = planes.first().map_or_else(Point3::origin, |p| p.origin);
    (0..surface.triangles.len())
        .map(|t| {
            let [a, b, c] = surface.corners(t);
            clipped_volume([apex, a, b, c], planes)
        })
        .sum()
}

fn clipped_volume(corners: [Point3; 4], planes: &[Plane]) -> f64 {
    let Some((plane, rest)) = planes.split_first() else {
        let [a, b, c, d] = corners;
        return (b - a).cross(&(c - a)).dot(&(d - a)) / 6.0;
    };
    let heights = corners.map(|p| plane.signed_distance_mm(&p));
    // The apex lies on the first plane: most tetrahedra are not cut, though they touch it.
    if heights.iter().all(|h| *h <= 0.0) {
        return clipped_volume(corners, rest);
    }
    let order = behind_first(&heights);
    let at = |i: usize, j: usize| {
        let (i, j) = (order.0[i], order.0[j]);
        corners[i] + (corners[j] - corners[i]) * (heights[i] / (heights[i] - heights[j]))
    };
    let p = order.0.map(|i| corners[i]);
    let signed = |tetrahedra: &[[Point3; 4]]| {
        order.1 * tetrahedra.iter().map(|t| clipped_volume(*t, rest)).sum::<f64>()
    };
    match heights.iter().filter(|h| **h < 0.0).count() {
        0 => 0.0,
        1 => signed(&[[p[0], at(0, 1), at(0, 2), at(0, 3)]]),
        2 => signed(&prism([p[0], at(0, 2), at(0, 3)], [p[1], at(1, 2), at(1, 3)])),
        3 => signed(&prism([p[0], p[1], p[2]], [at(0, 3), at(1, 3), at(2, 3)])),
        _ => clipped_volume(corners, rest),
    }
}

/// Indices of the corners behind the plane, then the others, and the sign of that permutation.
fn behind_first(heights: &[f64; 4]) -> ([usize; 4], f64) {
    let mut order = [0, 1, 2, 3];
    order.sort_by_key(|&i| heights[i] >= 0.0);
    let inversions = (0..4).flat_map(|i| (i + 1..4).map(move |j| (i, j)));
    let odd = inversions.filter(|&(i, j)| order[i] > order[j]).count() % 2 == 1;
    (order, if odd { -1.0 } else { 1.0 })
}

fn prism(a: [Point3; 3], b: [Point3; 3]) -> [[Point3; 4]; 3] {
    [[a[0], a[1], a[2], b[0]], [b[0], a[1], a[2], b[1]], [b[0], b[1], a[2], b[2]]]
}
