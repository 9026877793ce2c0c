//! From scenario to outcome.

use crate::anatomy::FootAnatomy;
use crate::frames::Scene;
use crate::model::{ForefootModel, RayModel, build_rays};
use crate::outcome::{Outcome, TimeOutcome};
use crate::report::outcome;
use crate::scenario::Scenario;
use crate::scene::scene;
use crate::settle::{Task, settle};
use crate::{FootError, Ray, Side};
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
    let mut time_s = TimeOutcome::default();
    let foot = FootAnatomy::place(&scenario.foot)?.as_left();
    let rays = build_rays(scenario, &foot, &mut time_s, observer)?;

    let settling = Instant::now();
    let whole: Vec<RayModel> = rays.iter().map(|ray| ray.whole.clone()).collect();
    let intact_model = ForefootModel::new(&foot, whole, scenario)?;
    let seen = rays.iter().all(|ray| ray.cut.is_none());
    let task = Task { foot: "intact", forefoot_n: scenario.load.forefoot_n, healing: None, seen };
    let intact = settle(&foot, &intact_model, &task, observer)?;
    let is_cut = rays.iter().any(|ray| ray.cut.is_some());
    let (model, cut) = if is_cut {
        let rays = rays.into_iter().map(|ray| ray.cut.unwrap_or(ray.whole)).collect();
        let model = ForefootModel::new(&foot, rays, scenario)?;
        let task = Task { foot: "cut", healing: scenario.healing.as_ref(), seen: true, ..task };
        let settled = settle(&foot, &model, &task, observer)?;
        (model, Some(settled))
    } else {
        (intact_model, None)
    };
    time_s.equilibrium = settling.elapsed().as_secs_f64();

    let settled = cut.as_ref().unwrap_or(&intact);
    let recovering = Instant::now();
    observer(&Progress::Recovering);
    let solved = scene(&model, &settled.moments)?;
    let scene = if scenario.foot.side == Side::Right { solved.mirrored() } else { solved };
    time_s.recover = recovering.elapsed().as_secs_f64();
    time_s.total = start.elapsed().as_secs_f64();
    Ok(RunResult { outcome: outcome(&foot, &model, &intact, settled, time_s), scene })
}
