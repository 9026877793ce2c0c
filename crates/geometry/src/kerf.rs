//! The volume of bone a burr removes.

use crate::section_curve::{section_area_beyond_mm2, section_area_mm2, section_area_within_mm2};
use crate::{Burr, BurrEnd, Plane, Point3, TriangleSurface, UnitVector3, Vector3};

/// Parts of a section below this do not count.
const NOTHING: f64 = 1e-9;

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

    /// What `burr` removes from the solid inside `surface` when it turns about `portal` in the plane `middle`, its tip
    /// `reach_mm` from the portal, about the direction `inward`.
    ///
    /// The tip runs on an arc. The bottom is the plane across `inward` that leaves as much of the section by `middle` uncut as
    /// the arc does, and there is none if the arc leaves nothing; so hinges have the right area. A cone leaves slightly
    /// dished faces, which are replaced by the planes that touch them along `inward`: w beside that line they differ
    /// by `w² / (2 reach)` times the tangent of half the opening angle, 0.03 mm for w = 4 mm, 20 mm deep.
    #[must_use]
    pub fn pivoted(
        surface: &TriangleSurface,
        burr: &Burr,
        middle: Plane,
        portal: Point3,
        inward: Vector3,
        reach_mm: f64,
    ) -> Self {
        let normal = middle.normal.into_inner();
        let inward = (inward - normal * normal.dot(&inward)).normalize();
        let portal = portal - normal * middle.signed_distance_mm(&portal);
        let straight = Self::swept(burr, middle, portal + inward * reach_mm, -inward);
        let across = |depth_mm| Plane {
            origin: portal + inward * depth_mm,
            normal: UnitVector3::new_normalize(inward),
        };
        let radius_mm = straight.bottom.map_or(reach_mm, |bottom| (bottom.origin - portal).dot(&inward));
        let whole_mm2 = section_area_mm2(surface, &middle).0;
        let uncut_mm2 = whole_mm2 - section_area_within_mm2(surface, &middle, &portal, radius_mm);
        if uncut_mm2 < NOTHING * whole_mm2 {
            return Self { bottom: None, ..straight };
        }
        let (mut low_mm, mut high_mm) = (-radius_mm, radius_mm);
        // Bisection to far below rounding of the area.
        for _ in 0..60 {
            let depth_mm = 0.5 * (low_mm + high_mm);
            let beyond_mm2 = section_area_beyond_mm2(surface, &middle, &across(depth_mm));
            (low_mm, high_mm) = if beyond_mm2 > uncut_mm2 { (depth_mm, high_mm) } else { (low_mm, depth_mm) };
        }
        Self { bottom: Some(across(high_mm)), ..straight }
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
