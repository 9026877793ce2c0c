//! Which points may touch within the next steps: looked up now and then, with a margin for the motion until the next time.

use crate::Assembly;
use crate::evaluation::{all_nodes, placement};
use crate::kinematics::Configuration;
use crate::pair_model::{PairModel, PairPoints};

/// Motion for which points are looked up, in motions that the next step may make.
const AHEAD: f64 = 2.0;

/// Points near the other side.
#[derive(Clone)]
pub(crate) struct Lookout {
    /// Per pair.
    pub(crate) points: Vec<PairPoints>,
    /// Motion of the faces against each other for which they hold, mm per pair.
    margins_mm: Vec<f64>,
    /// Where they were looked up.
    at: Configuration,
}

impl Lookout {
    /// All points, until the first look.
    pub(crate) fn everywhere(models: &[PairModel], at: &Configuration) -> Self {
        Self {
            points: models.iter().map(PairModel::every_point).collect(),
            margins_mm: vec![0.0; models.len()],
            at: at.clone(),
        }
    }

    /// Sees to it that no point is missing while the faces move from `now` by the next step, given per pair in mm.
    pub(crate) fn look(
        &mut self,
        assembly: &Assembly,
        models: &[PairModel],
        now: &Configuration,
        step_mm: &[f64],
    ) {
        let holds = models.iter().zip(step_mm).zip(&self.margins_mm).all(|((model, step), margin)| {
            model.relative_motion(assembly, [&self.at, now]) + step <= *margin
        });
        if holds {
            return;
        }
        let nodes = all_nodes(assembly, now);
        let near = |(model, step): (&PairModel, &f64)| {
            let placements = [0, 1].map(|side| {
                let body = model.surfaces[side].body;
                placement(assembly, now, body, &nodes[body])
            });
            model.points_within([&placements[0], &placements[1]], AHEAD * step)
        };
        self.points = models.iter().zip(step_mm).map(near).collect();
        self.margins_mm = step_mm.iter().map(|step| AHEAD * step).collect();
        self.at = now.clone();
    }
}
