//! The frame of a foot from several metatarsals that share their coordinates.

use serde::Serialize;

use super::{BoneFrame, Certainty, ErrorLaw, FrameError, FrameHints, Side, find_bone_frame};
use crate::{Matrix3, Point3, TriangleSurface, UnitVector3, Vector3, serial};

/// Mean declination of the shafts of M2–M4 against the plane of support that is assumed, degrees: the mean over two
/// measured feet, 24.4 (LHDL CT) and 20.1 (TLEM2 CT), not weight bearing.
const ASSUMED_DECLINATION_DEG: f64 = 22.0;
/// Spread of that mean over feet and ways to scan them, degrees: feet scanned standing have 16 to 17°.
const DECLINATION_DEVIATION_DEG: f64 = 6.5;
/// Height of the lowest point of each head above the plane of support, mm, the sesamoids being below the first: mean of
/// two measured feet, 7.2/11.8/12.3/3.9/0 (LHDL CT) and 4.7/6.0/4.9/1.5/0 (TLEM2 CT).
const HEAD_HEIGHTS_MM: [f64; 5] = [6.0, 8.9, 8.6, 2.7, 0.0];
/// Spread of the difference of two such heights, mm.
const HEIGHT_DEVIATION_MM: f64 = 4.0;

/// One metatarsal of a foot.
#[derive(Clone, Copy, Debug)]
pub struct RayBone<'a> {
    /// Number of the ray, 1 to 5.
    pub ray: u8,
    /// Its surface, mm, in the coordinates common to all bones of the foot.
    pub surface: &'a TriangleSurface,
}

/// The frame of a foot: x distal, y towards the left of the body, z dorsal, in the coordinates of its surfaces.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FootFrame {
    /// Mean direction of M2–M4 in the plane of support.
    #[serde(serialize_with = "serial::direction")]
    pub distal: UnitVector3,
    /// Normal of the plane of support, upward.
    #[serde(serialize_with = "serial::direction")]
    pub dorsal: UnitVector3,
    /// Side of the body, given or found.
    pub side: Side,
    /// Frame of each bone, in the order given, with its dorsal direction that of the foot.
    #[serde(skip)]
    pub bones: Vec<BoneFrame>,
    /// Declination of each shaft below the plane of support, degrees.
    pub declinations_deg: Vec<f64>,
    /// How sure dorsal is; the uncertainty is that of the plane of support.
    pub dorsal_certainty: Certainty,
    /// The same uncertainty, told apart by the axis about which dorsal may be tilted; none if dorsal was given.
    pub tilt: Option<TiltUncertainty>,
    /// How sure the side is.
    pub side_certainty: Certainty,
    /// What was assumed, because metatarsals alone do not tell.
    pub assumptions: Vec<String>,
}

/// Standard uncertainties of the plane of support of a foot, about its two axes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TiltUncertainty {
    /// About the mediolateral axis, degrees: all shafts decline by more or less.
    pub pitch_deg: f64,
    /// About the distal axis, degrees: the lateral or the medial heads lie higher.
    pub roll_deg: f64,
}

/// Share of feet that lie unlike the others.
const UNLIKE_SHARE: f64 = 0.4;
/// Deviation of the others, over that of all.
const CORE_RATIO: f64 = 0.5;

impl TiltUncertainty {
    /// The law whose standard uncertainties, of both axes together, are these.
    fn law(&self) -> ErrorLaw {
        let deviation_deg = self.pitch_deg.hypot(self.roll_deg) / std::f64::consts::SQRT_2;
        let wide_ratio = ((1.0 - (1.0 - UNLIKE_SHARE) * CORE_RATIO.powi(2)) / UNLIKE_SHARE).sqrt();
        ErrorLaw {
            core_deg: CORE_RATIO * deviation_deg,
            wide_deg: wide_ratio * deviation_deg,
            wide_share: UNLIKE_SHARE,
            axes: 2,
        }
    }
}

impl FootFrame {
    /// `dorsal × distal`: towards the left side of the body.
    #[must_use]
    pub fn leftward(&self) -> UnitVector3 {
        UnitVector3::new_normalize(self.dorsal.cross(&self.distal))
    }

