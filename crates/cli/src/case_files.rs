//! The files of a settled case beside `outcome.json`: the same from `run` and from a sweep that keeps it.

use crate::failure::Failure;
use crate::step_log::StepLog;
use crate::{outcome_csv, output, pictures};
use osteotome_foot::Side;
use osteotome_foot::frames::Scene;
use osteotome_foot::outcome::Outcome;
use std::path::Path;

/// What there is to see and to read of a case.
pub(crate) struct CaseFiles<'a> {
    pub(crate) side: Side,
    pub(crate) scene: &'a Scene,
    pub(crate) steps: &'a StepLog,
    pub(crate) outcome: &'a Outcome,
}

impl CaseFiles<'_> {
    /// Writes them into `staging`; they will lie in `target`, an absolute path.
    pub(crate) fn write(&self, staging: &Path, target: &Path) -> Result<(), Failure> {
        pictures::write_series(staging, self.scene).map_err(Failure::other)?;
        let view = pictures::view(target, self.side).map_err(Failure::other)?;
        output::write(staging, "view.py", &view)?;
        output::write(staging, "steps.csv", self.steps.table())?;
        let heads = outcome_csv::heads(self.outcome).map_err(Failure::other)?;
        output::write(staging, "heads.csv", &heads)?;
        let forefoot = outcome_csv::forefoot(self.outcome).map_err(Failure::other)?;
        output::write(staging, "forefoot.csv", &forefoot)
    }
}
