//! What quadrature points carry from step to step.

use crate::evaluation::Evaluation;
use crate::kinematics::Configuration;
use crate::pair_model::PairModel;
use crate::surface::Footprint;
use crate::survey::Sighting;
use osteotome_geometry::Vector3;

/// What a quadrature point carries from step to step.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PointMemory {
    /// Master material point that lay opposite when the point was last looked at.
    footprint: Option<Footprint>,
    /// The step in which that was.
    step: u32,
    /// Elastic slip in the co-rotated frame of the slave.
    pub(crate) slip: Vector3,
    /// Pressure there was, MPa.
    pub(crate) pressure: f64,
    /// Length of the path slipped, mm.
    pub(crate) path: f64,
}

/// Memory of both sides of a pair.
#[derive(Clone, Debug)]
pub(crate) struct PairMemory {
    pub(crate) sides: [Vec<PointMemory>; 2],
    /// Whether the sides touched at the last accepted step.
    pub(crate) touched: bool,
    /// The last accepted step.
    step: u32,
}

/// A point of the past.
#[derive(Clone, Copy)]
pub(crate) struct Past<'a> {
    pub(crate) memory: &'a PointMemory,
    step: u32,
}

impl Past<'_> {
    /// Master material point that lay opposite at the last accepted step.
    pub(crate) fn faced(&self) -> Option<Footprint> {
        self.memory.footprint.filter(|_| self.memory.step == self.step)
    }

    /// The facet that lay opposite when the point was last looked at.
    pub(crate) fn hint(&self) -> Option<u32> {
        self.memory.footprint.map(|footprint| footprint.facet)
    }
}

impl PairMemory {
    /// Of points that have seen nothing yet.
    pub(crate) fn fresh(points: [usize; 2]) -> Self {
        Self { sides: points.map(|count| vec![PointMemory::default(); count]), touched: false, step: 0 }
    }

    pub(crate) fn of(&self, side: usize, point: u32) -> Past<'_> {
        Past { memory: &self.sides[side][point as usize], step: self.step }
    }

    /// Takes in an accepted step: what touched before it, what was near after it, and what lies further away.
    pub(crate) fn carry(
        &mut self,
        model: &PairModel,
        index: usize,
        [before, after]: [&Evaluation; 2],
        distant: [&[Sighting]; 2],
        configuration: &Configuration,
    ) {
        self.step += 1;
        self.touched = after.touching(index);
        for (side, memory) in self.sides.iter_mut().enumerate() {
            let rotation = configuration.motions[model.surfaces[side].body].rotation;
            for found in before.pairs[index][side].iter().filter(|found| found.touches()) {
                let point = &mut memory[found.point as usize];
                (point.slip, point.pressure) = (Vector3::zeros(), 0.0);
            }
            for sighting in distant[side] {
                let point = &mut memory[sighting.point as usize];
                (point.footprint, point.step) = (Some(sighting.footprint), self.step);
            }
            for found in &after.pairs[index][side] {
                let point = &mut memory[found.point as usize];
                (point.footprint, point.step) = (Some(found.footprint), self.step);
                if found.touches() {
                    point.slip = rotation.inverse_transform_vector(&found.force.slip);
                    point.pressure = found.force.pressure;
                    point.path += found.force.trial_slip.norm() - found.force.slip.norm();
                }
            }
        }
    }
}
