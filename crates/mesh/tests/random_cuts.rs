//! Whatever the bone, the planes and the burrs: a sound result or a typed error, never a panic.

mod common;

use common::{assert_sound, bumpy_ellipsoid, flatness_mm};
use osteotome_geometry::{Burr, Kerf, Plane, Point3, UnitVector3, Vector3};
use osteotome_mesh::{ElementOrder, MeshOptions, cut_bone};
use proptest::prelude::*;

fn any_vector(size: f64) -> impl Strategy<Value = Vector3> {
    [-size..size, -size..size, -size..size].prop_map(Vector3::from)
}

fn any_kerf() -> impl Strategy<Value = Kerf> {
    let plane = (any_vector(9.0), any_vector(1.0)).prop_filter_map("a direction", |(at, normal)| {
        UnitVector3::try_new(normal, 1e-3).map(|normal| Plane { origin: Point3::from(at), normal })
    });
    let burr = (0.0..4.0, 0.0..4.0, 2.0..20.0, 0_u32..4).prop_map(|(tip, extra, length, kind)| match kind {
        0 => Burr::wedge(tip, tip + extra, length),
        _ => Burr::shannon(tip, length),
    });
    (plane, burr, any_vector(12.0), any_vector(1.0), 0_u32..3).prop_map(|(plane, burr, tip, back, kind)| {
        match kind {
            0 => Kerf::swept(
                &burr,
                plane,
                Point3::from(tip),
                back + plane.normal.cross(&Vector3::new(0.3, 0.5, 0.7)),
            ),
            _ => Kerf::slab(plane, burr.tip_width_mm()),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_result_is_sound_or_a_typed_error(
        semi_axes_mm in [3.0..9.0, 3.0..9.0, 6.0..16.0],
        bump in 0.0..0.25,
        kerfs in prop::collection::vec(any_kerf(), 1..3),
        cut_size_mm in 2.2..4.0,
        coarsening in 1.0..3.0,
    ) {
        let surface = bumpy_ellipsoid(semi_axes_mm, bump, 10);
        let options = MeshOptions { size_mm: coarsening * cut_size_mm, cut_size_mm, order: ElementOrder::Quadratic };
        if let Ok(cut) = cut_bone(&surface, &kerfs, &options) {
            for fragment in &cut.fragments {
                assert_sound(fragment);
            }
            prop_assert!(flatness_mm(&cut) < 1e-9);
            let volumes = &cut.volumes;
            let parts = volumes.fragments_mm3.iter().chain(&volumes.removed_mm3).chain([&volumes.crumbs_mm3]);
            prop_assert!((parts.sum::<f64>() / volumes.intact_mm3 - 1.0).abs() < 1e-3);
        }
    }
}
