//! Everything there is to say about one bone file.

use std::fmt::{Display, Formatter};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::diagnosis::likely_millimetres_per_unit;
use crate::{
    BoneFrame, Certainty, Diagnosis, ExpectedMetatarsal, FrameHints, Landmarks, Point3, ReadError, Repair,
    TriangleSurface, diagnose_metatarsal, find_bone_frame, measure_landmarks, read_surface, repair,
};

/// What a bone file holds: defects, frame, landmarks, and how sure each is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BoneReport {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it, as it was read.
    pub diagnosis: Diagnosis,
    /// What was repaired before the frame was sought.
    pub repairs: Vec<Repair>,
    /// Factor that brings the file to millimetres, 1 unless its unit is another one and can be told; frame and landmarks
    /// are those of the scaled bone.
    pub scale: f64,
    /// The frame, if the file holds one metatarsal.
    pub frame: Option<BoneFrame>,
    /// Why there is no frame.
    pub frame_problem: Option<String>,
    /// Sizes and places, if there is a frame.
    pub landmarks: Option<Landmarks>,
}

/// Reads a bone and says everything about it that can be found out.
///
/// # Errors
/// [`ReadError`] if the file does not hold a surface; every other problem is part of the report.
pub fn inspect_surface(path: impl AsRef<Path>, hints: &FrameHints) -> Result<BoneReport, ReadError> {
    let path = path.as_ref();
    Ok(inspect(path, &read_surface(path)?, hints))
}

fn inspect(path: &Path, surface: &TriangleSurface, hints: &FrameHints) -> BoneReport {
    let expected = ExpectedMetatarsal { ray: hints.ray, side: hints.side, dorsal: hints.dorsal };
    let scale = likely_millimetres_per_unit(surface);
    let diagnosis = diagnose_metatarsal(surface, &expected);
    let (repaired, repairs) = repair(surface);
    let bone = scaled(&repaired, scale);
    let found = find_bone_frame(&bone, hints);
    let landmarks = found.as_ref().ok().and_then(|frame| measure_landmarks(&bone, frame));
    let frame_problem = found.as_ref().err().map(ToString::to_string);
    BoneReport {
        file: path.to_path_buf(),
        diagnosis,
        repairs,
        scale,
        frame: found.ok(),
        frame_problem,
        landmarks,
    }
}

fn scaled(surface: &TriangleSurface, scale: f64) -> TriangleSurface {
    let vertices = surface.vertices.iter().map(|p| p * scale).collect();
    TriangleSurface { vertices, triangles: surface.triangles.clone() }
}

impl Display for BoneReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let facts = &self.diagnosis.facts;
        let verdict = match (self.diagnosis.is_clean(), self.diagnosis.is_usable()) {
            (true, _) => "a clean bone",
            (false, true) => "usable, with warnings",
            (false, false) => "not usable as it is",
        };
        writeln!(f, "{}: {verdict}", self.file.display())?;
        writeln!(f, "  {} vertices, {} facets, {} bodies", facts.vertices, facts.triangles, facts.bodies)?;
        for finding in &self.diagnosis.findings {
            let place =
                finding.place.map_or(String::new(), |[x, y, z]| format!(" at ({x:.1}, {y:.1}, {z:.1})"));
            let severity = format!("{:?}", finding.severity).to_lowercase();
            writeln!(f, "  {severity}: {}{place}; {}", finding.message, finding.remedy)?;
        }
        for repair in &self.repairs {
            writeln!(f, "  repaired: {repair}")?;
        }
        if self.scale != 1.0 {
            writeln!(f, "  figures below are those of the bone scaled by {}", self.scale)?;
        }
        match (&self.frame, &self.landmarks) {
            (Some(frame), Some(landmarks)) => write_frame(f, frame, landmarks),
            _ => writeln!(
                f,
                "  no frame: {}",
                self.frame_problem.as_deref().unwrap_or("no section through the shaft")
            ),
        }
    }
}

fn write_frame(f: &mut Formatter<'_>, frame: &BoneFrame, landmarks: &Landmarks) -> std::fmt::Result {
    let triple = |x: f64, y: f64, z: f64| format!("({x:.3}, {y:.3}, {z:.3})");
    let place = |p: &Point3| format!("({:.2}, {:.2}, {:.2}) mm", p.x, p.y, p.z);
    let sureness = |certainty: &Certainty| {
        let spread = certainty.uncertainty_deg.map_or(String::new(), |deg| format!(", ± {deg:.0}°"));
        format!("{} ({:.0} %{spread}): {}", certainty.word(), 100.0 * certainty.confidence, certainty.reason)
    };
    let (distal, dorsal) = (&frame.distal, &frame.dorsal);
    writeln!(
        f,
        "  distal   {}  {}",
        triple(distal.x, distal.y, distal.z),
        sureness(&frame.distal_certainty)
    )?;
    writeln!(
        f,
        "  dorsal   {}  {}",
        triple(dorsal.x, dorsal.y, dorsal.z),
        sureness(&frame.dorsal_certainty)
    )?;
    writeln!(f, "  length   {:.1} mm", frame.length_mm)?;
    writeln!(f, "  head     centre {}, radius {:.1} mm", place(&frame.head_centre), frame.head_radius_mm)?;
    let [width, height] = landmarks.head_width_height_mm;
    writeln!(f, "           {width:.1} × {height:.1} mm (width × height)")?;
    let [width, height] = landmarks.base_width_height_mm;
    writeln!(f, "  base     centroid {}, {width:.1} × {height:.1} mm", place(&frame.base_centroid))?;
    for (name, cut) in [("narrowest", &landmarks.narrowest), ("mid-shaft", &landmarks.mid_shaft)] {
        writeln!(
            f,
            "  {name}  {:.1} mm from the tip: {:.1} × {:.1} mm, {:.1} mm²",
            cut.distance_from_tip_mm, cut.width_mm, cut.height_mm, cut.area_mm2
        )?;
    }
    let [dorsal, leftward] = landmarks.bow_dorsal_leftward_mm;
    writeln!(f, "  bow      {dorsal:.1} mm dorsal, {leftward:.1} mm towards the left of the body")
}
