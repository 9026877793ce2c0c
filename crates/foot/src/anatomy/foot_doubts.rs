//! Whether the bones of a scenario can be those of one foot.

use crate::scenario::{Doubt, Foot};
use crate::{FootError, Ray, Side, Warning, WarningCode};
use osteotome_geometry::{FootDefect, FootFinding, RayBone, Severity, TriangleSurface, examine_foot};
use std::collections::BTreeMap;

/// What speaks against `surfaces`, in the coordinates of their files, being the foot that `foot` says, the worst first; what the user accepts is
/// never worse than a warning.
pub(crate) fn foot_findings(foot: &Foot, surfaces: &BTreeMap<Ray, TriangleSurface>) -> Vec<FootFinding> {
    let number = |ray: &Ray| u8::try_from(ray.index() + 1).expect("rays are numbered 1 to 5");
    let bones: Vec<RayBone> =
        surfaces.iter().map(|(ray, surface)| RayBone { ray: number(ray), surface }).collect();
    let side = match foot.side {
        Side::Left => osteotome_geometry::Side::Left,
        Side::Right => osteotome_geometry::Side::Right,
    };
    let mut findings = examine_foot(&bones, Some(side));
    for finding in &mut findings {
        finding.severity = Doubt::Foot(finding.defect).severity(finding.severity, &foot.accept);
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// The doubts that are no more than doubts.
///
/// # Errors
/// The first that is more: no foot is like that.
pub(crate) fn doubts_or_refusal(findings: Vec<FootFinding>) -> Result<Vec<Warning>, FootError> {
    match findings.iter().find(|finding| finding.severity == Severity::Fatal) {
        Some(finding) => Err(FootError::ImpossibleFoot { finding: Box::new(finding.clone()) }),
        None => Ok(findings.iter().map(warning).collect()),
    }
}

/// Which key accepts a finding.
pub(crate) fn accepting(finding: &FootFinding) -> String {
    format!(
        "if the bones are right as they are, write `accept = [\"{}\"]` in [foot]",
        Doubt::Foot(finding.defect).name()
    )
}

fn warning(finding: &FootFinding) -> Warning {
    let subject = match finding.rays.as_slice() {
        [ray] => format!("M{ray}"),
        _ => "foot".to_owned(),
    };
    Warning::new(code(finding.defect), subject, finding.message.clone())
}

fn code(defect: FootDefect) -> WarningCode {
    match defect {
        FootDefect::Distance => WarningCode::BonesFarApart,
        FootDefect::Order => WarningCode::BonesOutOfOrder,
        FootDefect::Direction => WarningCode::ShaftsDiverge,
        FootDefect::Overlap => WarningCode::BonesOverlap,
        FootDefect::Proportion => WarningCode::LengthsDisagree,
        FootDefect::Roll => WarningCode::BoneRolled,
        FootDefect::Mirrored => WarningCode::BoneMirrored,
        FootDefect::Side => WarningCode::SideDoubtful,
    }
}
