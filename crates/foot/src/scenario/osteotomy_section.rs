//! `[[osteotomy]]`: the cuts.

use super::description as keys;
use super::diagnostic::Diagnostic;
use super::read::Sections;
use super::values::{Entry, Given, Span, Value};
use super::{Hand, Osteotomy, PlaneAngles, PlaneReference, Technique, burr_section};
use crate::Ray;

pub(super) fn osteotomies(sections: &mut Sections<'_>, given: &Given, model: &[Ray]) -> Vec<Osteotomy> {
    let tables = given.tables(&keys::OSTEOTOMY);
    let mut cuts: Vec<(Ray, Span, f64)> = Vec::new();
    for table in tables {
        let level_mm = table.number(&keys::LEVEL_MM);
        for (ray, span) in table.rays(&keys::CUT_RAYS).unwrap_or_default() {
            check_ray(sections, *ray, span, model);
            check_level(sections, (*ray, span, level_mm), &cuts);
            cuts.push((*ray, span.clone(), level_mm));
        }
    }
    tables.iter().map(|table| osteotomy(sections, table)).collect()
}

/// Two cuts of a ray at one level overlap whatever their planes; whether others do, the mesher finds out exactly.
fn check_level(
    sections: &mut Sections<'_>,
    (ray, span, level_mm): (Ray, &Span, f64),
    cuts: &[(Ray, Span, f64)],
) {
    if let Some((_, first, _)) = cuts.iter().find(|known| known.0 == ray && known.2 == level_mm) {
        sections.report(
            Diagnostic::error(span.clone(), format!("{ray} is cut a second time {level_mm} mm from its tip"))
                .accepting(
                    "another `level_mm`, so far away that the kerfs do not meet, or one cut of the ray",
                )
                .relating(first.clone(), "the first cut"),
        );
    }
}

fn check_ray(sections: &mut Sections<'_>, ray: Ray, span: &Span, model: &[Ray]) {
    if !model.contains(&ray) {
        let names: Vec<String> = model.iter().map(ToString::to_string).collect();
        sections.report(
            Diagnostic::error(span.clone(), format!("the osteotomy cuts {ray}, which is not in the model"))
                .accepting(format!("a ray of the model: {}", names.join(", ")))
                .hinting(format!("add \"{ray}\" to `rays` of [foot], or leave it out here")),
        );
    }
}

fn osteotomy(sections: &mut Sections<'_>, given: &Given) -> Osteotomy {
    let (technique, plane) = plane(sections, given);
    let burr = burr_section::burr(sections, &given.table(&keys::BURR));
    let mut rays: Vec<Ray> =
        given.rays(&keys::CUT_RAYS).unwrap_or_default().iter().map(|(ray, _)| *ray).collect();
    rays.sort();
    Osteotomy {
        rays,
        technique,
        plane,
        level_mm: given.number(&keys::LEVEL_MM),
        burr_diameter_mm: burr.diameter_mm,
        kerf_mm: burr.kerf_mm,
        shank_diameter_mm: burr.shank_diameter_mm,
        burr_end: burr.end,
        working_length_mm: burr.working_length_mm,
        approach: burr_section::approach(sections, &given.table(&keys::APPROACH), burr.working_length_mm),
        keeps_segment: given.text(&keys::SEGMENT) == "kept",
        hand: hand(&given.table(&keys::HAND), sections.set.hand_n(technique)),
    }
}

/// The hand as the file says, or, where it does not, pushing and lifting with these forces.
fn hand(given: &Given, [push_n, lift_n]: [f64; 2]) -> Hand {
    Hand {
        push_n: given.given_number(&keys::PUSH_N).unwrap_or(push_n),
        lift_n: given.given_number(&keys::LIFT_N).unwrap_or(lift_n),
    }
}

fn plane(sections: &mut Sections<'_>, given: &Given) -> (Technique, PlaneAngles) {
    let spans = [given.key_span(&keys::TECHNIQUE), given.key_span(&keys::PLANE)];
    if let [None, None] = spans {
        sections.report(
            Diagnostic::error(given.span.clone(), "the osteotomy has neither `technique` nor `plane`")
                .accepting(
                    "`technique = \"classic\"` or `plane = { sagittal_deg = 45, reference = \"ground\" }`",
                ),
        );
    }
    let [by_name, by_angles] = spans;
    let accepted = "`technique` for its usual angles, or `plane` for your own";
    sections.exclude(by_name, by_angles, ["technique", "plane"], accepted);
    let named = given.given_text(&keys::TECHNIQUE).and_then(Technique::from_name);
    match named.and_then(|technique| Some((technique, technique.plane()?))) {
        Some(found) => found,
        None => (Technique::Custom, custom_plane(sections, &given.table(&keys::PLANE))),
    }
}

pub(super) fn custom_plane(sections: &mut Sections<'_>, given: &Given) -> PlaneAngles {
    for field in [&keys::SAGITTAL_DEG, &keys::TRANSVERSE_DEG] {
        if let Some(Entry { span, value: Value::Number(angle), .. }) = given.entry(field) {
            warn_of_radians(sections, field.key, *angle, span);
        }
    }
    let reference = match given.given_text(&keys::REFERENCE) {
        Some("shaft") => PlaneReference::Shaft,
        _ => PlaneReference::Ground,
    };
    PlaneAngles {
        sagittal_deg: given.number(&keys::SAGITTAL_DEG),
        transverse_deg: given.number(&keys::TRANSVERSE_DEG),
        reference,
    }
}

/// Angles below 90° in radians are below π/2, and nobody cuts at a degree on purpose.
fn warn_of_radians(sections: &mut Sections<'_>, key: &str, angle: f64, span: &Span) {
    if angle != 0.0 && angle.abs() <= std::f64::consts::FRAC_PI_2 {
        let degrees = angle.to_degrees().round();
        sections.report(
            Diagnostic::warning(span.clone(), format!("`{key}` is {angle}°, which is nearly nothing"))
                .hinting(format!("if this is in radians, write `{key} = {degrees}`")),
        );
    }
}
