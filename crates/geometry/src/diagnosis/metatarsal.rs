//! Is this one metatarsal, of the ray and side it is said to be?

use super::{Body, Defect, Diagnosis, Finding, Severity, diagnose, units, waist};
use crate::frame::{BoneFigures, Side, bone_figures, side_evidence};
use crate::{Point3, TriangleSurface, Vector3, repair};

/// What a bone is said to be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExpectedMetatarsal {
    /// Number of the ray, 1 to 5.
    pub ray: Option<u8>,
    /// Side of the body; checked if ray and dorsal are given, except for a first metatarsal, which is nearly symmetrical.
    pub side: Option<Side>,
    /// Dorsal direction, in the coordinates of the surface.
    pub dorsal: Option<Vector3>,
}

/// Longest metatarsal of each ray, mm, and of any: published means plus four deviations (fifth: 71.4 ± 6.1), and a tenth above the
/// longest measured (71.1, 81.6, 77.9, 74.7, 75.4) where no deviation is published.
const LONGEST_MM: [f64; 5] = [78.0, 90.0, 86.0, 82.0, 96.0];
const LONGEST_OF_ANY_MM: f64 = 96.0;
/// Shortest metatarsal, mm: first metatarsal of women on radiographs less four deviations, 50.1 − 4 × 3.1.
const SHORTEST_MM: f64 = 38.0;

/// How many times the longest or shortest of people a bone may be and still be one, oddly sized: tall and small people, and children near
/// the end of growth, are in no table.
const OVERSIZE: f64 = 1.15;
const UNDERSIZE: f64 = 0.85;

/// Limits of one kind of metatarsal.
struct Proportions {
    /// Largest width of a section over the length.
    width: f64,
    /// Smallest ratio of the deviations of the volume along the longest and the next axis.
    slenderness: f64,
}

/// First metatarsals measured have widths of 0.37–0.47 of the length and slenderness 3.6–4.6.
const STOUT: Proportions = Proportions { width: 0.52, slenderness: 3.2 };
/// Lesser metatarsals measured have 0.19–0.34 and 4.2–8.1; fused ones 0.38 and more, 3.8 and less.
const SLENDER: Proportions = Proportions { width: 0.365, slenderness: 4.0 };

/// As [`diagnose`], and whether the surface is one metatarsal of the expected ray and side.
#[must_use]
pub fn diagnose_metatarsal(surface: &TriangleSurface, expected: &ExpectedMetatarsal) -> Diagnosis {
    let mut diagnosis = diagnose(surface);
    if diagnosis.finding(Defect::SeveralBodies).is_some() {
        // What is not one body has no proportions to judge.
        return diagnosis;
    }
    let (repaired, _) = repair(surface);
    if let Some(unit) = unit_of_metatarsal(&repaired) {
        diagnosis.findings.retain(|finding| finding.defect != Defect::NotMillimetres);
        diagnosis.findings.push(unit);
    } else if diagnosis.finding(Defect::NotMillimetres).is_none() {
        diagnosis.findings.extend(proportions(&repaired, expected));
        diagnosis.findings.extend(wrong_side(&repaired, expected));
    }
    Diagnosis::new(diagnosis.facts, diagnosis.findings)
}

/// The unit of a bone that has the shape of a metatarsal, but the length of none.
fn unit_of_metatarsal(surface: &TriangleSurface) -> Option<Finding> {
    let body = Body::new(surface.clone());
    if (SHORTEST_MM..=LONGEST_OF_ANY_MM).contains(&body.longest_extent) {
        return None;
    }
    let unit = units::unit_of_metatarsal(body.longest_extent, &body.middle())?;
    let figures = bone_figures(surface).ok()?;
    let is_one = too_wide(&figures, None, "").is_none() && waist::missing(surface).is_none();
    is_one.then_some(unit)
}

