//! Random bones, planes and burrs, and what must hold for each.

use osteotome_geometry::{Burr, Kerf, Plane, Point3, UnitVector3, Vector3};
use osteotome_mesh::{ElementOrder, MeshOptions, cut_bone};
use proptest::prelude::*;

use super::{assert_sound, bumpy_ellipsoid, flatness_mm};

/// A bumpy ellipsoid to be cut.
#[derive(Clone, Debug)]
pub(crate) struct RandomCase {
    pub(crate) semi_axes_mm: [f64; 3],
    pub(crate) bump: f64,
    pub(crate) kerfs: Vec<Kerf>,
    pub(crate) size_mm: f64,
    pub(crate) cut_size_mm: f64,
}

impl RandomCase {
    /// Whether the case could be cut; if not, it was refused with a typed error.
    ///
    /// # Panics
    /// If the result is unsound.
    pub(crate) fn check(&self) -> bool {
        let surface = bumpy_ellipsoid(self.semi_axes_mm, self.bump, 10);
        let (size_mm, cut_size_mm) = (self.size_mm, self.cut_size_mm);
        let options = MeshOptions { size_mm, cut_size_mm, order: ElementOrder::Quadratic };
        let Ok(cut) = cut_bone(&surface, &self.kerfs, &options) else { return false };
        for fragment in &cut.fragments {
            assert_sound(fragment);
        }
        let off_mm = flatness_mm(&cut);
        assert!(off_mm < 1e-9, "a cut face is {off_mm:.1e} mm off its plane");
        let volumes = &cut.volumes;
        let parts = volumes.fragments_mm3.iter().chain(&volumes.removed_mm3).chain([&volumes.crumbs_mm3]);
        let gap = (parts.sum::<f64>() / volumes.intact_mm3 - 1.0).abs();
        assert!(gap < 1e-3, "volumes differ by {gap:.1e} of the whole");
        true
    }
}

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

/// Bones of 6 to 32 mm, one or two kerfs anywhere, elements so coarse that they hardly fit.
pub(crate) fn any_case() -> impl Strategy<Value = RandomCase> {
    let kerfs = prop::collection::vec(any_kerf(), 1..3);
    let bone = ([3.0..9.0, 3.0..9.0, 6.0..16.0], 0.0..0.25);
    (bone, kerfs, 2.2..4.0, 1.0..3.0).prop_map(
        |((semi_axes_mm, bump), kerfs, cut_size_mm, coarsening): (_, _, f64, f64)| RandomCase {
            semi_axes_mm,
            bump,
            kerfs,
            size_mm: coarsening * cut_size_mm,
            cut_size_mm,
        },
    )
}
