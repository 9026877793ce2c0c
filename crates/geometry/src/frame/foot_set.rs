//! Whether several metatarsals can be those of one foot.
//!
//! Each is found by itself (head end, shaft, size); then they are compared with how metatarsals lie in people. Limits are ranges over
//! seven scanned feet of five people (VSDFullBody, TLEM 2.0, BodyParts3D, OpenSim, both sides where there are two), widened: to about twice the
//! spread for what is merely unusual, as splayed or crowded feet are, and to what no foot reaches for what is refused.

use super::{BoneFrame, FrameHints, RayBone, Side, find_bone_frame, find_foot_frame, side_evidence};
use crate::{Point3, Severity, SurfaceIndex, Vector3};
use serde::Serialize;

/// What is doubtful about a set of bones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FootDefect {
    /// Bones further from each other, or nearer, than those of a foot.
    Distance,
    /// Bones that do not lie side by side in the order of their rays.
    Order,
    /// Shafts that point different ways.
    Direction,
    /// Bodies that pass through each other.
    Overlap,
    /// Lengths that do not go together.
    Proportion,
    /// A bone rolled about its shaft against the others.
    Roll,
    /// A bone of the other hand than the others.
    Mirrored,
    /// The whole foot is of the other side of the body than was said.
    Side,
}

/// A doubt about a set of bones.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FootFinding {
    /// What is doubtful.
    pub defect: FootDefect,
    /// Fatal if no foot is like that, a warning if hardly one is.
    pub severity: Severity,
    /// The rays it is about; empty for the whole foot.
    pub rays: Vec<u8>,
    /// What was found, with values and units.
    pub message: String,
    /// What to do.
    pub remedy: &'static str,
}

/// A range that is usual, and a wider one that no foot leaves.
struct Limits {
    usual: [f64; 2],
    possible: [f64; 2],
}

const fn limits(usual: [f64; 2], possible: [f64; 2]) -> Limits {
    Limits { usual, possible }
}

impl Limits {
    /// How bad `value` is, if it is.
    fn severity(&self, value: f64) -> Option<Severity> {
        let inside = |range: [f64; 2]| (range[0]..=range[1]).contains(&value);
        match (inside(self.usual), inside(self.possible)) {
            (true, _) => None,
            (false, true) => Some(Severity::Warning),
            (false, false) => Some(Severity::Fatal),
        }
    }

    /// The limits of a figure that adds up over neighbours.
    fn sum<'a>(parts: impl Iterator<Item = &'a Self>) -> Self {
        let add = |a: [f64; 2], b: [f64; 2]| [a[0] + b[0], a[1] + b[1]];
        let nothing = limits([0.0; 2], [0.0; 2]);
        parts.fold(nothing, |sum, part| limits(add(sum.usual, part.usual), add(sum.possible, part.possible)))
    }
}

