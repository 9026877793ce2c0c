//! Pseudo-time: ramps, rests, adaptive steps, and the proof that nothing holds a body.

use crate::equilibrium::Equilibrium;
use crate::evaluation::{Evaluation, Resultant, StepContext, Viscosity, all_nodes};
use crate::kinematics::Configuration;
use crate::lookout::Lookout;
use crate::newton::{self, Limits, Scale, Solved, Unsolved};
use crate::pair_model::Search;
use crate::runaway::{self, Watch};
use crate::{ContactError, LoadFactors, Moment, Settings, Stage, StepEvent, snapshot};
use osteotome_geometry::Vector3;

/// Newton iterations after which a step is cut.
const ITERATIONS: usize = 16;
/// Iterations below which the step may grow.
const EASY: usize = 5;
/// Iterations below which it may still grow a little.
const MODERATE: usize = 10;
/// Greatest growth of a step, and growth after one that was not solved: what failed would soon be tried again.
const GROWTH: f64 = 3.0;
const CAUTIOUS: f64 = 1.2;
/// Coarsest residual of a step on the way, share of the load.
const COARSE: f64 = 1e-3;
/// First step, share of the ramp.
const FIRST_STEP: f64 = 0.05;
/// The last step of a ramp may be longer by this factor.
const STRETCH: f64 = 1.2;
/// A step may be longer than intended by this factor before it is rejected.
const LENIENCY: f64 = 1.5;
/// Least and greatest motion of faces that do not touch, in largest steps: friction has no history there.
const APPROACH: [f64; 2] = [0.2, 4.0];
/// Share of the gap that a step may close: the force of a first contact must not act over the way to it.
const CLOSING: f64 = 0.6;
/// Motion of whole bodies, in largest steps: no law but friction remembers the path.
const ROAMING: f64 = 8.0;
/// Least and greatest step, share of the ramp.
const STEP_RANGE: [f64; 2] = [1e-10, 1e6];

/// Step, share of the ramp, below which a stage does not move on, and how many of them in a row it may take.
const CRAWL: f64 = 1e-7;
const GREATEST_CRAWL: usize = 200;
/// Accepted and rejected steps together beyond which a stage is given up: one that settles takes hundreds.
const GREATEST_STEPS: usize = 5000;

/// The last accepted step.
struct LastStep {
    /// Configuration before it.
    before: Configuration,
    /// Its length in pseudo-time.
    length: f64,
    /// Greatest motion over it, per pseudo-time.
    speed: f64,
    /// Rate at which the motion slows down, per pseudo-time.
    decay: f64,
}

/// One stage under way.
pub(crate) struct Stepper<'a> {
    solver: &'a mut Equilibrium,
    stage: &'a Stage,
    viscosity: Viscosity,
    scale: Scale,
    time: f64,
    time_step: f64,
    steps: usize,
    /// Accepted steps in a row that were shorter than `CRAWL`.
    crawled: usize,
    rejected: usize,
    iterations: usize,
    /// What an easy step may be followed by, in its length.
    growth: f64,
    last: Option<LastStep>,
    /// Whether the loads have become constant.
    resting: bool,
    watch: Watch,
}

impl<'a> Stepper<'a> {
    pub(crate) fn new(solver: &'a mut Equilibrium, stage: &'a Stage) -> Self {
        let loads = connector_loads(solver, stage);
        let scale = solver.scale(&loads);
        let greatest = scale.force.iter().copied().fold(0.0, f64::max);
        let translation = solver.settings.viscous_share * greatest * stage.duration;
        let rotation = scale.radius.iter().map(|radius| translation * radius * radius).collect();
        Self {
            viscosity: Viscosity { translation, rotation },
            scale,
            time: 0.0,
            time_step: FIRST_STEP * stage.duration,
            steps: 0,
            crawled: 0,
            rejected: 0,
            iterations: 0,
            growth: GROWTH,
            last: None,
            resting: false,
            watch: Watch::default(),
            solver,
            stage,
        }
    }

