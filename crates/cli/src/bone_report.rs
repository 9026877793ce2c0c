//! What is found out about bones, for people and for machines.

use crate::named_bone::NamedBone;
use crate::table::{Column, fixed, render};
use osteotome_geometry::{
    BoneFrame, Certainty, Diagnosis, Finding, FootFrame, Repair, Side, TriangleSurface,
};
use serde_json::{Value, json};

/// A bone with everything that was found out about it.
#[derive(Debug)]
pub(crate) struct InspectedBone {
    pub(crate) named: NamedBone,
    /// The surface after safe repairs.
    pub(crate) surface: TriangleSurface,
    pub(crate) diagnosis: Diagnosis,
    pub(crate) repairs: Vec<Repair>,
    /// The frame, or why there is none.
    pub(crate) frame: Result<BoneFrame, String>,
}

impl InspectedBone {
    /// Whether it can be used after safe repairs.
    pub(crate) fn is_usable(&self) -> bool {
        self.diagnosis.is_usable() && self.frame.is_ok()
    }
}

/// The whole report.
pub(crate) fn text(bones: &[InspectedBone], foot: Option<&Result<FootFrame, String>>) -> String {
    let mut parts: Vec<String> = bones.iter().map(bone_text).collect();
    match foot {
        Some(Ok(foot)) => parts.push(foot_text(bones, foot)),
        Some(Err(error)) => parts.push(format!("foot: no common frame: {error}")),
        None => {}
    }
    parts.join("\n\n")
}

fn bone_text(bone: &InspectedBone) -> String {
    let facts = &bone.diagnosis.facts;
    let [x, y, z] = facts.size_mm.map(short);
    let verdict = if bone.is_usable() { "usable" } else { "NOT usable" };
    let mut lines = vec![
        format!("{}: {verdict}{}", bone.named.path.display(), ray_text(&bone.named)),
        format!("  triangles {}, vertices {}, bodies {}", facts.triangles, facts.vertices, facts.bodies),
        format!("  box {x} × {y} × {z} mm, volume {} mm³", short(facts.volume_mm3)),
    ];
    lines.extend(bone.diagnosis.findings.iter().map(finding_text));
    lines.extend(bone.repairs.iter().map(|repair| format!("  repaired: {repair}")));
    match &bone.frame {
        Ok(frame) if bone.is_usable() => lines.push(frame_text(frame)),
        Ok(_) => lines.push("  no frame: a frame of what is no bone would mislead".to_owned()),
        Err(error) => lines.push(format!("  no frame: {error}")),
    }
    lines.join("\n")
}

fn ray_text(named: &NamedBone) -> String {
    match (named.ray, named.is_given) {
        (Some(ray), true) => format!(", {ray}"),
        (Some(ray), false) => format!(", {ray} by the name of the file"),
        (None, _) => ", ray not known; say M2=FILE".to_owned(),
    }
}

fn finding_text(finding: &Finding) -> String {
    let severity = format!("{:?}", finding.severity).to_lowercase();
    let place = match finding.place {
        Some([x, y, z]) => format!(" at ({}, {}, {})", short(x), short(y), short(z)),
        None => String::new(),
    };
    let remedy = if finding.repairable { "repaired by itself" } else { &finding.remedy };
    format!("  {severity}{place}: {}\n    hint: {remedy}", finding.message)
}

/// A coordinate of a file whose unit may not be the millimetre: with more digits where it is small.
fn short(coordinate: f64) -> String {
    fixed(coordinate, if coordinate.abs() < 1.0 { 4 } else { 1 })
}

fn frame_text(frame: &BoneFrame) -> String {
    let row = |name: &str, [x, y, z]: [f64; 3], digits: usize| {
        vec![name.to_owned(), fixed(x, digits), fixed(y, digits), fixed(z, digits)]
    };
    let rows = [
        row("head centre", frame.head_centre.coords.into(), 2),
        row("distal tip", frame.distal_tip.coords.into(), 2),
        row("proximal tip", frame.proximal_tip.coords.into(), 2),
        row("head centroid", frame.head_centroid.coords.into(), 2),
        row("base centroid", frame.base_centroid.coords.into(), 2),
        row("distal (unit vector)", frame.distal.into_inner().into(), 4),
        row("dorsal (unit vector)", frame.dorsal.into_inner().into(), 4),
    ];
    let columns = ["landmark", "x", "y", "z"]
        .map(|name| Column { name, unit: if name == "landmark" { "" } else { "mm" } });
    let table = render(&columns, &rows).replace('\n', "\n  ");
    format!(
        "  length {} mm, head radius {} mm\n  head end: {}\n  dorsal: {}\n  {table}",
        fixed(frame.length_mm, 1),
        fixed(frame.head_radius_mm, 2),
        certainty_text(&frame.distal_certainty),
        certainty_text(&frame.dorsal_certainty)
    )
}

