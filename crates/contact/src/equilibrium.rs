//! The solver as its users see it.

use crate::books::Books;
use crate::evaluation::{Evaluation, StepContext, Viscosity, all_nodes};
use crate::kinematics::Configuration;
use crate::layer::Layer;
use crate::layout::Layout;
use crate::lookout::Lookout;
use crate::memory::PairMemory;
use crate::newton::Scale;
use crate::pair_model::{PairModel, PairPoints, Search};
use crate::stepping::Stepper;
use crate::survey::Survey;
use crate::{
    Assembly, Audit, ContactError, LoadFactors, Moment, Settings, Stage, StageOutcome, State, StepEvent,
    check, snapshot, stepping,
};
use osteotome_geometry::Vector3;
use std::sync::OnceLock;

/// An assembly on its way from one equilibrium to the next.
#[derive(Clone)]
pub struct Equilibrium {
    pub(crate) assembly: Assembly,
    pub(crate) settings: Settings,
    pub(crate) layout: Layout,
    pub(crate) rigid: Vec<bool>,
    pub(crate) radius: Vec<f64>,
    pub(crate) models: Vec<PairModel>,
    pub(crate) memory: Vec<PairMemory>,
    pub(crate) layers: Vec<Layer>,
    /// Points that may touch within the next step.
    pub(crate) lookout: Lookout,
    /// Points that took part in the last accepted step.
    pub(crate) points: Vec<PairPoints>,
    /// Least gap of every pair, mm.
    pub(crate) least_gaps: Vec<f64>,
    pub(crate) configuration: Configuration,
    /// Deformed interface nodes of every body there.
    pub(crate) nodes: Vec<Vec<Vector3>>,
    /// Forces of the last accepted step.
    pub(crate) evaluation: Evaluation,
    pub(crate) books: Books,
    /// Pseudo-time and load factors of the last accepted step.
    pub(crate) time: f64,
    pub(crate) factors: LoadFactors,
    /// The present state, once it has been asked for.
    pub(crate) state: OnceLock<State>,
}

impl Equilibrium {
    /// Checks the assembly and prepares it at rest: identity motions, no loads.
    ///
    /// # Errors
    /// Indices out of range, contradictory sizes, faces that overlap at rest.
    pub fn new(assembly: Assembly, settings: Settings) -> Result<Self, ContactError> {
        check::assembly(&assembly)?;
        let models: Vec<PairModel> = assembly
            .pairs
            .iter()
            .map(|pair| PairModel::new(&assembly, pair, settings.contact_stiffness_ratio))
            .collect();
        let mut memory: Vec<PairMemory> = models.iter().map(PairModel::fresh_memory).collect();
        let configuration = Configuration::at_rest(&assembly);
        let nodes = all_nodes(&assembly, &configuration);
        let rigid: Vec<bool> = assembly
            .bodies
            .iter()
            .map(|body| body.elasticity.flexibility.iter().all(|value| *value == 0.0))
            .collect();
        let factors = LoadFactors(vec![0.0; channels(&assembly)]);
        let farthest = stepping::greatest_steps(&vec![f64::INFINITY; models.len()], &settings);
        let lookout = Lookout::new(&assembly, &models, &configuration, &farthest);
        let context = StepContext {
            assembly: &assembly,
            rigid: &rigid,
            models: &models,
            memory: &memory,
            layers: &[],
            prospects: &lookout.prospects,
            points: &[],
            hold: false,
            previous: &configuration,
            previous_nodes: &nodes,
            factors: &factors,
            viscosity: &Viscosity::none(assembly.bodies.len()),
            time_step: 1.0,
        };
        let survey = Survey::new(&context, &configuration);
        let context = StepContext { points: &survey.close, ..context };
        let evaluation = Evaluation::new(&context, &configuration, Search::Everywhere);
        check::overlap(&assembly, &models, &evaluation)?;
        let least_gaps = survey.least_gaps(&evaluation);
        let (points, distant) = survey.into_parts();
        let books = Books::default();
        for (index, (model, memory)) in models.iter().zip(&mut memory).enumerate() {
            let distant = [0, 1].map(|side: usize| &distant[index][side][..]);
            memory.carry(model, index, [&evaluation, &evaluation], distant, &configuration);
        }
        Ok(Self {
            lookout,
            points,
            layout: Layout::new(&assembly),
            radius: assembly.bodies.iter().map(radius).collect(),
            time: 0.0,
            rigid,
            models,
            memory,
            layers: Vec::new(),
            least_gaps,
            configuration,
            nodes,
            evaluation,
            books,
            factors,
            state: OnceLock::new(),
            assembly,
            settings,
        })
    }