    /// Runs it; answers the numbers of accepted and rejected steps and of iterations.
    pub(crate) fn run(
        mut self,
        observer: &mut dyn FnMut(&StepEvent, &Moment),
    ) -> Result<(usize, usize, usize), ContactError> {
        while !self.settled() {
            self.time_step = self.clipped_step();
            let factors = self.factors(self.time + self.time_step);
            let attempt = self.attempt(&factors);
            match attempt {
                Ok(solved) => {
                    let accepted = self.excess(&self.solver.least_gaps, &solved) <= LENIENCY;
                    self.iterations += solved.iterations;
                    let motion = self.motion(&self.solver.configuration, &solved.configuration);
                    let event = self.event(&solved, accepted, motion);
                    let next = self.next_step(&solved, accepted);
                    let mut runaway = Ok(());
                    if accepted {
                        let last = between(&self.solver.configuration, &solved.configuration);
                        self.accept(solved, factors);
                        runaway = self.check_runaway(&last);
                    } else {
                        self.rejected += 1;
                    }
                    observer(&event, &Moment { solver: self.solver });
                    self.time_step = next;
                    runaway?;
                    if self.crawled > GREATEST_CRAWL || self.steps + self.rejected > GREATEST_STEPS {
                        let residual = event.residual;
                        return Err(self.not_converged(&Unsolved { iterations: 0, residual, body: 0 }));
                    }
                }
                Err(unsolved) => {
                    self.iterations += unsolved.iterations;
                    self.rejected += 1;
                    observer(&self.failed_event(&unsolved), &Moment { solver: self.solver });
                    if self.time_step < STEP_RANGE[0] * self.stage.duration {
                        return Err(self.not_converged(&unsolved));
                    }
                    self.time_step *= 0.25;
                    self.growth = CAUTIOUS;
                }
            }
        }
        Ok((self.steps, self.rejected, self.iterations))
    }

    fn attempt(&self, factors: &LoadFactors) -> Result<Solved, Unsolved> {
        let limits = Limits {
            tolerance: self.tolerance(),
            iterations: ITERATIONS,
            motion: ROAMING * self.solver.settings.largest_step_mm,
        };
        let context = self.context(factors);
        newton::solve(&context, &self.solver.layout, self.start(), &self.scale, limits)
    }

    /// Residual below which a step counts as solved: three hundredths of the distance from rest at its beginning, as that is of the
    /// order of its change, between a tenth of the final tolerance and `COARSE`.
    fn tolerance(&self) -> f64 {
        let finest = 0.1 * self.solver.settings.equilibrium_tolerance;
        let viscous = self.solver.evaluation.viscous.iter().enumerate();
        let drive = viscous.map(|(body, force)| self.scale.relative(body, force)).fold(0.0, f64::max);
        if self.steps == 0 { finest } else { (0.03 * drive).clamp(finest, COARSE.max(finest)) }
    }

    /// First guess: the motion goes on as in the last step. If it was slowing down, it does so at the same rate λ:
    /// `v' = v/(1 + λ Δt)`, as in an implicit step of a body that viscosity and a spring bring to rest.
    fn start(&self) -> Configuration {
        let now = &self.solver.configuration;
        match &self.last {
            Some(last) => now
                .continued(&last.before, self.time_step / last.length / (1.0 + last.decay * self.time_step)),
            None => now.clone(),
        }
    }

    fn context<'b>(&'b self, factors: &'b LoadFactors) -> StepContext<'b> {
        self.solver.context(factors, &self.viscosity, self.time_step)
    }

    /// The next step, such that the ramp ends with a step and not with a sliver of one, after which steps would have to grow again.
    fn clipped_step(&self) -> f64 {
        let steps = (self.stage.duration - self.time) / self.time_step;
        if self.ramp(self.time) >= 1.0 || steps > 2.0 {
            self.time_step
        } else if steps > STRETCH {
            0.5 * steps * self.time_step
        } else {
            steps * self.time_step
        }
    }

    fn ramp(&self, time: f64) -> f64 {
        if time >= self.stage.duration * (1.0 - 1e-12) { 1.0 } else { time / self.stage.duration }
    }

    fn factors(&self, time: f64) -> LoadFactors {
        let share = self.ramp(time);
        let pairs = self.stage.from.0.iter().zip(&self.stage.to.0);
        LoadFactors(pairs.map(|(from, to)| from * (1.0 - share) + to * share).collect())
    }

    /// Motion in a step over what is allowed where the least gaps are those given, the greatest of: faces against each other,
    /// bodies.
    fn excess(&self, least_gaps: &[f64], solved: &Solved) -> f64 {
        let (from, to) = (&self.solver.configuration, &solved.configuration);
        let largest = self.solver.settings.largest_step_mm;
        let faces = self.solver.models.iter().zip(least_gaps).map(|(model, gap)| {
            model.relative_motion(&self.solver.assembly, [from, to]) / allowed(*gap, largest)
        });
        faces.fold(self.motion(from, to) / (ROAMING * largest), f64::max)
    }

