//! Which points a step is solved with: those close to touching where it starts. The others are seen once, and again if the
//! solution has moved so far from there that they might touch.

use crate::evaluation::{Evaluation, StepContext, all_nodes, placement};
use crate::kinematics::Configuration;
use crate::pair_model::{Look, PairPoints, PairProspects};
use crate::pass::{Pass, Sight};
use crate::surface::{Footprint, Prospect};

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

/// Points of a facet that are left out unseen, because whatever they may see is far away.
#[derive(Clone, Copy, Debug)]
struct Far {
    /// Which of the prospects.
    prospect: usize,
    /// At least, mm.
    distance_mm: f64,
}

/// What a facet may see.
struct View {
    /// Which of the prospects.
    prospect: usize,
    /// Facets of the other side.
    facets: Vec<u32>,
    /// At least, mm.
    distance_mm: f64,
}

/// One side of a pair as seen from one configuration.
#[derive(Default)]
struct Side {
    /// Points that see the other side, but are not close.
    distant: Vec<Sighting>,
    far: Vec<Far>,
    /// Points that saw the other side at the beginning of the step and do not now.
    lost: Vec<u32>,
}

/// Points of all pairs as seen from one configuration.
pub(crate) struct Survey {
    /// Those the step is solved with.
    pub(crate) close: Vec<PairPoints>,
    sides: Vec<[Side; 2]>,
}

/// Where in a survey, and from where.
struct Post<'a> {
    context: &'a StepContext<'a>,
    pair: usize,
    side: usize,
    pass: Pass<'a>,
}

impl Survey {
    /// Looks at all points in question.
    pub(crate) fn new(context: &StepContext, configuration: &Configuration) -> Self {
        let none = |prospects: &PairProspects| PairPoints {
            sides: Default::default(),
            reach_mm: prospects.reach_mm,
        };
        let mut survey = Self {
            close: context.prospects.iter().map(none).collect(),
            sides: context.prospects.iter().map(|_| Default::default()).collect(),
        };
        for_each_post(context, configuration, &mut |post| {
            let mut views: Vec<View> = (0..post.prospects().len()).filter_map(|at| post.view(at)).collect();
            let mut needed_mm = CLOSE_MM;
            if !context.memory[post.pair].touched {
                // Of sides that are apart the least gap is needed as well: it bounds the step.
                views.sort_by(|one, other| one.distance_mm.total_cmp(&other.distance_mm));
                needed_mm = f64::INFINITY;
            }
            for view in views {
                let least = survey.add_facet(post, &view, needed_mm);
                needed_mm = needed_mm.min(least.max(CLOSE_MM));
            }
            survey.close[post.pair].sides[post.side].sort_unstable_by_key(|look| look.point);
        });
        survey
    }

    /// Takes in a facet, point by point if what it may see is no further than `needed_mm` or it was held to the other side. Answers
    /// the least gap of its points, mm.
    fn add_facet(&mut self, post: &Post, view: &View, needed_mm: f64) -> f64 {
        let memory = &post.context.memory[post.pair];
        let held = |point: u32| memory.of(post.side, point).memory.pressure > 0.0;
        let points = post.prospects()[view.prospect].points.clone().map(|point| point as u32);
        if view.distance_mm > needed_mm && !points.clone().any(held) {
            let View { prospect, distance_mm, .. } = *view;
            self.sides[post.pair][post.side].far.push(Far { prospect, distance_mm });
            return f64::INFINITY;
        }
        points.map(|point| self.sort_in(post, point, Some(&view.facets))).fold(f64::INFINITY, f64::min)
    }

    /// Takes in a point; answers its gap, mm, infinite if it does not face the other side.
    fn sort_in(&mut self, post: &Post, point: u32, facets: Option<&[u32]>) -> f64 {
        let past = post.context.memory[post.pair].of(post.side, point);
        let side = &mut self.sides[post.pair][post.side];
        let seen = post.pass.sight(point, past, facets);
        let gap = seen.as_ref().map_or(f64::INFINITY, |sight| sight.footprint.gap);
        match seen {
            Some(sight) if sight.distance_mm < CLOSE_MM || past.memory.pressure > 0.0 => {
                let look = Look { point, facet: Some(sight.footprint.facet), known: sight.known };
                self.close[post.pair].sides[post.side].push(look);
            }
            Some(Sight { footprint, distance_mm, .. }) => {
                side.distant.push(Sighting { point, footprint, distance_mm });
            }
            None if past.faced().is_some() => side.lost.push(point),
            None => {}
        }
        gap
    }

