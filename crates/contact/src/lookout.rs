//! Which points may touch within the next steps: looked up now and then, with a margin for the motion until the next time.

use crate::Assembly;
use crate::evaluation::{all_nodes, placement};
use crate::kinematics::Configuration;
use crate::pair_model::{PairModel, PairProspects};

/// Motion for which points are looked up, in motions that the next step may make.
const AHEAD: f64 = 2.0;

/// Points near the other side.
#[derive(Clone)]
pub(crate) struct Lookout {
    /// Per pair.
    pub(crate) prospects: Vec<PairProspects>,
    /// Motion of the faces against each other for which they hold, mm per pair.
    margins_mm: Vec<f64>,
    /// Where they were looked up.
    at: Configuration,
}

impl Lookout {
    /// From a configuration on, for steps of the given lengths (mm per pair).
    pub(crate) fn new(
        assembly: &Assembly,
        models: &[PairModel],
        now: &Configuration,
        step_mm: &[f64],
    ) -> Self {
        let nodes = all_nodes(assembly, now);
        let near = |(model, step): (&PairModel, &f64)| {
            let placements = [0, 1].map(|side| {
                let body = model.surfaces[side].body;
                placement(assembly, now, body, &nodes[body])
            });
            model.prospects_within([&placements[0], &placements[1]], AHEAD * step)
        };
        Self {
            prospects: models.iter().zip(step_mm).map(near).collect(),
            margins_mm: step_mm.iter().map(|step| AHEAD * step).collect(),
            at: now.clone(),
        }
    }

    /// Whether no point is missing while the faces move from `now` by a step.
    pub(crate) fn holds(
        &self,
        assembly: &Assembly,
        models: &[PairModel],
        now: &Configuration,
        step_mm: &[f64],
    ) -> bool {
        models
            .iter()
            .zip(step_mm)
            .zip(&self.margins_mm)
            .all(|((model, step), margin)| model.relative_motion(assembly, [&self.at, now]) + step <= *margin)
    }
}
