//! How the five rays stand in the foot.

use nalgebra::{Isometry3, Translation3, UnitQuaternion, Vector3};
use osteotome_geometry::TriangleSurface;

use crate::Ray;

/// Thickness of the unloaded plantar pad under every head, mm.
///
/// 15.2 mm under MTH2 (Cavanagh, J Biomech 32 (1999), literature 1.1). The same under all heads: a foot in stance has
/// no distal transverse arch, its heads lie in one line on the ground (Luger, J Bone Joint Surg Br 81 (1999)).
pub const PLANTAR_PAD_MM: f64 = 15.2;

/// Where a ray stands, left foot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RayPlacement {
    /// Angle of the shaft axis to the ground, head down, degrees.
    pub declination_deg: f64,
    /// Angle of the shaft axis to that of M2 in the ground plane, positive when its distal end points laterally.
    pub splay_deg: f64,
    /// How far the tip of the head reaches distally of that of M2, mm.
    pub protrusion_mm: f64,
    /// Lateral position of the head centre relative to that of M2, mm.
    pub lateral_mm: f64,
}

/// Placement of `ray` in the adult template.
///
/// Declination: the textbook ranges in stance (literature 1.1). Protrusion: the means of 169 feet
/// (Domínguez-Maldonado 2014), read along x instead of along arcs. Head-centre spacing and splay: between the
/// two measured feet (literature 1.2).
#[must_use]
pub fn ray_placement(ray: Ray) -> RayPlacement {
    let (declination_deg, splay_deg, protrusion_mm, lateral_mm) = match ray {
        Ray::M1 => (23.5, -7.7, 0.94, -20.0),
        Ray::M2 => (23.3, 0.0, 0.0, 0.0),
        Ray::M3 => (18.7, 0.3, -4.44, 12.42),
        Ray::M4 => (13.5, 1.05, -11.17, 23.2),
        Ray::M5 => (7.0, 3.5, -20.21, 35.57),
    };
    RayPlacement { declination_deg, splay_deg, protrusion_mm, lateral_mm }
}

/// Places a left bone: turned, its head at the given protrusion and side, the lowest point of its head on the pad.
pub(super) fn stand(
    ray: Ray,
    in_ray_frame: &TriangleSurface,
    scale: f64,
    second_tip_mm: f64,
) -> Isometry3<f64> {
    let placement = ray_placement(ray);
    let rotation = orientation(&placement);
    let lowest = in_ray_frame.vertices.iter().map(|p| (rotation * p).z).fold(f64::INFINITY, f64::min);
    let tip = (second_tip_mm + placement.protrusion_mm) * scale;
    let head = Vector3::new(
        tip - reach_mm(ray, in_ray_frame),
        placement.lateral_mm * scale,
        PLANTAR_PAD_MM - lowest,
    );
    Isometry3::from_parts(Translation3::from(head), rotation)
}

/// How far distally of its head centre the bone reaches once turned into the foot, mm.
pub(super) fn reach_mm(ray: Ray, in_ray_frame: &TriangleSurface) -> f64 {
    let rotation = orientation(&ray_placement(ray));
    in_ray_frame.vertices.iter().map(|p| (rotation * p).x).fold(f64::NEG_INFINITY, f64::max)
}

/// Mirror image in y of a placement, for bones whose ray frame is mirrored too.
pub(super) fn mirrored(frame: &Isometry3<f64>) -> Isometry3<f64> {
    let q = frame.rotation.quaternion();
    let rotation = UnitQuaternion::new_unchecked(nalgebra::Quaternion::new(q.w, -q.i, q.j, -q.k));
    let t = frame.translation.vector;
    Isometry3::from_parts(Translation3::new(t.x, -t.y, t.z), rotation)
}

fn orientation(placement: &RayPlacement) -> UnitQuaternion<f64> {
    let splay = UnitQuaternion::from_axis_angle(&Vector3::z_axis(), placement.splay_deg.to_radians());
    let decline = UnitQuaternion::from_axis_angle(&Vector3::y_axis(), placement.declination_deg.to_radians());
    splay * decline
}
