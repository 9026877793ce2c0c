//! Tendons first, then weight.

use crate::anatomy::FootAnatomy;
use crate::forefoot_state::forefoot_state;
use crate::healing::{Step, heal};
use crate::law::{SURGEON, TENDONS, TOES, WEIGHT};
use crate::model::{ForefootModel, Role};
use crate::outcome::{ForefootState, HealingOutcome};
use crate::overlap::refuse_overlap;
use crate::scenario::Healing;
use crate::{FootError, Progress, Ray};
use osteotome_contact::{Equilibrium, LoadFactors, Moment, Pose, Settings, Stage, State, StepEvent};
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
    /// Callus to grow in the cuts once they have settled.
    pub(crate) healing: Option<&'a Healing>,
    /// Whether moments on the way are to be seen.
    pub(crate) seen: bool,
}

/// Load factors of tendons and weight of a foot that stands, with its toes on the ground.
pub(crate) fn standing(tendons: f64, weight: f64) -> LoadFactors {
    let mut factors = vec![0.0; 4];
    (factors[TENDONS], factors[WEIGHT], factors[TOES]) = (tendons, weight, 1.0);
    LoadFactors(factors)
}

/// Load factors of a part `share` of the tendons and of the surgeon's push on a foot that lies: the ground carries next to nothing of
/// it, nor pushes under its toes.
fn lying(tendons: f64, share: f64) -> LoadFactors {
    let mut factors = vec![0.0; 4];
    (factors[TENDONS], factors[WEIGHT]) = (share * tendons, share * RESTING_WEIGHT);
    (factors[SURGEON], factors[TOES]) = (share, RESTING_WEIGHT);
    LoadFactors(factors)
}

/// The solver's defaults, but tighter: the residuals of the five rays may add up, and together stay below 1e-6 of the load.
fn settings() -> Settings {
    Settings { equilibrium_tolerance: 2e-7, ..Settings::default() }
}

/// Share of the weight while the tendons pull: a foot that lies on the ground. Without any, the height of the ground would
/// be nobody's business and the equilibrium not unique.
const RESTING_WEIGHT: f64 = 0.02;

/// The load stages: tendons, up to the factor `tendons`, with the surgeon's push, then weight while the push is taken away.
fn stages(tendons: f64) -> [Stage; 2] {
    let stage = |name: &str, from, to| Stage { name: name.into(), from, to, duration: 1.0 };
    [
        stage("tendons", lying(tendons, 0.0), lying(tendons, 1.0)),
        stage("weight", lying(tendons, 1.0), standing(tendons, 1.0)),
    ]
}

/// The factors before any load, lying and standing: between them every load changes in proportion, up to the push of the toes,
/// which is there from the start.
pub(crate) fn load_states(tendons: f64) -> [LoadFactors; 3] {
    let [first, last] = stages(tendons);
    [first.from, first.to, last.to]
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
    let [tendons, weight] = stages(model.tendon_factor);
    model.map.set_soles_down(None);
    equilibrium.run_stage(&tendons, &mut on_step).map_err(lost)?;
    model.map.set_soles_down(Some(equilibrium.state()));
    equilibrium.run_stage(&weight, &mut on_step).map_err(lost)?;
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
        healing,
    })
}

fn head_poses(model: &ForefootModel, state: &State) -> Vec<Pose> {
    let pose = |i: usize| model.rays[i].head().pose(Role::Core, &state.bodies[model.head_body(i)]);
    (0..model.rays.len()).filter_map(pose).collect()
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
