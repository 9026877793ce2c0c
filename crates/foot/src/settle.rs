//! A forefoot on its way to rest.

use crate::anatomy::FootAnatomy;
use crate::forefoot_state::forefoot_state;
use crate::healing::{Step, heal};
use crate::load_path::{follow, head_poses};
use crate::model::ForefootModel;
use crate::outcome::{ForefootState, HealingOutcome, WalkOutcome};
use crate::overlap::refuse_overlap;
use crate::scenario::{Healing, LoadStage};
use crate::{FootError, Progress, Ray};
use osteotome_contact::{Equilibrium, Moment, Pose, Settings, State, StepEvent};
use std::collections::BTreeMap;

/// Greatest number of recorded moments; when there are twice as many, every second one is forgotten.
const RECORDED_MOMENTS: usize = 12;

/// Where a forefoot came to rest.
pub(crate) struct Settled {
    /// Final state.
    pub(crate) state: State,
    /// Pose of each head: its core patch.
    pub(crate) heads: Vec<Pose>,
    /// Ground load under each ray, its head and its stump, N.
    pub(crate) loads_n: Vec<f64>,
    /// Part of it under the stump of each ray, N.
    pub(crate) stump_loads_n: Vec<f64>,
    /// Height of the lowest point of each stump above the ground, mm.
    pub(crate) stump_heights_mm: Vec<Option<f64>>,
    /// Height of each head above the ground, mm.
    pub(crate) heights_mm: Vec<f64>,
    /// The heads together.
    pub(crate) forefoot: ForefootState,
    /// Strain along the shaft at its dorsal middle, of each ray that is whole, in millionths.
    pub(crate) dorsal_microstrain: Vec<Option<f64>>,
    /// Recorded moments, the last one being the final state, or that after a step on callus; that alone if they are not to be seen.
    pub(crate) moments: Vec<State>,
    /// What the heads did while the foot walked, if it did.
    pub(crate) walk: Option<WalkOutcome>,
    /// What callus does between the faces of each cut, if it was asked for.
    pub(crate) healing: BTreeMap<Ray, HealingOutcome>,
}

/// What is to be settled, and how far.
#[derive(Clone, Copy)]
pub(crate) struct Task<'a> {
    /// "intact" or "cut", for messages.
    pub(crate) foot: &'static str,
    /// Load under all heads, N.
    pub(crate) forefoot_n: f64,
    /// The order in which loads come.
    pub(crate) history: &'a [LoadStage],
    /// Callus to grow in the cuts once they have settled.
    pub(crate) healing: Option<&'a Healing>,
    /// Whether moments on the way are to be seen.
    pub(crate) seen: bool,
}

/// The solver's defaults, but tighter: the residuals of the five rays may add up, and together stay below 1e-6 of the load.
fn settings() -> Settings {
    Settings { equilibrium_tolerance: 2e-7, ..Settings::default() }
}

/// Settles `model` under tendons and load, then lets callus grow in the cuts if that is part of the task.
///
/// # Errors
/// If no equilibrium is found.
pub(crate) fn settle(
    anatomy: &FootAnatomy,
    model: &ForefootModel,
    task: &Task,
    observer: &mut dyn FnMut(&Progress),
) -> Result<Settled, FootError> {
    let foot = task.foot;
    let lost = |source| FootError::Equilibrium { foot, source: Box::new(source) };
    let mut equilibrium = Equilibrium::new(model.assembly(task.forefoot_n), settings()).map_err(lost)?;
    let mut recorder = Recorder::default();
    let mut on_step = |event: &StepEvent, moment: &Moment| {
        if task.seen && event.accepted {
            recorder.note(moment);
        }
        observer(&Progress::Settling { foot, event: event.clone() });
    };
    let walk = follow(task.history, model, &mut equilibrium, &mut on_step).map_err(lost)?;
    let state = equilibrium.state().clone();
    refuse_overlap(anatomy, model, &state)?;
    let healing = match task.healing {
        None => BTreeMap::new(),
        Some(healing) => {
            let step = Step { healing: *healing, weight: healing.forefoot_n / task.forefoot_n };
            heal(anatomy, model, &mut equilibrium, &step, &mut on_step).map_err(lost)?
        }
    };
    recorder.finish(equilibrium.state());
    let heads = head_poses(model, &state);
    let load_n = |pad: usize| state.connectors[pad].magnitude_n;
    let stump_loads_n: Vec<f64> = model.map.stumps.iter().map(|stump| stump.map_or(0.0, load_n)).collect();
    let loads_n: Vec<f64> =
        model.map.pads.iter().zip(&stump_loads_n).map(|(&pad, stump_n)| load_n(pad) + stump_n).collect();
    let heights_mm = model.heights_mm(&state);
    Ok(Settled {
        dorsal_microstrain: gauges(model, &state),
        forefoot: forefoot_state(anatomy, model, &state, &heads, &loads_n, &heights_mm),
        heads,
        loads_n,
        stump_loads_n,
        stump_heights_mm: model.stump_heights_mm(anatomy, &state),
        heights_mm,
        moments: recorder.moments,
        state,
        walk,
        healing,
    })
}

fn gauges(model: &ForefootModel, state: &State) -> Vec<Option<f64>> {
    let gauge = |i: usize| model.rays[i].head().dorsal_microstrain(&state.bodies[model.head_body(i)]);
    (0..model.rays.len()).map(gauge).collect()
}

/// Keeps an evenly thinned selection of accepted states.
#[derive(Default)]
struct Recorder {
    moments: Vec<State>,
    seen: usize,
    stride_power: u32,
}

impl Recorder {
    fn note(&mut self, moment: &Moment) {
        if self.seen.is_multiple_of(1 << self.stride_power) {
            self.moments.push(moment.state());
        }
        self.seen += 1;
        if self.moments.len() > 2 * RECORDED_MOMENTS {
            let mut place = 0;
            self.moments.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.stride_power += 1;
        }
    }

    fn finish(&mut self, state: &State) {
        if self.moments.last().is_none_or(|last| last.time < state.time) {
            self.moments.push(state.clone());
        }
    }
}
