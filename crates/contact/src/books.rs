//! Energy book-keeping: work of every force over every accepted step, by the trapezoidal rule.

use crate::evaluation::{Evaluation, StepContext};
use crate::kinematics::Configuration;
use crate::pair_model::{PairModel, PointEvaluation};
use osteotome_geometry::Vector3;

/// Work done since the beginning, N·mm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Books {
    pub(crate) work_in: f64,
    pub(crate) friction: f64,
    pub(crate) viscous: f64,
}

impl Books {
    pub(crate) fn add_step(
        &mut self,
        context: &StepContext,
        [before, after]: [&Evaluation; 2],
        configuration: &Configuration,
    ) {
        self.work_in +=
            connector_work(before, after) + platform_work(context, [before, after], configuration);
        self.viscous += viscous_work(context, [before, after], configuration);
        for (index, model) in context.models.iter().enumerate() {
            self.friction += friction_work(model, before, after, index);
        }
    }
}

fn connector_work(before: &Evaluation, after: &Evaluation) -> f64 {
    let mut work = 0.0;
    for (index, response) in after.responses.iter().enumerate() {
        for (k, wrench) in response.wrenches.iter().enumerate() {
            let old = &before.responses[index].wrenches[k];
            let (from, to) = (&before.poses[index][k], &after.poses[index][k]);
            let turn = (to.rotation * from.rotation.inverse()).scaled_axis();
            work += 0.5 * (wrench.force_n + old.force_n).dot(&(to.position - from.position));
            work += 0.5 * (wrench.moment_nmm + old.moment_nmm).dot(&turn);
        }
    }
    work
}

/// Of the given force on the platform.
fn platform_work(
    context: &StepContext,
    [before, after]: [&Evaluation; 2],
    configuration: &Configuration,
) -> f64 {
    let travel = configuration.platform - context.previous.platform;
    0.5 * (before.platform_given + after.platform_given) * travel
}

/// By the same rule as all other work: forces are in balance at both ends of a step, and so is their work.
fn viscous_work(
    context: &StepContext,
    [before, after]: [&Evaluation; 2],
    configuration: &Configuration,
) -> f64 {
    let travel = configuration.platform - context.previous.platform;
    let mut work = -0.5 * (before.platform[1] + after.platform[1]) * travel;
    for (body, (old, new)) in before.viscous.iter().zip(&after.viscous).enumerate() {
        let (from, to) = (&context.previous.motions[body], &configuration.motions[body]);
        let turn = (to.rotation * from.rotation.inverse()).scaled_axis();
        work -= 0.5 * (old.force + new.force).dot(&(to.translation_mm - from.translation_mm));
        work -= 0.5 * (old.moment + new.moment).dot(&turn);
    }
    work
}

fn friction_work(model: &PairModel, before: &Evaluation, after: &Evaluation, index: usize) -> f64 {
    let mut work = 0.0;
    for side in 0..2 {
        let before = &before.pairs[index][side];
        for found in after.pairs[index][side].iter().filter(|found| found.touches()) {
            let area = model.surfaces[side].points[found.point as usize].area;
            let old = before.binary_search_by_key(&found.point, |old| old.point).ok().map(|k| &before[k]);
            work -= area * mean_friction(old, found).dot(&slip_increment(found));
        }
    }
    work
}

fn slip_increment(found: &PointEvaluation) -> Vector3 {
    let normal = found.geometry.normal;
    let old = found.geometry.old_slip;
    found.force.trial_slip - (old - normal * normal.dot(&old))
}

/// Friction that the point transmits, mean over the step, MPa.
fn mean_friction(old: Option<&PointEvaluation>, found: &PointEvaluation) -> Vector3 {
    let before = old.map_or_else(Vector3::zeros, |old| old.force.friction * old.share.value);
    (found.force.friction * found.share.value + before) * 0.5
}
