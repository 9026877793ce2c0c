//! The plate the heads stand on.

use crate::SoftTissue;
use crate::scenario::Load;
use osteotome_geometry::{Point3, UnitVector3, Vector3};

/// The ground as the foot feels it, in the foot frame.
///
/// The foot frame is that of the foot standing flat. A foot whose heel rises turns about its heads; seen from the foot the
/// ground turns instead, which leaves bones, cuts and hindfoot where they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ground {
    /// Upward normal of the ground.
    pub(crate) up: UnitVector3,
    /// Forward direction in the ground.
    pub(crate) forward: UnitVector3,
    /// Push forwards over push upwards.
    pub(crate) shear_ratio: f64,
    /// Height of the ground of the flat foot in the foot frame, mm.
    pub(crate) level_mm: f64,
    /// Mean load of a head, N.
    pub(crate) nominal_load_n: f64,
}

impl Ground {
    /// The ground under `heads` heads that carry `load` on pads of `tissue`.
    pub(crate) fn of(load: &Load, tissue: &SoftTissue, heads: usize) -> Self {
        // The toes of a pitched foot point down, so the normal of the ground leans back, towards the heel.
        let (sin, cos) = load.pitch_deg.to_radians().sin_cos();
        Self {
            up: UnitVector3::new_normalize(Vector3::new(-sin, 0.0, cos)),
            forward: UnitVector3::new_normalize(Vector3::new(cos, 0.0, sin)),
            shear_ratio: load.shear_ratio,
            level_mm: tissue.ground_level_mm(),
            nominal_load_n: load.forefoot_n / heads.max(1) as f64,
        }
    }

    /// The point below `p` on a level with the ground of the flat foot.
    pub(crate) fn below(&self, p: &Point3) -> Point3 {
        p - self.up.into_inner() * (p.z - self.level_mm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rising_heel_leans_the_ground_back_and_down() {
        let flat = Ground::of(&Load { forefoot_n: 250.0, ..Load::default() }, &SoftTissue::default(), 5);
        assert_eq!((flat.up, flat.forward), (Vector3::z_axis(), Vector3::x_axis()));
        let risen = Ground::of(&Load { pitch_deg: 30.0, ..Load::default() }, &SoftTissue::default(), 5);
        let (sin, cos) = 30.0_f64.to_radians().sin_cos();
        assert!((risen.up.into_inner() - Vector3::new(-sin, 0.0, cos)).norm() < 1e-12);
        assert!((risen.forward.into_inner() - Vector3::new(cos, 0.0, sin)).norm() < 1e-12);
    }
}
