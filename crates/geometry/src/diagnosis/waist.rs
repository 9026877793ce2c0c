//! The waist of a metatarsal: both ends are thicker than the shaft between them. Boxes, rods and eggs have none.

use crate::{Plane, Point3, TriangleSurface, section, solid_moments};

/// Sections along the bone.
const STATIONS: usize = 40;
/// Narrowest section over the largest of the slimmer and of the thicker end above which there is no waist: 34 metatarsals
/// measured have 0.28–0.67 (heads of fifths the most) and 0.17–0.37.
const MOST_OF_SLIMMER_END: f64 = 0.85;
const MOST_OF_THICKER_END: f64 = 0.70;

/// The narrowest section of the shaft over the largest of either end, if that is too much for a metatarsal: of the slimmer end
/// first. None too where there are no sections.
pub(super) fn missing(surface: &TriangleSurface) -> Option<[f64; 2]> {
    let axis = solid_moments(surface)?.axes[0];
    let heights = || surface.vertices.iter().map(|vertex| axis.dot(&vertex.coords));
    let (low, high) = heights().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    let area_mm2 = |k: usize| {
        let fraction = (k as f64 + 0.5) / STATIONS as f64;
        let origin = Point3::from(axis.into_inner() * (low + fraction * (high - low)));
        section(surface, &Plane { origin, normal: axis }).map(|cut| cut.area_mm2)
    };
    let areas_mm2: Vec<f64> = (0..STATIONS).map(area_mm2).collect::<Option<_>>()?;
    let largest = |range: std::ops::Range<usize>| areas_mm2[range].iter().copied().fold(0.0, f64::max);
    let (quarter, fifth) = (STATIONS / 4, STATIONS / 5);
    let narrowest = areas_mm2[quarter..STATIONS - quarter].iter().copied().fold(f64::INFINITY, f64::min);
    let ends = [largest(0..fifth), largest(STATIONS - fifth..STATIONS)];
    let shares = [narrowest / ends[0].min(ends[1]), narrowest / ends[0].max(ends[1])];
    (shares[0] > MOST_OF_SLIMMER_END || shares[1] > MOST_OF_THICKER_END).then_some(shares)
}
