//! The bones of a scenario, placed in the foot frame.

use super::foot_doubts::{doubts_or_refusal, foot_findings};
use super::{FootAnatomy, RayAnatomy, template_foot};
use crate::scenario::{BoneSource, Foot};
use crate::{FootError, FrameCertainty, FrameSource, Ray, Side, SoftTissue};
use osteotome_geometry::{
    BoneFrame, FrameHints, Matrix3, Point3, RayBone, Severity, TriangleSurface, UnitVector3, Vector3,
    diagnose_metatarsal, find_bone_frame, find_foot_frame, read_surface, repair,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Depth of the proximal end whose mean is taken as the centre of the tarsometatarsal joint, mm.
const BASE_DEPTH_MM: f64 = 4.0;

impl FootAnatomy {
    /// The rays of `foot`, standing with the lowest head one pad of default thickness above z = 0.
    ///
    /// The foot frame belongs to the bones: pads of another thickness lower or raise the ground
    /// ([`SoftTissue::ground_level_mm`]), and no bone moves.
    ///
    /// # Errors
    /// If a bone cannot be read, is unsound beyond what [`repair`] puts right, or its frame is not found.
    pub fn place(foot: &Foot) -> Result<Self, FootError> {
        if foot.rays.is_empty() {
            return Err(FootError::NoRays);
        }
        let mut left = match &foot.source {
            BoneSource::Template { scale } => {
                let (rays, frame) = (template_rays(foot, *scale)?, FrameCertainty::default());
                Self { side: Side::Left, rays, doubts: Vec::new(), frame }
            }
            BoneSource::Files(files) => from_files(foot, files)?,
        };
        left.rays.iter_mut().for_each(|ray| ray.decline(foot.declination_offset_deg));
        Ok(left.standing_on_pads(SoftTissue::default().pad_thickness_mm).on(foot.side))
    }
}

fn template_rays(foot: &Foot, scale: f64) -> Result<Vec<RayAnatomy>, FootError> {
    let bones = template_foot(Side::Left, scale)
        .map_err(|e| FootError::Bone { ray: foot.rays[0], what: e.to_string() })?;
    let wanted = bones.into_iter().filter(|bone| foot.rays.contains(&bone.ray));
    Ok(wanted
        .map(|bone| {
            let axis = UnitVector3::new_normalize(bone.frame.rotation * Vector3::x());
            let head_centre = bone.frame * Point3::origin();
            let radius = bone.shape.head.sphere_radius_mm;
            placed(bone.ray, bone.surface, head_centre, radius, axis)
        })
        .collect())
}

/// A ray of a left foot.
fn placed(
    ray: Ray,
    surface: TriangleSurface,
    head_centre: Point3,
    head_radius_mm: f64,
    axis: UnitVector3,
) -> RayAnatomy {
    let base_centre = base_centre(&surface, &axis);
    RayAnatomy { ray, side: Side::Left, surface, head_centre, head_radius_mm, axis, base_centre }
}

/// Mean of the vertices within [`BASE_DEPTH_MM`] of the proximal end.
fn base_centre(surface: &TriangleSurface, axis: &UnitVector3) -> Point3 {
    let along = |v: &Point3| axis.dot(&v.coords);
    let end = surface.vertices.iter().map(along).fold(f64::INFINITY, f64::min);
    let near: Vec<&Point3> = surface.vertices.iter().filter(|v| along(v) < end + BASE_DEPTH_MM).collect();
    let sum: Vector3 = near.iter().map(|v| v.coords).sum();
    Point3::from(sum / near.len().max(1) as f64)
}

/// The foot in `files` as a left one.
///
/// A right foot is mirrored as it is read, before anything is computed, so that a foot and its mirror image in any plane of
/// coordinates are the same problem to the last bit; and the order of a file's triangles has no influence either.
fn from_files(foot: &Foot, files: &BTreeMap<Ray, PathBuf>) -> Result<FootAnatomy, FootError> {
    let mut surfaces = BTreeMap::new();
    for (ray, path) in files {
        surfaces.insert(*ray, sound_surface(foot, *ray, path)?);
    }
    if let Some(ray) = foot.rays.iter().find(|ray| !surfaces.contains_key(ray)) {
        let what = format!("is in foot.rays but has no file; give foot.bones.{ray}");
        return Err(FootError::Bone { ray: *ray, what });
    }
    let doubts = doubts_or_refusal(foot_findings(foot, &surfaces))?;
    let signs = signs_of_left(foot.side, &surfaces);
    for surface in surfaces.values_mut() {
        *surface = std::mem::take(surface).with_signs(&signs).in_canonical_order();
    }
    let frame = certainty(foot, &surfaces, &signs);
    let (rotation, frames) = frames_of(foot, &surfaces, &signs)?;
    let wanted = surfaces.into_iter().zip(frames).filter(|((ray, _), _)| foot.rays.contains(ray));
    let rays = wanted
        .map(|((ray, surface), frame)| {
            let vertices = surface.vertices.iter().map(|v| rotation * v).collect();
            let turned = TriangleSurface { vertices, triangles: surface.triangles };
            let axis = UnitVector3::new_normalize(rotation * frame.distal.into_inner());
            placed(ray, turned, rotation * frame.head_centre, frame.head_radius_mm, axis)
        })
        .collect();
    Ok(FootAnatomy { side: Side::Left, rays, doubts, frame })
}

/// How sure the side and the frame of `surfaces` are, made those of a left foot by `signs` if they are of the side that was said: found
/// as if the side were not known.
fn certainty(foot: &Foot, surfaces: &BTreeMap<Ray, TriangleSurface>, signs: &Vector3) -> FrameCertainty {
    let dorsal = foot.distal_dorsal.map(|(_, dorsal)| Vector3::from(dorsal).component_mul(signs));
    match find_foot_frame(&ray_bones(surfaces), None, dorsal) {
        Ok(found) => FrameCertainty::of_bones(&found, osteotome_geometry::Side::Left),
        // With given directions a foot needs no frame of its own.
        Err(_) => FrameCertainty { source: FrameSource::Given, ..FrameCertainty::default() },
    }
}

fn ray_bones(surfaces: &BTreeMap<Ray, TriangleSurface>) -> Vec<RayBone<'_>> {
    surfaces.iter().map(|(ray, surface)| RayBone { ray: ray.index() as u8 + 1, surface }).collect()
}

