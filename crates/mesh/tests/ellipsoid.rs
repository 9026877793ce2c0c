//! Cuts of an ellipsoid, against closed formulas.

use osteotome_geometry::{Kerf, Plane, Point3, TriangleSurface, UnitVector3, Vector3};
use osteotome_mesh::{BoundaryTag, CutBone, ElementOrder, MeshError, MeshOptions, cut_bone};

const OPTIONS: MeshOptions = MeshOptions { size_mm: 1.2, cut_size_mm: 1.2, order: ElementOrder::Quadratic };

/// Semi-axes 8, 8, 14 mm.
fn ellipsoid(rings: u32) -> TriangleSurface {
    let segments = 2 * rings;
    let at = |i: u32, j: u32| {
        let (polar, azimuth) = (
            std::f64::consts::PI * f64::from(i) / f64::from(rings),
            std::f64::consts::TAU * f64::from(j) / f64::from(segments),
        );
        Point3::new(8.0 * polar.sin() * azimuth.cos(), 8.0 * polar.sin() * azimuth.sin(), 14.0 * polar.cos())
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

fn plane(offset_mm: f64, tilt: f64) -> Plane {
    Plane {
        origin: Point3::new(0.0, 0.0, offset_mm),
        normal: UnitVector3::new_normalize(Vector3::new(tilt, 0.3 * tilt, 1.0)),
    }
}

fn face_flatness_mm(cut: &CutBone) -> f64 {
    let mut worst = 0.0_f64;
    for fragment in &cut.fragments {
        for facet in &fragment.mesh.facets {
            let face = fragment.faces.iter().find(|(tag, _)| *tag == facet.tag);
            for node in face.iter().flat_map(|_| facet.corners.iter().chain(&facet.midsides)) {
                let distance =
                    face.map_or(0.0, |(_, p)| p.signed_distance_mm(&fragment.mesh.nodes[*node as usize]));
                worst = worst.max(distance.abs());
            }
        }
    }
    worst
}

#[test]
fn a_slab_leaves_two_fragments_that_add_up_and_have_plane_faces() {
    let surface = ellipsoid(32);
    let cut = cut_bone(&surface, &[Kerf::slab(plane(2.0, 0.6), 2.0)], &OPTIONS).expect("a plain cut");
    assert_eq!(cut.fragments.len(), 2);
    let total: f64 = cut.volumes.fragments_mm3.iter().chain(&cut.volumes.removed_mm3).sum();
    // The surface vertices are moved until the volumes agree to first order.
    assert!((total / cut.volumes.intact_mm3 - 1.0).abs() < 1e-6);
    assert!(face_flatness_mm(&cut) < 1e-9);
    for fragment in &cut.fragments {
        assert!(fragment.quality.min_dihedral_deg > 10.0 && fragment.quality.max_dihedral_deg < 165.0);
    }
}

#[test]
fn two_cuts_free_a_middle_segment_whatever_their_order() {
    let surface = ellipsoid(32);
    let kerfs = [Kerf::slab(plane(-4.0, 0.3), 1.5), Kerf::slab(plane(4.0, -0.3), 1.5)];
    let cut = cut_bone(&surface, &kerfs, &OPTIONS).expect("two cuts");
    let swapped = cut_bone(&surface, &[kerfs[1], kerfs[0]], &OPTIONS).expect("two cuts");
    assert_eq!(cut.fragments.len(), 3);
    assert!(face_flatness_mm(&cut) < 1e-9);
    assert!(cut.fragments[1].mesh.facets.iter().any(|f| f.tag == BoundaryTag::CutFace(1)));
    for (a, b) in cut.fragments.iter().zip(&swapped.fragments) {
        assert_eq!(a.mesh.nodes, b.mesh.nodes);
    }
}

#[test]
fn a_plane_beside_the_bone_is_a_typed_error() {
    let result = cut_bone(&ellipsoid(16), &[Kerf::slab(plane(40.0, 0.0), 2.0)], &OPTIONS);
    assert!(matches!(result, Err(MeshError::CutMisses { cut: 0, .. })));
}
