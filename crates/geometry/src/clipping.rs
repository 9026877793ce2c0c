//! Exact volumes and sections of the solid inside a closed surface, cut by planes.

use crate::{Plane, Point3, TriangleSurface, Vector3};

/// A segment of the curve in which a surface meets a plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SectionSegment {
    /// First end, mm; seen against the plane's normal the solid is on the left.
    pub start: Point3,
    /// Second end, mm.
    pub end: Point3,
    /// The triangle it lies in.
    pub triangle: u32,
}

/// The curve in which `surface` meets `plane`, as unordered segments, one for each triangle it crosses.
///
/// A vertex on the plane counts as in front of it, so that the curve is closed whatever the position.
#[must_use]
pub fn section_curve(surface: &TriangleSurface, plane: &Plane) -> Vec<SectionSegment> {
    let heights: Vec<f64> = surface.vertices.iter().map(|v| plane.signed_distance_mm(v)).collect();
    let mut segments = Vec::new();
    for (t, triangle) in surface.triangles.iter().enumerate() {
        let front = triangle.map(|v| heights[v as usize] >= 0.0);
        if front[0] == front[1] && front[1] == front[2] {
            continue;
        }
        let crossing = |from_front: bool| {
            let i = (0..3).find(|&i| front[i] == from_front && front[(i + 1) % 3] != from_front);
            let (a, b) = i.map_or((0, 0), |i| (triangle[i] as usize, triangle[(i + 1) % 3] as usize));
            crossing_point(surface.vertices[a], surface.vertices[b], heights[a], heights[b], plane)
        };
        segments.push(SectionSegment { start: crossing(true), end: crossing(false), triangle: t as u32 });
    }
    segments
}

fn crossing_point(a: Point3, b: Point3, height_a: f64, height_b: f64, plane: &Plane) -> Point3 {
    let point = a + (b - a) * (height_a / (height_a - height_b));
    point - plane.normal.into_inner() * plane.signed_distance_mm(&point)
}

/// Area of the plane figure in which `plane` cuts the solid inside `surface`, mm², and its centroid.
///
/// Green's theorem on the section curve: `A = ½ Σ n · (a − o) × (b − o)`.
#[must_use]
pub fn section_area_mm2(surface: &TriangleSurface, plane: &Plane) -> (f64, Point3) {
    let origin = plane.origin;
    let (mut doubled_area, mut moment) = (0.0, Vector3::zeros());
    for segment in section_curve(surface, plane) {
        let (a, b) = (segment.start - origin, segment.end - origin);
        let doubled = plane.normal.dot(&a.cross(&b));
        doubled_area += doubled;
        moment += (a + b) * (doubled / 3.0);
    }
    let centroid = if doubled_area == 0.0 { origin } else { origin + moment / doubled_area };
    (0.5 * doubled_area, centroid)
}

/// Area of the part of the plane figure in which `plane` cuts the solid that lies beyond `limit`, mm².
///
/// Green's theorem about a point where the two planes meet, so that the straight closing edge adds nothing.
#[must_use]
pub fn section_area_beyond_mm2(surface: &TriangleSurface, plane: &Plane, limit: &Plane) -> f64 {
    let normal = plane.normal.into_inner();
    let in_plane = limit.normal.into_inner() - normal * normal.dot(&limit.normal);
    let slope = in_plane.dot(&limit.normal);
    if slope == 0.0 {
        let beyond = limit.signed_distance_mm(&plane.origin) > 0.0;
        return if beyond { section_area_mm2(surface, plane).0 } else { 0.0 };
    }
    let origin = plane.origin - in_plane * (limit.signed_distance_mm(&plane.origin) / slope);
    let doubled = |s: &SectionSegment| {
        let (a, b) = (limit.signed_distance_mm(&s.start), limit.signed_distance_mm(&s.end));
        let part = match (a > 0.0, b > 0.0) {
            (true, true) => 1.0,
            (false, false) => 0.0,
            (true, false) => a / (a - b),
            (false, true) => b / (b - a),
        };
        // All of a segment's points span the same triangle height with the origin.
        part * normal.dot(&(s.start - origin).cross(&(s.end - origin)))
    };
    0.5 * section_curve(surface, plane).iter().map(doubled).sum::<f64>()
}

/// Area of the part of the plane figure in which `plane` cuts the solid that lies within `radius_mm` of `centre`, a point of
/// the plane, mm².
///
/// The figure is the signed sum of triangles from the centre to the segments of its outline; each shares with the disc
/// triangles and sectors.
#[must_use]
pub fn section_area_within_mm2(
    surface: &TriangleSurface,
    plane: &Plane,
    centre: &Point3,
    radius_mm: f64,
) -> f64 {
    let share = |s: &SectionSegment| {
        let (start, end) = (s.start - centre, s.end - centre);
        let along = end - start;
        // Where the line of the segment enters and leaves the disc, as fractions of it.
        let (a, b) = (along.norm_squared(), start.dot(&along));
        let root = (b * b - a * (start.norm_squared() - radius_mm * radius_mm)).max(0.0).sqrt();
        let [enter, leave] = [-root, root].map(|r| if a > 0.0 { ((r - b) / a).clamp(0.0, 1.0) } else { 0.0 });
        let (first, last) = (start + along * enter, start + along * leave);
        let angle = |p: &Vector3, q: &Vector3| plane.normal.dot(&p.cross(q)).atan2(p.dot(q));
        let sectors = angle(&start, &first) + angle(&last, &end);
        0.5 * (plane.normal.dot(&first.cross(&last)) + radius_mm * radius_mm * sectors)
    };
    section_curve(surface, plane).iter().map(share).sum()
}

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
