//! Making areas and volumes right to the last digit.
//!
//! Vertices on a curved surface enclose less than the surface does: chords cut corners. Moving the rim and then the
//! outer surface outward by a few hundredths of a millimetre gives every fragment the exact volume of its part of the
//! input surface, and every cut face the exact area of its section.

use osteotome_geometry::Vector3;

use crate::boundary::RawFacet;
use crate::embed::{OUTER, RawMesh};
use crate::interface::{Face, face_bit};

/// Moves the vertices on the rim of face `i` within its plane until the face has `area_mm2`.
pub(crate) fn fit_face_area(
    mesh: &mut RawMesh,
    facets: &[RawFacet],
    faces: &[Face],
    i: usize,
    area_mm2: f64,
) {
    let bit = face_bit(i);
    let normal = faces[i].plane.normal.into_inner();
    let on_face: Vec<&RawFacet> =
        facets.iter().filter(|f| f.corners.iter().all(|&v| mesh.on[v as usize] & bit != 0)).collect();
    for _ in 0..3 {
        // The gradient of the area with respect to each vertex of the face; zero inside it.
        let mut gradient = vec![Vector3::zeros(); mesh.points.len()];
        let mut area = 0.0;
        for facet in &on_face {
            let [a, b, c] = facet.corners.map(|v| mesh.points[v as usize]);
            area += 0.5 * normal.dot(&(b - a).cross(&(c - a)));
            for (k, &v) in facet.corners.iter().enumerate() {
                let opposite = [c - b, a - c, b - a][k];
                gradient[v as usize] += normal.cross(&opposite) * 0.5;
            }
        }
        move_along(mesh, &gradient, area_mm2 - area, |on| on & OUTER != 0 && on & !(OUTER | bit) == 0);
    }
}

/// Moves the vertices of the outer surface that are not on a rim until the mesh has `volume_mm3`.
pub(crate) fn fit_volume(mesh: &mut RawMesh, facets: &[RawFacet], volume_mm3: f64) {
    for _ in 0..3 {
        let mut gradient = vec![Vector3::zeros(); mesh.points.len()];
        let mut volume = 0.0;
        for facet in facets {
            let [a, b, c] = facet.corners.map(|v| mesh.points[v as usize].coords);
            volume += a.dot(&b.cross(&c)) / 6.0;
            for (k, &v) in facet.corners.iter().enumerate() {
                let (p, q) = [(b, c), (c, a), (a, b)][k];
                gradient[v as usize] += p.cross(&q) / 6.0;
            }
        }
        move_along(mesh, &gradient, volume_mm3 - volume, |on| on == OUTER);
    }
}

/// Moves every vertex chosen by its surfaces the same distance along its gradient, so far that the measure grows by
/// `missing` to first order.
fn move_along(mesh: &mut RawMesh, gradient: &[Vector3], missing: f64, chosen: impl Fn(u8) -> bool) {
    let total: f64 =
        gradient.iter().zip(&mesh.on).filter(|(_, on)| chosen(**on)).map(|(g, _)| g.norm()).sum();
    if total == 0.0 {
        return;
    }
    let distance_mm = missing / total;
    for (v, g) in gradient.iter().enumerate() {
        if chosen(mesh.on[v]) && g.norm_squared() > 0.0 {
            mesh.points[v] += g * (distance_mm / g.norm());
        }
    }
}
