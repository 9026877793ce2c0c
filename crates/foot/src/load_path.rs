//! The load factors along a history of loads, and a foot that walks until its heads rest.

use crate::law::{CHANNELS, DRESSING, HAND, TOES, WEIGHT};
use crate::model::{ForefootModel, Role};
use crate::outcome::WalkOutcome;
use crate::pull::Pull;
use crate::scenario::{LoadStage, RESTING_WEIGHT, SWING};
use osteotome_contact::{ContactError, Equilibrium, LoadFactors, Moment, Pose, Stage, State, StepEvent};

/// Hears of every step.
pub(crate) type Observer<'a> = &'a mut dyn FnMut(&StepEvent, &Moment);

/// Motion of a head from one step of a walking foot to the next below which it rests, mm: a tenth of what a clinic could measure.
const RESTING_MM: f64 = 0.01;

/// Load factors of a foot that stands with its toes on the ground, under the part `tendons` of `pull` and the part `weight` of its load.
pub(crate) fn standing(pull: Pull, tendons: f64, weight: f64) -> LoadFactors {
    let mut factors = LoadFactors(vec![0.0; CHANNELS]);
    pull.enter(tendons, &mut factors);
    (factors.0[WEIGHT], factors.0[TOES]) = (weight, 1.0);
    factors
}

/// Load factors at the end of `stage`, of which `share` has come, where `pull` is that of the full load. The
/// ground pushes under the toes of a foot that stands, and carries next to nothing of one that lies.
fn factors(stage: &LoadStage, pull: Pull, share: f64) -> LoadFactors {
    let mut factors = standing(pull, share * stage.tendons, share * stage.weight);
    (factors.0[HAND], factors.0[DRESSING]) = (share * stage.hand, share * stage.dressing);
    if stage.weight <= RESTING_WEIGHT {
        factors.0[TOES] = RESTING_WEIGHT;
    }
    factors
}

/// The factors before any load, after the first stage and after the last one: between them every load changes in proportion, up to
/// the push of the toes, which is there from the start.
pub(crate) fn load_states(history: &[LoadStage], pull: Pull) -> [LoadFactors; 3] {
    let [first, .., last] = history else {
        let only = history.first().expect("a history has a stage");
        return [0.0, 1.0, 1.0].map(|share| factors(only, pull, share));
    };
    [factors(first, pull, 0.0), factors(first, pull, 1.0), factors(last, pull, 1.0)]
}

/// Takes the foot through `history`; what its heads did when it walked.
///
/// # Errors
/// If an equilibrium is lost.
pub(crate) fn follow(
    history: &[LoadStage],
    model: &ForefootModel,
    equilibrium: &mut Equilibrium,
    observer: Observer,
) -> Result<Option<WalkOutcome>, ContactError> {
    let pull = model.pull;
    let mut walked = None;
    model.map.set_soles_down(None);
    let mut from =
        history.first().map_or_else(|| standing(pull, 0.0, 0.0), |first| factors(first, pull, 0.0));
    let mut lay = true;
    for (i, stage) in history.iter().enumerate() {
        let stands = stage.weight > RESTING_WEIGHT;
        if stands && lay && i > 0 {
            model.map.set_soles_down(Some(equilibrium.state()));
        }
        lay = !stands;
        let to = factors(stage, pull, 1.0);
        let ramp = Stage { name: stage.name.clone(), from, to: to.clone(), duration: 1.0 };
        if ramp.from != ramp.to || i == 0 {
            equilibrium.run_stage(&ramp, observer)?;
        }
        if stage.cycles > 0 {
            walked = Some(walk(stage, model, equilibrium, observer)?);
        }
        from = to;
    }
    Ok(walked)
}

/// Steps of a foot, each down to a tenth of the load and back, until no head moves any more.
fn walk(
    stage: &LoadStage,
    model: &ForefootModel,
    equilibrium: &mut Equilibrium,
    observer: Observer,
) -> Result<WalkOutcome, ContactError> {
    let on = factors(stage, model.pull, 1.0);
    let swing = LoadStage { tendons: SWING * stage.tendons, weight: SWING * stage.weight, ..stage.clone() };
    let off = factors(&swing, model.pull, 1.0);
    let ramp = |name: String, from: &LoadFactors, to: &LoadFactors| Stage {
        name,
        from: from.clone(),
        to: to.clone(),
        duration: 1.0,
    };
    let mut outcome = WalkOutcome { steps: 0, creep_mm: f64::INFINITY };
    let mut before = head_poses(model, equilibrium.state());
    while outcome.steps < stage.cycles && outcome.creep_mm > RESTING_MM {
        outcome.steps += 1;
        let name = format!("{} {}", stage.name, outcome.steps);
        equilibrium.run_stage(&ramp(format!("{name}, swing"), &on, &off), observer)?;
        model.map.set_soles_down(Some(equilibrium.state()));
        equilibrium.run_stage(&ramp(name, &off, &on), observer)?;
        let after = head_poses(model, equilibrium.state());
        let moved = after.iter().zip(&before).map(|(a, b)| (a.position - b.position).norm());
        outcome.creep_mm = moved.fold(0.0, f64::max);
        before = after;
    }
    Ok(outcome)
}

/// Pose of each head: its core patch.
pub(crate) fn head_poses(model: &ForefootModel, state: &State) -> Vec<Pose> {
    let pose = |i: usize| model.rays[i].head().pose(Role::Core, &state.bodies[model.head_body(i)]);
    (0..model.rays.len()).filter_map(pose).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{FASCIA, MUSCLES};
    use crate::scenario::{Load, read};
    use std::path::Path;

    fn history(text: &str) -> Vec<LoadStage> {
        read(text, Path::new(".")).expect("the scenario has no mistakes").scenario.history
    }

    #[test]
    fn a_foot_lies_before_it_stands_and_is_let_go_before_it_walks() {
        let stages = history("");
        let load = Load { fascia_factor: 2.0, muscle_factor: 4.0, ..Load::default() };
        let [none, table, full] = load_states(&stages, Pull::of(&load));
        assert!(none.0.iter().enumerate().all(|(i, f)| *f == 0.0 || i == TOES));
        assert_eq!((table.0[FASCIA], table.0[WEIGHT], table.0[HAND]), (0.2, RESTING_WEIGHT, 1.0));
        assert_eq!((full.0[FASCIA], full.0[MUSCLES], full.0[WEIGHT], full.0[TOES]), (2.0, 4.0, 1.0, 1.0));
        let walking = history("[load]\nsteps = 7\n");
        assert!(walking.last().is_some_and(|last| last.cycles == 7));
    }

    #[test]
    fn tendons_first_is_a_history_like_any_other() {
        let named = history("[load]\nhistory = \"tendons-first\"\n");
        let given =
            history("[[stage]]\nname = \"tendons\"\nweight = 0.02\nhand = 1\n[[stage]]\nname = \"weight\"\n");
        assert_eq!(named, given);
    }
}
