//! From the angles of a technique to a plane in space.

use crate::anatomy::RayAnatomy;
use crate::scenario::{PlaneAngles, PlaneReference};
use osteotome_geometry::{UnitVector3, Vector3};

/// Normal of the cut plane of `angles` on `ray`, pointing distally.
///
/// With x, l, z the distal, lateral and upper direction of the reference (ground: z vertical; shaft: z dorsal), s the
/// sagittal and t the transverse angle: `n = cos s (cos t x + sin t l) − sin s z`. So s > 0 makes the plane run from
/// dorsal-distal to plantar-proximal, t > 0 from distal-medial to proximal-lateral, on either side of the body.
#[must_use]
pub fn cut_normal(ray: &RayAnatomy, angles: &PlaneAngles) -> UnitVector3 {
    let (distal, upper) = match angles.reference {
        PlaneReference::Ground => (ray.ground_distal(), RayAnatomy::up()),
        PlaneReference::Shaft => (ray.axis, ray.dorsal()),
    };
    let (sin_s, cos_s) = angles.sagittal_deg.to_radians().sin_cos();
    let (sin_t, cos_t) = angles.transverse_deg.to_radians().sin_cos();
    let level: Vector3 = distal.into_inner() * cos_t + ray.lateral().into_inner() * sin_t;
    UnitVector3::new_normalize(level * cos_s - upper.into_inner() * sin_s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anatomy::tests::bar;
    use crate::{Ray, Side};

    fn normal(
        side: Side,
        declination_deg: f64,
        sagittal: f64,
        transverse: f64,
        reference: PlaneReference,
    ) -> Vector3 {
        let angles = PlaneAngles { sagittal_deg: sagittal, transverse_deg: transverse, reference };
        cut_normal(&bar(Ray::M3, side, declination_deg), &angles).into_inner()
    }

    fn close(a: Vector3, b: [f64; 3]) {
        assert!((a - Vector3::from(b)).norm() < 1e-12, "{a} against {b:?}");
    }

    #[test]
    fn normals_are_those_worked_out_by_hand() {
        let half = 0.5_f64.sqrt();
        // Left foot: lateral is +y. Classic without divergence: plane at 45° to the ground through y and (1, 0, 1).
        close(normal(Side::Left, 20.0, 45.0, 0.0, PlaneReference::Ground), [half, 0.0, -half]);
        // Divergent: runs from distal-medial (1, −1, 0) to proximal-lateral (−1, 1, 0): normal (1, 1, 0).
        close(normal(Side::Left, 20.0, 0.0, 45.0, PlaneReference::Ground), [half, half, 0.0]);
        close(normal(Side::Left, 20.0, 0.0, -45.0, PlaneReference::Ground), [half, -half, 0.0]);
        // Reverse, 20°: dorsal-proximal to plantar-distal, normal rises.
        let (sin, cos) = 20.0_f64.to_radians().sin_cos();
        close(normal(Side::Left, 25.0, -20.0, 0.0, PlaneReference::Ground), [cos, 0.0, sin]);
        // Across the shaft: the normal is the shaft.
        close(normal(Side::Left, 20.0, 0.0, 0.0, PlaneReference::Shaft), [cos, 0.0, -sin]);
        // 25° to the shaft on a declination of 20° is 45° to the ground.
        close(normal(Side::Left, 20.0, 25.0, 0.0, PlaneReference::Shaft), [half, 0.0, -half]);
    }

    #[test]
    fn mirrored_feet_have_mirrored_normals() {
        for reference in [PlaneReference::Ground, PlaneReference::Shaft] {
            for (sagittal, transverse) in [(45.0, 10.0), (0.0, 45.0), (-20.0, 0.0), (13.0, -31.0)] {
                let left = normal(Side::Left, 17.0, sagittal, transverse, reference);
                let right = normal(Side::Right, 17.0, sagittal, transverse, reference);
                close(left, [right.x, -right.y, right.z]);
            }
        }
    }

    #[test]
    fn classic_against_the_ground_is_less_oblique_to_the_shaft() {
        let ray = bar(Ray::M2, Side::Left, 20.0);
        let angles =
            PlaneAngles { sagittal_deg: 45.0, transverse_deg: 0.0, reference: PlaneReference::Ground };
        let to_shaft = cut_normal(&ray, &angles).angle(&ray.axis).to_degrees();
        assert!((to_shaft - 25.0).abs() < 1e-9);
    }
}