    /// The present as the beginning of a step.
    pub(crate) fn context<'a>(
        &'a self,
        factors: &'a LoadFactors,
        viscosity: &'a Viscosity,
        time_step: f64,
    ) -> StepContext<'a> {
        StepContext {
            assembly: &self.assembly,
            rigid: &self.rigid,
            models: &self.models,
            memory: &self.memory,
            layers: &self.layers,
            prospects: &self.lookout.prospects,
            points: &self.points,
            hold: false,
            previous: &self.configuration,
            previous_nodes: &self.nodes,
            factors,
            viscosity,
            time_step,
        }
    }

    fn audit(&self) -> Audit {
        let viscosity = Viscosity::none(self.assembly.bodies.len());
        let context = self.context(&self.factors, &viscosity, 1.0);
        snapshot::audit(&context, &self.configuration, &self.evaluation, &self.books)
    }

    /// The present state.
    pub(crate) fn present(&self) -> State {
        let viscosity = Viscosity::none(self.assembly.bodies.len());
        let context = self.context(&self.factors, &viscosity, 1.0);
        snapshot::state(&context, &self.configuration, &self.evaluation, &self.books, self.time)
    }

    /// Ramps the loads of the stage and holds them until all bodies rest. The observer sees every attempted step, and may
    /// ask for the state at its end (after a rejected step: the last accepted state).
    ///
    /// # Errors
    /// [`ContactError::NothingHolds`] if a body runs away, [`ContactError::NotConverged`] if the step became too small.
    /// The state stays that of the last accepted step.
    pub fn run_stage(
        &mut self,
        stage: &Stage,
        observer: &mut dyn FnMut(&StepEvent, &Moment),
    ) -> Result<StageOutcome, ContactError> {
        check::stage(stage)?;
        let outcome = Stepper::new(self, stage).run(observer);
        self.state = OnceLock::new();
        let (steps, rejected, iterations) = outcome?;
        let (stage, audit) = (stage.name.clone(), self.audit());
        Ok(StageOutcome { stage, steps, rejected, iterations, audit })
    }

    /// The assembly.
    #[must_use]
    pub fn assembly(&self) -> &Assembly {
        &self.assembly
    }

    /// The state at the end of the last stage, also of one that failed.
    #[must_use]
    pub fn state(&self) -> &State {
        self.state.get_or_init(|| self.present())
    }

    /// What residuals are compared with under the given load magnitudes of the bodies.
    pub(crate) fn scale(&self, loads: &[f64]) -> Scale {
        let greatest = loads.iter().copied().fold(0.0, f64::max);
        let greatest = if greatest > 0.0 { greatest } else { 1.0 };
        let force: Vec<f64> = loads.iter().map(|load| load.max(0.01 * greatest)).collect();
        let displacement = (0..force.len())
            .map(|body| {
                let mean = mean_compliance(&self.assembly.bodies[body].elasticity);
                (force[body] * mean).max(1e-6)
            })
            .collect();
        Scale { force, radius: self.radius.clone(), displacement }
    }
}

/// Mean flexibility of the translations, mm/N: of interface nodes, or of patches for a body that touches nothing (whose
/// elastic mismatch would otherwise be measured against nothing and stall the line search).
fn mean_compliance(elasticity: &osteotome_elastic::FlexibleBody) -> f64 {
    let diagonal = elasticity.flexibility.diagonal();
    let nodes = 3 * elasticity.interface_positions.len();
    if nodes > 0 {
        return diagonal.rows(0, nodes).mean();
    }
    let patches = elasticity.patch_references.len();
    let translations = (0..patches).flat_map(|patch| (0..3).map(move |axis| 6 * patch + axis));
    translations.map(|place| diagonal[place]).sum::<f64>() / (3 * patches).max(1) as f64
}

/// Load factors an assembly without stages needs to be evaluated at zero load.
fn channels(assembly: &Assembly) -> usize {
    assembly.platform.map_or(0, |platform| platform.channel + 1).max(CHANNELS)
}

/// Load channels that are zero before the first stage.
const CHANNELS: usize = 64;

fn radius(body: &crate::Body) -> f64 {
    let elasticity = &body.elasticity;
    let points = elasticity.interface_positions.iter().chain(&elasticity.patch_references);
    points.map(|point| (point - elasticity.centre).norm()).fold(0.0, f64::max).max(1e-3)
}
