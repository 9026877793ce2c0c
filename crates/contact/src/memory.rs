//! What quadrature points carry from step to step.

use crate::evaluation::Evaluation;
use crate::kinematics::Configuration;
use crate::pair_model::PairModel;
use crate::surface::Footprint;
use osteotome_geometry::Vector3;

/// What a quadrature point carries from step to step.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PointMemory {
    /// Master material point that lay opposite.
    pub(crate) footprint: Option<Footprint>,
    /// Elastic slip in the co-rotated frame of the slave.
    pub(crate) slip: Vector3,
    /// Pressure there was, MPa.
    pub(crate) pressure: f64,
    /// Length of the path slipped, mm.
    pub(crate) path: f64,
}

/// Memory of both sides.
pub(crate) type PairMemory = [Vec<PointMemory>; 2];

/// The memory of every pair after a step.
pub(crate) fn carried(
    models: &[PairModel],
    old: &[PairMemory],
    evaluation: &Evaluation,
    configuration: &Configuration,
) -> Vec<PairMemory> {
    let pairs = models.iter().zip(old).enumerate();
    pairs.map(|(index, (model, old))| remember(model, old, evaluation, index, configuration)).collect()
}

/// What the quadrature points of a pair carry into the next step. Points that were not looked at are far from touching.
fn remember(
    model: &PairModel,
    old: &PairMemory,
    evaluation: &Evaluation,
    index: usize,
    configuration: &Configuration,
) -> PairMemory {
    [0, 1].map(|side| {
        let rotation = configuration.motions[model.surfaces[side].body].rotation;
        let mut memory: Vec<PointMemory> =
            old[side].iter().map(|old| PointMemory { path: old.path, ..PointMemory::default() }).collect();
        for found in &evaluation.pairs[index][side] {
            let slip = if found.touches() { found.force.slip } else { Vector3::zeros() };
            let slipped =
                if found.touches() { found.force.trial_slip.norm() - found.force.slip.norm() } else { 0.0 };
            let point = &mut memory[found.point as usize];
            point.footprint = Some(found.footprint);
            point.slip = rotation.inverse_transform_vector(&slip);
            point.pressure = found.force.pressure;
            point.path += slipped;
        }
        memory
    })
}