    /// Rotation that takes coordinates of the surfaces into the foot frame (rows: x, y, z).
    #[must_use]
    pub fn rotation(&self) -> Matrix3 {
        Matrix3::from_rows(&[self.distal.transpose(), self.leftward().transpose(), self.dorsal.transpose()])
    }
}

/// Why several bones give no foot frame.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
pub enum FootFrameError {
    /// No bone was given.
    #[error("no metatarsal given: at least one is needed")]
    NoBone,
    /// A ray number outside 1 to 5, or given twice.
    #[error("ray M{ray}: each of M1 to M5 may be given once")]
    BadRay {
        /// The number.
        ray: u8,
    },
    /// One bone has no frame.
    #[error("M{ray}: {message}")]
    Bone {
        /// Its ray.
        ray: u8,
        /// What is wrong with it.
        message: String,
    },
    /// The bones do not lie side by side.
    #[error(
        "the heads of M{first} and M{last} lie behind each other: the bones must share one coordinate frame"
    )]
    NotSideBySide {
        /// Most medial ray given.
        first: u8,
        /// Most lateral ray given.
        last: u8,
    },
}

/// Finds the frame of a foot from its metatarsals; `side` and `dorsal` override what would be found.
///
/// Side and roll come from the row of heads, the sign of dorsal from the bow of the bones. Metatarsals alone
/// do not fix the plane of support: their mean declination is assumed (22 ± 6.5°), and the heights of
/// the outermost heads above the plane; [`FootFrame::assumptions`] says so.
///
/// # Errors
/// [`FootFrameError`] if a bone has no frame, or the bones do not form one foot.
pub fn find_foot_frame(
    bones: &[RayBone],
    side: Option<Side>,
    dorsal: Option<Vector3>,
) -> Result<FootFrame, FootFrameError> {
    check_rays(bones)?;
    let mut found = Vec::new();
    for bone in bones {
        let hints = FrameHints { ray: Some(bone.ray), side, dorsal, ..FrameHints::default() };
        found.push(bone_frame(bone, &hints)?);
    }
    let row = Row::new(bones, &found)?;
    let rough_dorsal = mean_direction(found.iter().map(|frame| frame.dorsal.into_inner()));
    let (side, side_certainty) = decide_side(side, &row, &rough_dorsal, &found);
    let plane = support_plane(bones, &found, &row, side, dorsal, &rough_dorsal);
    complete(bones, plane, side, side_certainty)
}

fn check_rays(bones: &[RayBone]) -> Result<(), FootFrameError> {
    if bones.is_empty() {
        return Err(FootFrameError::NoBone);
    }
    let repeated = |k: usize| bones[..k].iter().any(|other| other.ray == bones[k].ray);
    match (0..bones.len()).find(|&k| !(1..=5).contains(&bones[k].ray) || repeated(k)) {
        Some(k) => Err(FootFrameError::BadRay { ray: bones[k].ray }),
        None => Ok(()),
    }
}

fn bone_frame(bone: &RayBone, hints: &FrameHints) -> Result<BoneFrame, FootFrameError> {
    let describe = |error: FrameError| FootFrameError::Bone { ray: bone.ray, message: error.to_string() };
    find_bone_frame(bone.surface, hints).map_err(describe)
}

/// The bones side by side.
struct Row {
    /// Mean distal direction of the middle rays.
    shafts: UnitVector3,
    /// From the most medial to the most lateral head, perpendicular to `shafts`; `None` for a single bone.
    lateral: Option<UnitVector3>,
}

impl Row {
    fn new(bones: &[RayBone], frames: &[BoneFrame]) -> Result<Self, FootFrameError> {
        let shafts = mean_direction(middle_rays(bones).map(|k| frames[k].distal.into_inner()));
        let (first, last) = ends_of_row(bones);
        if first == last {
            return Ok(Self { shafts, lateral: None });
        }
        let way = frames[last].head_centre - frames[first].head_centre;
        let across = way - shafts.into_inner() * shafts.dot(&way);
        let lateral = UnitVector3::try_new(across, 2.0);
        let error = FootFrameError::NotSideBySide { first: bones[first].ray, last: bones[last].ray };
        lateral.map(|lateral| Self { shafts, lateral: Some(lateral) }).ok_or(error)
    }
}

