//! Energy book-keeping: work of every force over every accepted step, by the trapezoidal rule.

use crate::evaluation::{Evaluation, StepContext, all_nodes, placement};
use crate::kinematics::Configuration;
use crate::pair_model::Placement;
use crate::point_evaluation::PointEvaluation;
use crate::point_law::Law;
use crate::surface::{Surface, interpolate};
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
        let now = all_nodes(context.assembly, configuration);
        let nodes = [context.previous_nodes, &now];
        let steps = [context.previous, configuration];
        for (index, model) in context.models.iter().enumerate() {
            let placed =
                |when: usize, body: usize| placement(context.assembly, steps[when], body, &nodes[when][body]);
            for side in 0..2 {
                let [slave, master] = [side, 1 - side].map(|side| &model.surfaces[side]);
                let motion = Motion {
                    slave,
                    master,
                    slave_placements: [0, 1].map(|when| placed(when, slave.body)),
                    master_placements: [0, 1].map(|when| placed(when, master.body)),
                };
                let ends = [before, after].map(|evaluation| &evaluation.pairs[index][side][..]);
                self.friction += ends.iter().map(|points| motion.friction_work(points)).sum::<f64>();
                let [begun, ended] = passing(ends);
                self.viscous +=
                    begun.map(|found| motion.work_while_open(&model.law, found, 1.0)).sum::<f64>()
                        + ended.map(|found| motion.work_while_open(&model.law, found, -1.0)).sum::<f64>();
            }
        }
    }
}

/// One side of a pair over a step.
struct Motion<'a> {
    slave: &'a Surface,
    master: &'a Surface,
    /// Before and after.
    slave_placements: [Placement<'a>; 2],
    master_placements: [Placement<'a>; 2],
}

impl Motion<'_> {
    /// Half of the work that friction at one end of the step does over it.
    fn friction_work(&self, points: &[PointEvaluation]) -> f64 {
        let touching = points.iter().filter(|found| found.touches());
        touching
            .map(|found| {
                let area = self.slave.points[found.point as usize].area;
                -0.5 * area * found.share.value * found.force.friction.dot(&self.relative(found))
            })
            .sum()
    }

    /// Motion of a slave point relative to the master point that lies opposite at one end of the step.
    fn relative(&self, found: &PointEvaluation) -> Vector3 {
        let place = &self.slave.points[found.point as usize];
        let [before, after] = [0, 1].map(|when| {
            let (own, other) = (&self.slave_placements[when], &self.master_placements[when]);
            let facet = &self.slave.facets[place.facet as usize];
            let opposite = self.master.position(other.nodes, found.footprint.facet, found.footprint.place);
            own.point(&interpolate(own.nodes, facet, &place.shape)) - other.point(&opposite)
        });
        after - before
    }

    /// A contact that begins (`sense` 1) or ends (−1) within a step works only while it lasts, and then what its layer stores at
    /// that end. What the trapezoidal rule gives it beyond that is work of the load while the contact is open, and then
    /// nothing but viscosity bears it: a fragment falls on another, or off it.
    fn work_while_open(&self, law: &Law, found: &PointEvaluation, sense: f64) -> f64 {
        let weight = self.slave.points[found.point as usize].area * found.share.value;
        let closing = found.geometry.normal.dot(&self.relative(found));
        (weight * (0.5 * found.force.pressure * closing - sense * law.energy(-found.geometry.gap))).max(0.0)
    }
}

/// Points that touch only after a step, and only before it.
fn passing<'a>(
    [before, after]: [&'a [PointEvaluation]; 2],
) -> [impl Iterator<Item = &'a PointEvaluation>; 2] {
    let only = |these: &'a [PointEvaluation], others: &'a [PointEvaluation]| {
        let touches = |point: u32| {
            let place = others.binary_search_by_key(&point, |other| other.point);
            place.is_ok_and(|place| others[place].touches())
        };
        these.iter().filter(move |found| found.touches() && !touches(found.point))
    };
    [only(after, before), only(before, after)]
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
