//! What is wrong with the bones that a scenario names.

use super::diagnostic::Diagnostic;
use super::read::Reading;
use super::values::Span;
use super::{BoneSource, Doubt, Foot};
use crate::anatomy::{accepting, foot_findings};
use crate::error::place;
use crate::{Ray, Side};
use osteotome_geometry::{
    Defect, ExpectedMetatarsal, FileSurface, Finding, Severity, Vector3, diagnose_metatarsal,
    read_file_surface, read_surface, repair,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Reads and examines every bone file of the scenario: unreadable files, and surfaces that are open, inside out, fused with
/// a neighbour, not in millimetres and so on. Each mistake points at the path in the scenario and names the place on the
/// bone.
#[must_use]
pub fn bone_mistakes(reading: &Reading) -> Vec<Diagnostic> {
    let BoneSource::Files(files) = &reading.scenario.foot.source else { return Vec::new() };
    let mut mistakes = Vec::new();
    for (ray, path) in files {
        let span = reading.bone_spans.get(ray).cloned().unwrap_or_default();
        mistakes.extend(mistakes_of(*ray, path, &reading.scenario.foot, &span));
    }
    if mistakes.iter().all(|mistake| mistake.severity != super::Severity::Error) {
        mistakes.extend(mistakes_of_the_foot(reading, files));
    }
    mistakes.sort_by_key(|mistake| mistake.span.start);
    mistakes
}

/// What speaks against the bones being those of one foot; each points at the file of the last ray that it is about.
fn mistakes_of_the_foot(reading: &Reading, files: &BTreeMap<Ray, PathBuf>) -> Vec<Diagnostic> {
    let read = |(ray, path): (&Ray, &PathBuf)| Some((*ray, repair(&read_surface(path).ok()?).0));
    let surfaces = files.iter().filter_map(read).collect();
    let findings = foot_findings(&reading.scenario.foot, &surfaces);
    findings
        .iter()
        .map(|finding| {
            let ray = finding.rays.last().and_then(|ray| Ray::ALL.get(usize::from(*ray) - 1));
            let span = ray.and_then(|ray| reading.bone_spans.get(ray)).or(reading.bone_spans.values().next());
            let span = span.cloned().unwrap_or_default();
            let remedy = format!("{}; {}", finding.remedy, accepting(finding));
            match finding.severity {
                Severity::Fatal => Diagnostic::error(span, finding.message.clone()).hinting(remedy),
                _ => Diagnostic::warning(span, finding.message.clone()).hinting(finding.remedy),
            }
        })
        .collect()
}

fn mistakes_of(ray: Ray, path: &Path, foot: &Foot, span: &Span) -> Vec<Diagnostic> {
    let FileSurface { surface, notes } = match read_file_surface(path) {
        Ok(read) => read,
        Err(error) => {
            return vec![Diagnostic::error(span.clone(), format!("the file of {ray} {}", error.failure))];
        }
    };
    let findings = diagnose_metatarsal(&surface, &foot.expected_of(ray)).findings;
    let notes = notes.iter().map(|note| {
        Diagnostic::warning(span.clone(), format!("{ray}: {note}"))
            .hinting("look at it with osteotome inspect")
    });
    notes
        .chain(findings.iter().filter_map(|finding| mistake(ray, finding, foot.severity_of(finding), span)))
        .collect()
}

impl Foot {
    /// How bad `finding` is where the user accepts a bone of unusual size.
    pub(crate) fn severity_of(&self, finding: &Finding) -> Severity {
        match finding.defect {
            Defect::UnusualSize => Doubt::Size.severity(finding.severity, &self.accept),
            _ => finding.severity,
        }
    }

    /// What the bone of `ray` ought to be.
    pub(crate) fn expected_of(&self, ray: Ray) -> ExpectedMetatarsal {
        let side = match self.side {
            Side::Left => osteotome_geometry::Side::Left,
            Side::Right => osteotome_geometry::Side::Right,
        };
        ExpectedMetatarsal {
            ray: u8::try_from(ray.index() + 1).ok(),
            side: Some(side),
            dorsal: self.distal_dorsal.map(|(_, dorsal)| Vector3::from(dorsal)),
        }
    }
}

/// A finding as a mistake of the scenario; notes, and what is repaired by itself, are none.
fn mistake(ray: Ray, finding: &Finding, severity: Severity, span: &Span) -> Option<Diagnostic> {
    let message = format!("{ray}{}: {}", place(finding), finding.message);
    let found = match severity {
        Severity::Fatal if !finding.repairable => Diagnostic::error(span.clone(), message),
        Severity::Warning if !finding.repairable => Diagnostic::warning(span.clone(), message),
        _ => return None,
    };
    Some(found.hinting(finding.remedy.clone()))
}