/// Distance of the head centres of neighbours, M1–M2 to M4–M5, mm, in a foot whose M2 is 74 mm long. Measured: 21.4–27.4, 11.6–20.1,
/// 12.6–16.4, 15.1–21.6.
const HEAD_DISTANCE_MM: [Limits; 4] = [
    limits([15.0, 36.0], [8.0, 48.0]),
    limits([8.5, 24.0], [5.0, 36.0]),
    limits([8.5, 22.0], [5.0, 34.0]),
    limits([10.0, 28.0], [6.0, 40.0]),
];
/// Distance of the middles of the bases, mm. Measured: 16.5–20.4, 11.5–18.2, 11.5–14.4, 19.7–25.6.
const BASE_DISTANCE_MM: [Limits; 4] = [
    limits([11.0, 27.0], [6.0, 38.0]),
    limits([8.0, 23.0], [5.0, 34.0]),
    limits([8.0, 20.0], [5.0, 32.0]),
    limits([13.0, 32.0], [7.0, 44.0]),
];
/// How far the head of the lateral neighbour lies distally, mm. Measured: −2.4–2.0, −12.7–0.4, −7.1–−3.4, −12.6–−8.0.
const HEAD_ADVANCE_MM: [Limits; 4] = [
    limits([-8.0, 9.0], [-22.0, 22.0]),
    limits([-16.0, 6.0], [-28.0, 18.0]),
    limits([-13.0, 4.0], [-25.0, 16.0]),
    limits([-19.0, -1.0], [-31.0, 12.0]),
];
/// Length over that of M2. Measured: M1 0.81–0.90, M3 0.89–0.96, M4 0.89–0.93, M5 0.90–1.01.
const LENGTH_RATIO: [Limits; 5] = [
    limits([0.72, 0.98], [0.55, 1.2]),
    limits([1.0, 1.0], [1.0, 1.0]),
    limits([0.80, 1.05], [0.6, 1.3]),
    limits([0.80, 1.03], [0.6, 1.3]),
    limits([0.80, 1.12], [0.6, 1.4]),
];
/// Angle between the shafts of neighbours, degrees. Measured: 4.2–11.7, 2.9–5.6, 4.1–13.8, 1.4–10.5; M1 and M2 of a hallux valgus up to 25.
const SHAFT_ANGLE_DEG: [Limits; 4] = [
    limits([0.0, 26.0], [0.0, 50.0]),
    limits([0.0, 14.0], [0.0, 45.0]),
    limits([0.0, 18.0], [0.0, 45.0]),
    limits([0.0, 17.0], [0.0, 45.0]),
];
/// Depth of one body in another, mm. Measured: up to 1.2, where segmentations of neighbours meet.
const OVERLAP_MM: Limits = limits([0.0, 1.6], [0.0, 3.0]);
/// Length of M2 that distances are scaled by, mm.
const REFERENCE_LENGTH_MM: f64 = 74.0;
/// Certainty of the other side above which a claimed side is refused, and above which it is doubted.
const SIDE_CONFIDENCE: [f64; 2] = [0.9, 0.75];
/// Odds against a bone being of the hand of the others above which it is doubted: 20 to 1.
const MIRROR_LOG_ODDS: f64 = 3.0;

/// A bone that was found by itself.
struct Member<'a> {
    ray: u8,
    surface: SurfaceIndex,
    bone: &'a RayBone<'a>,
    frame: BoneFrame,
}

/// Everything that speaks against `bones` being those of one foot of `side`; nothing of a single bone.
///
/// A bone without a frame of its own is left to whoever looks for one.
#[must_use]
pub fn examine_foot(bones: &[RayBone], side: Option<Side>) -> Vec<FootFinding> {
    let mut members: Vec<Member> = bones.iter().filter_map(|bone| member(bone, side)).collect();
    members.sort_by_key(|member| member.ray);
    let mut findings = Vec::new();
    for pair in members.windows(2) {
        findings.extend(of_neighbours(&pair[0], &pair[1], scale(&members)));
    }
    findings.extend(overlaps(&members));
    findings.extend(out_of_order(&members));
    findings.extend(lengths(&members));
    // Bones that do not lie together have no common frame to be judged in.
    if findings.iter().all(|finding| finding.severity != Severity::Fatal) {
        findings.extend(against_the_foot(bones, &members, side));
    }
    findings
}

fn member<'a>(bone: &'a RayBone<'a>, side: Option<Side>) -> Option<Member<'a>> {
    let hints = FrameHints { ray: Some(bone.ray), side, ..FrameHints::default() };
    let frame = find_bone_frame(bone.surface, &hints).ok()?;
    Some(Member { ray: bone.ray, surface: SurfaceIndex::new(bone.surface), bone, frame })
}

/// Size of the foot over that of the reference: by the median length.
fn scale(members: &[Member]) -> f64 {
    let mut lengths: Vec<f64> = members.iter().map(|member| member.frame.length_mm).collect();
    lengths.sort_by(f64::total_cmp);
    // The median of all five is some 0.92 of M2.
    lengths.get(lengths.len() / 2).map_or(1.0, |median| median / (0.92 * REFERENCE_LENGTH_MM))
}

const ONE_FRAME: &str =
    "export all bones in one common frame, each in its own place, and check which file is of which ray";

