//! Which ray is cut where, and by what.

use crate::anatomy::RayAnatomy;
use crate::scenario::{ApproachSide, Osteotomy, PlaneAngles, ResectedPart, Resection, Scenario};
use crate::{FootError, Ray, cut_normal};
use osteotome_geometry::{Burr, BurrShape, Kerf, Plane, Point3, Vector3, section};

/// Sine of the angle between an approach and the normal of the cut below which the burr cannot lie in the plane.
const LEAST_SLOPE: f64 = 0.1;

/// What is done to a ray.
pub(crate) enum Surgery<'a> {
    /// Nothing.
    None,
    /// One cut or several.
    Cuts(Vec<&'a Osteotomy>),
    /// Bone is taken away.
    Resection(&'a Resection),
}

/// One cut of a ray.
#[derive(Clone, Debug)]
pub(crate) struct CutRay<'a> {
    /// What was asked for.
    pub(crate) osteotomy: &'a Osteotomy,
    /// Middle plane; its origin is the middle of the bone at the level of the cut.
    pub(crate) middle: Plane,
    /// The volume removed.
    pub(crate) kerf: Kerf,
}

/// What `scenario` does to `ray`.
pub(crate) fn surgery_of(scenario: &Scenario, ray: Ray) -> Surgery<'_> {
    if let Some(resection) = scenario.resections.iter().find(|r| r.rays.contains(&ray)) {
        return Surgery::Resection(resection);
    }
    let cuts: Vec<&Osteotomy> = scenario.osteotomies.iter().filter(|o| o.rays.contains(&ray)).collect();
    if cuts.is_empty() { Surgery::None } else { Surgery::Cuts(cuts) }
}

/// The kerfs of `osteotomies` on `ray`.
///
/// # Errors
/// If there is no bone at a level, or a burr cannot come from its side.
pub(crate) fn kerfs_of<'a>(
    ray: &RayAnatomy,
    osteotomies: &[&'a Osteotomy],
) -> Result<Vec<CutRay<'a>>, FootError> {
    osteotomies.iter().map(|osteotomy| kerf_of(ray, osteotomy)).collect()
}

fn kerf_of<'a>(ray: &RayAnatomy, osteotomy: &'a Osteotomy) -> Result<CutRay<'a>, FootError> {
    let middle = plane_at(ray, osteotomy.level_mm, &osteotomy.plane)?;
    let reaches_through = osteotomy.working_length_mm.is_none() && osteotomy.approach.depth_mm.is_none();
    let kerf = if reaches_through && osteotomy.shank_diameter_mm.is_none() {
        Kerf::slab(middle, osteotomy.kerf_mm)
    } else {
        swept_kerf(ray, osteotomy, middle)?
    };
    Ok(CutRay { osteotomy, middle, kerf })
}

/// The plane in front of which `part` of `ray` is resected; `None` if all of it is.
///
/// # Errors
/// If there is no bone at its level.
pub(crate) fn resection_plane(ray: &RayAnatomy, part: &ResectedPart) -> Result<Option<Plane>, FootError> {
    match part {
        ResectedPart::Whole => Ok(None),
        ResectedPart::Head { level_mm, plane } => plane_at(ray, *level_mm, plane).map(Some),
    }
}

/// The plane of `angles` through the middle of the bone `level_mm` proximal of its tip.
///
/// That is the centroid of the section across the shaft: the shaft is bowed, so it is not on its axis.
fn plane_at(ray: &RayAnatomy, level_mm: f64, angles: &PlaneAngles) -> Result<Plane, FootError> {
    let across = Plane { origin: ray.axis_point(level_mm), normal: ray.axis };
    let misses = || FootError::PlaneMisses { ray: ray.ray, level_mm, length_mm: ray.length_mm() };
    let outline = section(&ray.surface, &across).ok_or_else(misses)?;
    Ok(Plane { origin: outline.centroid, normal: cut_normal(ray, angles) })
}

/// Where a burr meets the bone: the point of its axis at the near surface, and how thick the bone is there.
struct Entry {
    point: Point3,
    inward: Vector3,
    thickness_mm: f64,
}

fn swept_kerf(ray: &RayAnatomy, osteotomy: &Osteotomy, middle: Plane) -> Result<Kerf, FootError> {
    let entry = entry_of(ray, osteotomy, &middle)?;
    let approach = &osteotomy.approach;
    let length_mm = osteotomy.working_length_mm.unwrap_or(f64::INFINITY);
    let depth_mm = approach.depth_mm.unwrap_or_else(|| entry.thickness_mm.min(length_mm));
    let burr = burr_of(osteotomy, depth_mm);
    let tip = entry.point + entry.inward * depth_mm;
    if approach.depth_mm.is_none() && entry.thickness_mm <= length_mm {
        return Ok(Kerf { bottom: None, ..Kerf::swept(&burr, middle, tip, -entry.inward) });
    }
    Ok(match approach.portal_mm {
        None => Kerf::swept(&burr, middle, tip, -entry.inward),
        Some(portal_mm) => {
            let portal = entry.point - entry.inward * portal_mm;
            Kerf::pivoted(&ray.surface, &burr, middle, portal, entry.inward, portal_mm + depth_mm)
        }
    })
}

fn entry_of(ray: &RayAnatomy, osteotomy: &Osteotomy, middle: &Plane) -> Result<Entry, FootError> {
    let side = match osteotomy.approach.from {
        ApproachSide::Dorsal => ray.dorsal().into_inner(),
        ApproachSide::Plantar => -ray.dorsal().into_inner(),
        ApproachSide::Medial => -ray.lateral().into_inner(),
        ApproachSide::Lateral => ray.lateral().into_inner(),
    };
    let in_plane = side - middle.normal.into_inner() * middle.normal.dot(&side);
    if in_plane.norm() < LEAST_SLOPE {
        let what = format!(
            "the plane of the cut faces its {} side, so the burr cannot come from there; choose another `from`",
            osteotomy.approach.from.name()
        );
        return Err(FootError::Cut { ray: ray.ray, what });
    }
    let outward = in_plane.normalize();
    let outline = section(&ray.surface, middle).map(|s| s.loops).unwrap_or_default();
    let heights = outline.iter().flatten().map(|p| outward.dot(&(p - middle.origin)));
    let (far_mm, near_mm) = heights.fold((0.0_f64, 0.0_f64), |(l, h), x| (l.min(x), h.max(x)));
    Ok(Entry { point: middle.origin + outward * near_mm, inward: -outward, thickness_mm: near_mm - far_mm })
}

/// The burr as wide as its kerf; a straight one of no known length as long as the cut is deep.
fn burr_of(osteotomy: &Osteotomy, depth_mm: f64) -> Burr {
    let shape = match osteotomy.shank_diameter_mm {
        None => BurrShape::Cylinder { diameter_mm: osteotomy.kerf_mm },
        Some(shank_mm) => BurrShape::Cone {
            tip_diameter_mm: osteotomy.kerf_mm,
            shank_diameter_mm: osteotomy.kerf_mm + shank_mm - osteotomy.burr_diameter_mm,
        },
    };
    Burr {
        shape,
        end: osteotomy.burr_end,
        working_length_mm: osteotomy.working_length_mm.unwrap_or(depth_mm),
        passes: 1,
        loss_per_extra_pass_mm: 0.0,
    }
}
