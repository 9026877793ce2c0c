//! A run in parts, for studies whose cases share them: the placed foot, condensed bones, the intact foot at rest.
//!
//! [`Scenario::part_keys`](crate::scenario::Scenario::part_keys) says which cases may share which part.

use crate::anatomy::FootAnatomy;
use crate::frames::Scene;
use crate::model::{ForefootModel, RayModel, build_bone};
use crate::outcome::{Outcome, TimeOutcome};
use crate::report::outcome;
use crate::scenario::Scenario;
use crate::scene::scene;
use crate::settle::{Settled, Task, settle};
use crate::{FootError, Progress, Ray, Side};
use std::sync::Arc;

/// The bones of a foot where they stand before any load.
#[derive(Clone, Debug)]
pub struct PlacedFoot(Arc<FootAnatomy>);

impl PlacedFoot {
    /// Places the foot of `scenario`.
    ///
    /// # Errors
    /// If a bone cannot be read or is unsound.
    pub fn new(scenario: &Scenario) -> Result<Self, FootError> {
        let foot = FootAnatomy::place(&scenario.foot)?.as_left();
        Ok(Self(Arc::new(foot)))
    }
}

/// A bone, whole or cut, meshed and condensed; copies share it.
#[derive(Clone)]
pub struct CondensedBone(RayModel);

impl CondensedBone {
    /// Meshes and condenses the bone of `ray`, cut as `scenario` says or whole.
    ///
    /// # Errors
    /// If it cannot be cut, meshed or condensed.
    pub fn new(scenario: &Scenario, foot: &PlacedFoot, ray: Ray, cut: bool) -> Result<Self, FootError> {
        build_bone(scenario, &foot.0, ray, cut).map(Self)
    }

    /// The bone without its factorisation, which is most of its memory: it settles as before, but there is nothing to be seen of its
    /// inside.
    #[must_use]
    pub fn without_inside(self) -> Self {
        Self(self.0.without_inside())
    }
}

/// An intact foot at rest under its load.
pub struct IntactFoot {
    settled: Settled,
    /// What was told on the way, if the foot is to be seen.
    steps: Vec<Progress>,
}

impl IntactFoot {
    /// Settles the foot with all its bones whole, medial to lateral; `with_scene` if cases without a cut are to be seen.
    ///
    /// # Errors
    /// If it finds no equilibrium.
    pub fn settle(
        scenario: &Scenario,
        foot: &PlacedFoot,
        whole: Vec<CondensedBone>,
        with_scene: bool,
    ) -> Result<Self, FootError> {
        let model = model(scenario, foot, whole)?;
        let forefoot_n = scenario.load.forefoot_n;
        let history = &scenario.history;
        let task = Task { foot: "intact", forefoot_n, history, healing: None, seen: with_scene };
        let mut steps = Vec::new();
        let settled = settle(&foot.0, &model, &task, &mut |news| note(&mut steps, news, with_scene))?;
        Ok(Self { settled, steps })
    }
}

/// A settled case.
#[derive(Clone, Debug)]
pub struct SettledCase {
    /// The numbers; times are not taken.
    pub outcome: Outcome,
    /// What there is to see, if it was asked for.
    pub scene: Option<Scene>,
    /// The steps of the intact and of the cut foot, if there is something to see.
    pub steps: Vec<Progress>,
}

/// Settles the foot of `scenario` after the operation: `bones` are those of every ray, medial to lateral, cut where it is cut.
///
/// # Errors
/// If it finds no equilibrium.
pub fn settle_case(
    scenario: &Scenario,
    foot: &PlacedFoot,
    bones: Vec<CondensedBone>,
    intact: &IntactFoot,
    with_scene: bool,
) -> Result<SettledCase, FootError> {
    let is_cut = bones.iter().any(|bone| !matches!(bone.0, RayModel::Whole(_)));
    let model = model(scenario, foot, bones)?;
    let mut steps = if with_scene { intact.steps.clone() } else { Vec::new() };
    let cut = if is_cut {
        let (forefoot_n, healing) = (scenario.load.forefoot_n, scenario.healing.as_ref());
        let history = &scenario.history;
        let task = Task { foot: "cut", forefoot_n, history, healing, seen: with_scene };
        Some(settle(&foot.0, &model, &task, &mut |news| note(&mut steps, news, with_scene))?)
    } else {
        None
    };
    let settled = cut.as_ref().unwrap_or(&intact.settled);
    let scene = if with_scene { Some(seen(scenario, &model, settled)?) } else { None };
    Ok(SettledCase {
        outcome: outcome(&foot.0, &model, &intact.settled, settled, TimeOutcome::default()),
        scene,
        steps,
    })
}

/// Keeps the news of a foot that is to be seen.
fn note(steps: &mut Vec<Progress>, news: &Progress, seen: bool) {
    if seen {
        steps.push(news.clone());
    }
}

fn model(
    scenario: &Scenario,
    foot: &PlacedFoot,
    bones: Vec<CondensedBone>,
) -> Result<ForefootModel, FootError> {
    ForefootModel::new(&foot.0, bones.into_iter().map(|bone| bone.0).collect(), scenario)
}

fn seen(scenario: &Scenario, model: &ForefootModel, settled: &Settled) -> Result<Scene, FootError> {
    let solved = scene(model, &settled.moments)?;
    Ok(if scenario.foot.side == Side::Right { solved.mirrored() } else { solved })
}
