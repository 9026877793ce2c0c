//! Nodes beside those of bodies: centres of rigid regions, ends of springs, the ground.

use super::{ExportHold, ExportModel};
use osteotome_geometry::Point3;

/// Numbers, from 1, of the nodes and elements that are no part of a body.
pub(super) struct Auxiliary {
    /// Positions, the first with number `first`.
    pub(super) positions: Vec<Point3>,
    /// Number of the first.
    pub(super) first: usize,
    /// Number of the first element that is no part of a body.
    pub(super) first_element: usize,
    /// Node at the reference of each rigid region, and the one whose displacement is its rotation.
    pub(super) rigid: Vec<[usize; 2]>,
    /// Ends of each spring.
    pub(super) springs: Vec<[usize; 2]>,
    /// The ground.
    pub(super) ground: Option<usize>,
}

impl Auxiliary {
    pub(super) fn of(model: &ExportModel) -> Self {
        let nodes: usize = model.bodies.iter().map(|body| body.mesh.nodes.len()).sum();
        let elements: usize = model.bodies.iter().map(|body| body.mesh.corners.len()).sum();
        let mut positions = Vec::new();
        let mut add = |at: Point3| {
            positions.push(at);
            nodes + positions.len()
        };
        let rigid = model.rigid.iter().map(|region| [add(region.reference), add(region.reference)]).collect();
        let springs = model.springs.iter().map(|spring| [0, 1].map(|i| add(spring.ends[i].0))).collect();
        let ground = model.ground.as_ref().map(|_| add(Point3::origin()));
        Self { positions, first: nodes + 1, first_element: elements + 1, rigid, springs, ground }
    }

    /// Ends of springs that move with `hold`.
    pub(super) fn ends_on(&self, model: &ExportModel, hold: ExportHold) -> Vec<usize> {
        let ends = model.springs.iter().zip(&self.springs);
        let ends = ends.flat_map(|(spring, nodes)| spring.ends.iter().map(|end| end.1).zip(*nodes));
        ends.filter(|(own, _)| *own == hold).map(|(_, node)| node).collect()
    }
}
