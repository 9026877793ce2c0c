//! The frame of a metatarsal: which end is the head, where the shaft points, which way is dorsal.

mod certainty;
mod dorsal;
mod error_law;
mod foot;
mod foot_set;
mod head_end;
mod profile;
mod sphere;

pub use certainty::Certainty;
pub use error_law::ErrorLaw;
pub use foot::{FootFrame, FootFrameError, RayBone, TiltUncertainty, find_foot_frame};
pub use foot_set::{FootDefect, FootFinding, examine_foot};

pub(crate) use dorsal::side_evidence;
pub(crate) use profile::{BoneFigures, bone_figures};

use serde::{Deserialize, Serialize};

use crate::{Point3, TriangleSurface, UnitVector3, Vector3, serial};
use head_end::HeadEnd;
use profile::ShaftProfile;

/// A side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The left side.
    Left,
    /// The right side.
    Right,
}

impl Side {
    /// +1 on the left, −1 on the right: what turns "towards the left side of the body" into "lateral".
    #[must_use]
    pub fn sign(self) -> f64 {
        if self == Self::Left { 1.0 } else { -1.0 }
    }
}

/// What the user knows about a bone; each replaces or sharpens what would be found from the shape.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FrameHints {
    /// Roughly distal; decides which end is the head.
    pub distal: Option<Vector3>,
    /// Dorsal; taken as it is, made perpendicular to the shaft.
    pub dorsal: Option<Vector3>,
    /// Number of the ray, 1 to 5; with `side` it sharpens the dorsal direction.
    pub ray: Option<u8>,
    /// Side of the body.
    pub side: Option<Side>,
}

/// Frame and main landmarks of a metatarsal, in the coordinates of its surface, mm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BoneFrame {
    /// Centre of the sphere that fits the distal articular surface; origin of the ray frame.
    #[serde(rename = "head_centre_mm", serialize_with = "serial::point")]
    pub head_centre: Point3,
    /// Radius of that sphere, mm.
    pub head_radius_mm: f64,
    /// Shaft axis, pointing distally: the line through the section centroids between 25 % and 75 % of the length.
    #[serde(serialize_with = "serial::direction")]
    pub distal: UnitVector3,
    /// Dorsal, perpendicular to the shaft.
    #[serde(serialize_with = "serial::direction")]
    pub dorsal: UnitVector3,
    /// A point on the shaft axis, in the middle of the shaft.
    #[serde(rename = "shaft_point_mm", serialize_with = "serial::point")]
    pub shaft_point: Point3,
    /// Mean of the vertices within the distal 12 % of the length.
    #[serde(rename = "head_centroid_mm", serialize_with = "serial::point")]
    pub head_centroid: Point3,
    /// Mean of the vertices within the proximal 12 % of the length.
    #[serde(rename = "base_centroid_mm", serialize_with = "serial::point")]
    pub base_centroid: Point3,
    /// The most distal point of the surface along the shaft axis.
    #[serde(rename = "distal_tip_mm", serialize_with = "serial::point")]
    pub distal_tip: Point3,
    /// The most proximal point of the surface along the shaft axis.
    #[serde(rename = "proximal_tip_mm", serialize_with = "serial::point")]
    pub proximal_tip: Point3,
    /// Extent along the principal axis, mm.
    pub length_mm: f64,
    /// Long principal axis of the solid, pointing distally.
    #[serde(serialize_with = "serial::direction")]
    pub principal: UnitVector3,
    /// How sure it is which end is the head.
    pub distal_certainty: Certainty,
    /// How sure the dorsal direction is.
    pub dorsal_certainty: Certainty,
}

impl BoneFrame {
    /// The direction towards the left side of the body, `dorsal × distal`: lateral on a left foot, medial on a right foot.
    #[must_use]
    pub fn leftward(&self) -> UnitVector3 {
        UnitVector3::new_normalize(self.dorsal.cross(&self.distal))
    }

    /// The lateral direction of a bone of the given side.
    #[must_use]
    pub fn lateral(&self, side: Side) -> UnitVector3 {
        UnitVector3::new_unchecked(self.leftward().into_inner() * side.sign())
    }

    /// The point on the shaft axis at `fraction` of the way from the proximal to the distal tip.
    #[must_use]
    pub fn shaft_station(&self, fraction: f64) -> Point3 {
        let along = |p: &Point3| self.distal.dot(&(p - self.shaft_point));
        let (low, high) = (along(&self.proximal_tip), along(&self.distal_tip));
        self.shaft_point + self.distal.into_inner() * (low + fraction * (high - low))
    }
}

/// Why a surface has no metatarsal frame.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FrameError {
    /// No enclosed volume.
    #[error(
        "the surface encloses {volume_mm3} mm³: it must be closed and oriented outward; diagnose and repair it first"
    )]
    NoVolume {
        /// The signed volume.
        volume_mm3: f64,
    },
    /// Not elongated enough to be one metatarsal.
    #[error(
        "the solid is only {ratio:.2} times as long as it is wide (second moments), a metatarsal at least 2 times: \
         pass one bone, separated from its neighbours"
    )]
    NotElongated {
        /// Standard deviation of the volume along the longest axis over that along the next.
        ratio: f64,
    },
    /// A plane across the bone finds nothing: there is a gap.
    #[error("there is no bone at {percent:.0} % of the length: pass one bone, without loose parts")]
    Interrupted {
        /// Place along the length, per cent from one end.
        percent: f64,
    },
    /// A hint contradicts the shape.
    #[error("the given {name} direction is no direction across which the bone can be turned: {reason}")]
    UselessHint {
        /// `distal` or `dorsal`.
        name: &'static str,
        /// Why.
        reason: &'static str,
    },
}

/// Finds the frame of one metatarsal; `hints` override what the shape suggests.
///
/// # Errors
/// [`FrameError`] if the surface does not enclose one elongated solid, or a hint is useless.
pub fn find_bone_frame(surface: &TriangleSurface, hints: &FrameHints) -> Result<BoneFrame, FrameError> {
    let profile = ShaftProfile::new(surface)?;
    let end = HeadEnd::decide(surface, &profile, hints)?;
    let profile = if end.reversed { profile.reversed() } else { profile };
    let (dorsal, dorsal_certainty) = dorsal::decide(&profile, hints)?;
    let (low, high) = tips(surface, &profile.shaft);
    Ok(BoneFrame {
        head_centre: end.head.centre,
        head_radius_mm: end.head.radius_mm,
        distal: profile.shaft,
        dorsal,
        shaft_point: profile.shaft_point,
        head_centroid: profile.end_centroids[1],
        base_centroid: profile.end_centroids[0],
        distal_tip: high,
        proximal_tip: low,
        length_mm: profile.length_mm,
        principal: profile.principal,
        distal_certainty: end.certainty,
        dorsal_certainty,
    })
}

/// The extreme points of the surface along `axis`.
fn tips(surface: &TriangleSurface, axis: &Vector3) -> (Point3, Point3) {
    let height = |p: &Point3| axis.dot(&p.coords);
    let order = |a: &&Point3, b: &&Point3| height(a).total_cmp(&height(b));
    let low = surface.vertices.iter().min_by(order).copied().unwrap_or_default();
    let high = surface.vertices.iter().max_by(order).copied().unwrap_or_default();
    (low, high)
}
