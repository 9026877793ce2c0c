//! `[healing]`: callus between the settled faces, and the load that strains it.

use super::description as keys;
use super::diagnostic::Diagnostic;
use super::read::Sections;
use super::values::Given;
use super::{Healing, Load, Osteotomy};
use osteotome_contact::Callus;

pub(super) fn healing(
    sections: &mut Sections<'_>,
    given: &Given,
    cuts: &[Osteotomy],
    load: &Load,
) -> Option<Healing> {
    let section = given.given_table(&keys::HEALING)?;
    let spans = [section.key_span(&keys::WEEK), section.key_span(&keys::MODULUS_MPA)];
    if let [None, None] = spans {
        sections.report(
            Diagnostic::error(section.span.clone(), "the callus has neither `week` nor `modulus_mpa`")
                .accepting("`week = 6` or `modulus_mpa = 10`"),
        );
    }
    let [by_week, by_modulus] = spans;
    sections.exclude(by_week, by_modulus, ["week", "modulus_mpa"], "the age of the callus or its modulus");
    if cuts.is_empty() && given.entry(&keys::OSTEOTOMY).is_none() {
        sections.report(
            Diagnostic::error(section.span.clone(), "there is no osteotomy to heal")
                .accepting("a scenario with [[osteotomy]], or one without [healing]"),
        );
    }
    let of_week = section.given_number(&keys::WEEK).map(|week| Callus::at_week(week).modulus_mpa);
    Some(Healing {
        modulus_mpa: section.given_number(&keys::MODULUS_MPA).or(of_week).unwrap_or(f64::NAN),
        least_thickness_mm: section.number(&keys::LEAST_THICKNESS_MM),
        greatest_gap_mm: section.number(&keys::GREATEST_GAP_MM),
        forefoot_n: section.given_number(&keys::STEP_FOREFOOT_N).unwrap_or(load.forefoot_n),
    })
}
