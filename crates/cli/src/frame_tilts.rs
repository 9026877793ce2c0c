//! By how much the frame of a foot is tilted to see what hangs on it.

use crate::failure::Failure;
use crate::given::Given;
use osteotome_foot::scenario::{BoneSource, Scenario};
use osteotome_foot::{FrameCertainty, FrameSensitivity, FrameTilt};

/// What was asked for.
#[derive(Clone, Debug)]
pub(crate) enum FrameTilts {
    /// No tilts.
    None,
    /// By the uncertainty that is stated of the frame.
    Stated,
    /// By so many degrees.
    By(f64),
    /// By what a result to be repeated was tilted by.
    Again(Vec<FrameTilt>),
}

impl FrameTilts {
    /// What the command line asks for, or else the result that is repeated.
    ///
    /// # Errors
    /// If the uncertainty is asked for of a frame that has none.
    pub(crate) fn new(option: Option<Option<f64>>, given: &Given) -> Result<Self, Failure> {
        match option {
            Some(Some(by_deg)) => Ok(Self::By(by_deg)),
            Some(None) if frame_is_known(&given.scenario) => Err(Failure::input(
                "--frame-sensitivity: the frame of this foot is given and not found from its bones, so its uncertainty is not known",
            )
            .hinting("say by how many degrees to tilt it: --frame-sensitivity=4")),
            Some(None) => Ok(Self::Stated),
            None => Ok(recorded(given).map_or(Self::None, Self::Again)),
        }
    }

    /// The tilts, for a foot whose frame is so sure.
    pub(crate) fn of(&self, certainty: &FrameCertainty) -> Vec<FrameTilt> {
        match self {
            Self::None => Vec::new(),
            Self::Stated => FrameTilt::either_way(certainty, None),
            Self::By(by_deg) => FrameTilt::either_way(certainty, Some(*by_deg)),
            Self::Again(tilts) => tilts.clone(),
        }
    }
}

fn frame_is_known(scenario: &Scenario) -> bool {
    scenario.foot.distal_dorsal.is_some() || matches!(scenario.foot.source, BoneSource::Template { .. })
}

fn recorded(given: &Given) -> Option<Vec<FrameTilt>> {
    let sensitivity = given.record.as_ref()?.document.pointer("/frame/sensitivity")?;
    let sensitivity: FrameSensitivity = serde_json::from_value(sensitivity.clone()).ok()?;
    Some(sensitivity.tilts.iter().map(|outcome| outcome.tilt).collect())
}
