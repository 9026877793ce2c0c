//! Vertex separators of a piece.

use super::subgraph::Subgraph;

/// Where a node of a dissected piece goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    First,
    Second,
    /// On the separator.
    Middle,
}

/// Halves the piece across its longest direction; no edge joins the two sides.
pub(super) fn vertex_separator(piece: &Subgraph) -> Vec<Side> {
    let axis = longest_axis(&piece.positions);
    let mut ranked: Vec<u32> = (0..piece.len() as u32).collect();
    let along = |n: u32| piece.positions[n as usize][axis];
    ranked.sort_by(|&a, &b| along(a).total_cmp(&along(b)).then(a.cmp(&b)));
    let mut sides = vec![Side::Second; piece.len()];
    for &node in &ranked[..piece.len() / 2] {
        sides[node as usize] = Side::First;
    }
    for node in 0..piece.len() {
        let meets_second = |&o: &u32| sides[o as usize] == Side::Second;
        if sides[node] == Side::First && piece.graph.neighbours(node).iter().any(meets_second) {
            sides[node] = Side::Middle;
        }
    }
    sides
}

fn longest_axis(positions: &[[f64; 3]]) -> usize {
    let extent = |axis: usize| {
        let values = positions.iter().map(|p| p[axis]);
        let low = values.clone().fold(f64::INFINITY, f64::min);
        values.fold(f64::NEG_INFINITY, f64::max) - low
    };
    (0..3).max_by(|&a, &b| extent(a).total_cmp(&extent(b))).unwrap_or(0)
}
