//! `[[osteotomy]]`: the cuts.

use super::description as keys;
use super::diagnostic::Diagnostic;
use super::read::Sections;
use super::values::{Entry, Given, Span, Value};
use super::{Osteotomy, PlaneAngles, PlaneReference, Technique};
use crate::Ray;

pub(super) fn osteotomies(sections: &mut Sections<'_>, given: &Given, model: &[Ray]) -> Vec<Osteotomy> {
    let tables = given.tables(&keys::OSTEOTOMY);
    let mut cut: Vec<(Ray, Span)> = Vec::new();
    for table in tables {
        for (ray, span) in table.rays(&keys::CUT_RAYS).unwrap_or_default() {
            check_ray(sections, *ray, span, model, &cut);
            cut.push((*ray, span.clone()));
        }
    }
    tables.iter().map(|table| osteotomy(sections, table)).collect()
}

fn check_ray(sections: &mut Sections<'_>, ray: Ray, span: &Span, model: &[Ray], cut: &[(Ray, Span)]) {
    if !model.contains(&ray) {
        let names: Vec<String> = model.iter().map(ToString::to_string).collect();
        sections.report(
            Diagnostic::error(span.clone(), format!("the osteotomy cuts {ray}, which is not in the model"))
                .accepting(format!("a ray of the model: {}", names.join(", ")))
                .hinting(format!("add \"{ray}\" to `rays` of [foot], or leave it out here")),
        );
    }
    if let Some((_, first)) = cut.iter().find(|(known, _)| *known == ray) {
        sections.report(
            Diagnostic::error(span.clone(), format!("{ray} is cut a second time"))
                .accepting("one osteotomy a ray")
                .relating(first.clone(), "the first cut"),
        );
    }
}

fn osteotomy(sections: &mut Sections<'_>, given: &Given) -> Osteotomy {
    let (technique, plane) = plane(sections, given);
    let burr = given.table(&keys::BURR);
    let mut rays: Vec<Ray> =
        given.rays(&keys::CUT_RAYS).unwrap_or_default().iter().map(|(ray, _)| *ray).collect();
    rays.sort();
    let burr_diameter_mm = burr.number(&keys::DIAMETER_MM);
    Osteotomy {
        rays,
        technique,
        plane,
        level_mm: given.number(&keys::LEVEL_MM),
        burr_diameter_mm,
        kerf_mm: kerf_mm(sections, &burr, burr_diameter_mm),
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

fn custom_plane(sections: &mut Sections<'_>, given: &Given) -> PlaneAngles {
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

fn kerf_mm(sections: &mut Sections<'_>, burr: &Given, diameter_mm: f64) -> f64 {
    let spans = [burr.key_span(&keys::KERF_MM), burr.key_span(&keys::PASSES_FACTOR)];
    let [kerf, factor] = spans;
    let accepted = "`kerf_mm`, or `passes_factor` times the diameter";
    sections.exclude(kerf, factor, ["kerf_mm", "passes_factor"], accepted);
    let derived = diameter_mm * burr.number(&keys::PASSES_FACTOR);
    burr.given_number(&keys::KERF_MM).unwrap_or(derived)
}
