//! How many elements the sizes asked for make.

use osteotome_geometry::{Plane, TriangleSurface, volume_behind_mm3};

use crate::background::level_ends_mm;

/// Tetrahedra of a lattice in the cube of their mean edge: 12 a cell, which is 1.098 of these edges.
const TETRAHEDRA_PER_CUBED_EDGE: f64 = 9.06;

/// Tetrahedra of the part of `surface` behind `ends`, if they are of `near_mm` at the first of `ends` and double `doublings` times.
pub(crate) fn expected_tetrahedra(
    surface: &TriangleSurface,
    ends: &[Plane],
    near_mm: f64,
    doublings: u32,
) -> f64 {
    let density = |level: u32| TETRAHEDRA_PER_CUBED_EDGE / (near_mm * f64::from(1 << level)).powi(3);
    let Some((face, others)) = ends.split_first() else { return density(0) * surface.volume_mm3() };
    let behind_mm3 = |depth_mm: f64| {
        let origin = face.origin - face.normal.into_inner() * depth_mm;
        let planes: Vec<Plane> =
            std::iter::once(Plane { origin, ..*face }).chain(others.iter().copied()).collect();
        volume_behind_mm3(surface, &planes)
    };
    let (mut sum, mut left_mm3) = (0.0, behind_mm3(0.0));
    for (level, end_mm) in (0..doublings).zip(level_ends_mm(near_mm, doublings)) {
        let beyond_mm3 = behind_mm3(end_mm);
        sum += density(level) * (left_mm3 - beyond_mm3);
        left_mm3 = beyond_mm3;
    }
    sum + density(doublings) * left_mm3
}
