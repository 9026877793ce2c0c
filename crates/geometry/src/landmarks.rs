//! Sizes and places of a metatarsal that tables of anatomy give.

use serde::Serialize;

use crate::{BoneFrame, Plane, Point3, Section, TriangleSurface, Vector3, section, serial};

/// Stations along the shaft axis at which sections are measured.
const STATIONS: usize = 100;

/// A section perpendicular to the shaft axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectionFigures {
    /// Distance from the distal tip along the shaft axis, mm.
    pub distance_from_tip_mm: f64,
    /// Place along the shaft axis, 0 at the proximal and 1 at the distal tip.
    pub fraction_from_base: f64,
    /// Enclosed area, mm².
    pub area_mm2: f64,
    /// Medio-lateral extent, mm.
    pub width_mm: f64,
    /// Dorso-plantar extent, mm.
    pub height_mm: f64,
    /// Centroid.
    #[serde(rename = "centroid_mm", serialize_with = "serial::point")]
    pub centroid: Point3,
}

/// Landmarks and sizes of a metatarsal in its own frame.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Landmarks {
    /// Smallest section between 35 % and 85 % of the way from base to tip: the neck, or the shaft of a first metatarsal.
    pub narrowest: SectionFigures,
    /// Section half-way.
    pub mid_shaft: SectionFigures,
    /// Largest medio-lateral and dorso-plantar extent of a section in the distal fifth, mm.
    pub head_width_height_mm: [f64; 2],
    /// The same in the proximal fifth, mm.
    pub base_width_height_mm: [f64; 2],
    /// How far the middle of the shaft lies off the chord from base to head centroid: dorsally, and towards the left of the
    /// body, mm.
    pub bow_dorsal_leftward_mm: [f64; 2],
    /// The most plantar point of the distal fifth.
    #[serde(rename = "plantar_head_point_mm", serialize_with = "serial::point")]
    pub plantar_head_point: Point3,
}

/// Measures a metatarsal in its frame; `None` if a section through the shaft is empty, which a frame excludes.
#[must_use]
pub fn measure_landmarks(surface: &TriangleSurface, frame: &BoneFrame) -> Option<Landmarks> {
    let sections: Vec<(f64, Section)> = (0..STATIONS)
        .filter_map(|k| section_at(surface, frame, (k as f64 + 0.5) / STATIONS as f64))
        .collect();
    let between = |from: f64, to: f64| sections.iter().filter(move |(at, _)| (from..to).contains(at));
    let narrowest = between(0.35, 0.85).min_by(|a, b| a.1.area_mm2.total_cmp(&b.1.area_mm2))?;
    let mid_shaft = section_at(surface, frame, 0.5)?;
    let largest = |from, to| {
        [frame.leftward(), frame.dorsal]
            .map(|direction| between(from, to).map(|(_, cut)| cut.extent_mm(&direction)).fold(0.0, f64::max))
    };
    Some(Landmarks {
        narrowest: figures(frame, narrowest),
        bow_dorsal_leftward_mm: bow(frame, &mid_shaft.1.centroid),
        mid_shaft: figures(frame, &mid_shaft),
        head_width_height_mm: largest(0.8, 1.0),
        base_width_height_mm: largest(0.0, 0.2),
        plantar_head_point: plantar_head_point(surface, frame),
    })
}

fn section_at(surface: &TriangleSurface, frame: &BoneFrame, fraction: f64) -> Option<(f64, Section)> {
    let plane = Plane { origin: frame.shaft_station(fraction), normal: frame.distal };
    section(surface, &plane).map(|cut| (fraction, cut))
}

fn figures(frame: &BoneFrame, (fraction, cut): &(f64, Section)) -> SectionFigures {
    SectionFigures {
        distance_from_tip_mm: frame.distal.dot(&(frame.distal_tip - cut.plane.origin)),
        fraction_from_base: *fraction,
        area_mm2: cut.area_mm2,
        width_mm: cut.extent_mm(&frame.leftward()),
        height_mm: cut.extent_mm(&frame.dorsal),
        centroid: cut.centroid,
    }
}

fn bow(frame: &BoneFrame, middle: &Point3) -> [f64; 2] {
    let chord = (frame.head_centroid - frame.base_centroid).normalize();
    let way = middle - frame.base_centroid;
    let off: Vector3 = way - chord * chord.dot(&way);
    [frame.dorsal.dot(&off), frame.leftward().dot(&off)]
}

fn plantar_head_point(surface: &TriangleSurface, frame: &BoneFrame) -> Point3 {
    let start = frame.shaft_station(0.8);
    let distal = surface.vertices.iter().filter(|p| frame.distal.dot(&(**p - start)) > 0.0);
    let height = |p: &Point3| frame.dorsal.dot(&p.coords);
    distal.min_by(|a, b| height(a).total_cmp(&height(b))).copied().unwrap_or(frame.head_centre)
}
