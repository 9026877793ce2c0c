//! The volume of bone a burr removes.

use crate::{Burr, Plane, Point3, UnitVector3, Vector3};

/// The volume a burr sweeps when it moves in its plane and reaches through the bone: the wedge or slab
/// between two planes.
///
/// Both normals point distally: bone behind `proximal_face` and bone beyond `distal_face` stays, bone in
/// front of the one and behind the other goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kerf {
    /// Where the proximal fragment ends.
    pub proximal_face: Plane,
    /// Where the distal fragment begins.
    pub distal_face: Plane,
}

impl Kerf {
    /// The slab of width `width_mm` about `middle`.
    #[must_use]
    pub fn slab(middle: Plane, width_mm: f64) -> Self {
        Self { proximal_face: middle.offset(-0.5 * width_mm), distal_face: middle.offset(0.5 * width_mm) }
    }

    /// What `burr` removes when it sweeps through the whole bone with its axis in the plane `middle`.
    ///
    /// `tip` is where the tip stops and `towards_shank` points from the tip back along the burr; both are
    /// projected onto `middle`. The faces of a cone open towards the shank.
    #[must_use]
    pub fn swept_through(burr: &Burr, middle: Plane, tip: Point3, towards_shank: Vector3) -> Self {
        let normal = middle.normal.into_inner();
        let axis = (towards_shank - normal * normal.dot(&towards_shank)).normalize();
        let tip = tip - normal * middle.signed_distance_mm(&tip);
        let (sine, cosine) = burr.half_angle_deg().to_radians().sin_cos();
        let face = |side: f64| Plane {
            origin: tip + normal * (side * 0.5 * burr.tip_width_mm()),
            normal: UnitVector3::new_normalize(normal * cosine - axis * (side * sine)),
        };
        Self { proximal_face: face(-1.0), distal_face: face(1.0) }
    }

    /// Whether `point` lies in the removed volume.
    #[must_use]
    pub fn contains(&self, point: &Point3) -> bool {
        self.proximal_face.signed_distance_mm(point) > 0.0 && self.distal_face.signed_distance_mm(point) < 0.0
    }

    /// Angle between the two faces, degrees.
    #[must_use]
    pub fn opening_deg(&self) -> f64 {
        let (a, b) = (self.proximal_face.normal, self.distal_face.normal);
        a.cross(&b).norm().atan2(a.dot(&b)).to_degrees()
    }
}
