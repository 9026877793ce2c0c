//! The volume of bone a burr removes.

use crate::{Burr, BurrEnd, Plane, Point3, UnitVector3, Vector3};

/// The volume a burr sweeps when it moves in its plane: the wedge or slab between two planes, down to where its tip
/// reaches.
///
/// Both normals point distally: bone behind `proximal_face` and bone beyond `distal_face` stays, bone in
/// front of the one and behind the other goes, unless it lies beyond `bottom`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kerf {
    /// Where the proximal fragment ends.
    pub proximal_face: Plane,
    /// Where the distal fragment begins.
    pub distal_face: Plane,
    /// How far the burr reaches; its normal points along the burr into the uncut bone. None: through anything.
    pub bottom: Option<Plane>,
}

impl Kerf {
    /// The slab of width `width_mm` about `middle`.
    #[must_use]
    pub fn slab(middle: Plane, width_mm: f64) -> Self {
        Self {
            proximal_face: middle.offset(-0.5 * width_mm),
            distal_face: middle.offset(0.5 * width_mm),
            bottom: None,
        }
    }

    /// What `burr` removes when it moves across the whole width of a bone with its axis in the plane `middle`.
    ///
    /// `tip` is where the tip stops and `towards_shank` points from the tip back along the burr; both are
    /// projected onto `middle`. The faces of a cone open towards the shank. A round end counts as the flat one that
    /// removes the same volume: half a disc of diameter d is as much as a strip of π d / 8.
    #[must_use]
    pub fn swept(burr: &Burr, middle: Plane, tip: Point3, towards_shank: Vector3) -> Self {
        let normal = middle.normal.into_inner();
        let axis = (towards_shank - normal * normal.dot(&towards_shank)).normalize();
        let tip = tip - normal * middle.signed_distance_mm(&tip);
        let (sine, cosine) = burr.half_angle_deg().to_radians().sin_cos();
        let face = |side: f64| Plane {
            origin: tip + normal * (side * 0.5 * burr.tip_width_mm()),
            normal: UnitVector3::new_normalize(normal * cosine - axis * (side * sine)),
        };
        let rounded_mm = match burr.end {
            BurrEnd::Flat => 0.0,
            BurrEnd::Round => burr.tip_width_mm() * (0.5 - std::f64::consts::PI / 8.0),
        };
        let bottom = Plane { origin: tip + axis * rounded_mm, normal: UnitVector3::new_normalize(-axis) };
        Self { proximal_face: face(-1.0), distal_face: face(1.0), bottom: Some(bottom) }
    }

    /// What `burr` removes when it turns about `portal` in the plane `middle`, its tip `depth_mm` from the portal, about
    /// the direction `inward`.
    ///
    /// The tip runs on an arc and a cone leaves slightly dished faces; both are replaced by the planes that touch
    /// them along `inward`. At w beside that line the arc falls short of the plane by `w² / (2 depth)`, and the dish
    /// by that times the tangent of half the opening angle: 0.4 mm and 0.03 mm for w = 4 mm, 20 mm deep.
    #[must_use]
    pub fn pivoted(burr: &Burr, middle: Plane, portal: Point3, inward: Vector3, depth_mm: f64) -> Self {
        let normal = middle.normal.into_inner();
        let inward = (inward - normal * normal.dot(&inward)).normalize();
        Self::swept(burr, middle, portal + inward * depth_mm, -inward)
    }

    /// The planes around the removed volume, normals out of it.
    #[must_use]
    pub fn boundary(&self) -> Vec<Plane> {
        let flipped = Plane { origin: self.proximal_face.origin, normal: -self.proximal_face.normal };
        [flipped, self.distal_face].into_iter().chain(self.bottom).collect()
    }

    /// The plane halfway between the faces.
    #[must_use]
    pub fn middle(&self) -> Plane {
        let (a, b) = (&self.proximal_face, &self.distal_face);
        Plane {
            origin: nalgebra::center(&a.origin, &b.origin),
            normal: UnitVector3::new_normalize(a.normal.into_inner() + b.normal.into_inner()),
        }
    }

    /// Whether `point` lies in the removed volume.
    #[must_use]
    pub fn contains(&self, point: &Point3) -> bool {
        self.boundary().iter().all(|p| p.signed_distance_mm(point) < 0.0)
    }

    /// Angle between the two faces, degrees.
    #[must_use]
    pub fn opening_deg(&self) -> f64 {
        let (a, b) = (self.proximal_face.normal, self.distal_face.normal);
        a.cross(&b).norm().atan2(a.dot(&b)).to_degrees()
    }
}
