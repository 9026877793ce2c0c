//! Newton's method with line search for one implicit step.

use crate::StepResidual;
use crate::evaluation::{Evaluation, Resultant, StepContext};
use crate::kinematics::Configuration;
use crate::layout::Layout;
use crate::newton_system::{self, Direction};
use crate::pair_model::{PairPoints, Search};
use crate::survey::{Sighting, Survey};

/// What residuals are compared with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scale {
    /// Load of each body, N; see [`load`].
    pub(crate) force: Vec<f64>,
    /// Distance from the centre of each body to its farthest interface node or patch, mm.
    pub(crate) radius: Vec<f64>,
    /// Displacement of each body, mm.
    pub(crate) displacement: Vec<f64>,
}

/// Load of every body, N: its forces, or its moments over its radius if they are greater, as on a body that is only turned.
pub(crate) fn load(evaluation: &Evaluation, radius: &[f64]) -> Vec<f64> {
    let loads = evaluation.magnitude.iter().zip(radius);
    loads.map(|([force, moment], radius)| force.max(moment / radius)).collect()
}

impl Scale {
    /// Relative size of a force and moment on a body.
    pub(crate) fn relative(&self, body: usize, resultant: &Resultant) -> f64 {
        let force = self.force[body];
        (resultant.force.norm() / force).max(resultant.moment.norm() / (force * self.radius[body]))
    }

    fn platform(&self) -> f64 {
        self.force.iter().copied().fold(0.0, f64::max)
    }
}

/// Relative residuals of the equations of a step, and the body where one is greatest.
fn relative_residual(evaluation: &Evaluation, scale: &Scale) -> (StepResidual, usize) {
    let force = evaluation.platform.iter().sum::<f64>().abs() / scale.platform();
    let mut all = StepResidual { force, ..StepResidual::default() };
    let mut worst = (force, 0);
    for body in 0..evaluation.balance.len() {
        let sum = total(evaluation, body);
        let load = scale.force[body];
        let here = StepResidual {
            force: sum.force.norm() / load,
            moment: sum.moment.norm() / (load * scale.radius[body]),
            elastic: evaluation.mismatch[body].amax() / scale.displacement[body],
        };
        if here.greatest() > worst.0 || here.greatest().is_nan() {
            worst = (here.greatest(), body);
        }
        let greater = |a: f64, b: f64| if a >= b { a } else { b };
        all = StepResidual {
            force: greater(all.force, here.force),
            moment: greater(all.moment, here.moment),
            elastic: greater(all.elastic, here.elastic),
        };
    }
    (all, worst.1)
}

/// Mismatch of elastic displacements that counts as much as an imbalance of the load: faces are where they are to a few nanometres,
/// and the next step computes displacements afresh, while an imbalance moves a body.
const ELASTIC_SLACK: f64 = 30.0;

/// What the tolerance of a step is compared with.
fn weighed(residual: &StepResidual) -> f64 {
    residual.force.max(residual.moment).max(residual.elastic / ELASTIC_SLACK)
}

/// Sum of squares of the relative residuals, for the line search.
fn merit(evaluation: &Evaluation, scale: &Scale) -> f64 {
    let platform = evaluation.platform.iter().sum::<f64>() / scale.platform();
    let bodies: f64 = (0..evaluation.balance.len())
        .map(|body| {
            let sum = total(evaluation, body);
            let force = scale.force[body];
            let elastic = evaluation.mismatch[body].amax() / scale.displacement[body];
            (sum.force / force).norm_squared()
                + (sum.moment / (force * scale.radius[body])).norm_squared()
                + elastic * elastic
        })
        .sum();
    bodies + platform * platform
}

fn total(evaluation: &Evaluation, body: usize) -> Resultant {
    let (still, moving) = (&evaluation.balance[body], &evaluation.viscous[body]);
    Resultant { force: still.force + moving.force, moment: still.moment + moving.moment }
}

/// How Newton's method is to stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) tolerance: f64,
    pub(crate) iterations: usize,
    /// Greatest motion in one iteration, mm.
    pub(crate) motion: f64,
}

/// A solved step.
pub(crate) struct Solved {
    pub(crate) configuration: Configuration,
    pub(crate) evaluation: Evaluation,
    /// Points that took part, per pair.
    pub(crate) points: Vec<PairPoints>,
    /// Points that see the other side but are too far from it to touch, per pair and side.
    pub(crate) distant: Vec<[Vec<Sighting>; 2]>,
    /// Least gap of every pair, mm.
    pub(crate) least_gaps: Vec<f64>,
    pub(crate) iterations: usize,
    pub(crate) residual: StepResidual,
}

/// A step that was not solved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unsolved {
    pub(crate) iterations: usize,
    pub(crate) residual: StepResidual,
    pub(crate) body: usize,
}

