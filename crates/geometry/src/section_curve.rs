//! The curve in which a plane meets a closed surface, and the areas it bounds.

use crate::{Plane, Point3, TriangleSurface, Vector3};

/// A segment of the curve in which a surface meets a plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SectionSegment {
    /// First end, mm; seen against the plane's normal the solid is on the left.
    pub start: Point3,
    /// Second end, mm.
    pub end: Point3,
    /// The edges of the surface that start and end lie on, by their vertices, the lower one first.
    pub edges: [[u32; 2]; 2],
}

/// The curve in which `surface` meets `plane`, as unordered segments, one for each triangle it crosses.
///
/// A vertex on the plane counts as in front of it, so that the curve is closed whatever the position.
#[must_use]
pub fn section_curve(surface: &TriangleSurface, plane: &Plane) -> Vec<SectionSegment> {
    let heights: Vec<f64> = surface.vertices.iter().map(|v| plane.signed_distance_mm(v)).collect();
    let mut segments = Vec::new();
    for triangle in &surface.triangles {
        let front = triangle.map(|v| heights[v as usize] >= 0.0);
        if front[0] == front[1] && front[1] == front[2] {
            continue;
        }
        let edge = |from_front: bool| {
            let i = (0..3).find(|&i| front[i] == from_front && front[(i + 1) % 3] != from_front);
            let i = i.expect("a triangle with corners on both sides crosses the plane twice");
            let (a, b) = (triangle[i], triangle[(i + 1) % 3]);
            [a.min(b), a.max(b)]
        };
        let edges = [edge(true), edge(false)];
        let [start, end] = edges.map(|edge| crossing_point(surface, &heights, edge, plane));
        segments.push(SectionSegment { start, end, edges });
    }
    segments
}

fn crossing_point(surface: &TriangleSurface, heights: &[f64], edge: [u32; 2], plane: &Plane) -> Point3 {
    let [a, b] = edge.map(|v| v as usize);
    let (from, to) = (surface.vertices[a], surface.vertices[b]);
    let point = from + (to - from) * (heights[a] / (heights[a] - heights[b]));
    point - plane.normal.into_inner() * plane.signed_distance_mm(&point)
}

/// Area of the plane figure in which `plane` cuts the solid inside `surface`, mm², and its centroid.
#[must_use]
pub fn section_area_mm2(surface: &TriangleSurface, plane: &Plane) -> (f64, Point3) {
    area_and_centroid(&section_curve(surface, plane), plane)
}

/// Green's theorem on the section curve: `A = ½ Σ n · (a − o) × (b − o)`.
pub(crate) fn area_and_centroid(curve: &[SectionSegment], plane: &Plane) -> (f64, Point3) {
    // A point near the figure, so that no digits are lost if the plane's origin is far away.
    let origin = curve.first().map_or(plane.origin, |segment| segment.start);
    let (mut doubled_area, mut moment) = (0.0, Vector3::zeros());
    for segment in curve {
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
