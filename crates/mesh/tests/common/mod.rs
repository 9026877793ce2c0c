//! Solids with known volumes, and checks every mesh must pass.
#![allow(dead_code, reason = "every test binary uses its own part")]

pub(crate) mod random_case;

use std::collections::HashMap;

use osteotome_geometry::{Point3, TriangleSurface};
use osteotome_mesh::{CutBone, FACES, Fragment};

/// A latitude–longitude ellipsoid; with `bump` its radius varies around and along.
pub(crate) fn bumpy_ellipsoid(semi_axes_mm: [f64; 3], bump: f64, rings: u32) -> TriangleSurface {
    let segments = 2 * rings;
    let at = |i: u32, j: u32| {
        let polar = std::f64::consts::PI * f64::from(i) / f64::from(rings);
        let azimuth = std::f64::consts::TAU * f64::from(j) / f64::from(segments);
        let radius = 1.0 + bump * polar.sin().powi(2) * ((3.0 * azimuth).sin() + (5.0 * polar).cos());
        let [a, b, c] = semi_axes_mm.map(|s| s * radius);
        Point3::new(a * polar.sin() * azimuth.cos(), b * polar.sin() * azimuth.sin(), c * polar.cos())
    };
    let number = |i: u32, j: u32| match i {
        0 => 0,
        i if i == rings => 1,
        i => 2 + (i - 1) * segments + j % segments,
    };
    let mut surface = TriangleSurface { vertices: vec![at(0, 0), at(rings, 0)], triangles: Vec::new() };
    surface
        .vertices
        .extend((1..rings).flat_map(|i| (0..segments).map(move |j| (i, j))).map(|(i, j)| at(i, j)));
    for (i, j) in (0..rings).flat_map(|i| (0..segments).map(move |j| (i, j))) {
        if i > 0 {
            surface.triangles.push([number(i, j), number(i + 1, j), number(i, j + 1)]);
        }
        if i + 1 < rings {
            surface.triangles.push([number(i, j + 1), number(i + 1, j), number(i + 1, j + 1)]);
        }
    }
    surface
}

/// Semi-axes 8, 8, 14 mm.
pub(crate) fn ellipsoid(rings: u32) -> TriangleSurface {
    bumpy_ellipsoid([8.0, 8.0, 14.0], 0.0, rings)
}

/// Largest distance of a node of a cut face from the nearest of the planes with its tag, mm.
pub(crate) fn flatness_mm(cut: &CutBone) -> f64 {
    let mut worst = 0.0_f64;
    for fragment in &cut.fragments {
        for facet in &fragment.mesh.facets {
            let planes = || fragment.faces.iter().filter(|(tag, _)| *tag == facet.tag);
            let off_mm = |node: u32| {
                let at = &fragment.mesh.nodes[node as usize];
                planes().map(|(_, p)| p.signed_distance_mm(at).abs()).fold(f64::INFINITY, f64::min)
            };
            if planes().next().is_some() {
                worst = facet.corners.iter().chain(&facet.midsides).fold(worst, |w, n| w.max(off_mm(*n)));
            }
        }
    }
    worst
}

/// Recounts what the mesher promises: positive elements, conforming faces, a boundary that is exactly the facets.
pub(crate) fn assert_sound(fragment: &Fragment) {
    let mesh = &fragment.mesh;
    let mut faces: HashMap<[u32; 3], (u32, usize)> = HashMap::new();
    for (e, corners) in mesh.corners.iter().enumerate() {
        assert!(mesh.element_volume_mm3(e) > 0.0, "element {e} is inverted");
        for face in FACES {
            let mut key = face.map(|i| corners[i]);
            key.sort_unstable();
            let entry = faces.entry(key).or_insert((0, e));
            entry.0 += 1;
            assert!(entry.0 <= 2, "three elements share a face");
        }
    }
    assert_eq!(faces.values().filter(|(count, _)| *count == 1).count(), mesh.facets.len());
    for facet in &mesh.facets {
        let mut key = facet.corners;
        key.sort_unstable();
        assert_eq!(faces.get(&key), Some(&(1, facet.element as usize)));
    }
}
