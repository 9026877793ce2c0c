//! Hollow solids: a wall of two elements is cut as exactly as a solid bone, a thinner one is an error that says where.

mod common;

use common::{assert_sound, ellipsoid};
use osteotome_geometry::{
    Kerf, Plane, Point3, TriangleSurface, UnitVector3, Vector3, read_surface, section_area_mm2,
    volume_behind_mm3,
};
use osteotome_mesh::{
    BoundaryTag, CutBone, ElementOrder, Fragment, MeshError, MeshOptions, cut_bone, mesh_solid,
};
use std::path::Path;

fn options(size_mm: f64, cut_size_mm: f64) -> MeshOptions {
    MeshOptions { size_mm, cut_size_mm, order: ElementOrder::Linear }
}

/// The ellipsoid of semi-axes 8, 8, 14 mm with a hole of the same shape; the wall is thinnest at the equator.
fn hollow_ellipsoid(wall_mm: f64) -> TriangleSurface {
    let mut solid = ellipsoid(32);
    let hole = ellipsoid(32);
    let first = solid.vertices.len() as u32;
    solid.vertices.extend(hole.vertices.iter().map(|p| p * (1.0 - wall_mm / 8.0)));
    solid.triangles.extend(hole.triangles.iter().map(|[a, b, c]| [a + first, c + first, b + first]));
    solid
}

fn case(name: &str) -> TriangleSurface {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    read_surface(&path).expect("a surface that ships")
}

/// Through the shaft of the bones of the cases.
fn through_shaft(normal: [f64; 3]) -> Plane {
    Plane { origin: Point3::new(-20.0, 0.0, 0.0), normal: UnitVector3::new_normalize(Vector3::from(normal)) }
}

fn face_area_mm2(fragment: &Fragment) -> f64 {
    let area = |corners: [u32; 3]| {
        let [a, b, c] = corners.map(|n| fragment.mesh.nodes[n as usize]);
        0.5 * (b - a).cross(&(c - a)).norm()
    };
    fragment.mesh.facets.iter().filter(|f| f.tag != BoundaryTag::Outer).map(|f| area(f.corners)).sum()
}

/// Vertices less edges plus facets of the cut face: 0 of an annulus, 1 of a disc.
fn face_characteristic(fragment: &Fragment) -> i64 {
    let facets: Vec<[u32; 3]> =
        fragment.mesh.facets.iter().filter(|f| f.tag != BoundaryTag::Outer).map(|f| f.corners).collect();
    let mut vertices: Vec<u32> = facets.iter().flatten().copied().collect();
    let sorted = |a: u32, b: u32| [a.min(b), a.max(b)];
    let mut edges: Vec<[u32; 2]> =
        facets.iter().flat_map(|[a, b, c]| [sorted(*a, *b), sorted(*b, *c), sorted(*c, *a)]).collect();
    vertices.sort_unstable();
    vertices.dedup();
    edges.sort_unstable();
    edges.dedup();
    vertices.len() as i64 - edges.len() as i64 + facets.len() as i64
}

fn assert_exact(surface: &TriangleSurface, cut: &CutBone) {
    assert_eq!(cut.fragments.len(), 2);
    for fragment in &cut.fragments {
        assert_sound(fragment);
        let plane = fragment.faces[0].1;
        let (area, section) = (face_area_mm2(fragment), section_area_mm2(surface, &plane).0);
        assert!((area / section - 1.0).abs() < 1e-9, "{area} mm² against {section}");
        let (volume, part) = (fragment.quality.volume_mm3, volume_behind_mm3(surface, &[plane]));
        assert!((volume / part - 1.0).abs() < 1e-9, "{volume} mm³ against {part}");
        assert_eq!(face_characteristic(fragment), 0, "an annulus");
    }
}

#[test]
fn a_wall_of_two_elements_is_cut_to_an_exact_annulus() {
    let surface = hollow_ellipsoid(3.0);
    for normal in [[0.0, 0.0, 1.0], [0.4, -0.2, 1.0], [0.0, 0.7, 1.0]] {
        let middle =
            Plane { origin: Point3::origin(), normal: UnitVector3::new_normalize(Vector3::from(normal)) };
        let cut = cut_bone(&surface, &[Kerf::slab(middle, 2.0)], &options(1.5, 1.5)).expect("a thick wall");
        assert_exact(&surface, &cut);
    }
}

#[test]
fn an_uncut_hollow_solid_keeps_its_hole() {
    let fragment = mesh_solid(&hollow_ellipsoid(3.0), &options(1.5, 1.5)).expect("a thick wall");
    assert_sound(&fragment);
    assert!((fragment.quality.volume_mm3 / hollow_ellipsoid(3.0).volume_mm3() - 1.0).abs() < 1e-9);
}

#[test]
fn a_hollow_bone_is_cut_where_its_wall_is_thick_enough_and_graded_only_as_far_as_it_allows() {
    let bone = case("hollow_in.stl");
    for normal in [[1.0, 0.0, 0.0], [1.0, 0.1, 1.0]] {
        for (size_mm, cut_size_mm) in [(0.8, 0.8), (1.6, 0.8)] {
            let kerf = Kerf::slab(through_shaft(normal), 2.0);
            let cut = cut_bone(&bone, &[kerf], &options(size_mm, cut_size_mm)).expect("a wall of 1.2 mm");
            assert_exact(&bone, &cut);
        }
    }
}

#[test]
fn a_wall_that_is_too_thin_is_named_with_its_place_and_the_size_that_would_do() {
    let bone = case("hollow_s1.2.stl");
    let error = mesh_solid(&bone, &options(2.4, 2.4)).expect_err("a wall of 0.7 mm");
    let MeshError::WallTooThin { thickness_mm, at, size_mm, name } = error else { panic!("{error}") };
    assert!((thickness_mm - 0.706).abs() < 1e-3 && (at[0] + 26.3).abs() < 0.1);
    assert_eq!((size_mm, name), (2.4, "size_mm"));
    let text = error.to_string();
    assert!(text.contains("0.71 mm") && text.contains("size_mm = 0.4"), "{text}");
    let cut = cut_bone(&bone, &[Kerf::slab(through_shaft([1.0, 0.0, 0.0]), 2.0)], &options(2.4, 1.2));
    assert!(matches!(cut, Err(MeshError::WallTooThin { name: "cut_size_mm", .. })), "{cut:?}");
}

#[test]
fn the_size_that_the_message_names_does() {
    let bone = case("hollow_s1.2.stl");
    let kerf = Kerf::slab(through_shaft([1.0, 0.1, 1.0]), 2.0);
    // Beyond this cut the wall is 0.78 mm, for which the message names 0.5 mm.
    let cut = cut_bone(&bone, &[kerf], &options(0.5, 0.5)).expect("what the message says");
    assert_exact(&bone, &cut);
}

#[test]
fn walls_from_half_an_element_to_three_are_kept_whole_or_refused() {
    for wall_mm in [0.5, 0.8, 1.0, 1.2, 1.5, 2.0, 3.0] {
        let surface = hollow_ellipsoid(wall_mm);
        let kerf = Kerf::slab(Plane { origin: Point3::origin(), normal: Vector3::z_axis() }, 2.0);
        match cut_bone(&surface, &[kerf], &options(1.0, 1.0)) {
            Ok(cut) => assert_exact(&surface, &cut),
            Err(MeshError::WallTooThin { .. }) => assert!(wall_mm < 1.5, "{wall_mm} mm refused"),
            Err(other) => panic!("{wall_mm} mm: {other}"),
        }
    }
}
