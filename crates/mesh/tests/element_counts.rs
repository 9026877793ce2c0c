//! A mesh has about as many elements as its sizes make.

mod common;

use common::bumpy_ellipsoid;
use osteotome_geometry::{Kerf, Plane, Point3, UnitVector3, Vector3, read_surface};
use osteotome_mesh::{ElementOrder, Fragment, MeshOptions, cut_bone, mesh_solid};
use std::path::Path;

/// Tetrahedra of mean edge 1 in a volume of 1: 12 in a lattice cell of edge 1.098.
const PER_CUBED_SIZE: f64 = 9.06;
/// Times as many elements as the lattice has in the volume: those at the surface are cut to smaller ones, and more so the larger they
/// are against the bone.
const BAND: std::ops::Range<f64> = 0.95..1.9;

fn assert_in_band(fragment: &Fragment, what: &str) {
    let ratio = fragment.quality.tetrahedra as f64 / fragment.expected_tetrahedra;
    assert!(
        BAND.contains(&ratio),
        "{what}: {ratio:.2} times the {:.0} expected",
        fragment.expected_tetrahedra
    );
}

/// Without a cut, and with one along which elements double in size, what is expected follows from `size_mm` alone.
#[test]
fn template_bones_have_the_elements_their_sizes_make() {
    for ray in 1..=5 {
        let path = format!("{}/../../meshes/M{ray}_left.stl", env!("CARGO_MANIFEST_DIR"));
        let bone = read_surface(Path::new(&path)).expect("a bone that ships");
        let normal = UnitVector3::new_normalize(Vector3::new(1.0, 0.1, 0.5));
        let kerf = Kerf::slab(Plane { origin: Point3::new(-12.0, 0.0, 0.0), normal }, 2.0);
        for (size_mm, cut_size_mm) in [(1.2, 1.2), (1.8, 1.8), (2.4, 1.2), (3.0, 1.5), (3.0, 1.2), (4.8, 1.2)]
        {
            let options = MeshOptions { size_mm, cut_size_mm, order: ElementOrder::Linear };
            let whole = mesh_solid(&bone, &options).expect("a bone");
            let lattice = PER_CUBED_SIZE * bone.volume_mm3() / size_mm.powi(3);
            assert!((whole.expected_tetrahedra / lattice - 1.0).abs() < 1e-12);
            assert_in_band(&whole, &format!("M{ray} at {size_mm} mm"));
            for fragment in cut_bone(&bone, &[kerf], &options).expect("a cut").fragments {
                assert_in_band(&fragment, &format!("M{ray} at {size_mm} to {cut_size_mm} mm"));
            }
        }
    }
}

#[test]
fn a_graded_mesh_of_a_lumpy_solid_is_not_made_fine_throughout() {
    for bump in [0.0, 0.05, 0.1] {
        let solid = bumpy_ellipsoid([9.0, 7.0, 26.0], bump, 24);
        let kerf = Kerf::slab(Plane { origin: Point3::new(0.0, 0.0, 12.0), normal: Vector3::z_axis() }, 2.0);
        let options = MeshOptions { size_mm: 2.4, cut_size_mm: 1.2, order: ElementOrder::Linear };
        for fragment in cut_bone(&solid, &[kerf], &options).expect("a cut").fragments {
            assert_in_band(&fragment, &format!("bumps of {bump}"));
        }
    }
}
