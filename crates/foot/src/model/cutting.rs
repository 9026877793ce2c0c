//! Which ray is cut where.

use crate::anatomy::RayAnatomy;
use crate::scenario::{Osteotomy, Scenario};
use crate::{FootError, Ray, cut_plane};
use osteotome_geometry::{Kerf, Plane, Point3, section};

/// The cut of one ray.
#[derive(Clone, Debug)]
pub(crate) struct CutRay {
    /// Middle plane; its origin is the middle of the bone at the level of the cut.
    pub(crate) middle: Plane,
    /// The volume removed.
    pub(crate) kerf: Kerf,
}

/// The osteotomy of `ray`, if there is one.
///
/// # Errors
/// If the ray is cut twice.
pub(crate) fn osteotomy_of(scenario: &Scenario, ray: Ray) -> Result<Option<&Osteotomy>, FootError> {
    let mut cuts = scenario.osteotomies.iter().filter(|o| o.rays.contains(&ray));
    let first = cuts.next();
    if cuts.next().is_some() {
        let what = "is cut by two osteotomies; name it in one".into();
        return Err(FootError::Cut { ray, what });
    }
    Ok(first)
}

/// The kerf of `osteotomy` on `ray`.
///
/// # Errors
/// If there is no bone at its level.
pub(crate) fn kerf_of(ray: &RayAnatomy, osteotomy: &Osteotomy) -> Result<CutRay, FootError> {
    let centre = bone_centre(ray, osteotomy.level_mm).ok_or_else(|| FootError::PlaneMisses {
        ray: ray.ray,
        level_mm: osteotomy.level_mm,
        length_mm: ray.length_mm(),
    })?;
    let middle = cut_plane(ray, osteotomy, centre);
    Ok(CutRay { middle, kerf: Kerf::slab(middle, osteotomy.kerf_mm) })
}

/// Centroid of the section across the shaft `level_mm` proximal of the tip: the shaft is bowed, so the middle of the
/// bone is not on its axis.
fn bone_centre(ray: &RayAnatomy, level_mm: f64) -> Option<Point3> {
    let across = Plane { origin: ray.axis_point(level_mm), normal: ray.axis };
    section(&ray.surface, &across).map(|s| s.centroid)
}
