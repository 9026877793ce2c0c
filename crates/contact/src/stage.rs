//! Load stages and what they report.

use crate::LoadFactors;

/// One load stage: a ramp of the load factors, then rest until the bodies have settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Name for reports.
    pub name: String,
    /// Load factors at its start; of the same length as `to`.
    pub from: LoadFactors,
    /// Load factors at its end.
    pub to: LoadFactors,
    /// Pseudo-time of the ramp; 1 unless viscosity should matter.
    pub duration: f64,
}

/// How far a step is from being solved: each the greatest over the bodies.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StepResidual {
    /// Unbalanced force (on a body or the platform), share of the load.
    pub force: f64,
    /// Unbalanced moment about the centre of a body, share of the load times the radius of the body.
    pub moment: f64,
    /// Mismatch between elastic displacements and loads, share of the displacement that the load makes at one place.
    pub elastic: f64,
}

impl StepResidual {
    /// The greatest of the three.
    #[must_use]
    pub fn greatest(&self) -> f64 {
        // Unlike `f64::max`, keeps what is not a number.
        [self.moment, self.elastic].into_iter().fold(self.force, |a, b| if a >= b { a } else { b })
    }
}

/// What one attempted step did.
#[derive(Clone, Debug, PartialEq)]
pub struct StepEvent {
    /// Stage it belongs to.
    pub stage: String,
    /// Number of accepted steps so far in the stage, this one included.
    pub step: usize,
    /// Pseudo-time at its end, counted from the start of the stage.
    pub time: f64,
    /// Its length in pseudo-time.
    pub time_step: f64,
    /// Share of the load ramp at its end, 0 … 1.
    pub ramp: f64,
    /// Whether it was accepted; a rejected step is repeated with a smaller one.
    pub accepted: bool,
    /// Newton iterations.
    pub iterations: usize,
    /// Residuals of the equations of the step.
    pub residual: StepResidual,
    /// Deepest penetration at a point that bears, mm: how far complementarity of gap and pressure is missed. Zero for a
    /// rejected step.
    pub penetration_mm: f64,
    /// Viscous force in it, share of the load: how far from rest.
    pub viscous: f64,
    /// Greatest motion of an interface node in the step, mm.
    pub motion_mm: f64,
    /// Contact points that are open.
    pub open: usize,
    /// Contact points that stick.
    pub sticking: usize,
    /// Contact points that slip.
    pub slipping: usize,
}

/// A settled stage.
#[derive(Clone, Debug, PartialEq)]
pub struct StageOutcome {
    /// Name of the stage.
    pub stage: String,
    /// Accepted steps.
    pub steps: usize,
    /// Rejected steps.
    pub rejected: usize,
    /// Newton iterations over all steps, rejected ones included.
    pub iterations: usize,
    /// Audit of the final state.
    pub audit: crate::Audit,
}
