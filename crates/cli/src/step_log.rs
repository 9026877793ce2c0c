//! Every step of the solver as a row of a table.

use osteotome_foot::Progress;
use std::fmt::Write;

/// Columns; loads and residuals are shares of the load of the body where they are greatest.
const HEADER: &str = "foot,stage,step,time,time_step,ramp,accepted,iterations,force_residual,moment_residual,elastic_residual,penetration_mm,viscous,motion_mm,open_points,sticking_points,slipping_points\n";

/// The steps taken so far, as comma-separated values.
#[derive(Debug)]
pub(crate) struct StepLog {
    table: String,
}

impl Default for StepLog {
    fn default() -> Self {
        Self { table: HEADER.to_owned() }
    }
}

impl StepLog {
    /// Keeps the news if it is about a step.
    pub(crate) fn note(&mut self, news: &Progress) {
        let Progress::Settling { foot, event } = news else { return };
        // Writing to a string does not fail.
        let _ = writeln!(
            self.table,
            "{foot},{},{},{},{},{},{},{},{:e},{:e},{:e},{:e},{:e},{},{},{},{}",
            event.stage,
            event.step,
            event.time,
            event.time_step,
            event.ramp,
            event.accepted,
            event.iterations,
            event.residual.force,
            event.residual.moment,
            event.residual.elastic,
            event.penetration_mm,
            event.viscous,
            event.motion_mm,
            event.open,
            event.sticking,
            event.slipping,
        );
    }

    /// The table, with its header.
    pub(crate) fn table(&self) -> &str {
        &self.table
    }
}
