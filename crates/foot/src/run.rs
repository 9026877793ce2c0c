//! From scenario to outcome.

use crate::frames::Scene;
use crate::outcome::Outcome;
use crate::scenario::Scenario;
use crate::{FootError, Ray};

/// What a run is doing, for progress reports.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// A bone is cut and meshed.
    Meshing(Ray),
    /// A body is condensed.
    Condensing(String),
    /// A stage of the intact or of the cut foot moves on.
    Settling {
        /// Intact or cut.
        foot: &'static str,
        /// Name of the stage.
        stage: String,
        /// Share of the load ramp, 0 to 1.
        ramp: f64,
        /// Accepted steps so far.
        step: usize,
    },
    /// Fields of the recorded moments are recovered.
    Recovering,
}

/// Outcome and everything there is to see.
#[derive(Clone, Debug)]
pub struct RunResult {
    /// The numbers.
    pub outcome: Outcome,
    /// Meshes, fields, faces, lines.
    pub scene: Scene,
}

/// Cuts, meshes, loads and settles the foot of `scenario`; `observer` hears of the progress.
///
/// # Errors
/// See [`FootError`]; [`FootError::is_input_mistake`] tells a mistake in the input from a lost equilibrium.
pub fn run(scenario: &Scenario, observer: &mut dyn FnMut(&Progress)) -> Result<RunResult, FootError> {
    let first = scenario.foot.rays.first().ok_or(FootError::NoRays)?;
    observer(&Progress::Meshing(*first));
    Err(FootError::Mesh { body: first.to_string(), what: "the mesher is not yet connected".into() })
}
