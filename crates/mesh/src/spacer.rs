//! A block of cement in the void that a resection leaves.

use osteotome_geometry::{Plane, Point3, TriangleSurface, UnitVector3, volume_behind_mm3};

use crate::{Fragment, MeshError, MeshOptions, mesh_behind};

/// Meshes the part of the solid in front of `level` next to it that has `fraction` of the volume there: a spacer that
/// fills so much of the void left when all in front of `level` was removed.
///
/// Its face at `level` is tagged [`crate::BoundaryTag::CutFace`]`(0)`, the parallel one at its far end `CutFace(1)`.
///
/// # Errors
/// [`MeshError::InvalidFraction`] unless 0 < `fraction` ≤ 1, and what [`mesh_behind`] returns.
pub fn spacer_beyond(
    surface: &TriangleSurface,
    level: &Plane,
    fraction: f64,
    options: &MeshOptions,
) -> Result<Fragment, MeshError> {
    let near = Plane { origin: level.origin, normal: -level.normal };
    spacer(surface, level, &[near], fraction, options)
}

/// Meshes the part of the solid at its end against `direction` that has `fraction` of its volume: a spacer in place of
/// the whole solid. Its face across `direction` is tagged [`crate::BoundaryTag::CutFace`]`(0)`.
///
/// # Errors
/// [`MeshError::InvalidFraction`] unless 0 < `fraction` ≤ 1, and what [`mesh_behind`] returns.
pub fn spacer_instead(
    surface: &TriangleSurface,
    direction: &UnitVector3,
    fraction: f64,
    options: &MeshOptions,
) -> Result<Fragment, MeshError> {
    let lowest =
        surface.vertices.iter().min_by(|a, b| direction.dot(&a.coords).total_cmp(&direction.dot(&b.coords)));
    let level = Plane { origin: lowest.copied().unwrap_or_else(Point3::origin), normal: *direction };
    spacer(surface, &level, &[], fraction, options)
}

/// The part behind `near` up to a plane parallel to `level`.
fn spacer(
    surface: &TriangleSurface,
    level: &Plane,
    near: &[Plane],
    fraction: f64,
    options: &MeshOptions,
) -> Result<Fragment, MeshError> {
    if !(fraction > 0.0 && fraction <= 1.0) {
        return Err(MeshError::InvalidFraction { fraction });
    }
    if fraction == 1.0 {
        return mesh_behind(surface, near, options);
    }
    let behind = |height_mm: f64| [near, &[level.offset(height_mm)]].concat();
    let volume_mm3 = |height_mm: f64| volume_behind_mm3(surface, &behind(height_mm));
    let heights = surface.vertices.iter().map(|v| level.signed_distance_mm(v));
    let (mut low, mut high) = (0.0, heights.fold(0.0, f64::max));
    let wanted_mm3 = fraction * volume_mm3(high);
    // Bisection to a micrometre in a metre.
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        (low, high) = if volume_mm3(middle) < wanted_mm3 { (middle, high) } else { (low, middle) };
    }
    mesh_behind(surface, &behind(high), options)
}
