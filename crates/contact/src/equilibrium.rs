//! The solver as its users see it.

use crate::{Assembly, Audit, ContactError, Settings, Stage, StageOutcome, State, StepEvent};

/// An assembly on its way from one equilibrium to the next.
pub struct Equilibrium {
    assembly: Assembly,
    settings: Settings,
    state: State,
}

impl Equilibrium {
    /// Checks the assembly and prepares it at rest: identity motions, no loads.
    ///
    /// # Errors
    /// Indices out of range, contradictory sizes, faces that overlap at rest.
    pub fn new(assembly: Assembly, settings: Settings) -> Result<Self, ContactError> {
        let state = State {
            time: 0.0,
            load_factors: crate::LoadFactors(Vec::new()),
            bodies: Vec::new(),
            pairs: Vec::new(),
            connectors: Vec::new(),
            platform_mm: None,
            audit: Audit::default(),
        };
        Ok(Self { assembly, settings, state })
    }

    /// Ramps the loads of the stage and holds them until all bodies rest. The observer sees every attempted step, with
    /// the state at its end (after a rejected step: the last accepted state).
    ///
    /// # Errors
    /// [`ContactError::NothingHolds`] if a body runs away, [`ContactError::NotConverged`] if the step became too small.
    /// The state stays that of the last accepted step.
    pub fn run_stage(
        &mut self,
        stage: &Stage,
        observer: &mut dyn FnMut(&StepEvent, &State),
    ) -> Result<StageOutcome, ContactError> {
        let _ = (stage, observer, &self.settings);
        Err(ContactError::Inconsistent { what: "solver".into(), remedy: "not yet merged".into() })
    }

    /// The assembly.
    #[must_use]
    pub fn assembly(&self) -> &Assembly {
        &self.assembly
    }

    /// The current state.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }
}