    /// Longer after an easy step, shorter if points moved far.
    fn next_step(&self, solved: &Solved, accepted: bool) -> f64 {
        let least_gaps = if accepted { &solved.least_gaps } else { &self.solver.least_gaps };
        let by_motion = 0.9 / self.excess(least_gaps, solved).max(1e-12);
        let by_effort = if solved.iterations <= EASY {
            self.growth
        } else if solved.iterations <= MODERATE {
            self.growth.sqrt()
        } else {
            1.0
        };
        let [least, greatest] = STEP_RANGE;
        let next = self.time_step * by_motion.clamp(0.1, by_effort);
        next.clamp(least * self.stage.duration, greatest * self.stage.duration)
    }

    /// Greatest motion of a body's point between two configurations, bounded by translation plus turn × radius.
    fn motion(&self, from: &Configuration, to: &Configuration) -> f64 {
        between(from, to).iter().zip(&self.scale.radius).map(travel).fold(0.0, f64::max)
    }

    fn accept(&mut self, solved: Solved, factors: LoadFactors) {
        let Solved { configuration, evaluation, points, distant, least_gaps, .. } = solved;
        let mut books = self.solver.books;
        books.add_step(&self.context(&factors), [&self.solver.evaluation, &evaluation], &configuration);
        let solver = &mut *self.solver;
        for (index, (model, memory)) in solver.models.iter().zip(&mut solver.memory).enumerate() {
            let distant = [0, 1].map(|side: usize| &distant[index][side][..]);
            memory.carry(model, index, [&solver.evaluation, &evaluation], distant, &configuration);
        }
        self.time += self.time_step;
        self.steps += 1;
        self.crawled = if self.time_step < CRAWL * self.stage.duration { self.crawled + 1 } else { 0 };
        self.growth = (self.growth * CAUTIOUS).min(GROWTH);
        self.solver.points = points;
        self.solver.least_gaps = least_gaps;
        self.solver.books = books;
        self.solver.time += self.time_step;
        self.solver.factors = factors;
        self.solver.evaluation = evaluation;
        self.solver.nodes = all_nodes(&self.solver.assembly, &configuration);
        let before = std::mem::replace(&mut self.solver.configuration, configuration);
        let speed = self.motion(&before, &self.solver.configuration) / self.time_step;
        let decay = self.last.as_ref().map_or(0.0, |last| (last.speed / speed - 1.0) / self.time_step);
        let decay = if decay.is_finite() { decay.max(0.0) } else { 0.0 };
        self.last = Some(LastStep { before, length: self.time_step, speed, decay });
        let loads = newton::load(&self.solver.evaluation, &self.scale.radius);
        for (force, load) in self.scale.force.iter_mut().zip(loads) {
            *force = force.max(load);
        }
        self.resting = self.ramp(self.time) >= 1.0;
        self.solver.look_out();
    }

    /// Loads are constant, and without viscosity every balance is within tolerance.
    fn settled(&self) -> bool {
        let tolerance = self.solver.settings.equilibrium_tolerance;
        let balance =
            |(body, resultant): (usize, &Resultant)| self.scale.relative(body, resultant) <= tolerance;
        let greatest = self.scale.force.iter().copied().fold(0.0, f64::max);
        self.resting
            && self.solver.evaluation.balance.iter().enumerate().all(balance)
            && self.solver.evaluation.platform[0].abs() <= tolerance * greatest
    }

    /// Watches the bodies under constant load.
    fn check_runaway(&mut self, solved_motion: &LastMotion) -> Result<(), ContactError> {
        if !self.resting {
            return Ok(());
        }
        let viscous = self.solver.evaluation.viscous.iter().enumerate();
        let drive = viscous.map(|(body, force)| self.scale.relative(body, force)).collect();
        let travel: Vec<f64> = solved_motion.iter().zip(&self.scale.radius).map(travel).collect();
        self.watch.note(&travel, drive);
        let Some(proof) = self.watch.proof(self.solver.settings.runaway_mm) else { return Ok(()) };
        let (shift, turn) = solved_motion[proof.body];
        let shifts: Vec<Vector3> = solved_motion.iter().map(|(shift, _)| *shift).collect();
        if !runaway::goes_on(self.solver, &shifts, proof.body, 0.5 * travel[proof.body]) {
            return Ok(());
        }
        Err(ContactError::NothingHolds {
            body: self.solver.assembly.bodies[proof.body].name.clone(),
            stage: self.stage.name.clone(),
            travel_mm: proof.travel,
            drive_n: proof.drive * self.scale.force[proof.body],
            direction: runaway::direction(&shift, travel[proof.body]),
            axis: turn * (self.scale.radius[proof.body] / travel[proof.body].max(1e-300)),
        })
    }