/// Solves the equations of a step from a starting configuration with the points that are close there, and goes on with more if
/// others have come to touch.
pub(crate) fn solve(
    context: &StepContext,
    layout: &Layout,
    start: Configuration,
    scale: &Scale,
    limits: Limits,
) -> Result<Solved, Unsolved> {
    let mut survey = Survey::new(context, &start);
    let held = StepContext { hold: true, points: &survey.close, ..*context };
    let evaluation = Evaluation::new(&held, &start, Search::Everywhere);
    let mut surveyed = start.clone();
    let mut now = Iterate { configuration: start, evaluation, iterations: 0 };
    loop {
        let close = StepContext { points: &survey.close, ..*context };
        now = Newton { context: &close, layout, scale, limits }.iterate(now)?;
        if !survey.again(context, [&surveyed, &now.configuration]) {
            break;
        }
        surveyed = now.configuration.clone();
        let context = StepContext { points: &survey.close, ..*context };
        now.evaluation = Evaluation::new(&context, &surveyed, Search::From(&now.evaluation));
    }
    let residual = relative_residual(&now.evaluation, scale).0;
    let least_gaps = survey.least_gaps(&now.evaluation);
    let Iterate { configuration, evaluation, iterations } = now;
    let (points, distant) = survey.into_parts();
    Ok(Solved { configuration, evaluation, points, distant, least_gaps, iterations, residual })
}

/// Where the iteration is.
struct Iterate {
    configuration: Configuration,
    evaluation: Evaluation,
    iterations: usize,
}

struct Newton<'a> {
    context: &'a StepContext<'a>,
    layout: &'a Layout,
    scale: &'a Scale,
    limits: Limits,
}

impl Newton<'_> {
    /// Goes on until the equations of the points in question hold.
    fn iterate(&self, start: Iterate) -> Result<Iterate, Unsolved> {
        let Iterate { mut configuration, mut evaluation, mut iterations } = start;
        let (mut before, mut stalled) = ([f64::INFINITY; 2], false);
        loop {
            let (residual, body) = relative_residual(&evaluation, self.scale);
            let now = weighed(&residual);
            stalled |= iterations >= PATIENCE && now > STALL * before[0];
            before = [before[1], now];
            if now <= self.limits.tolerance {
                return Ok(Iterate { configuration, evaluation, iterations });
            }
            let unsolved = Unsolved { iterations, residual, body };
            let hopeless = iterations == TRUST && now > HOPELESS;
            if iterations == self.limits.iterations || hopeless || !residual.greatest().is_finite() {
                return Err(unsolved);
            }
            let direction = newton_system::direction(self.context, self.layout, &configuration, &evaluation)
                .ok_or(unsolved)?;
            let search = LineSearch {
                newton: self,
                configuration: &configuration,
                direction: &direction,
                frozen: stalled || iterations >= FREEZE,
                trusting: iterations < TRUST,
            };
            let first = (self.limits.motion / reach(&direction, self.layout, self.scale)).min(1.0);
            (configuration, evaluation) = search.run(&evaluation, first);
            iterations += 1;
        }
    }
}

/// Greatest motion of a point of a body along a direction.
fn reach(direction: &Direction, layout: &Layout, scale: &Scale) -> f64 {
    let bodies = scale.radius.iter().enumerate().map(|(body, radius)| {
        let at = layout.rigid(body);
        direction.small.rows(at, 3).norm() + radius * direction.small.rows(at + 3, 3).norm()
    });
    bodies.fold(1e-300, f64::max)
}

struct LineSearch<'a> {
    newton: &'a Newton<'a>,
    configuration: &'a Configuration,
    direction: &'a Direction,
    frozen: bool,
    trusting: bool,
}

/// Halvings tried before the best of them is taken.
const HALVINGS: usize = 6;

/// First iterations, whose full steps are taken although the merit grows: sliding along a stiff contact turns into
/// penetration at second order, which the next iteration removes (the Maratos effect; Nocedal & Wright 2006, 15.4).
const TRUST: usize = 8;
/// Residual after them beyond which a shorter step costs less than going on.
const HOPELESS: f64 = 0.5;
/// Merit beyond which not even they are.
const TRUSTED: f64 = 1e4;

/// Iterations after which points no longer enter or leave the opposite face: at an edge they might do so for ever.
const FREEZE: usize = 9;

/// From this iteration on points are frozen as well if the residual has not fallen below this share of that of two iterations ago:
/// then a few of them come and go in turn, whatever the step.
const PATIENCE: usize = 5;
const STALL: f64 = 0.5;

impl LineSearch<'_> {
    fn search<'b>(&self, evaluation: &'b Evaluation) -> Search<&'b Evaluation> {
        if self.frozen { Search::Only(evaluation) } else { Search::From(evaluation) }
    }

    /// The first share that lowers the merit, or the best one tried.
    fn run(&self, evaluation: &Evaluation, first: f64) -> (Configuration, Evaluation) {
        let now = merit(evaluation, self.newton.scale);
        let mut share = first;
        let mut best: Option<(f64, Configuration, Evaluation)> = None;
        for _ in 0..HALVINGS {
            let next = self.direction.apply(self.newton.layout, self.configuration, share);
            let trial = Evaluation::new(self.newton.context, &next, self.search(evaluation));
            let value = merit(&trial, self.newton.scale);
            if value < now * (1.0 - 1e-4 * share) || (self.trusting && value < TRUSTED) {
                return (next, trial);
            }
            if best.as_ref().is_none_or(|best| value < best.0) {
                best = Some((value, next, trial));
            }
            share *= 0.5;
        }
        match best {
            Some((_, next, trial)) => (next, trial),
            None => {
                let next = self.direction.apply(self.newton.layout, self.configuration, share);
                let trial = Evaluation::new(self.newton.context, &next, self.search(evaluation));
                (next, trial)
            }
        }
    }
}
