//! Cuts of an ellipsoid, against closed formulas.

mod common;

use std::f64::consts::PI;

use common::{assert_sound, ellipsoid, flatness_mm};
use osteotome_geometry::{
    Burr, BurrEnd, Kerf, Plane, Point3, UnitVector3, Vector3, section_area_beyond_mm2, section_area_mm2,
};
use osteotome_mesh::{BoundaryTag, ElementOrder, MeshError, MeshOptions, cut_bone, mesh_behind, mesh_solid};

const OPTIONS: MeshOptions = MeshOptions { size_mm: 1.2, cut_size_mm: 1.2, order: ElementOrder::Quadratic };

fn plane(offset_mm: f64, tilt: f64) -> Plane {
    Plane {
        origin: Point3::new(0.0, 0.0, offset_mm),
        normal: UnitVector3::new_normalize(Vector3::new(tilt, 0.3 * tilt, 1.0)),
    }
}

#[test]
fn a_slab_leaves_two_fragments_that_add_up_and_have_plane_faces() {
    let cut = cut_bone(&ellipsoid(32), &[Kerf::slab(plane(2.0, 0.6), 2.0)], &OPTIONS).expect("a plain cut");
    assert_eq!(cut.fragments.len(), 2);
    assert!(cut.hinges.is_empty());
    let total: f64 = cut.volumes.fragments_mm3.iter().chain(&cut.volumes.removed_mm3).sum();
    // Surface vertices are moved until the volumes agree; three Newton steps leave rounding.
    assert!((total / cut.volumes.intact_mm3 - 1.0).abs() < 1e-9);
    assert!(flatness_mm(&cut) < 1e-9);
    for fragment in &cut.fragments {
        assert_sound(fragment);
        assert!(fragment.quality.min_dihedral_deg > 10.0 && fragment.quality.max_dihedral_deg < 165.0);
    }
}

#[test]
fn a_transverse_face_has_the_area_of_the_section() {
    let cut = cut_bone(&ellipsoid(64), &[Kerf::slab(plane(0.0, 0.0), 4.0)], &OPTIONS).expect("a plain cut");
    let mesh = &cut.fragments[0].mesh;
    let area = |f: &osteotome_mesh::BoundaryFacet| {
        let [a, b, c] = f.corners.map(|n| mesh.nodes[n as usize]);
        0.5 * (b - a).cross(&(c - a)).norm()
    };
    let face_mm2: f64 = mesh.facets.iter().filter(|f| f.tag == BoundaryTag::CutFace(0)).map(area).sum();
    let exact_mm2 = PI * 64.0 * (1.0 - (2.0_f64 / 14.0).powi(2));
    // The 128-gon of the surface itself has 0.04 % less than the circle.
    assert!((face_mm2 / exact_mm2 - 1.0).abs() < 1e-3, "{face_mm2} instead of {exact_mm2}");
}

#[test]
fn two_cuts_free_a_middle_segment_whatever_their_order() {
    let surface = ellipsoid(32);
    let kerfs = [Kerf::slab(plane(-4.0, 0.3), 1.5), Kerf::slab(plane(4.0, -0.3), 1.5)];
    let cut = cut_bone(&surface, &kerfs, &OPTIONS).expect("two cuts");
    let swapped = cut_bone(&surface, &[kerfs[1], kerfs[0]], &OPTIONS).expect("two cuts");
    assert_eq!(cut.fragments.len(), 3);
    assert!(flatness_mm(&cut) < 1e-9);
    for tag in [BoundaryTag::CutFace(0), BoundaryTag::CutFace(1), BoundaryTag::Outer] {
        assert!(cut.fragments[1].mesh.facets.iter().any(|f| f.tag == tag));
    }
    for (a, b) in cut.fragments.iter().zip(&swapped.fragments) {
        assert_sound(a);
        assert!(a.quality.min_dihedral_deg > 10.0 && a.quality.max_dihedral_deg < 165.0);
        assert_eq!(a.mesh.nodes, b.mesh.nodes);
    }
}

#[test]
fn a_wedge_burr_leaves_faces_at_its_own_angle() {
    let burr = Burr::wedge(1.0, 3.1, 13.0);
    let kerf = Kerf::swept(&burr, plane(1.0, 0.2), Point3::new(-12.0, 0.0, 1.0), Vector3::x());
    let cut = cut_bone(&ellipsoid(32), &[kerf], &OPTIONS).expect("a wedge cut");
    let normal = |f: usize| {
        let mesh = &cut.fragments[f].mesh;
        let facet = mesh.facets.iter().find(|f| f.tag == BoundaryTag::CutFace(0)).expect("a face");
        let [a, b, c] = facet.corners.map(|n| mesh.nodes[n as usize]);
        (b - a).cross(&(c - a)).normalize()
    };
    let opening_deg = (-normal(0).dot(&normal(1))).acos().to_degrees();
    assert!((opening_deg - 2.0 * burr.half_angle_deg()).abs() < 1e-6);
}

#[test]
fn a_short_burr_leaves_a_hinge_of_the_exact_area() {
    let mut burr = Burr::shannon(2.0, 20.0);
    burr.end = BurrEnd::Flat;
    let kerf = Kerf::swept(&burr, plane(0.0, 0.0), Point3::new(-4.0, 0.0, 0.0), Vector3::x());
    let cut = cut_bone(&ellipsoid(64), &[kerf], &OPTIONS).expect("a notch");
    assert_eq!(cut.fragments.len(), 1);
    // A circular segment of radius 8 beyond 4 from the centre.
    let exact_mm2 = 64.0 * (PI / 3.0) - 4.0 * 48.0_f64.sqrt();
    let hinge_mm2 = cut.hinges[0].area_mm2;
    assert!((hinge_mm2 / exact_mm2 - 1.0).abs() < 4e-3, "{hinge_mm2} instead of {exact_mm2}");
    let fragment = &cut.fragments[0];
    assert_sound(fragment);
    assert!(flatness_mm(&cut) < 1e-9);
    assert!(
        fragment.quality.min_dihedral_deg > 10.0 && fragment.quality.max_dihedral_deg < 165.0,
        "{:?}",
        fragment.quality
    );
}