/// The signs of coordinates, of all surfaces alike, that make a left foot of a foot of `side` and turn its middle to where x and y
/// are positive.
fn signs_of_left(side: Side, surfaces: &BTreeMap<Ray, TriangleSurface>) -> Vector3 {
    let sum: Vector3 = surfaces.values().flat_map(|surface| &surface.vertices).map(|v| v.coords).sum();
    let positive = |x: f64| if x < 0.0 { -1.0 } else { 1.0 };
    let (x, y) = (positive(sum.x), positive(sum.y));
    let handedness = if side == Side::Right { -1.0 } else { 1.0 };
    Vector3::new(x, y, x * y * handedness)
}

/// The surface in `path`, repaired as far as that leaves the bone as it is: orientation, specks, duplicate vertices.
fn sound_surface(foot: &Foot, ray: Ray, path: &Path) -> Result<TriangleSurface, FootError> {
    let raw = read_surface(path).map_err(|e| FootError::Bone { ray, what: e.to_string() })?;
    let (surface, _) = repair(&raw);
    let findings = diagnose_metatarsal(&surface, &foot.expected_of(ray)).findings;
    match findings.into_iter().find(|finding| foot.severity_of(finding) == Severity::Fatal) {
        Some(finding) => Err(FootError::UnsoundBone { ray, finding: Box::new(finding) }),
        None => Ok(surface),
    }
}

/// Rotation of `surfaces`, made those of a left foot by `signs`, to the foot frame, and the frame of each bone among them.
fn frames_of(
    foot: &Foot,
    surfaces: &BTreeMap<Ray, TriangleSurface>,
    signs: &Vector3,
) -> Result<(Matrix3, Vec<BoneFrame>), FootError> {
    let side = osteotome_geometry::Side::Left;
    if let Some(directions) = foot.distal_dorsal {
        let [distal, dorsal] = <[_; 2]>::from(directions).map(|v| Vector3::from(v).component_mul(signs));
        let rotation = foot_rotation(&distal, &dorsal)
            .ok_or_else(|| not_found(foot.rays[0], "distal and dorsal are parallel".into()))?;
        let frame = |(ray, surface): (&Ray, &TriangleSurface)| {
            let number = Some(ray.index() as u8 + 1);
            let hints =
                FrameHints { distal: Some(distal), dorsal: Some(dorsal), ray: number, side: Some(side) };
            find_bone_frame(surface, &hints).map_err(|e| not_found(*ray, e.to_string()))
        };
        return Ok((rotation, surfaces.iter().map(frame).collect::<Result<_, _>>()?));
    }
    let found = find_foot_frame(&ray_bones(surfaces), Some(side), None)
        .map_err(|e| not_found(foot.rays[0], e.to_string()))?;
    Ok((found.rotation(), found.bones))
}

fn not_found(ray: Ray, what: String) -> FootError {
    FootError::FrameNotFound { ray, what }
}

/// Rotation whose rows are x (distal, made perpendicular to dorsal), y and z of the foot frame.
fn foot_rotation(distal: &Vector3, dorsal: &Vector3) -> Option<Matrix3> {
    let z = UnitVector3::try_new(*dorsal, 1e-9)?;
    let x = UnitVector3::try_new(distal - z.into_inner() * z.dot(distal), 1e-6 * distal.norm())?;
    Some(Matrix3::from_rows(&[x.transpose(), z.cross(&x).transpose(), z.transpose()]))
}
