//! From a ray and its surgery to the meshes that are left.

use super::body::Piece;
use super::cutting::{CutRay, Surgery, kerfs_of, resection_plane, surgery_of};
use crate::anatomy::RayAnatomy;
use crate::scenario::{Resection, Scenario};
use crate::{FootError, Ray};
use osteotome_geometry::Plane;
use osteotome_mesh::{
    CutBone, ElementOrder, Fragment, Hinge, MeshError, MeshOptions, cut_bone, mesh_behind, mesh_solid,
    spacer_beyond, spacer_instead,
};

/// What is left of a ray.
pub(crate) struct Remains {
    /// Its pieces, proximal first, a spacer last.
    pub(crate) pieces: Vec<(Piece, Fragment)>,
    /// Where a burr did not reach through; the index is that of the osteotomy among those of the ray.
    pub(crate) hinges: Vec<Hinge>,
    /// Bone removed, mm³.
    pub(crate) removed_mm3: f64,
}

/// Cuts or resects `ray` as `scenario` has it, and meshes what is left.
///
/// # Errors
/// If a cut misses the bone, swallows the head, or a piece cannot be meshed.
pub(crate) fn remains_of(scenario: &Scenario, ray: &RayAnatomy) -> Result<Remains, FootError> {
    match surgery_of(scenario, ray.ray) {
        Surgery::None => {
            let pieces = vec![(Piece::Whole, mesh_whole(scenario, ray)?)];
            Ok(Remains { pieces, hinges: Vec::new(), removed_mm3: 0.0 })
        }
        Surgery::Cuts(osteotomies) => mesh_cut(scenario, ray, &kerfs_of(ray, &osteotomies)?),
        Surgery::Resection(resection) => mesh_resected(scenario, ray, resection),
    }
}

fn options(scenario: &Scenario) -> MeshOptions {
    let order = if scenario.mesh.quadratic { ElementOrder::Quadratic } else { ElementOrder::Linear };
    MeshOptions { size_mm: scenario.mesh.size_mm, cut_size_mm: scenario.mesh.cut_size_mm, order }
}

/// Meshes the intact bone of `ray`.
///
/// # Errors
/// If it cannot be meshed.
pub(crate) fn mesh_whole(scenario: &Scenario, ray: &RayAnatomy) -> Result<Fragment, FootError> {
    // Nothing touches an intact bone, so it needs no fine zone.
    let size = scenario.mesh.size_mm;
    mesh_solid(&ray.surface, &MeshOptions { cut_size_mm: size, ..options(scenario) })
        .map_err(|error| unmeshed(ray.ray.to_string(), &error))
}

/// Cuts and meshes `ray`.
///
/// # Errors
/// If a cut misses the bone, swallows the head, or a fragment cannot be meshed.
pub(crate) fn mesh_cut(scenario: &Scenario, ray: &RayAnatomy, cuts: &[CutRay]) -> Result<Remains, FootError> {
    let kerfs: Vec<_> = cuts.iter().map(|cut| cut.kerf).collect();
    let bone =
        cut_bone(&ray.surface, &kerfs, &options(scenario)).map_err(|error| refused(ray, cuts, &error))?;
    let keeps_segments = cuts.iter().any(|cut| cut.osteotomy.keeps_segment);
    let removed_mm3: f64 = bone.volumes.removed_mm3.iter().sum();
    let hinges = bone.hinges.clone();
    let (pieces, segments) = named(bone)
        .into_iter()
        .partition::<Vec<_>, _>(|(piece, _)| keeps_segments || !matches!(piece, Piece::Segment(_)));
    let segments_mm3: f64 = segments.iter().map(|(_, segment)| segment.quality.volume_mm3).sum();
    Ok(Remains { pieces, hinges, removed_mm3: removed_mm3 + segments_mm3 })
}

/// What is wrong with the cuts of a ray, in the words of its scenario.
fn refused(ray: &RayAnatomy, cuts: &[CutRay], error: &MeshError) -> FootError {
    match (error, cuts) {
        (MeshError::CutMisses { cut, .. }, _) => FootError::PlaneMisses {
            ray: ray.ray,
            level_mm: cuts[*cut].osteotomy.level_mm,
            length_mm: ray.length_mm(),
        },
        (MeshError::FragmentTooSmall { .. }, [cut]) => swallowed(ray.ray, cut, error.to_string()),
        (MeshError::CutsOverlap { first, second, overlap_mm3 }, _) => {
            let [first_mm, second_mm] = [first, second].map(|cut| cuts[*cut].osteotomy.level_mm);
            FootError::Cut {
                ray: ray.ray,
                what: format!(
                    "the cuts at {first_mm} and {second_mm} mm from the tip overlap by {overlap_mm3:.1} mm³; move their levels apart, or tilt them alike"
                ),
            }
        }
        _ => unmeshed(ray.ray.to_string(), error),
    }
}

fn unmeshed(body: String, error: &MeshError) -> FootError {
    FootError::Mesh { body, what: error.to_string() }
}

/// The error of a cut that leaves no head to hold.
pub(crate) fn swallowed(ray: Ray, cut: &CutRay, what: String) -> FootError {
    let (kerf_mm, level_mm) = (cut.osteotomy.kerf_mm, cut.osteotomy.level_mm);
    FootError::KerfSwallowsHead { ray, kerf_mm, level_mm, what }
}

fn named(bone: CutBone) -> Vec<(Piece, Fragment)> {
    let last = bone.fragments.len() - 1;
    let piece = |number: usize| match number {
        0 if last == 0 => Piece::Notched,
        0 => Piece::Proximal,
        number if number == last => Piece::Distal,
        number => Piece::Segment(number),
    };
    bone.fragments.into_iter().enumerate().map(|(number, fragment)| (piece(number), fragment)).collect()
}

fn mesh_resected(scenario: &Scenario, ray: &RayAnatomy, resection: &Resection) -> Result<Remains, FootError> {
    let plane = resection_plane(ray, &resection.part)?;
    let name = |piece: Piece| piece.name(ray.ray);
    let mut pieces = Vec::new();
    let mut removed_mm3 = ray.surface.volume_mm3();
    if let Some(plane) = plane {
        let left = mesh_behind(&ray.surface, &[plane], &options(scenario))
            .map_err(|error| unmeshed(name(Piece::Proximal), &error))?;
        removed_mm3 -= left.quality.volume_mm3;
        pieces.push((Piece::Proximal, left));
    }
    if let Some(fraction) = resection.spacer_fraction {
        let spacer = spacer(scenario, ray, plane, fraction).map_err(|e| unmeshed(name(Piece::Spacer), &e))?;
        pieces.push((Piece::Spacer, spacer));
    }
    Ok(Remains { pieces, hinges: Vec::new(), removed_mm3 })
}

/// The block of cement in front of `plane`, or, without one, from the base on.
fn spacer(
    scenario: &Scenario,
    ray: &RayAnatomy,
    plane: Option<Plane>,
    fraction: f64,
) -> Result<Fragment, MeshError> {
    match plane {
        Some(plane) => spacer_beyond(&ray.surface, &plane, fraction, &options(scenario)),
        None => spacer_instead(&ray.surface, &ray.axis, fraction, &options(scenario)),
    }
}
