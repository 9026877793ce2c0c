//! `osteotome inspect`: is this a usable bone, and how does it lie?

use crate::Verdict;
use crate::arguments::InspectOptions;
use crate::bone_report::{self, InspectedBone};
use crate::console::Console;
use crate::failure::Failure;
use crate::mistakes;
use crate::named_bone::NamedBone;
use osteotome_foot::Ray;
use osteotome_geometry::{FootFrame, FrameHints, RayBone, ReadError, Side, find_foot_frame, inspect_surface};
use serde_json::{Value, json};

/// Prints what is wrong with each bone, its frame and landmarks, and the frame of the foot if the rays are known. A file that
/// holds no surface is named on standard error, and the others are still examined.
pub(crate) fn inspect(options: &InspectOptions, console: &Console) -> Result<Verdict, Failure> {
    let side = options.side.map(Side::from);
    let named = options.bones.iter().map(|text| NamedBone::parse(text));
    let examined: Vec<Result<InspectedBone, ReadError>> = named.map(|bone| examined(bone, side)).collect();
    let bones: Vec<&InspectedBone> = examined.iter().flatten().collect();
    let is_complete = bones.len() == examined.len();
    let foot = if is_complete { foot_frame(&bones, side) } else { None };
    match options.json {
        true => console.result(&format!("{:#}", document(&examined, foot.as_ref()))),
        false => {
            let unreadable = examined.iter().filter_map(|bone| bone.as_ref().err());
            unreadable.for_each(|error| mistakes::print_message(console, &error.to_string(), None));
            if !bones.is_empty() {
                console.result(&bone_report::text(&bones, foot.as_ref()));
            }
        }
    }
    let all_usable = is_complete && bones.iter().all(|bone| bone.report.is_usable());
    Ok(if all_usable { Verdict::Passed } else { Verdict::Faulty })
}

fn examined(named: NamedBone, side: Option<Side>) -> Result<InspectedBone, ReadError> {
    let hints = FrameHints { ray: named.ray.map(number), side, ..FrameHints::default() };
    let report = inspect_surface(&named.path, &hints)?;
    Ok(InspectedBone { named, report })
}

/// The frame of the foot, if every bone is usable and says which ray it is of.
fn foot_frame(bones: &[&InspectedBone], side: Option<Side>) -> Option<Result<FootFrame, String>> {
    let rays: Vec<RayBone<'_>> = bones
        .iter()
        .map(|bone| {
            let ray = bone.named.ray.filter(|_| bone.report.is_usable())?;
            Some(RayBone { ray: number(ray), surface: &bone.report.surface })
        })
        .collect::<Option<_>>()?;
    Some(find_foot_frame(&rays, side, None).map_err(|error| error.to_string()))
}

fn document(bones: &[Result<InspectedBone, ReadError>], foot: Option<&Result<FootFrame, String>>) -> Value {
    let bones: Vec<Value> = bones
        .iter()
        .map(|bone| match bone {
            Ok(bone) => bone_report::json(bone),
            Err(error) => {
                json!({ "file": error.path, "usable": false, "error": error.failure.to_string() })
            }
        })
        .collect();
    json!({ "bones": bones, "foot": foot.map(bone_report::foot_json) })
}

fn number(ray: Ray) -> u8 {
    // 1 to 5
    u8::try_from(ray.index() + 1).unwrap_or(u8::MAX)
}
