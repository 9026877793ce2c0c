//! `osteotome inspect`: is this a usable bone, and how does it lie?

use crate::Verdict;
use crate::arguments::InspectOptions;
use crate::bone_report::{self, InspectedBone};
use crate::console::Console;
use crate::failure::Failure;
use crate::mistakes;
use crate::named_bone::NamedBone;
use osteotome_foot::Ray;
use osteotome_geometry::{
    FootFinding, FootFrame, FrameHints, RayBone, ReadError, Severity, Side, examine_foot, find_foot_frame,
    inspect_surface,
};
use serde_json::{Value, json};

/// Prints what is wrong with each bone, its frame and landmarks, and the frame of the foot if the rays are known. A file that
/// holds no surface is named on standard error, and the others are still examined.
pub(crate) fn inspect(options: &InspectOptions, console: &Console) -> Result<Verdict, Failure> {
    let side = options.side.map(Side::from);
    let named = options.bones.iter().flat_map(|text| NamedBone::parse_all(text));
    let examined: Vec<Result<InspectedBone, ReadError>> = named.map(|bone| examined(bone, side)).collect();
    let bones: Vec<&InspectedBone> = examined.iter().flatten().collect();
    let is_complete = bones.len() == examined.len();
    let rays = if is_complete { rays_of(&bones) } else { None };
    let foot = rays.as_ref().map(|rays| find_foot_frame(rays, side, None).map_err(|error| error.to_string()));
    let findings = rays.as_ref().map_or_else(Vec::new, |rays| examine_foot(rays, side));
    match options.json {
        true => console.result(&format!("{:#}", document(&examined, foot.as_ref(), &findings))),
        false => {
            let unreadable = examined.iter().filter_map(|bone| bone.as_ref().err());
            unreadable.for_each(|error| mistakes::print_message(console, &error.to_string(), None));
            if !bones.is_empty() {
                console.result(&bone_report::text(&bones, foot.as_ref(), &findings));
            }
        }
    }
    let is_a_foot = findings.iter().all(|finding| finding.severity != Severity::Fatal);
    let all_usable = is_complete && is_a_foot && bones.iter().all(|bone| bone.report.is_usable());
    Ok(if all_usable { Verdict::Passed } else { Verdict::Faulty })
}

fn examined(named: NamedBone, side: Option<Side>) -> Result<InspectedBone, ReadError> {
    let hints = FrameHints { ray: named.ray.map(number), side, ..FrameHints::default() };
    let report = inspect_surface(&named.path, &hints)?;
    Ok(InspectedBone { named, report })
}

/// The bones as those of a foot, if every one is usable and says which ray it is of.
fn rays_of<'a>(bones: &[&'a InspectedBone]) -> Option<Vec<RayBone<'a>>> {
    let ray_bone = |bone: &&'a InspectedBone| {
        let ray = bone.named.ray.filter(|_| bone.report.is_usable())?;
        Some(RayBone { ray: number(ray), surface: &bone.report.surface })
    };
    bones.iter().map(ray_bone).collect()
}

fn document(
    bones: &[Result<InspectedBone, ReadError>],
    foot: Option<&Result<FootFrame, String>>,
    findings: &[FootFinding],
) -> Value {
    let bones: Vec<Value> = bones
        .iter()
        .map(|bone| match bone {
            Ok(bone) => bone_report::json(bone),
            Err(error) => {
                json!({ "file": error.path, "usable": false, "error": error.failure.to_string() })
            }
        })
        .collect();
    json!({ "bones": bones, "foot": foot.map(bone_report::foot_json), "foot_findings": findings })
}

fn number(ray: Ray) -> u8 {
    // 1 to 5
    u8::try_from(ray.index() + 1).unwrap_or(u8::MAX)
}
