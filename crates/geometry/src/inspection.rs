//! Everything there is to say about one bone file.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::{
    BoneFrame, Diagnosis, ExpectedMetatarsal, FileSurface, FrameHints, Landmarks, ReadError, Repair,
    TriangleSurface, diagnose_metatarsal, find_bone_frame, measure_landmarks, read_file_surface, repair,
};

/// What a bone file holds: defects, frame, landmarks, and how sure each is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BoneReport {
    /// The file.
    pub file: PathBuf,
    /// What was put right or passed over while reading the file.
    pub reading_notes: Vec<String>,
    /// The surface after safe repairs.
    #[serde(skip)]
    pub surface: TriangleSurface,
    /// What is wrong with it, as it was read.
    pub diagnosis: Diagnosis,
    /// What was repaired before the frame was sought.
    pub repairs: Vec<Repair>,
    /// The frame, if the file holds one usable metatarsal.
    pub frame: Option<BoneFrame>,
    /// Why there is no frame.
    pub frame_problem: Option<String>,
    /// Sizes and places, if there is a frame.
    pub landmarks: Option<Landmarks>,
}

impl BoneReport {
    /// Whether it can be used, after the safe repairs.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.frame.is_some()
    }
}

/// Reads a bone and says everything about it that can be found out.
///
/// A bone with a defect that forbids use gets no frame: it would mislead.
///
/// # Errors
/// [`ReadError`] if the file does not hold a surface; every other problem is part of the report.
pub fn inspect_surface(path: impl AsRef<Path>, hints: &FrameHints) -> Result<BoneReport, ReadError> {
    let FileSurface { surface, notes: reading_notes } = read_file_surface(&path)?;
    let expected = ExpectedMetatarsal { ray: hints.ray, side: hints.side, dorsal: hints.dorsal };
    let diagnosis = diagnose_metatarsal(&surface, &expected);
    let (repaired, repairs) = repair(&surface);
    let found = match diagnosis.is_usable() {
        true => find_bone_frame(&repaired, hints).map_err(|error| error.to_string()),
        false => Err("a frame of what is no usable bone would mislead".to_owned()),
    };
    let landmarks = found.as_ref().ok().and_then(|frame| measure_landmarks(&repaired, frame));
    Ok(BoneReport {
        file: path.as_ref().to_path_buf(),
        reading_notes,
        surface: repaired,
        diagnosis,
        repairs,
        frame_problem: found.as_ref().err().cloned(),
        frame: found.ok(),
        landmarks,
    })
}
