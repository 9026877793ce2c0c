//! Plane sections of a closed surface.

use std::collections::BTreeMap;

use crate::section_curve::{area_and_centroid, section_curve};
use crate::{Plane, Point3, SectionSegment, TriangleSurface, UnitVector3, Vector3};

/// The section of a closed surface by a plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The plane.
    pub plane: Plane,
    /// Enclosed area, mm²; holes are subtracted.
    pub area_mm2: f64,
    /// Centroid of the enclosed area.
    pub centroid: Point3,
    /// Length of all loops together, mm.
    pub perimeter_mm: f64,
    /// Smallest and largest distance between parallel tangents (caliper widths), mm.
    pub widths_mm: [f64; 2],
    /// Direction in the plane along which the section is narrowest.
    pub narrow_direction: UnitVector3,
    /// The closed loops, each counter-clockwise about the plane normal where it bounds from outside; the
    /// last point is not repeated.
    pub loops: Vec<Vec<Point3>>,
}

impl Section {
    /// Extent of the section along `direction`, mm.
    #[must_use]
    pub fn extent_mm(&self, direction: &Vector3) -> f64 {
        let heights = self.loops.iter().flatten().map(|p| p.coords.dot(direction));
        let (low, high) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
        (high - low).max(0.0)
    }
}

/// Cuts a closed surface by a plane; `None` if the plane misses it.
#[must_use]
pub fn section(surface: &TriangleSurface, plane: &Plane) -> Option<Section> {
    let curve = section_curve(surface, plane);
    let (area_mm2, centroid) = area_and_centroid(&curve, plane);
    let loops = loops_of(&curve);
    if area_mm2 == 0.0 {
        return None;
    }
    let perimeter_mm = curve.iter().map(|segment| (segment.end - segment.start).norm()).sum();
    let (widths_mm, narrow_direction) = caliper_widths(&loops, plane);
    Some(Section { plane: *plane, area_mm2, centroid, perimeter_mm, widths_mm, narrow_direction, loops })
}

/// An edge of the surface by its vertices, lower first.
type EdgeKey = [u32; 2];

/// The segments of a curve joined to closed loops.
fn loops_of(curve: &[SectionSegment]) -> Vec<Vec<Point3>> {
    let mut next: BTreeMap<EdgeKey, Vec<EdgeKey>> = BTreeMap::new();
    let mut point_on: BTreeMap<EdgeKey, Point3> = BTreeMap::new();
    for segment in curve {
        let [from, to] = segment.edges;
        next.entry(from).or_default().push(to);
        point_on.extend([(from, segment.start), (to, segment.end)]);
    }
    chain(next)
        .iter()
        .map(|edges| edges.iter().filter_map(|edge| point_on.get(edge).copied()).collect())
        .collect()
}

/// Follows the crossings from edge to edge; open ends (of surfaces with holes) end a chain.
fn chain(mut next: BTreeMap<EdgeKey, Vec<EdgeKey>>) -> Vec<Vec<EdgeKey>> {
    let mut loops = Vec::new();
    while let Some((&start, _)) = next.first_key_value() {
        let mut edges = vec![start];
        let mut at = start;
        while let Some(followers) = next.get_mut(&at) {
            let follower = followers.pop();
            if followers.is_empty() {
                next.remove(&at);
            }
            match follower {
                Some(edge) if edge != start => edges.push(edge),
                _ => break,
            }
            at = edges[edges.len() - 1];
        }
        loops.push(edges);
    }
    loops
}

/// Widths over a half turn in steps of 2°: the error in width is below 0.02 % of the size.
fn caliper_widths(loops: &[Vec<Point3>], plane: &Plane) -> ([f64; 2], UnitVector3) {
    let (u, v) = in_plane_axes(&plane.normal);
    let mut widths = [f64::INFINITY, 0.0];
    let mut narrow = u;
    for step in 0..90 {
        let (sin, cos) = (f64::from(step) * 2.0_f64.to_radians()).sin_cos();
        let direction = UnitVector3::new_normalize(u.into_inner() * cos + v.into_inner() * sin);
        let heights = loops.iter().flatten().map(|p| p.coords.dot(&direction));
        let (low, high) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
        let width = high - low;
        if width < widths[0] {
            narrow = direction;
        }
        widths = [widths[0].min(width), widths[1].max(width)];
    }
    (widths, narrow)
}

/// Two directions that with `normal` form a right-handed frame.
pub(crate) fn in_plane_axes(normal: &UnitVector3) -> (UnitVector3, UnitVector3) {
    let least = normal.map(f64::abs).imin();
    let u = UnitVector3::new_normalize(Vector3::ith(least, 1.0).cross(normal));
    let v = UnitVector3::new_normalize(normal.cross(&u));
    (u, v)
}