    /// Looks again at the points left out, after the faces have moved; whether any of them is close now.
    pub(crate) fn again(&mut self, context: &StepContext, [from, to]: [&Configuration; 2]) -> bool {
        let moved = context.models.iter().map(|model| model.relative_motion(context.assembly, [from, to]));
        let doubtful_mm: Vec<f64> = moved.map(|moved| DOUBT * moved).collect();
        let mut more = false;
        if doubtful_mm.iter().all(|doubtful| *doubtful < CLOSE_MM) {
            return more;
        }
        for_each_post(context, to, &mut |post| {
            let before = self.close[post.pair].sides[post.side].len();
            self.look_again(post, doubtful_mm[post.pair]);
            let close = &mut self.close[post.pair].sides[post.side];
            more |= close.len() > before;
            close.sort_unstable_by_key(|look| look.point);
        });
        more
    }

    fn look_again(&mut self, post: &Post, doubtful_mm: f64) {
        let side = &mut self.sides[post.pair][post.side];
        let far: Vec<Far> = side.far.extract_if(.., |far| far.distance_mm < doubtful_mm).collect();
        let distant = side.distant.extract_if(.., |seen| seen.distance_mm < doubtful_mm);
        let points: Vec<u32> = distant.map(|seen| seen.point).chain(side.lost.drain(..)).collect();
        for view in far.iter().filter_map(|far| post.view(far.prospect)) {
            self.add_facet(post, &view, CLOSE_MM.max(doubtful_mm));
        }
        for point in points {
            self.sort_in(post, point, None);
        }
    }

    /// Least gap of every pair, mm (where it touched, that of the points that were seen); infinite without any point that faces the
    /// other side.
    pub(crate) fn least_gaps(&self, evaluation: &Evaluation) -> Vec<f64> {
        let least = |(pair, sides): (usize, &[Side; 2])| {
            let gaps = sides.iter().flat_map(|side| &side.distant).map(|seen| seen.footprint.gap);
            gaps.fold(evaluation.least_gap(pair), f64::min)
        };
        self.sides.iter().enumerate().map(least).collect()
    }

    /// The close points, and what others see, per pair and side.
    pub(crate) fn into_parts(self) -> (Vec<PairPoints>, Vec<[Vec<Sighting>; 2]>) {
        let distant = self.sides.into_iter().map(|sides| sides.map(|side| side.distant)).collect();
        (self.close, distant)
    }
}

impl Post<'_> {
    fn prospects(&self) -> &[Prospect] {
        &self.context.prospects[self.pair].sides[self.side]
    }

    /// What a facet may see from here; `None` if nothing.
    fn view(&self, prospect: usize) -> Option<View> {
        let Prospect { points, facets } = &self.prospects()[prospect];
        let place = &self.pass.slave.points[points.start];
        let (facets, distance_mm) = self.pass.opposite_facets(place, facets);
        (!facets.is_empty()).then_some(View { prospect, facets, distance_mm })
    }
}

fn for_each_post(context: &StepContext, configuration: &Configuration, visit: &mut dyn FnMut(&Post)) {
    let (nodes, old) = (all_nodes(context.assembly, configuration), context.previous_nodes);
    for (pair, model) in context.models.iter().enumerate() {
        let bodies = [0, 1].map(|side| model.surfaces[side].body);
        let now = bodies.map(|body| placement(context.assembly, configuration, body, &nodes[body]));
        let before = bodies.map(|body| placement(context.assembly, context.previous, body, &old[body]));
        for side in 0..2 {
            let reach_mm = context.prospects[pair].reach_mm;
            let pass = model.pass(side, [&now[0], &now[1]], [&before[0], &before[1]], reach_mm);
            visit(&Post { context, pair, side, pass });
        }
    }
}
