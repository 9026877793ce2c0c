//! Random bones, planes and burrs, and what must hold for each.

use osteotome_geometry::{Burr, Kerf, Plane, Point3, UnitVector3, Vector3};
use osteotome_mesh::{CutBone, ElementOrder, MeshError, MeshOptions, cut_bone};
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
    /// Cuts it.
    ///
    /// # Errors
    /// The refusal, if it was refused with a typed error.
    pub(crate) fn cut(&self) -> Result<CutBone, MeshError> {
        let surface = bumpy_ellipsoid(self.semi_axes_mm, self.bump, 10);
        let (size_mm, cut_size_mm) = (self.size_mm, self.cut_size_mm);
        cut_bone(&surface, &self.kerfs, &MeshOptions { size_mm, cut_size_mm, order: ElementOrder::Quadratic })
    }

    /// Cuts it and looks at the result.
    ///
    /// # Errors
    /// The refusal, if it was refused with a typed error.
    ///
    /// # Panics
    /// If the result is unsound.
    pub(crate) fn check(&self) -> Result<(), MeshError> {
        let cut = self.cut()?;
        for fragment in &cut.fragments {
            assert_sound(fragment);
        }
        let off_mm = flatness_mm(&cut);
        assert!(off_mm < 1e-9, "a cut face is {off_mm:.1e} mm off its plane");
        let volumes = &cut.volumes;
        let parts = volumes.fragments_mm3.iter().chain(&volumes.removed_mm3).chain([&volumes.crumbs_mm3]);
        let gap = (parts.sum::<f64>() / volumes.intact_mm3 - 1.0).abs();
        assert!(gap < 1e-3, "volumes differ by {gap:.1e} of the whole");
        Ok(())
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

fn any_bone() -> impl Strategy<Value = ([f64; 3], f64)> {
    ([3.0..9.0, 3.0..9.0, 6.0..16.0], 0.0..0.25)
}

/// Bones of 6 to 32 mm, one or two kerfs anywhere, elements so coarse that they hardly fit: mostly hopeless.
fn wild_case() -> impl Strategy<Value = RandomCase> {
    let kerfs = prop::collection::vec(any_kerf(), 1..3);
    (any_bone(), kerfs, 2.2..4.0, 1.0..3.0).prop_map(
        |((semi_axes_mm, bump), kerfs, cut_size_mm, coarsening): (_, _, f64, f64)| RandomCase {
            semi_axes_mm,
            bump,
            kerfs,
            size_mm: coarsening * cut_size_mm,
            cut_size_mm,
        },
    )
}

/// A kerf that crosses the middle of a bone, within 50° of square to its length: through it or some way into it.
fn crossing_kerf([a, b, c]: [f64; 3]) -> impl Strategy<Value = Kerf> {
    let place = (-0.2..0.2, -0.2..0.2, -0.6..0.6);
    let plane = (place, 0.0..50.0_f64, 0.0..360.0_f64).prop_map(move |((x, y, z), tilt_deg, turn_deg)| {
        let ((sine, cosine), (s, c_)) = (tilt_deg.to_radians().sin_cos(), turn_deg.to_radians().sin_cos());
        let normal = UnitVector3::new_normalize(Vector3::new(sine * c_, sine * s, cosine));
        Plane { origin: Point3::new(a * x, b * y, c * z), normal }
    });
    let burr = (0.3..3.0, 0.0..2.0, 8.0..20.0, any::<bool>()).prop_map(|(tip, extra, length, is_wedge)| {
        if is_wedge { Burr::wedge(tip, tip + extra, length) } else { Burr::shannon(tip, length) }
    });
    let reach_mm = 0.2 * a.min(b)..1.2 * a.max(b);
    (plane, burr, any_vector(1.0), reach_mm, 0_u32..3).prop_map(|(plane, burr, side, reach_mm, kind)| {
        let towards_shank = (side + plane.normal.cross(&Vector3::new(0.3, 0.5, 0.7))).normalize();
        let tip = plane.origin - towards_shank * reach_mm;
        let swept = Kerf::swept(&burr, plane, tip, towards_shank);
        match kind {
            0 => swept,
            1 => Kerf { bottom: None, ..swept },
            _ => Kerf::slab(plane, burr.tip_width_mm()),
        }
    })
}

/// Bones of 6 to 32 mm, a kerf or two through the middle, two and a half to seven elements across.
fn sensible_case() -> impl Strategy<Value = RandomCase> {
    let case = any_bone().prop_flat_map(|(semi_axes_mm, bump)| {
        let kerfs = prop::collection::vec(crossing_kerf(semi_axes_mm), 1..=2);
        (Just(semi_axes_mm), Just(bump), kerfs, 0.3..0.8, 1.0..3.0, 0_u32..4)
    });
    case.prop_map(
        |(semi_axes_mm, bump, mut kerfs, part, coarsening, kind): (_, _, Vec<Kerf>, f64, f64, u32)| {
            // Two kerfs mostly cross, which is refused: once in four is enough.
            kerfs.truncate(if kind == 0 { 2 } else { 1 });
            let cut_size_mm = part * semi_axes_mm.iter().copied().fold(f64::INFINITY, f64::min);
            RandomCase { semi_axes_mm, bump, kerfs, size_mm: coarsening * cut_size_mm, cut_size_mm }
        },
    )
}

/// A sensible case with a kerf in either half, through or not.
pub(crate) fn two_kerfs_apart() -> impl Strategy<Value = RandomCase> {
    let case = any_bone().prop_flat_map(|(semi_axes_mm, bump)| {
        let kerfs = [crossing_kerf(semi_axes_mm), crossing_kerf(semi_axes_mm)];
        (Just(semi_axes_mm), Just(bump), kerfs, 0.5..0.7)
    });
    case.prop_map(|(semi_axes_mm, bump, kerfs, part)| {
        let cut_size_mm = part * semi_axes_mm.iter().copied().fold(f64::INFINITY, f64::min);
        let kerfs = kerfs.into_iter().zip([-0.45, 0.45]);
        let at = |(kerf, level): (Kerf, f64)| {
            let middle = kerf.middle().origin;
            let shift = Vector3::new(0.0, 0.0, level * semi_axes_mm[2] - middle.z);
            let moved = |plane: Plane| Plane { origin: plane.origin + shift, ..plane };
            Kerf {
                proximal_face: moved(kerf.proximal_face),
                distal_face: moved(kerf.distal_face),
                bottom: kerf.bottom.map(moved),
            }
        };
        RandomCase { semi_axes_mm, bump, kerfs: kerfs.map(at).collect(), size_mm: cut_size_mm, cut_size_mm }
    })
}

/// Three sensible cases to a wild one.
pub(crate) fn any_case() -> impl Strategy<Value = RandomCase> {
    prop_oneof![3 => sensible_case(), 1 => wild_case()]
}
