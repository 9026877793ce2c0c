//! From scenario to outcome.

use crate::anatomy::FootAnatomy;
use crate::frames::Scene;
use crate::model::{ForefootModel, RayModel, build_rays};
use crate::outcome::{Outcome, TimeOutcome};
use crate::report::outcome;
use crate::scenario::Scenario;
use crate::scene::scene;
use crate::settle::{Settled, Task, settle};
use crate::{FootError, FrameTilt, Ray, Side};
use osteotome_contact::StepEvent;
use std::time::Instant;

/// What a run is doing, for progress reports.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// A bone is cut and meshed.
    Meshing(Ray),
    /// A body is condensed.
    Condensing(String),
    /// A step of the intact or of the cut foot was taken or rejected.
    Settling {
        /// Intact or cut.
        foot: &'static str,
        /// The step.
        event: StepEvent,
    },
    /// Fields of the recorded moments are recovered.
    Recovering,
    /// All is done once more with the foot tilted against the ground.
    Tilting(FrameTilt),
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
/// Without osteotomies the cut foot is the intact one: its outcome is all zeros and ratios of one.
///
/// # Errors
/// See [`FootError`]; [`FootError::is_input_mistake`] tells a mistake in the input from a lost equilibrium.
pub fn run(scenario: &Scenario, observer: &mut dyn FnMut(&Progress)) -> Result<RunResult, FootError> {
    let start = Instant::now();
    let foot = FootAnatomy::place(&scenario.foot)?.as_left();
    let Equilibria { model, intact, cut, mut time_s } = equilibria(scenario, &foot, true, observer)?;
    let settled = cut.as_ref().unwrap_or(&intact);
    let recovering = Instant::now();
    observer(&Progress::Recovering);
    let solved = scene(&model, &settled.moments)?;
    let scene = if scenario.foot.side == Side::Right { solved.mirrored() } else { solved };
    time_s.recover = recovering.elapsed().as_secs_f64();
    time_s.total = start.elapsed().as_secs_f64();
    Ok(RunResult { outcome: outcome(&foot, &model, &intact, settled, time_s), scene })
}

/// A foot at rest before and after its operation.
pub(crate) struct Equilibria {
    /// The foot after the operation.
    pub(crate) model: ForefootModel,
    /// The intact foot at rest.
    pub(crate) intact: Settled,
    /// The cut foot at rest, if anything is cut.
    pub(crate) cut: Option<Settled>,
    /// Time it took.
    pub(crate) time_s: TimeOutcome,
}

/// Cuts, meshes, loads and settles `foot`, a left one, as `scenario` says; `seen` if moments on the way are to be looked at.
///
/// # Errors
/// If it cannot be built, or finds no equilibrium.
pub(crate) fn equilibria(
    scenario: &Scenario,
    foot: &FootAnatomy,
    seen: bool,
    observer: &mut dyn FnMut(&Progress),
) -> Result<Equilibria, FootError> {
    let mut time_s = TimeOutcome::default();
    let rays = build_rays(scenario, foot, &mut time_s, observer)?;
    let settling = Instant::now();
    let whole: Vec<RayModel> = rays.iter().map(|ray| ray.whole.clone()).collect();
    let intact_model = ForefootModel::new(foot, whole, scenario)?;
    let is_cut = rays.iter().any(|ray| ray.cut.is_some());
    let forefoot_n = scenario.load.forefoot_n;
    let history = &scenario.history;
    let task = Task { foot: "intact", forefoot_n, history, healing: None, seen: seen && !is_cut };
    let intact = settle(foot, &intact_model, &task, observer)?;
    let (model, cut) = if is_cut {
        let rays = rays.into_iter().map(|ray| ray.cut.unwrap_or(ray.whole)).collect();
        let model = ForefootModel::new(foot, rays, scenario)?;
        let task = Task { foot: "cut", healing: scenario.healing.as_ref(), seen, ..task };
        let settled = settle(foot, &model, &task, observer)?;
        (model, Some(settled))
    } else {
        (intact_model, None)
    };
    time_s.equilibrium = settling.elapsed().as_secs_f64();
    Ok(Equilibria { model, intact, cut, time_s })
}