fn of_neighbours(medial: &Member, lateral: &Member, scale: f64) -> Vec<FootFinding> {
    let rays = vec![medial.ray, lateral.ray];
    let between = usize::from(medial.ray) - 1..usize::from(lateral.ray) - 1;
    let name = format!("M{} and M{}", medial.ray, lateral.ray);
    let heads = lateral.frame.head_centre - medial.frame.head_centre;
    let bases = lateral.frame.base_centroid - medial.frame.base_centroid;
    let along = (medial.frame.distal.into_inner() + lateral.frame.distal.into_inner()).normalize();
    let angle_deg = medial.frame.distal.angle(&lateral.frame.distal).to_degrees();
    let mut findings = Vec::new();
    let mut judge = |defect, limits: &Limits, value: f64, message: String| {
        let severity = limits.severity(value);
        findings.extend(severity.map(|severity| {
            let rays = rays.clone();
            FootFinding { defect, severity, rays, message, remedy: ONE_FRAME }
        }));
    };
    let angles = Limits::sum(SHAFT_ANGLE_DEG[between.clone()].iter());
    judge(
        FootDefect::Direction,
        &angles,
        angle_deg,
        format!(
            "the shafts of {name} point {angle_deg:.0}° apart; shafts of neighbours differ by at most some {:.0}°",
            angles.usual[1]
        ),
    );
    let usual = |limits: &Limits| {
        format!("{:.0} to {:.0} mm in feet of this size", limits.usual[0] * scale, limits.usual[1] * scale)
    };
    for (what, table, distance) in
        [("heads", &HEAD_DISTANCE_MM, heads.norm()), ("bases", &BASE_DISTANCE_MM, bases.norm())]
    {
        let limits = Limits::sum(table[between.clone()].iter());
        let message = format!("the {what} of {name} lie {distance:.1} mm apart; {}", usual(&limits));
        judge(FootDefect::Distance, &limits, distance / scale, message);
    }
    let (advance, limits) = (along.dot(&heads), Limits::sum(HEAD_ADVANCE_MM[between].iter()));
    let message = format!(
        "the head of M{} lies {advance:.1} mm distal of that of M{}; {}",
        lateral.ray,
        medial.ray,
        usual(&limits)
    );
    judge(FootDefect::Distance, &limits, advance / scale, message);
    findings
}

fn overlaps(members: &[Member]) -> Vec<FootFinding> {
    let mut findings = Vec::new();
    for (k, one) in members.iter().enumerate() {
        for other in &members[k + 1..] {
            let depth_mm = depth(&one.surface, other).max(depth(&other.surface, one));
            let severity = OVERLAP_MM.severity(depth_mm);
            findings.extend(severity.map(|severity| FootFinding {
                defect: FootDefect::Overlap,
                severity,
                rays: vec![one.ray, other.ray],
                message: format!("M{} and M{} pass {depth_mm:.1} mm into each other", one.ray, other.ray),
                remedy: "part the bones, or check that no file stands for two rays",
            }));
        }
    }
    findings
}

/// How deep the vertices of `other` lie inside `surface`, mm.
fn depth(surface: &SurfaceIndex, other: &Member) -> f64 {
    let Some(bounds) = surface.bounds() else { return 0.0 };
    let inside = |p: &&Point3| (0..3).all(|k| (bounds.min[k]..=bounds.max[k]).contains(&p[k]));
    let depths = other.bone.surface.vertices.iter().filter(inside).map(|p| -surface.signed_distance_mm(p));
    depths.fold(0.0, f64::max)
}

/// Heads and bases must follow each other across the foot.
fn out_of_order(members: &[Member]) -> Vec<FootFinding> {
    let [first, .., last] = members else { return Vec::new() };
    let shafts: Vector3 = members.iter().map(|member| member.frame.distal.into_inner()).sum();
    let across = |from: Point3, to: Point3| {
        let way = to - from;
        let shafts = shafts.normalize();
        (way - shafts * shafts.dot(&way)).try_normalize(1e-9)
    };
    let place = |member: &Member| {
        member.frame.head_centre + (member.frame.base_centroid - member.frame.head_centre) * 0.5
    };
    let Some(lateral) = across(place(first), place(last)) else { return Vec::new() };
    let backwards = |pair: &[Member]| lateral.dot(&(place(&pair[1]) - place(&pair[0]))) < 0.0;
    let wrong = members.windows(2).filter(|pair| backwards(pair));
    wrong
        .map(|pair| FootFinding {
            defect: FootDefect::Order,
            severity: Severity::Fatal,
            rays: vec![pair[0].ray, pair[1].ray],
            message: format!(
                "M{} does not lie between M{} and the lateral side of the foot: the rays are out of order",
                pair[1].ray, pair[0].ray
            ),
            remedy: "check which file is of which ray",
        })
        .collect()
}