    fn not_converged(&self, unsolved: &Unsolved) -> ContactError {
        ContactError::NotConverged {
            stage: self.stage.name.clone(),
            progress: self.ramp(self.time),
            step: self.time_step,
            residual: unsolved.residual.greatest(),
            body: self.solver.assembly.bodies[unsolved.body].name.clone(),
        }
    }

    fn event(&self, solved: &Solved, accepted: bool, motion_mm: f64) -> StepEvent {
        let viscous = solved.evaluation.viscous.iter().enumerate();
        let [open, sticking, slipping] = count(&solved.evaluation);
        StepEvent {
            stage: self.stage.name.clone(),
            step: self.steps + usize::from(accepted),
            time: self.time + self.time_step,
            time_step: self.time_step,
            ramp: self.ramp(self.time + self.time_step),
            accepted,
            iterations: solved.iterations,
            residual: solved.residual,
            penetration_mm: snapshot::contact_layer(&self.solver.models, &solved.evaluation).0,
            viscous: viscous.map(|(body, force)| self.scale.relative(body, force)).fold(0.0, f64::max),
            motion_mm,
            open,
            sticking,
            slipping,
        }
    }

    fn failed_event(&self, unsolved: &Unsolved) -> StepEvent {
        StepEvent {
            stage: self.stage.name.clone(),
            step: self.steps,
            time: self.time + self.time_step,
            time_step: self.time_step,
            ramp: self.ramp(self.time + self.time_step),
            accepted: false,
            iterations: unsolved.iterations,
            residual: unsolved.residual,
            penetration_mm: 0.0,
            viscous: 0.0,
            motion_mm: 0.0,
            open: 0,
            sticking: 0,
            slipping: 0,
        }
    }
}

/// Motion of faces against each other that a step intends, mm, where their least gap is `gap_mm`.
fn allowed(gap_mm: f64, largest_mm: f64) -> f64 {
    let [least, greatest] = APPROACH.map(|share| share * largest_mm);
    if gap_mm < 0.0 { largest_mm } else { (CLOSING * gap_mm).clamp(least, greatest) }
}

/// Greatest motion of faces against each other that a step may make, mm per pair, where their least gaps are those given.
pub(crate) fn greatest_steps(least_gaps: &[f64], settings: &Settings) -> Vec<f64> {
    least_gaps.iter().map(|gap| LENIENCY * allowed(*gap, settings.largest_step_mm)).collect()
}

impl Equilibrium {
    /// Sees to it that the points that may touch within the next step are known.
    fn look_out(&mut self) {
        let steps = greatest_steps(&self.least_gaps, &self.settings);
        let Self { assembly, models, configuration, .. } = &*self;
        if !self.lookout.holds(assembly, models, configuration, &steps) {
            self.lookout = Lookout::new(assembly, models, configuration, &steps);
        }
    }
}

/// Translation and rotation vector of every body in a step.
type LastMotion = Vec<(Vector3, Vector3)>;

fn between(from: &Configuration, to: &Configuration) -> LastMotion {
    let bodies = from.motions.iter().zip(&to.motions);
    bodies
        .map(|(from, to)| {
            let turn = (to.rotation * from.rotation.inverse()).scaled_axis();
            (to.translation_mm - from.translation_mm, turn)
        })
        .collect()
}

/// Translation plus turn × radius.
fn travel(((shift, turn), radius): (&(Vector3, Vector3), &f64)) -> f64 {
    shift.norm() + radius * turn.norm()
}

/// Load magnitude of each body at the end of the stage, were it not to move.
fn connector_loads(solver: &Equilibrium, stage: &Stage) -> Vec<f64> {
    let viscosity = Viscosity::none(solver.assembly.bodies.len());
    let context = solver.context(&stage.to, &viscosity, 1.0);
    let evaluation = Evaluation::new(&context, &solver.configuration, Search::Everywhere);
    newton::load(&evaluation, &solver.radius)
}

/// Points that are open (of those near the other side), that stick, and that slip.
fn count(evaluation: &Evaluation) -> [usize; 3] {
    let mut counts = [0; 3];
    for found in evaluation.pairs.iter().flatten().flatten() {
        match (found.touches(), found.force.slipping) {
            (false, _) => counts[0] += 1,
            (true, false) => counts[1] += 1,
            (true, true) => counts[2] += 1,
        }
    }
    counts
}
