//! Making areas and volumes right to the last digit.
//!
//! Vertices on a curved surface enclose less than the surface does: chords cut corners. Moving the rim and then the
//! outer surface outward by a few hundredths of a millimetre gives every fragment the exact volume of its part of the
//! input surface, and every cut face the exact area of its section.

use osteotome_geometry::Vector3;

use crate::boundary::RawFacet;
use crate::embed::{OUTER, OnSurfaces, RawMesh};
use crate::interface::{Face, face_bit};

/// Area of face `i`, mm².
pub(crate) fn face_area_mm2(mesh: &RawMesh, facets: &[RawFacet], faces: &[Face], i: usize) -> f64 {
    let normal = faces[i].plane.normal.into_inner();
    let area = |f: &RawFacet| {
        let [a, b, c] = f.corners.map(|v| mesh.points[v as usize]);
        0.5 * normal.dot(&(b - a).cross(&(c - a)))
    };
    facets.iter().filter(|f| is_on_face(mesh, f, i)).map(area).sum()
}

fn is_on_face(mesh: &RawMesh, facet: &RawFacet, i: usize) -> bool {
    facet.corners.iter().all(|&v| mesh.on[v as usize] & face_bit(i) != 0)
}

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
    for _ in 0..3 {
        // The gradient of the area with respect to each vertex of the face; zero inside it.
        let mut gradient = vec![Vector3::zeros(); mesh.points.len()];
        for facet in facets.iter().filter(|f| is_on_face(mesh, f, i)) {
            let [a, b, c] = facet.corners.map(|v| mesh.points[v as usize]);
            for (k, &v) in facet.corners.iter().enumerate() {
                let opposite = [c - b, a - c, b - a][k];
                gradient[v as usize] += normal.cross(&opposite) * 0.5;
            }
        }
        let missing_mm2 = area_mm2 - face_area_mm2(mesh, facets, faces, i);
        move_along(mesh, &gradient, missing_mm2, |on| on & OUTER != 0 && on & !(OUTER | bit) == 0);
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
fn move_along(mesh: &mut RawMesh, gradient: &[Vector3], missing: f64, chosen: impl Fn(OnSurfaces) -> bool) {
    let lengths: Vec<f64> =
        gradient.iter().zip(&mesh.on).map(|(g, on)| if chosen(*on) { g.norm() } else { 0.0 }).collect();
    // Where contributions cancel there is no direction to move in.
    let least = 1e-3 * lengths.iter().copied().fold(0.0, f64::max);
    let total: f64 = lengths.iter().filter(|l| **l > least).sum();
    if total == 0.0 {
        return;
    }
    let distance_mm = missing / total;
    for (v, length) in lengths.iter().enumerate().filter(|(_, l)| **l > least) {
        mesh.points[v] += gradient[v] * (distance_mm / length);
    }
}