/// Positions in the list of M2–M4, or of all bones if there are none of these.
fn middle_rays<'a>(bones: &'a [RayBone]) -> impl Iterator<Item = usize> + 'a {
    let has_middle = bones.iter().any(|bone| (2..=4).contains(&bone.ray));
    (0..bones.len()).filter(move |&k| !has_middle || (2..=4).contains(&bones[k].ray))
}

/// Positions in the list of the most medial and the most lateral ray.
fn ends_of_row(bones: &[RayBone]) -> (usize, usize) {
    let position = |best: Option<usize>| best.unwrap_or_default();
    let by_ray = |k: &usize| bones[*k].ray;
    (position((0..bones.len()).min_by_key(by_ray)), position((0..bones.len()).max_by_key(by_ray)))
}

fn mean_direction(directions: impl Iterator<Item = Vector3>) -> UnitVector3 {
    UnitVector3::try_new(directions.sum::<Vector3>(), 1e-9).unwrap_or_else(Vector3::z_axis)
}

/// Left if lateral agrees with `dorsal × distal`.
fn decide_side(
    given: Option<Side>,
    row: &Row,
    rough_dorsal: &Vector3,
    frames: &[BoneFrame],
) -> (Side, Certainty) {
    let Some(lateral) = row.lateral else {
        return match given {
            Some(side) => (side, Certainty::given("side")),
            None => {
                let reason = "one bone alone does not tell its side: give the side".to_owned();
                (Side::Right, Certainty::of_choice(0.5, reason))
            }
        };
    };
    let handedness = rough_dorsal.cross(&row.shafts).dot(&lateral);
    let found = if handedness > 0.0 { Side::Left } else { Side::Right };
    let agreeing = frames.iter().filter(|frame| frame.leftward().dot(&lateral) * handedness > 0.0).count();
    let confidence = (handedness.abs() * agreeing as f64 / frames.len() as f64).clamp(0.5, 0.99);
    let reason = format!("order of the heads and the bow of {agreeing} of {} bones", frames.len());
    let found_certainty = Certainty::of_choice(confidence, reason);
    match given {
        Some(side) if side == found => (side, Certainty::given("side")),
        Some(side) => {
            let reason = format!("the bones look like a {found:?} foot ({})", found_certainty.reason);
            (side, Certainty::of_choice(1.0 - found_certainty.confidence, reason))
        }
        None => (found, found_certainty),
    }
}

/// Normal of the plane of support with how sure it is and what it assumes.
struct SupportPlane {
    dorsal: UnitVector3,
    certainty: Certainty,
    tilt: Option<TiltUncertainty>,
    assumptions: Vec<String>,
}

fn support_plane(
    bones: &[RayBone],
    frames: &[BoneFrame],
    row: &Row,
    side: Side,
    given: Option<Vector3>,
    rough_dorsal: &UnitVector3,
) -> SupportPlane {
    if let Some(dorsal) = given.and_then(|dorsal| UnitVector3::try_new(dorsal, 1e-12)) {
        return SupportPlane {
            dorsal,
            certainty: Certainty::given("dorsal direction"),
            tilt: None,
            assumptions: Vec::new(),
        };
    }
    let mut assumptions = vec![format!(
        "mean declination of the shafts taken as {ASSUMED_DECLINATION_DEG}°, as in scans of lying feet; standing ones have 16 to 17°: \
         give the frame if it is known"
    )];
    let leftward = rough_dorsal.cross(&row.shafts) * side.sign();
    let single_deg = frames[0].dorsal_certainty.uncertainty_deg.unwrap_or(30.0);
    let mut plane = (normal_with_declination(&row.shafts, &leftward, side), single_deg);
    if let Some(lateral) = row.lateral {
        plane.0 = normal_with_declination(&row.shafts, &lateral, side);
        // The heights are measured along the normal that they determine: a few rounds settle it.
        for _ in 0..8 {
            plane = level_row(bones, frames, row, side, &plane.0);
        }
        let (first, last) = ends_of_row(bones);
        let [first, last] = [first, last].map(|k| bones[k].ray);
        let drop = HEAD_HEIGHTS_MM[usize::from(first) - 1] - HEAD_HEIGHTS_MM[usize::from(last) - 1];
        let (relation, drop) = (if drop < 0.0 { "below" } else { "above" }, drop.abs());
        assumptions.push(format!(
            "lowest point of the head of M{first} taken {drop:.1} mm {relation} that of M{last}"
        ));
    }
    let (dorsal, roll_deg) = plane;
    let reason = "row of heads and an assumed declination: metatarsals alone do not fix the plane of support"
        .to_owned();
    let tilt = TiltUncertainty { pitch_deg: DECLINATION_DEVIATION_DEG, roll_deg };
    let certainty = Certainty::of_direction(tilt.law(), reason);
    let tilt = Some(tilt);
    SupportPlane { dorsal, certainty, tilt, assumptions }
}

