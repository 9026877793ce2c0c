//! `[[resection]]`: bone taken away for good.

use super::description as keys;
use super::diagnostic::Diagnostic;
use super::osteotomy_section::custom_plane;
use super::read::Sections;
use super::values::{Given, Span};
use super::{Osteotomy, PlaneAngles, PlaneReference, ResectedPart, Resection};
use crate::Ray;

/// Level of a resection whose file names none, mm: the neck, as of a cut.
const LEVEL_MM: f64 = 16.0;
/// Across the shaft.
const ACROSS: PlaneAngles =
    PlaneAngles { sagittal_deg: 0.0, transverse_deg: 0.0, reference: PlaneReference::Shaft };

pub(super) fn resections(
    sections: &mut Sections<'_>,
    given: &Given,
    model: &[Ray],
    cuts: &[Osteotomy],
) -> Vec<Resection> {
    let tables = given.tables(&keys::RESECTION);
    let mut resected: Vec<(Ray, Span)> = Vec::new();
    for table in tables {
        for (ray, span) in table.rays(&keys::RESECTED_RAYS).unwrap_or_default() {
            check_ray(sections, *ray, span, model, cuts, &resected);
            resected.push((*ray, span.clone()));
        }
    }
    tables.iter().map(|table| resection(sections, table)).collect()
}

fn check_ray(
    sections: &mut Sections<'_>,
    ray: Ray,
    span: &Span,
    model: &[Ray],
    cuts: &[Osteotomy],
    resected: &[(Ray, Span)],
) {
    if !model.contains(&ray) {
        let names: Vec<String> = model.iter().map(ToString::to_string).collect();
        let message = format!("the resection takes {ray}, which is not in the model");
        let accepted = format!("a ray of the model: {}", names.join(", "));
        sections.report(Diagnostic::error(span.clone(), message).accepting(accepted));
    }
    if cuts.iter().any(|cut| cut.rays.contains(&ray)) {
        let message = format!("{ray} is both cut and resected");
        sections.report(
            Diagnostic::error(span.clone(), message)
                .accepting("a ray under [[osteotomy]] or under [[resection]]")
                .hinting("a resection brings its own plane"),
        );
    }
    if let Some((_, first)) = resected.iter().find(|(known, _)| *known == ray) {
        sections.report(
            Diagnostic::error(span.clone(), format!("{ray} is resected a second time"))
                .accepting("one resection a ray")
                .relating(first.clone(), "the first resection"),
        );
    }
}

fn resection(sections: &mut Sections<'_>, given: &Given) -> Resection {
    let mut rays: Vec<Ray> =
        given.rays(&keys::RESECTED_RAYS).unwrap_or_default().iter().map(|(ray, _)| *ray).collect();
    rays.sort();
    Resection {
        rays,
        part: part(sections, given),
        spacer_fraction: given.given_number(&keys::SPACER_FRACTION),
    }
}

fn part(sections: &mut Sections<'_>, given: &Given) -> ResectedPart {
    if given.given_text(&keys::PART) == Some("whole") {
        for key in [&keys::RESECTION_LEVEL_MM, &keys::RESECTION_PLANE] {
            if let Some(span) = given.key_span(key) {
                let message = format!("`{}` means nothing where the whole bone goes", key.key);
                sections.report(Diagnostic::error(span, message).accepting("`part = \"head\"` with it"));
            }
        }
        return ResectedPart::Whole;
    }
    ResectedPart::Head {
        level_mm: given.given_number(&keys::RESECTION_LEVEL_MM).unwrap_or(LEVEL_MM),
        plane: given
            .given_table(&keys::RESECTION_PLANE)
            .map_or(ACROSS, |plane| custom_plane(sections, plane)),
    }
}
