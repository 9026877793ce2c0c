//! What is found out about bones, for people and for machines.

use crate::named_bone::NamedBone;
use crate::table::{Column, fixed, render};
use osteotome_geometry::{
    BoneFrame, BoneReport, Certainty, Finding, FootFinding, FootFrame, Landmarks, SectionFigures, Side,
};
use serde_json::{Value, json};

/// A bone with everything that was found out about it.
#[derive(Debug)]
pub(crate) struct InspectedBone {
    pub(crate) named: NamedBone,
    pub(crate) report: BoneReport,
}

/// The whole report.
pub(crate) fn text(
    bones: &[&InspectedBone],
    foot: Option<&Result<FootFrame, String>>,
    findings: &[FootFinding],
) -> String {
    let mut parts: Vec<String> = bones.iter().map(|bone| bone_text(bone)).collect();
    if !findings.is_empty() {
        let lines: Vec<String> = findings.iter().map(foot_finding_text).collect();
        parts.push(format!("as one foot:\n{}", lines.join("\n")));
    }
    match foot {
        Some(Ok(foot)) => parts.push(foot_text(bones, foot)),
        Some(Err(error)) => parts.push(format!("foot: no common frame: {error}")),
        None => {}
    }
    parts.join("\n\n")
}

fn bone_text(bone: &InspectedBone) -> String {
    let report = &bone.report;
    let facts = &report.diagnosis.facts;
    let [x, y, z] = facts.size_mm.map(short);
    let verdict = if report.is_usable() { "usable" } else { "NOT usable" };
    let mut lines = vec![
        format!("{}: {verdict}{}", bone.named.path.display(), ray_text(&bone.named)),
        format!("  triangles {}, vertices {}, bodies {}", facts.triangles, facts.vertices, facts.bodies),
        format!("  box {x} × {y} × {z} mm, volume {} mm³", short(facts.volume_mm3)),
    ];
    lines.extend(report.reading_notes.iter().map(|note| format!("  read: {note}")));
    lines.extend(report.diagnosis.findings.iter().map(finding_text));
    lines.extend(report.repairs.iter().map(|repair| format!("  repaired: {repair}")));
    lines.extend(report.frame.as_ref().map(frame_text));
    lines.extend(report.frame_problem.as_ref().map(|problem| format!("  no frame: {problem}")));
    lines.extend(report.landmarks.as_ref().map(sizes_text));
    lines.join("\n")
}

/// Sizes in the frame of the bone.
fn sizes_text(landmarks: &Landmarks) -> String {
    let section = |figures: &SectionFigures| {
        vec![figures.width_mm, figures.height_mm, figures.area_mm2, figures.distance_from_tip_mm]
    };
    let row = |name: &str, figures: Vec<f64>| {
        let cells = (0..4).map(|k| figures.get(k).map_or("–".to_owned(), |figure| fixed(*figure, 1)));
        std::iter::once(name.to_owned()).chain(cells).collect::<Vec<_>>()
    };
    let rows = [
        row("head", landmarks.head_width_height_mm.to_vec()),
        row("narrowest section", section(&landmarks.narrowest)),
        row("mid-shaft", section(&landmarks.mid_shaft)),
        row("base", landmarks.base_width_height_mm.to_vec()),
    ];
    let columns = [("size", ""), ("width", "mm"), ("height", "mm"), ("area", "mm²"), ("from the tip", "mm")]
        .map(|(name, unit)| Column { name, unit });
    let table = render(&columns, &rows).replace('\n', "\n  ");
    let [dorsal, leftward] = landmarks.bow_dorsal_leftward_mm;
    let bow = format!("{} mm dorsally, {} mm to the left of the body", fixed(dorsal, 1), fixed(leftward, 1));
    format!("  {table}\n  bow of the shaft: {bow}")
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

fn foot_finding_text(finding: &FootFinding) -> String {
    let severity = format!("{:?}", finding.severity).to_lowercase();
    format!("  {severity}: {}\n    hint: {}", finding.message, finding.remedy)
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

fn foot_text(bones: &[&InspectedBone], foot: &FootFrame) -> String {
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
fn scenario_text(bones: &[&InspectedBone], foot: &FootFrame) -> String {
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
    let mut value = json!(bone.report);
    value["ray"] = json!(bone.named.ray.map(|ray| ray.to_string()));
    value["usable"] = json!(bone.report.is_usable());
    value
}

/// The frame of the foot as JSON, or why there is none.
pub(crate) fn foot_json(foot: &Result<FootFrame, String>) -> Value {
    match foot {
        Err(error) => json!({ "error": error }),
        Ok(foot) => json!(foot),
    }
}
