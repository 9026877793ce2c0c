//! Fill-reducing order by nested dissection of the nodal graph.
//!
//! George, "Nested dissection of a regular finite element mesh", SIAM J. Numer. Anal. 10 (1973) 345.

#[cfg(feature = "metis")]
mod metis;
mod minimum_degree;
mod refinement;
mod separator;
mod subgraph;

use crate::elimination_tree::Permutation;
use crate::graph::NodalGraph;
use subgraph::Subgraph;

/// Pieces of at most this many nodes are ordered by minimum degree; METIS stops at the same size.
const LEAF_NODES: usize = 120;

/// Orders the nodes by nested dissection, with `trailing` at the end in the order given.
pub(crate) fn nested_dissection(graph: &NodalGraph, positions: &[[f64; 3]], trailing: &[u32]) -> Permutation {
    let mut is_trailing = vec![false; graph.len()];
    for &node in trailing {
        is_trailing[node as usize] = true;
    }
    let interior: Vec<u32> = (0..graph.len() as u32).filter(|&n| !is_trailing[n as usize]).collect();
    let mut order = vec![0_u32; graph.len()];
    let (head, tail) = order.split_at_mut(interior.len());
    tail.copy_from_slice(trailing);
    let mut scratch = vec![u32::MAX; graph.len()];
    let whole = Subgraph::extract(graph, positions, &interior, &mut scratch);
    #[cfg(feature = "metis")]
    if let Some(found) = metis::order(&whole.graph) {
        for (place, local) in head.iter_mut().zip(found) {
            *place = whole.nodes[local as usize];
        }
        return Permutation::from_order(order);
    }
    dissect(whole, head);
    Permutation::from_order(order)
}

/// Fills `order` with the nodes of the piece, its separator last.
fn dissect(piece: Subgraph, order: &mut [u32]) {
    if piece.len() <= LEAF_NODES {
        for (place, local) in order.iter_mut().zip(minimum_degree::order(&piece.graph)) {
            *place = piece.nodes[local as usize];
        }
        return;
    }
    let sides = separator::vertex_separator(&piece);
    let (first, second, middle) = piece.split(&sides);
    drop(piece);
    let (first_places, rest) = order.split_at_mut(first.len());
    let (second_places, middle_places) = rest.split_at_mut(second.len());
    middle_places.copy_from_slice(&middle);
    dissect(first, first_places);
    dissect(second, second_places);
}
