//! `[foot]`: whose bones, which of them, how they lie.

use super::description as keys;
use super::diagnostic::Diagnostic;
use super::read::Sections;
use super::values::{Given, Span};
use super::{BoneSource, Doubt, Foot};
use crate::{Ray, Side};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) fn foot(sections: &mut Sections<'_>, given: &Given) -> Foot {
    exclusions(sections, given);
    Foot {
        source: source(sections, given),
        side: side(sections, given),
        rays: rays(sections, given),
        distal_dorsal: given.given_table(&keys::FRAME).and_then(|frame| directions(sections, frame)),
        body_weight_n: given.number(&keys::BODY_WEIGHT_N),
        declination_offset_deg: given.number(&keys::DECLINATION_OFFSET_DEG),
        accept: given.words(&keys::ACCEPT).iter().filter_map(|name| Doubt::from_name(name)).collect(),
    }
}

/// What makes sense for the template only, or for files only.
fn exclusions(sections: &mut Sections<'_>, given: &Given) {
    let bones = given.key_span(&keys::BONES);
    for field in [&keys::TEMPLATE, &keys::SCALE] {
        let accepted = "`bones` (the user's own) or the template with its `scale`";
        sections.exclude(bones.clone(), given.key_span(field), ["bones", field.key], accepted);
    }
    if let (Some(span), None) = (given.key_span(&keys::FRAME), bones) {
        sections.report(
            Diagnostic::error(span, "`frame` without `bones`: the template brings its own frame")
                .accepting("`frame` together with `bones`"),
        );
    }
}

fn source(sections: &mut Sections<'_>, given: &Given) -> BoneSource {
    let Some(files) = given.bone_files(&keys::BONES) else {
        return BoneSource::Template { scale: given.number(&keys::SCALE) };
    };
    let mut paths: BTreeMap<Ray, PathBuf> = BTreeMap::new();
    for (ray, text, span) in files {
        let path = sections.folder.join(text);
        check_file(sections, *ray, text, &path, span.clone());
        if let Some((other, _)) = paths.iter().find(|(_, known)| **known == path) {
            let message = format!("{ray} and {other} are both \"{text}\"");
            sections.report(Diagnostic::error(span.clone(), message).accepting("one file a ray"));
        }
        paths.insert(*ray, path);
    }
    BoneSource::Files(paths)
}

fn check_file(sections: &mut Sections<'_>, ray: Ray, text: &str, path: &Path, span: Span) {
    let wrong = match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => "is a folder",
        Ok(found) if !found.is_file() => "is not a regular file",
        Ok(found) if found.len() == 0 => "is empty",
        Ok(_) => return,
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => "may not be read",
        Err(_) => "does not exist",
    };
    let mistake = Diagnostic::error(span, format!("the file of {ray}, \"{text}\", {wrong}"))
        .accepting("the path of a surface file, counted from the folder of this scenario");
    sections.report(match similar_file(path) {
        Some(near) => mistake.hinting(format!("that folder has \"{near}\"")),
        None => mistake,
    });
}

/// A file in the same folder whose name is near.
fn similar_file(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name != wanted)
        .collect();
    names.sort();
    super::nearest::nearest(wanted, names.iter().map(String::as_str)).map(str::to_owned)
}

fn side(sections: &mut Sections<'_>, given: &Given) -> Side {
    if let (Some(span), None) = (given.key_span(&keys::BONES), given.entry(&keys::SIDE)) {
        sections.report(
            Diagnostic::error(span, "`side` is missing: bone files alone do not say which foot they are of")
                .accepting("`side = \"left\"` or `side = \"right\"`"),
        );
    }
    match given.given_text(&keys::SIDE) {
        Some("left") => Side::Left,
        _ => Side::Right,
    }
}

fn rays(sections: &mut Sections<'_>, given: &Given) -> Vec<Ray> {
    let files = given.bone_files(&keys::BONES);
    let Some(asked) = given.rays(&keys::MODEL_RAYS) else {
        let mut rays: Vec<Ray> =
            files.map_or_else(|| Ray::ALL.to_vec(), |files| files.iter().map(|file| file.0).collect());
        rays.sort();
        return rays;
    };
    for (ray, span) in asked {
        if files.is_some_and(|files| files.iter().all(|file| file.0 != *ray)) {
            let message = format!("`rays` names {ray}, but `bones` has no file for it");
            sections.report(
                Diagnostic::error(span.clone(), message)
                    .accepting("rays that `bones` has")
                    .relating(given.value_span(&keys::BONES), "the bones of this foot"),
            );
        }
    }
    let mut rays: Vec<Ray> = asked.iter().map(|(ray, _)| *ray).collect();
    rays.sort();
    rays
}

fn directions(sections: &mut Sections<'_>, frame: &Given) -> Option<([f64; 3], [f64; 3])> {
    let distal = frame.direction(&keys::DISTAL)?;
    let dorsal = frame.direction(&keys::DORSAL)?;
    let angle_deg = angle_deg(distal, dorsal);
    // Beyond this, tilting one to be orthogonal to the other is not a correction any more.
    const LEAST_DEG: f64 = 45.0;
    if !(LEAST_DEG..=180.0 - LEAST_DEG).contains(&angle_deg) {
        let message = format!("`distal` and `dorsal` are {angle_deg:.1}° apart, far from a right angle");
        sections.report(
            Diagnostic::error(frame.value_span(&keys::DORSAL), message)
                .accepting("45° to 135°; best 90°")
                .relating(frame.value_span(&keys::DISTAL), "`distal` here"),
        );
    }
    Some((distal, dorsal))
}

/// Angle between two vectors other than zero, degrees. Scaled first, so that no square overflows or vanishes.
fn angle_deg(first: [f64; 3], second: [f64; 3]) -> f64 {
    let scaled = |vector: [f64; 3]| {
        let largest = vector.iter().fold(0.0_f64, |largest, component| largest.max(component.abs()));
        nalgebra::Vector3::from(vector.map(|component| component / largest))
    };
    scaled(first).angle(&scaled(second)).to_degrees()
}