/// The normal of the plane that contains `lateral` and below which the shafts point by the assumed declination δ.
///
/// With e = lateral, n the part of the shafts across e, of length q, and m = n × e towards dorsal:
/// z·e = 0 and z·shafts = −sin δ give z = −(sin δ / q) n + √(1 − sin²δ/q²) m.
fn normal_with_declination(shafts: &Vector3, lateral: &Vector3, side: Side) -> UnitVector3 {
    let e = lateral.normalize();
    let across = shafts - e * e.dot(shafts);
    let (n, q) = (across.normalize(), across.norm());
    // dorsal = distal × leftward
    let m = n.cross(&e) * side.sign();
    let sine = (ASSUMED_DECLINATION_DEG.to_radians().sin() / q).min(0.9);
    UnitVector3::new_normalize(m * (1.0 - sine * sine).sqrt() - n * sine)
}

/// The normal that puts the lowest points of the outermost heads at their heights, and its uncertainty in roll, degrees.
fn level_row(
    bones: &[RayBone],
    frames: &[BoneFrame],
    row: &Row,
    side: Side,
    dorsal: &UnitVector3,
) -> (UnitVector3, f64) {
    let (first, last) = ends_of_row(bones);
    let level = |k: usize| {
        let height_mm = HEAD_HEIGHTS_MM[usize::from(bones[k].ray) - 1];
        lowest_head_point(bones[k].surface, &frames[k], dorsal) - dorsal.into_inner() * height_mm
    };
    let way = level(last) - level(first);
    let width_mm = (way - row.shafts.into_inner() * row.shafts.dot(&way)).norm();
    let roll_deg = HEIGHT_DEVIATION_MM.atan2(width_mm).to_degrees();
    (normal_with_declination(&row.shafts, &way, side), roll_deg)
}

/// The most plantar vertex within the distal 30 % of a bone.
fn lowest_head_point(surface: &TriangleSurface, frame: &BoneFrame, dorsal: &Vector3) -> Point3 {
    let is_head = |p: &&Point3| frame.distal.dot(&(frame.distal_tip - **p)) < 0.3 * frame.length_mm;
    let height = |p: &Point3| dorsal.dot(&p.coords);
    let lowest = surface.vertices.iter().filter(is_head).min_by(|a, b| height(a).total_cmp(&height(b)));
    lowest.copied().unwrap_or(frame.head_centre)
}

fn complete(
    bones: &[RayBone],
    plane: SupportPlane,
    side: Side,
    side_certainty: Certainty,
) -> Result<FootFrame, FootFrameError> {
    let dorsal = plane.dorsal;
    let mut frames = Vec::new();
    for bone in bones {
        let hints = FrameHints {
            ray: Some(bone.ray),
            side: Some(side),
            dorsal: Some(dorsal.into_inner()),
            distal: None,
        };
        let mut frame = bone_frame(bone, &hints)?;
        frame.dorsal_certainty = plane.certainty.clone();
        frames.push(frame);
    }
    let shafts = mean_direction(middle_rays(bones).map(|k| frames[k].distal.into_inner()));
    let in_plane = shafts.into_inner() - dorsal.into_inner() * dorsal.dot(&shafts);
    let declinations_deg =
        frames.iter().map(|frame| (-frame.distal.dot(&dorsal)).asin().to_degrees()).collect();
    Ok(FootFrame {
        distal: UnitVector3::new_normalize(in_plane),
        dorsal,
        side,
        bones: frames,
        declinations_deg,
        dorsal_certainty: plane.certainty,
        tilt: plane.tilt,
        side_certainty,
        assumptions: plane.assumptions,
    })
}
