//! `burr` and `approach` of an osteotomy.

use super::description as keys;
use super::diagnostic::Diagnostic;
use super::field::Field;
use super::read::Sections;
use super::values::Given;
use super::walk::range;
use super::{Approach, ApproachSide};
use osteotome_geometry::{Burr, BurrEnd, BurrShape};

/// Working length of a wedge burr whose file names none, mm: wedges of 3.1 and 4.1 mm cut over 13 mm (makers).
const WEDGE_LENGTH_MM: f64 = 13.0;

/// A burr and what it takes away, as an osteotomy holds them.
pub(super) struct BurrValues {
    pub(super) diameter_mm: f64,
    pub(super) kerf_mm: f64,
    pub(super) shank_diameter_mm: Option<f64>,
    pub(super) end: BurrEnd,
    pub(super) working_length_mm: Option<f64>,
}

pub(super) fn burr(sections: &mut Sections<'_>, given: &Given) -> BurrValues {
    check_diameters(sections, given);
    check_widths(sections, given);
    check_passes(sections, given);
    let shank_diameter_mm =
        given.given_number(&keys::TIP_DIAMETER_MM).and(given.given_number(&keys::SHANK_DIAMETER_MM));
    let diameter_mm =
        given.given_number(&keys::TIP_DIAMETER_MM).unwrap_or_else(|| given.number(&keys::DIAMETER_MM));
    let end = match (given.given_text(&keys::END), shank_diameter_mm) {
        (Some("flat"), _) | (None, Some(_)) => BurrEnd::Flat,
        _ => BurrEnd::Round,
    };
    BurrValues {
        diameter_mm,
        kerf_mm: kerf_mm(given, diameter_mm),
        shank_diameter_mm,
        end,
        working_length_mm: given
            .given_number(&keys::WORKING_LENGTH_MM)
            .or(shank_diameter_mm.map(|_| WEDGE_LENGTH_MM)),
    }
}

/// A burr is straight, with one diameter, or a wedge, with two of which the second is not smaller.
fn check_diameters(sections: &mut Sections<'_>, given: &Given) {
    let (straight, tip) = (given.key_span(&keys::DIAMETER_MM), given.key_span(&keys::TIP_DIAMETER_MM));
    let accepted =
        "`diameter_mm` of a straight burr, or `tip_diameter_mm` and `shank_diameter_mm` of a wedge";
    sections.exclude(straight, tip, ["diameter_mm", "tip_diameter_mm"], accepted);
    for [one, other] in [
        [&keys::TIP_DIAMETER_MM, &keys::SHANK_DIAMETER_MM],
        [&keys::SHANK_DIAMETER_MM, &keys::TIP_DIAMETER_MM],
    ] {
        if let (Some(span), None) = (given.key_span(one), given.entry(other)) {
            let message = format!("`{}` without `{}`", one.key, other.key);
            sections.report(Diagnostic::error(span, message).accepting(accepted));
        }
    }
    let diameters = [&keys::TIP_DIAMETER_MM, &keys::SHANK_DIAMETER_MM].map(|key| given.given_number(key));
    if let [Some(tip_mm), Some(shank_mm)] = diameters
        && shank_mm < tip_mm
    {
        let message = format!("`shank_diameter_mm` is {shank_mm} mm, less than at the tip, {tip_mm} mm");
        sections.report(
            Diagnostic::error(given.value_span(&keys::SHANK_DIAMETER_MM), message)
                .accepting(format!("{tip_mm} mm or more"))
                .hinting("a burr wider at its tip could not be drawn out"),
        );
    }
}

/// The width of the kerf is said once: as a length, as a factor, or by passes.
fn check_widths(sections: &mut Sections<'_>, given: &Given) {
    let spans = |first: &Field, second: &Field| [given.key_span(first), given.key_span(second)];
    let accepted = "`kerf_mm`, or `passes_factor` times the diameter, or a number of `passes`";
    let pairs = [
        (&keys::KERF_MM, &keys::PASSES_FACTOR),
        (&keys::KERF_MM, &keys::PASSES),
        (&keys::PASSES_FACTOR, &keys::PASSES),
    ];
    for (first, second) in pairs {
        let [one, other] = spans(first, second);
        sections.exclude(one, other, [first.key, second.key], accepted);
    }
    if let (Some(span), None) = (given.key_span(&keys::LOSS_PER_EXTRA_PASS_MM), given.entry(&keys::PASSES)) {
        sections.report(
            Diagnostic::warning(span, "`loss_per_extra_pass_mm` has no effect on a single pass")
                .hinting("give the number of `passes`"),
        );
    }
}

/// A kerf by passes or a factor has the limits of one that is given.
fn check_passes(sections: &mut Sections<'_>, given: &Given) {
    let diameter_mm =
        given.given_number(&keys::TIP_DIAMETER_MM).unwrap_or_else(|| given.number(&keys::DIAMETER_MM));
    let (kerf_mm, [least_mm, greatest_mm]) = (kerf_mm(given, diameter_mm), range(&keys::KERF_MM));
    let widening = [&keys::PASSES, &keys::PASSES_FACTOR].into_iter().find(|key| given.entry(key).is_some());
    if let (Some(key), false) = (widening, (least_mm..=greatest_mm).contains(&kerf_mm)) {
        let what = if kerf_mm > greatest_mm { "swallows the head" } else { "is none that a burr leaves" };
        let message = format!("`{}` makes a kerf of {kerf_mm} mm, which {what}", key.key);
        sections.report(
            Diagnostic::error(given.value_span(key), message)
                .accepting(format!("a kerf of {least_mm} to {greatest_mm} mm"))
                .hinting(
                    "each pass after the first adds `loss_per_extra_pass_mm` to the diameter of the burr",
                ),
        );
    }
}

fn kerf_mm(given: &Given, diameter_mm: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 1 to 10"
    )]
    let passes = given.given_number(&keys::PASSES).unwrap_or(1.0) as u32;
    let burr = Burr {
        shape: BurrShape::Cylinder { diameter_mm: diameter_mm * given.number(&keys::PASSES_FACTOR) },
        end: BurrEnd::Flat,
        working_length_mm: WEDGE_LENGTH_MM,
        passes,
        loss_per_extra_pass_mm: given.number(&keys::LOSS_PER_EXTRA_PASS_MM),
    };
    given.given_number(&keys::KERF_MM).unwrap_or_else(|| burr.tip_width_mm())
}

/// How the burr comes to the bone; `working_length_mm` is how far it can go in.
pub(super) fn approach(
    sections: &mut Sections<'_>,
    given: &Given,
    working_length_mm: Option<f64>,
) -> Approach {
    let depth_mm = given.given_number(&keys::DEPTH_MM);
    if let (Some(depth), Some(length)) = (depth_mm, working_length_mm)
        && depth > length
    {
        let message = format!("`depth_mm` is {depth} mm, but the burr cuts over {length} mm only");
        sections.report(
            Diagnostic::error(given.value_span(&keys::DEPTH_MM), message)
                .accepting(format!("up to `working_length_mm`, {length} mm"))
                .hinting("the shank behind the cutting part would not follow"),
        );
    }
    if let (Some(span), None, None) = (given.key_span(&keys::PORTAL_MM), depth_mm, working_length_mm) {
        sections.report(
            Diagnostic::warning(span, "`portal_mm` has no effect on a burr that reaches through")
                .hinting("give `depth_mm`, or the `working_length_mm` of the burr"),
        );
    }
    Approach {
        from: ApproachSide::from_name(given.text(&keys::FROM)),
        depth_mm,
        portal_mm: given.given_number(&keys::PORTAL_MM),
    }
}
