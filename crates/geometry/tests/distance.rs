//! Distances, rays and sections against solids whose answers are known.

mod support;

use osteotome_geometry::{Plane, Point3, SurfaceIndex, UnitVector3, Vector3, section};
use proptest::prelude::*;
use support::{cuboid, sphere};

/// Exact signed distance to the box from −1 to 1.
fn box_distance(p: &Point3) -> f64 {
    let beyond = p.coords.map(|x| x.abs() - 1.0);
    beyond.map(|x| x.max(0.0)).norm() + beyond.max().min(0.0)
}

proptest! {
    #[test]
    fn signed_distance_of_a_box(p in prop::array::uniform3(-3.0..3.0_f64)) {
        let index = SurfaceIndex::new(&cuboid([-1.0; 3], [1.0; 3]));
        let p = Point3::from(p);
        prop_assert!((index.signed_distance_mm(&p) - box_distance(&p)).abs() < 1e-12);
    }

    #[test]
    fn closest_point_is_the_closest_of_all_triangles(p in prop::array::uniform3(-2.0..2.0_f64)) {
        let (surface, p) = (sphere(3), Point3::from(p));
        let found = SurfaceIndex::new(&surface).closest_point(&p).unwrap();
        let best = (0..surface.triangles.len())
            .map(|t| (osteotome_geometry::closest_point_of_triangle(&surface.corners(t), &p).0 - p).norm())
            .fold(f64::INFINITY, f64::min);
        prop_assert!((found.distance_mm - best).abs() < 1e-14);
        prop_assert!(((found.point - p).norm() - best).abs() < 1e-14);
    }

    #[test]
    fn a_line_through_a_box_hits_twice(u in -0.9..0.9_f64, v in -0.9..0.9_f64) {
        let index = SurfaceIndex::new(&cuboid([-1.0; 3], [1.0; 3]));
        // Off the diagonal of the faces, where a ray meets both triangles of a face.
        prop_assume!((u - v).abs() > 1e-9 && (u + v).abs() > 1e-9);
        let hits = index.ray_hits(&Point3::new(u, v, -5.0), &Vector3::z(), 100.0);
        let parameters: Vec<f64> = hits.iter().map(|hit| hit.parameter).collect();
        prop_assert_eq!(parameters.len(), 2);
        prop_assert!((parameters[0] - 4.0).abs() < 1e-12 && (parameters[1] - 6.0).abs() < 1e-12);
        prop_assert!(index.ray_hits(&Point3::new(u, v, -5.0), &Vector3::z(), 3.9).is_empty());
    }

    #[test]
    fn section_of_a_box_at_any_tilt(angle in -0.6..0.6_f64, height in -0.2..0.2_f64) {
        let surface = cuboid([-1.0; 3], [1.0; 3]);
        let normal = UnitVector3::new_normalize(Vector3::new(0.0, -angle.sin(), angle.cos()));
        let cut = section(&surface, &Plane { origin: Point3::new(0.0, 0.0, height), normal }).unwrap();
        prop_assert!((cut.area_mm2 - 4.0 / angle.cos()).abs() < 1e-12);
        prop_assert!((cut.perimeter_mm - 4.0 - 4.0 / angle.cos()).abs() < 1e-12);
        prop_assert!((cut.centroid - Point3::new(0.0, 0.0, height)).norm() < 1e-12);
        prop_assert!((cut.widths_mm[0] - 2.0).abs() < 1e-9);
        prop_assert_eq!(cut.loops.len(), 1);
    }
}

#[test]
fn section_through_vertices_and_beside() {
    let surface = cuboid([-1.0; 3], [1.0; 3]);
    let at = |height| Plane { origin: Point3::new(0.0, 0.0, height), normal: Vector3::z_axis() };
    // The vertices of the upper face lie in the plane and count as above it.
    assert!((section(&surface, &at(1.0)).unwrap().area_mm2 - 4.0).abs() < 1e-12);
    assert!(section(&surface, &at(-1.0)).is_none());
    assert!(section(&surface, &at(1.5)).is_none());
}

#[test]
fn section_of_two_bodies_and_of_a_hollow_one() {
    let mut two = cuboid([-1.0; 3], [1.0; 3]);
    let other = cuboid([3.0, -1.0, -1.0], [5.0, 1.0, 1.0]);
    two.triangles.extend(other.triangles.iter().map(|t| t.map(|v| v + 8)));
    two.vertices.extend(other.vertices);
    let plane = Plane { origin: Point3::origin(), normal: Vector3::z_axis() };
    let cut = section(&two, &plane).unwrap();
    assert_eq!(cut.loops.len(), 2);
    assert!((cut.area_mm2 - 8.0).abs() < 1e-12 && (cut.centroid.x - 2.0).abs() < 1e-12);
    let mut hollow = cuboid([-1.0; 3], [1.0; 3]);
    let cavity = cuboid([-0.5; 3], [0.5; 3]);
    hollow.triangles.extend(cavity.triangles.iter().map(|&[a, b, c]| [a + 8, c + 8, b + 8]));
    hollow.vertices.extend(cavity.vertices);
    assert!((section(&hollow, &plane).unwrap().area_mm2 - 3.0).abs() < 1e-12);
}
