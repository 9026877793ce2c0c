//! How sure the side and the frame of a foot are.

use crate::FrameSensitivity;
use osteotome_geometry::FootFrame;
use serde::{Deserialize, Serialize};

/// Where side and directions of a foot come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrameSource {
    /// The template has its own.
    #[default]
    Template,
    /// Both directions were given in the scenario.
    Given,
    /// They were found from the bones.
    Bones,
}

/// How sure the side and the frame of a foot are, and what was assumed to find them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrameCertainty {
    /// Where the directions come from.
    pub source: FrameSource,
    /// Probability that the bones are of the side that was said, by their own shape and order; 0.5 of a single bone, which does not
    /// tell, and none of the template.
    pub side_confidence: Option<f64>,
    /// Standard uncertainty of the dorsal direction, degrees; none unless it was found from the bones.
    pub dorsal_uncertainty_deg: Option<f64>,
    /// Its part about the mediolateral axis, degrees: whether all shafts decline by more or less.
    pub pitch_uncertainty_deg: Option<f64>,
    /// Its part about the distal axis, degrees: whether the lateral or the medial heads lie higher.
    pub roll_uncertainty_deg: Option<f64>,
    /// What was assumed, because metatarsals alone do not tell.
    pub assumptions: Vec<String>,
    /// How much the outcome hangs on the frame, if it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<FrameSensitivity>,
}

impl FrameCertainty {
    /// Of the frame `found`, whose side was left to be found, for a foot of which `side` was said.
    pub(crate) fn of_bones(found: &FootFrame, side: osteotome_geometry::Side) -> Self {
        let confidence = found.side_certainty.confidence;
        let side_confidence = if found.side == side { confidence } else { 1.0 - confidence };
        Self {
            source: if found.tilt.is_some() { FrameSource::Bones } else { FrameSource::Given },
            side_confidence: Some(side_confidence),
            dorsal_uncertainty_deg: found.dorsal_certainty.uncertainty_deg,
            pitch_uncertainty_deg: found.tilt.map(|tilt| tilt.pitch_deg),
            roll_uncertainty_deg: found.tilt.map(|tilt| tilt.roll_deg),
            assumptions: found.assumptions.clone(),
            sensitivity: None,
        }
    }
}
