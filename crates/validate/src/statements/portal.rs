//! Plain geometry of cut and portal on the template.

use crate::Bench;
use crate::Case;
use crate::case::M2_TO_M4;
use osteotome_foot::anatomy::{FootAnatomy, RayAnatomy};
use osteotome_foot::scenario::{PlaneAngles, Technique};
use osteotome_foot::{Ray, cut_normal};
use osteotome_geometry::{Plane, section};

/// Distance from skin to bone beside the neck, mm: assumed, for want of a published value.
pub(super) const DEPTHS_MM: [f64; 3] = [5.0, 8.0, 12.0];

/// Thickness of the skin, mm (PMC9579782).
const SKIN_MM: f64 = 2.0;
const BURR_MM: f64 = 2.0;
/// Usual level of the cut, mm from the tip.
const LEVEL_MM: f64 = 16.0;

/// What a portal must give.
pub(super) struct Opening {
    /// Width of the opening in the skin along the swing, mm.
    pub(super) width_mm: f64,
    /// Swing of the burr to either side of its middle position, degrees.
    pub(super) swing_deg: f64,
    /// Length of burr from the skin to the far edge of the bone, mm.
    pub(super) reach_mm: f64,
}

/// The template as every template case places it.
pub(super) fn template() -> FootAnatomy {
    let scenario = Case::intact().scenario(&Bench::template());
    let placed = scenario.map(|s| FootAnatomy::place(&s.foot));
    match placed {
        Ok(Ok(foot)) => foot,
        // A scenario without any key is valid and its bones are part of the program.
        _ => unreachable!("the template can always be placed"),
    }
}

/// One ray of a foot that has all five.
pub(super) fn ray_of(foot: &FootAnatomy, ray: Ray) -> &RayAnatomy {
    &foot.rays[ray.index()]
}

/// Plane angles of a named technique.
pub(super) fn angles(technique: &str) -> PlaneAngles {
    let named = Technique::from_name(technique).and_then(Technique::plane);
    named.unwrap_or(PlaneAngles {
        sagittal_deg: 0.0,
        transverse_deg: 0.0,
        reference: osteotome_foot::scenario::PlaneReference::Shaft,
    })
}

/// Angle between the normal of a technique and the shaft of a template ray, radians.
pub(super) fn normal_to_shaft(technique: &str, ray: Ray) -> f64 {
    let foot = template();
    let ray = ray_of(&foot, ray);
    cut_normal(ray, &angles(technique)).angle(&ray.axis)
}

/// Half height and half width of the section of template M2 across the shaft at the usual level, mm.
fn half_section_mm(foot: &FootAnatomy) -> [f64; 2] {
    let ray = ray_of(foot, Ray::M2);
    let across = Plane { origin: ray.axis_point(LEVEL_MM), normal: ray.axis };
    let outline = section(&ray.surface, &across);
    [ray.dorsal(), ray.lateral()]
        .map(|direction| outline.as_ref().map_or(f64::NAN, |section| 0.5 * section.extent_mm(&direction)))
}

/// The portal beside the neck, `depth_mm` from the bone: the burr pivots in the skin and must sweep the neck from its dorsal to its
/// plantar edge at the near side, with its tip beyond the far one.
///
/// A rod of diameter D that swings by ±φ about the middle of a sheet of thickness t touches an opening of D/cos φ + t tan φ.
pub(super) fn opening(depth_mm: f64) -> Opening {
    let [half_height, half_width] = half_section_mm(&template());
    let swing = (half_height / (depth_mm + half_width)).atan();
    Opening {
        width_mm: BURR_MM / swing.cos() + SKIN_MM * swing.tan(),
        swing_deg: swing.to_degrees(),
        reach_mm: (depth_mm + 2.0 * half_width) / swing.cos(),
    }
}

/// How far distal of the middle of the cut its dorsal edge lies on template M2, mm along the shaft.
pub(super) fn dorsal_edge_mm(technique: &str) -> f64 {
    let foot = template();
    let ray = ray_of(&foot, Ray::M2);
    let normal = cut_normal(ray, &angles(technique));
    let [half_height, _] = half_section_mm(&foot);
    -half_height * normal.dot(&ray.dorsal()) / normal.dot(&ray.axis)
}

/// Mean declination of M2 to M4 of the template, radians.
pub(super) fn declination() -> f64 {
    let foot = template();
    M2_TO_M4.map(|ray| ray_of(&foot, ray).declination_deg().to_radians()).iter().sum::<f64>() / 3.0
}