fn lengths(members: &[Member]) -> Vec<FootFinding> {
    let Some(second) = members.iter().find(|member| member.ray == 2) else { return Vec::new() };
    let judge = |member: &Member| {
        let ratio = member.frame.length_mm / second.frame.length_mm;
        let limits = &LENGTH_RATIO[usize::from(member.ray) - 1];
        let severity = limits.severity(ratio)?;
        Some(FootFinding {
            defect: FootDefect::Proportion,
            severity,
            rays: vec![member.ray],
            message: format!(
                "M{} is {ratio:.2} times as long as M2; in people {:.2} to {:.2} times",
                member.ray, limits.usual[0], limits.usual[1]
            ),
            remedy: "check units and ray of every file: all in millimetres, all of one foot",
        })
    };
    members.iter().filter(|member| member.ray != 2).filter_map(judge).collect()
}

/// Side of the whole, and roll and hand of each bone against it.
fn against_the_foot(bones: &[RayBone], members: &[Member], side: Option<Side>) -> Vec<FootFinding> {
    let Ok(foot) = find_foot_frame(bones, None, None) else { return Vec::new() };
    let confidence = foot.side_certainty.confidence;
    let claimed_wrong = side.is_some_and(|side| side != foot.side) && members.len() > 1;
    if claimed_wrong && confidence >= SIDE_CONFIDENCE[1] {
        let severity = if confidence >= SIDE_CONFIDENCE[0] { Severity::Fatal } else { Severity::Warning };
        return vec![FootFinding {
            defect: FootDefect::Side,
            severity,
            rays: Vec::new(),
            message: format!(
                "the bones look like those of a {} foot, sure to {:.0} % ({})",
                side_name(foot.side),
                100.0 * confidence,
                foot.side_certainty.reason
            ),
            remedy: "give the other side, or find out whether the files were mirrored on export",
        }];
    }
    let side = side.unwrap_or(foot.side);
    let Ok(foot) = find_foot_frame(bones, Some(side), None) else { return Vec::new() };
    members.iter().filter_map(|member| rolled(member, &foot.dorsal, side)).collect()
}

fn side_name(side: Side) -> &'static str {
    if side == Side::Left { "left" } else { "right" }
}

/// A bone whose shape says dorsal is elsewhere than the foot says, or that it is of the other hand.
fn rolled(member: &Member, dorsal: &Vector3, side: Side) -> Option<FootFinding> {
    let across = |v: &Vector3| v - member.frame.distal.into_inner() * member.frame.distal.dot(v);
    let own = FrameHints { ray: Some(member.ray), side: Some(side), ..FrameHints::default() };
    let found = find_bone_frame(member.bone.surface, &own).ok()?;
    let roll_deg = across(&found.dorsal).angle(&across(dorsal)).to_degrees();
    let uncertainty_deg = found.dorsal_certainty.uncertainty_deg.unwrap_or(30.0);
    let least_deg = LEAST_ROLL_DEG[usize::from(member.ray) - 1];
    if roll_deg > ROLL_DEVIATIONS * uncertainty_deg.max(least_deg) {
        return Some(FootFinding {
            defect: FootDefect::Roll,
            severity: if roll_deg > 100.0 { Severity::Fatal } else { Severity::Warning },
            rays: vec![member.ray],
            message: format!(
                "M{} lies rolled by {roll_deg:.0}° about its shaft against the others",
                member.ray
            ),
            remedy: ONE_FRAME,
        });
    }
    let odds = -side_evidence(member.bone.surface, member.ray, dorsal)? * side.sign();
    (odds > MIRROR_LOG_ODDS).then(|| FootFinding {
        defect: FootDefect::Mirrored,
        severity: Severity::Warning,
        rays: vec![member.ray],
        message: format!(
            "the twist of M{} is that of a bone of the other side (odds e^{odds:.1})",
            member.ray
        ),
        remedy: "check whether this file was mirrored, and which ray it is of",
    })
}

/// Deviations of the dorsal direction of a bone beyond which it counts as rolled.
const ROLL_DEVIATIONS: f64 = 2.5;
/// Deviation that a bone of each ray is allowed, degrees: torsion differs between people, and a first metatarsal, nearly as high as
/// wide, shows it least.
const LEAST_ROLL_DEG: [f64; 5] = [20.0, 14.0, 14.0, 14.0, 14.0];
