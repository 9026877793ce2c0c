//! Which points a step is solved with: those close to touching where it starts. The others are seen once, and again if the
//! solution has moved so far from there that they might touch.

use crate::evaluation::{Evaluation, StepContext, all_nodes, placement};
use crate::kinematics::Configuration;
use crate::memory::Past;
use crate::pair_model::{Look, PairPoints};
use crate::pass::{Pass, Sight};
use crate::surface::Footprint;

/// Distance beyond which a point is left out of a step, mm.
const CLOSE_MM: f64 = 0.03;
/// A point that is further away than this many motions of the faces cannot have come to touch, however they have turned.
const DOUBT: f64 = 2.0;

/// A point that is left out, and what it sees.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sighting {
    pub(crate) point: u32,
    pub(crate) footprint: Footprint,
    /// From the facet opposite, mm.
    distance_mm: f64,
}

/// Points of all pairs as seen from one configuration.
pub(crate) struct Survey {
    /// Those the step is solved with.
    pub(crate) close: Vec<PairPoints>,
    /// Those that see the other side from further away.
    pub(crate) distant: Vec<[Vec<Sighting>; 2]>,
    /// Those that saw it at the beginning of the step and do not now.
    lost: Vec<[Vec<u32>; 2]>,
}

impl Survey {
    /// Looks at all points in question.
    pub(crate) fn new(context: &StepContext, configuration: &Configuration) -> Self {
        let pairs = context.points.len();
        let mut survey = Self {
            close: context
                .points
                .iter()
                .map(|points| PairPoints { sides: Default::default(), ..*points })
                .collect(),
            distant: (0..pairs).map(|_| Default::default()).collect(),
            lost: (0..pairs).map(|_| Default::default()).collect(),
        };
        for_each_pass(context, configuration, &mut |pair, side, pass| {
            let looks = &context.points[pair].sides[side];
            let place = |look: &Look| &pass.slave.points[look.point as usize];
            let alike = |one: &Look, other: &Look| place(one).looks_like(place(other));
            for facet in looks.chunk_by(alike).filter(|facet| pass.may_see(place(&facet[0]))) {
                for point in facet.iter().map(|look| look.point) {
                    survey.sort_in(point, [pair, side], pass, context.memory[pair].of(side, point));
                }
            }
        });
        survey
    }

    fn sort_in(&mut self, point: u32, [pair, side]: [usize; 2], pass: &Pass, past: Past) {
        match pass.sight(point, past) {
            Some(sight) if sight.distance_mm < CLOSE_MM || past.memory.pressure > 0.0 => {
                let look = Look { point, facet: Some(sight.footprint.facet), known: sight.known };
                self.close[pair].sides[side].push(look);
            }
            Some(Sight { footprint, distance_mm, .. }) => {
                self.distant[pair][side].push(Sighting { point, footprint, distance_mm });
            }
            None if past.faced().is_some() => self.lost[pair][side].push(point),
            None => {}
        }
    }

    /// Looks again at the points left out, after the faces have moved since the last look; whether any of them touches. Then
    /// they are close now.
    pub(crate) fn again(&mut self, context: &StepContext, [from, to]: [&Configuration; 2]) -> bool {
        let moved = context.models.iter().map(|model| model.relative_motion(context.assembly, [from, to]));
        let doubtful_mm = DOUBT * moved.fold(0.0, f64::max);
        if doubtful_mm < CLOSE_MM {
            return false;
        }
        let mut touched = false;
        for_each_pass(context, to, &mut |pair, side, pass| {
            let (near, far): (Vec<Sighting>, Vec<Sighting>) = std::mem::take(&mut self.distant[pair][side])
                .into_iter()
                .partition(|seen| seen.distance_mm < doubtful_mm);
            self.distant[pair][side] = far;
            let lost = std::mem::take(&mut self.lost[pair][side]);
            let before = self.close[pair].sides[side].len();
            for point in near.iter().map(|seen| seen.point).chain(lost) {
                self.sort_in(point, [pair, side], pass, context.memory[pair].of(side, point));
            }
            touched |= self.close[pair].sides[side].len() > before;
            self.close[pair].sides[side].sort_unstable_by_key(|look| look.point);
        });
        touched
    }

    /// Least gap of every pair, mm; infinite without any point that faces the other side.
    pub(crate) fn least_gaps(&self, evaluation: &Evaluation) -> Vec<f64> {
        let pairs = self.distant.iter().enumerate();
        let least = |(pair, distant): (usize, &[Vec<Sighting>; 2])| {
            let gaps = distant.iter().flatten().map(|seen| seen.footprint.gap);
            gaps.fold(evaluation.least_gap(pair), f64::min)
        };
        pairs.map(least).collect()
    }
}

fn for_each_pass(
    context: &StepContext,
    configuration: &Configuration,
    visit: &mut dyn FnMut(usize, usize, &Pass),
) {
    let (nodes, old) = (all_nodes(context.assembly, configuration), context.previous_nodes);
    for (pair, model) in context.models.iter().enumerate() {
        let bodies = [0, 1].map(|side| model.surfaces[side].body);
        let now = bodies.map(|body| placement(context.assembly, configuration, body, &nodes[body]));
        let before = bodies.map(|body| placement(context.assembly, context.previous, body, &old[body]));
        for side in 0..2 {
            let reach_mm = context.points[pair].reach_mm;
            let pass = model.pass(side, [&now[0], &now[1]], [&before[0], &before[1]], reach_mm);
            visit(pair, side, &pass);
        }
    }
}
