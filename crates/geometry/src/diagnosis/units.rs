//! Units: can these numbers be millimetres?

use super::{Body, Defect, Finding, Severity};
use crate::{BoundingBox, Point3};

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

/// The unit in which the longest body is as long as a bone. Inches are not guessed of any surface: they differ from
/// centimetres by less than bones and nameless model units do. What has the shape of a metatarsal tells more
/// ([`unit_of_metatarsal`]).
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

/// By what files of single bones are wrong: millimetres in a unit of the file, and what that unit is.
const SCALES: [(f64, &str); 8] = [
    (1000.0, "metres"),
    (25.4, "inches"),
    (10.0, "centimetres"),
    (2.54, "millimetres divided by 2.54 (centimetres and inches confused)"),
    (1.0 / 2.54, "millimetres multiplied by 2.54 (centimetres and inches confused)"),
    (0.1, "tenths of a millimetre"),
    (1.0 / 25.4, "millimetres that were taken for inches"),
    (0.001, "micrometres"),
];
/// Lengths of metatarsals, mm: no two of the scales lead there, and neither do bones fused with a neighbour (up to 120 mm).
const METATARSAL_MM: std::ops::Range<f64> = 48.0..95.0;

/// The finding if a bone of the shape of a metatarsal has the length of one in another unit.
pub(super) fn unit_of_metatarsal(length: f64, middle: &Point3) -> Option<Finding> {
    let (scale, name) = SCALES.into_iter().find(|(scale, _)| METATARSAL_MM.contains(&(length * scale)))?;
    let message = format!(
        "{length:.4} units long: that cannot be millimetres and looks like {name}, which makes {:.1} mm",
        length * scale
    );
    let finding =
        Finding::new(Defect::NotMillimetres, Severity::Fatal, length, "units of the file").at(middle);
    Some(finding.saying(message, &format!("multiply the coordinates by {}", short(scale))))
}

fn short(scale: f64) -> String {
    let digits = format!("{scale:.5}");
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}