#[test]
fn a_wedge_that_stops_short_has_walls_at_its_angle() {
    let burr = Burr::wedge(1.5, 3.1, 13.0);
    for tip_mm in [-5.0, 0.0, 3.0] {
        let kerf = Kerf::swept(&burr, plane(0.0, 0.3), Point3::new(tip_mm, 0.0, 0.0), Vector3::x());
        let cut = cut_bone(&ellipsoid(48), &[kerf], &OPTIONS).expect("a notch");
        let [fragment] = &cut.fragments[..] else { panic!("one body") };
        assert_sound(fragment);
        assert!(flatness_mm(&cut) < 1e-9);
        let quality = fragment.quality;
        assert!(quality.min_dihedral_deg > 14.0 && quality.max_dihedral_deg < 160.0, "{quality:?}");
        // The walls are there, whole: their area is that of the section above the bottom, but for chords at the rim.
        let bottom = kerf.bottom.expect("a bottom");
        for wall in [kerf.proximal_face, kerf.distal_face] {
            let surface = ellipsoid(48);
            let exact_mm2 =
                section_area_mm2(&surface, &wall).0 - section_area_beyond_mm2(&surface, &wall, &bottom);
            let on_wall = |f: &&osteotome_mesh::BoundaryFacet| {
                f.tag == BoundaryTag::CutFace(0)
                    && f.corners
                        .iter()
                        .all(|n| wall.signed_distance_mm(&fragment.mesh.nodes[*n as usize]).abs() < 1e-9)
            };
            let area_mm2: f64 = fragment
                .mesh
                .facets
                .iter()
                .filter(on_wall)
                .map(|f| {
                    let [a, b, c] = f.corners.map(|n| fragment.mesh.nodes[n as usize]);
                    0.5 * (b - a).cross(&(c - a)).norm()
                })
                .sum();
            assert!((area_mm2 / exact_mm2 - 1.0).abs() < 0.03, "{area_mm2} instead of {exact_mm2}");
        }
    }
}

#[test]
fn grading_keeps_the_face_fine_with_far_fewer_elements() {
    let surface = ellipsoid(64);
    let kerf = [Kerf::slab(plane(0.0, 0.3), 2.0)];
    let fine = MeshOptions { size_mm: 0.6, cut_size_mm: 0.6, order: ElementOrder::Linear };
    let uniform = cut_bone(&surface, &kerf, &fine).expect("uniform");
    let graded = cut_bone(&surface, &kerf, &MeshOptions { size_mm: 2.4, ..fine }).expect("graded");
    for (graded, uniform) in graded.fragments.iter().zip(&uniform.fragments) {
        assert_sound(graded);
        let face = |f: &osteotome_mesh::Fragment| {
            f.mesh.facets.iter().filter(|f| f.tag == BoundaryTag::CutFace(0)).count() as f64
        };
        assert!((face(graded) / face(uniform) - 1.0).abs() < 0.02);
        assert!(2 * graded.mesh.nodes.len() < uniform.mesh.nodes.len());
        assert!(graded.quality.min_dihedral_deg > 10.0 && graded.quality.max_dihedral_deg < 165.0);
    }
}

#[test]
fn a_resection_keeps_what_is_behind_the_plane() {
    let kept = mesh_behind(&ellipsoid(32), &[plane(5.0, 0.0)], &OPTIONS).expect("a stump");
    let whole = mesh_solid(&ellipsoid(32), &OPTIONS).expect("a solid");
    // The cap beyond z = 5 of an ellipsoid: π a² (2c/3 − z + z³ / 3c²).
    let cap_mm3 = PI * 64.0 * (28.0 / 3.0 - 5.0 + 125.0 / (3.0 * 196.0));
    let missing_mm3 = whole.quality.volume_mm3 - kept.quality.volume_mm3;
    // The polyhedron of 32 rings has 0.5 % less volume than the ellipsoid.
    assert!((missing_mm3 / cap_mm3 - 1.0).abs() < 1e-2, "{missing_mm3} instead of {cap_mm3}");
}

#[test]
fn a_plane_beside_the_bone_is_a_typed_error() {
    let result = cut_bone(&ellipsoid(16), &[Kerf::slab(plane(40.0, 0.0), 2.0)], &OPTIONS);
    assert!(matches!(result, Err(MeshError::CutMisses { cut: 0, .. })));
}

#[test]
fn kerfs_that_cross_are_a_typed_error() {
    let kerfs = [Kerf::slab(plane(0.0, 0.5), 2.0), Kerf::slab(plane(0.0, -0.5), 2.0)];
    let result = cut_bone(&ellipsoid(16), &kerfs, &OPTIONS);
    assert!(matches!(result, Err(MeshError::CutsOverlap { first: 0, second: 1, .. })));
}

#[test]
fn an_open_surface_is_a_typed_error() {
    let mut surface = ellipsoid(16);
    surface.triangles.pop();
    assert_eq!(mesh_solid(&surface, &OPTIONS), Err(MeshError::OpenSurface { edges: 3 }));
}
