//! Units: can these numbers be millimetres?

use super::{Body, Defect, Finding, Severity};
use crate::BoundingBox;

/// Extent of the longest bone of a foot or of a metatarsal, mm: from a short first metatarsal to a long calcaneus.
const LONGEST_BONE_MM: std::ops::Range<f64> = 40.0..95.0;
/// Anything from a sesamoid to a leg is taken for millimetres.
const POSSIBLE_MM: std::ops::Range<f64> = 8.0..600.0;

/// A unit of length.
#[derive(Clone, Copy)]
enum LengthUnit {
    /// Micrometre.
    Micrometre,
    /// Centimetre.
    Centimetre,
    /// Metre.
    Metre,
}

impl LengthUnit {
    const ALL: [Self; 3] = [Self::Micrometre, Self::Centimetre, Self::Metre];

    /// Millimetres in the unit.
    fn millimetres(self) -> f64 {
        match self {
            Self::Micrometre => 1e-3,
            Self::Centimetre => 10.0,
            Self::Metre => 1000.0,
        }
    }

    fn plural(self) -> &'static str {
        match self {
            Self::Micrometre => "micrometres",
            Self::Centimetre => "centimetres",
            Self::Metre => "metres",
        }
    }
}

/// Length of the longest body, unit of the file.
pub(crate) fn longest_body(bodies: &[Body]) -> f64 {
    bodies.iter().map(|body| body.longest_extent).fold(0.0, f64::max)
}

/// The unit in which the longest body is as long as a bone. Inches are never guessed: they differ from centimetres by less
/// than bones and nameless model units do.
fn likely_unit(longest: f64) -> Option<LengthUnit> {
    LengthUnit::ALL.into_iter().find(|unit| LONGEST_BONE_MM.contains(&(longest * unit.millimetres())))
}

/// Millimetres in the unit of the file. Where it cannot be told, the longest body counts as 100 mm, so that
/// a small bone is not taken for a speck.
pub(crate) fn millimetres_per_unit(longest: f64) -> f64 {
    if POSSIBLE_MM.contains(&longest) || longest == 0.0 {
        return 1.0;
    }
    likely_unit(longest).map_or(100.0 / longest, LengthUnit::millimetres)
}

/// The finding if the surface cannot be in millimetres.
pub(super) fn examine(longest: f64, bounds: &BoundingBox) -> Option<Finding> {
    if POSSIBLE_MM.contains(&longest) || longest == 0.0 {
        return None;
    }
    let finding = Finding::new(Defect::NotMillimetres, Severity::Fatal, longest, "units of the file")
        .at(&(bounds.min + bounds.size_mm() * 0.5));
    let claim = format!("the longest body is {longest:.3} units long: that cannot be millimetres");
    Some(match likely_unit(longest) {
        Some(unit) => finding.saying(
            format!("{claim} and looks like {}", unit.plural()),
            &format!("multiply the coordinates by {}", unit.millimetres()),
        ),
        None => finding.saying(
            format!(
                "{claim}, and the unit is unknown ({:.0} mm if centimetres, {:.0} mm if inches)",
                longest * 10.0,
                longest * 25.4
            ),
            "find out the unit, or scale by a length that is known (second metatarsal: 60 to 85 mm)",
        ),
    })
}
