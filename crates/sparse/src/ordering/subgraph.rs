//! A piece of the graph with its own numbering.

use super::separator::Side;
use crate::graph::NodalGraph;

/// A piece under dissection.
pub(super) struct Subgraph {
    /// Node of the whole graph for each local node.
    pub(super) nodes: Vec<u32>,
    /// Adjacency among the local nodes.
    pub(super) graph: NodalGraph,
    /// Positions of the local nodes.
    pub(super) positions: Vec<[f64; 3]>,
}

impl Subgraph {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The subgraph on `nodes`; `local_of` is scratch of the size of the graph, all `u32::MAX`, and left so.
    pub(super) fn extract(
        graph: &NodalGraph,
        positions: &[[f64; 3]],
        nodes: &[u32],
        local_of: &mut [u32],
    ) -> Self {
        let piece = graph.induced_with(nodes, local_of);
        let positions = nodes.iter().map(|&n| positions[n as usize]).collect();
        Self { nodes: nodes.to_vec(), graph: piece, positions }
    }

    /// The two sides as pieces of their own, and the nodes of the separator in the whole graph.
    pub(super) fn split(&self, sides: &[Side]) -> (Self, Self, Vec<u32>) {
        let mut local_of = vec![u32::MAX; self.len()];
        let mut part = |side: Side| {
            let members = members(sides, side);
            let mut piece = Self::extract(&self.graph, &self.positions, &members, &mut local_of);
            for node in &mut piece.nodes {
                *node = self.nodes[*node as usize];
            }
            piece
        };
        let (first, second) = (part(Side::First), part(Side::Second));
        let middle = members(sides, Side::Middle).iter().map(|&n| self.nodes[n as usize]).collect();
        (first, second, middle)
    }
}

fn members(sides: &[Side], side: Side) -> Vec<u32> {
    (0..sides.len() as u32).filter(|&n| sides[n as usize] == side).collect()
}
