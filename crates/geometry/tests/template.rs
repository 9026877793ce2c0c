//! Parametric metatarsals are solids with good triangles, whatever their parameters.

use osteotome_geometry::template::{BaseEnd, Head, MetatarsalShape, SectionShape, ShapeError, surface};
use osteotome_geometry::{Point3, TriangleSurface};
use proptest::prelude::*;
use std::collections::HashMap;

fn section(from_tip_mm: f64, width_mm: f64, height_mm: f64) -> SectionShape {
    SectionShape {
        from_tip_mm,
        width_mm,
        height_mm,
        lateral_mm: 0.0,
        dorsal_mm: 0.0,
        inclination_deg: 0.0,
        wedge: 0.0,
    }
}

/// A straight bone with a spherical head.
fn straight() -> MetatarsalShape {
    MetatarsalShape {
        length_mm: 70.0,
        head: Head {
            sphere_radius_mm: 6.0,
            centre_dorsal_mm: 0.0,
            tip_radius_mm: 6.0,
            width_mm: 12.0,
            height_mm: 12.0,
            dorsal_reach_mm: 6.0,
            full_from_tip_mm: 6.0,
            inclination_deg: 0.0,
        },
        sections: vec![section(20.0, 8.0, 9.0), section(50.0, 8.0, 9.0), section(64.0, 16.0, 20.0)],
        base: BaseEnd { dome_mm: 3.0, obliquity_deg: 0.0 },
    }
}

fn make(shape: &MetatarsalShape, edge_mm: f64) -> TriangleSurface {
    surface(shape, edge_mm).expect("a sound shape")
}

/// Every edge is used once in each direction, and V − E + F = 2.
fn assert_closed_and_simple(surface: &TriangleSurface) {
    let mut edges: HashMap<(u32, u32), usize> = HashMap::new();
    for [a, b, c] in &surface.triangles {
        for edge in [(*a, *b), (*b, *c), (*c, *a)] {
            *edges.entry(edge).or_default() += 1;
        }
    }
    assert!(edges.values().all(|count| *count == 1), "an edge is used twice in one direction");
    assert!(edges.keys().all(|(a, b)| edges.contains_key(&(*b, *a))), "the surface is open");
    assert_eq!(surface.vertices.len() + surface.triangles.len(), edges.len() / 2 + 2, "not of genus 0");
}

fn smallest_angle_deg(surface: &TriangleSurface) -> f64 {
    let angle = |a: &Point3, b: &Point3, c: &Point3| (b - a).angle(&(c - a)).to_degrees();
    (0..surface.triangles.len())
        .map(|t| {
            let [a, b, c] = surface.corners(t);
            angle(&a, &b, &c).min(angle(&b, &c, &a)).min(angle(&c, &a, &b))
        })
        .fold(180.0, f64::min)
}

#[test]
fn a_round_head_is_a_sphere() {
    let bone = make(&straight(), 0.5);
    for p in bone.vertices.iter().filter(|p| p.x >= 0.0) {
        assert!((p.coords.norm() - 6.0).abs() < 1e-9, "{p}");
    }
}

#[test]
fn a_cylindrical_shaft_has_the_volume_of_its_ellipse() {
    let volume = |length_mm: f64| {
        let mut shape = straight();
        shape.length_mm += length_mm;
        shape.sections[1].from_tip_mm += length_mm;
        shape.sections[2].from_tip_mm += length_mm;
        make(&shape, 0.5).volume_mm3()
    };
    let (added, exact) = (volume(20.0) - volume(0.0), std::f64::consts::FRAC_PI_4 * 8.0 * 9.0 * 20.0);
    // An inscribed polygon with n = 53 sides has 1 − 2π²/(3 n²) of the area, 0.23 % less.
    assert!((0.996..1.0).contains(&(added / exact)), "{added} {exact}");
}

#[test]
fn obliquity_keeps_the_length_and_puts_lateral_proximal() {
    let mut shape = straight();
    shape.base.obliquity_deg = 12.0;
    let bone = make(&shape, 0.4);
    let most_proximal = bone.vertices.iter().min_by(|a, b| a.x.total_cmp(&b.x)).expect("vertices");
    assert!((most_proximal.x - (6.0 - 70.0)).abs() < 0.02, "{most_proximal}");
    assert!(most_proximal.y > 2.0, "{most_proximal}");
}

#[test]
fn mistakes_are_named() {
    let refused = |change: fn(&mut MetatarsalShape)| {
        let mut shape = straight();
        change(&mut shape);
        surface(&shape, 0.8).expect_err("a mistake")
    };
    assert!(matches!(refused(|s| s.length_mm = f64::NAN), ShapeError::Length { what: "length", .. }));
    assert!(matches!(refused(|s| s.head.dorsal_reach_mm = 20.0), ShapeError::Length { .. }));
    assert!(matches!(refused(|s| s.sections.swap(0, 1)), ShapeError::Order { .. }));
    assert!(matches!(refused(|s| s.length_mm = 60.0), ShapeError::Order { .. }));
    assert!(matches!(refused(|s| s.sections.clear()), ShapeError::NoSection));
    assert!(matches!(refused(|s| s.sections[0].wedge = 1.5), ShapeError::Folded { .. }));
    assert!(matches!(refused(|s| s.sections[0].inclination_deg = f64::NAN), ShapeError::Folded { .. }));
    assert!(matches!(surface(&straight(), 20.0), Err(ShapeError::Edge { .. })));
}

prop_compose! {
    fn bones()(
        size in 0.7f64..1.4,
        width in 0.8f64..1.3,
        bow in -3.0f64..3.0,
        inclination_deg in -35.0f64..35.0,
        wedge in -0.4f64..0.5,
        obliquity_deg in -12.0f64..12.0,
    ) -> MetatarsalShape {
        let mut shape = straight();
        for section in &mut shape.sections {
            section.width_mm *= width;
        }
        shape.sections[0].dorsal_mm = 0.5 * bow;
        shape.sections[1].lateral_mm = bow;
        shape.sections[2].inclination_deg = inclination_deg;
        shape.sections[2].wedge = wedge;
        shape.base.obliquity_deg = obliquity_deg;
        shape.scaled(size)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_bone_is_a_closed_solid_without_slivers(shape in bones(), edge_mm in 0.5f64..1.2) {
        let bone = make(&shape, edge_mm);
        assert_closed_and_simple(&bone);
        prop_assert!(bone.volume_mm3() > 0.0);
        let angle = smallest_angle_deg(&bone);
        prop_assert!(angle > 20.0, "smallest angle {angle:.1}°");
        prop_assert_eq!(&bone, &make(&shape, edge_mm));
    }
}