fn certainty_text(certainty: &Certainty) -> String {
    let spread = certainty.uncertainty_deg.map_or(String::new(), |angle| format!(", ±{}°", fixed(angle, 0)));
    format!(
        "{} ({} %{spread}): {}",
        certainty.word(),
        fixed(100.0 * certainty.confidence, 0),
        certainty.reason
    )
}

fn side_name(side: Side) -> &'static str {
    match side {
        Side::Left => "left",
        Side::Right => "right",
    }
}

fn foot_text(bones: &[InspectedBone], foot: &FootFrame) -> String {
    let declinations: Vec<String> = bones
        .iter()
        .zip(&foot.declinations_deg)
        .filter_map(|(bone, angle)| Some(format!("{} {}°", bone.named.ray?, fixed(*angle, 1))))
        .collect();
    let mut lines = vec![
        format!("foot: {}, {}", side_name(foot.side), certainty_text(&foot.side_certainty)),
        format!("  dorsal: {}", certainty_text(&foot.dorsal_certainty)),
        format!("  declination of the shafts: {}", declinations.join(", ")),
    ];
    lines.extend(foot.assumptions.iter().map(|assumption| format!("  assumed: {assumption}")));
    lines.push("for a scenario:".to_owned());
    lines.push(scenario_text(bones, foot));
    lines.join("\n")
}

/// The `[foot]` table that says the same.
fn scenario_text(bones: &[InspectedBone], foot: &FootFrame) -> String {
    let files: Vec<String> = bones
        .iter()
        .filter_map(|bone| {
            Some(format!("{} = {}", bone.named.ray?, json!(bone.named.path.to_string_lossy())))
        })
        .collect();
    let doubt = if foot.side_certainty.word() == "unsure" { " # a guess: say which foot it is" } else { "" };
    let vector = |vector: [f64; 3]| vector.map(|component| fixed(component, 4)).join(", ");
    format!(
        "[foot]\nbones = {{ {} }}\nside = \"{}\"{doubt}\nframe = {{ distal = [{}], dorsal = [{}] }}",
        files.join(", "),
        side_name(foot.side),
        vector(foot.distal.into_inner().into()),
        vector(foot.dorsal.into_inner().into())
    )
}

/// One bone as JSON.
pub(crate) fn json(bone: &InspectedBone) -> Value {
    json!({
        "file": bone.named.path.to_string_lossy(),
        "ray": bone.named.ray.map(|ray| ray.to_string()),
        "usable": bone.is_usable(),
        "diagnosis": bone.diagnosis,
        "repairs": bone.repairs,
        "frame": bone.frame.as_ref().ok().filter(|_| bone.is_usable()).map(frame_json),
    })
}

fn frame_json(frame: &BoneFrame) -> Value {
    json!({
        "length_mm": frame.length_mm,
        "head_radius_mm": frame.head_radius_mm,
        "head_centre_mm": coordinates(frame.head_centre.coords.into()),
        "distal_tip_mm": coordinates(frame.distal_tip.coords.into()),
        "proximal_tip_mm": coordinates(frame.proximal_tip.coords.into()),
        "head_centroid_mm": coordinates(frame.head_centroid.coords.into()),
        "base_centroid_mm": coordinates(frame.base_centroid.coords.into()),
        "distal": coordinates(frame.distal.into_inner().into()),
        "dorsal": coordinates(frame.dorsal.into_inner().into()),
        "distal_certainty": frame.distal_certainty,
        "dorsal_certainty": frame.dorsal_certainty,
    })
}

fn coordinates(coordinates: [f64; 3]) -> Value {
    json!(coordinates)
}

/// The frame of the foot as JSON, or why there is none.
pub(crate) fn foot_json(foot: &Result<FootFrame, String>) -> Value {
    match foot {
        Err(error) => json!({ "error": error }),
        Ok(foot) => json!({
            "side": foot.side,
            "distal": coordinates(foot.distal.into_inner().into()),
            "dorsal": coordinates(foot.dorsal.into_inner().into()),
            "declinations_deg": foot.declinations_deg,
            "side_certainty": foot.side_certainty,
            "dorsal_certainty": foot.dorsal_certainty,
            "assumptions": foot.assumptions,
        }),
    }
}