/// Widths and length; the latter can be judged even where the solid is too defective for a frame.
fn proportions(surface: &TriangleSurface, expected: &ExpectedMetatarsal) -> Option<Finding> {
    let ray = expected.ray.filter(|ray| (1..=5).contains(ray));
    let name = ray.map_or("a metatarsal".to_owned(), |ray| format!("M{ray}"));
    let body = Body::new(surface.clone());
    let longest_mm = ray.map_or(LONGEST_OF_ANY_MM, |ray| LONGEST_MM[usize::from(ray) - 1]);
    let length_mm = body.longest_extent;
    let size = |severity| of_size(length_mm, &body.middle(), &name, longest_mm, severity);
    // Of no known ray it may already be as long as the longest of all.
    let oversize = if ray.is_some() { OVERSIZE } else { 1.0 };
    let is_impossible = length_mm > oversize * longest_mm || length_mm < UNDERSIZE * SHORTEST_MM;
    let is_odd = length_mm > longest_mm || length_mm < SHORTEST_MM;
    match bone_figures(surface) {
        // What is too wide as well is more than one bone, which says more than its length.
        Ok(figures) => too_wide(&figures, ray, &name)
            .or_else(|| is_impossible.then(|| size(Severity::Fatal)))
            .or_else(|| without_waist(surface))
            .or_else(|| is_odd.then(|| size(Severity::Warning))),
        Err(_) if is_impossible => Some(size(Severity::Fatal)),
        Err(error) => Some(not_metatarsal(&error.to_string())),
    }
}

/// A bone that is longer or shorter than those of people.
fn of_size(length_mm: f64, middle: &Point3, name: &str, longest_mm: f64, severity: Severity) -> Finding {
    let message = format!(
        "{length_mm:.1} mm long; {name} of an adult is {SHORTEST_MM:.0} to {longest_mm:.0} mm: bones fused, another bone, or an unusual one"
    );
    Finding::new(Defect::UnusualSize, severity, length_mm, "mm")
        .at(middle)
        .saying(message, "separate it from its neighbour or check ray and unit; if it is right, write `accept = [\"size\"]` in [foot]")
}

fn without_waist(surface: &TriangleSurface) -> Option<Finding> {
    let [slimmer, thicker] = waist::missing(surface)?;
    Some(not_metatarsal(&format!(
        "it has no waist: the narrowest section of the shaft is {slimmer:.2} and {thicker:.2} times the largest of its ends \
         (metatarsals measured: at most 0.67 and 0.37)"
    )))
}

fn too_wide(figures: &BoneFigures, ray: Option<u8>, name: &str) -> Option<Finding> {
    let limits = if ray.map_or(figures.is_stout, |ray| ray == 1) { STOUT } else { SLENDER };
    let width_mm = limits.width * figures.length_mm;
    let message = format!(
        "{:.1} mm wide and {:.1} times as long as wide by second moments; {name} of {:.1} mm is at most {width_mm:.0} mm \
         wide and at least {} times as long: bones fused, or another bone",
        figures.widest_mm, figures.slenderness, figures.length_mm, limits.slenderness
    );
    let is_too_wide = figures.widest_mm > width_mm || figures.slenderness < limits.slenderness;
    is_too_wide.then(|| fused(figures.widest_mm, &figures.widest_place, message))
}

fn fused(magnitude_mm: f64, place: &Point3, message: String) -> Finding {
    Finding::new(Defect::FusedBones, Severity::Fatal, magnitude_mm, "mm")
        .at(place)
        .saying(message, "separate it from its neighbour, or check the ray number")
}

fn not_metatarsal(error: &str) -> Finding {
    Finding::new(Defect::NotMetatarsal, Severity::Fatal, 0.0, "")
        .saying(format!("not the shape of a metatarsal: {error}"), "give one metatarsal, whole and alone")
}

/// Odds of 20 to 1 against the side that is claimed.
fn wrong_side(surface: &TriangleSurface, expected: &ExpectedMetatarsal) -> Option<Finding> {
    let (ray, side, dorsal) = (expected.ray?, expected.side?, expected.dorsal?);
    let evidence = side_evidence(surface, ray, &dorsal)? * side.sign();
    (evidence < -(20.0_f64.ln())).then(|| {
        let message = format!("the twist of the bone is that of the other side (odds e^{:.1})", -evidence);
        Finding::new(Defect::WrongSide, Severity::Warning, -evidence, "log odds")
            .saying(message, "check side, ray number and dorsal direction; mirrored files are common")
    })
}
