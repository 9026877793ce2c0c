//! Vertex separators of a piece: the best plane cut, then refined on the graph.

use nalgebra::{Matrix3, Vector3};

use super::refinement;
use super::subgraph::Subgraph;

/// Where a node of a dissected piece goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    First,
    Second,
    /// On the separator.
    Middle,
}

/// No side gets more than this share of the nodes.
pub(super) const LARGEST_SHARE: f64 = 0.6;

/// Separates the piece so that no edge joins the two sides.
pub(super) fn vertex_separator(piece: &Subgraph) -> Vec<Side> {
    let cuts = principal_axes(&piece.positions).map(|axis| PlaneCut::best_along(piece, &axis));
    // Refining all three instead of the smallest saves less than one per cent of the flops.
    let Some(smallest) = cuts.iter().min_by_key(|cut| cut.separator) else {
        return Vec::new();
    };
    let mut sides = smallest.sides(piece);
    refinement::refine(&piece.graph, &mut sides);
    sides
}

/// Axes of inertia of the nodes.
fn principal_axes(positions: &[[f64; 3]]) -> [Vector3<f64>; 3] {
    let points = || positions.iter().map(|p| Vector3::from(*p));
    let mean: Vector3<f64> = points().sum::<Vector3<f64>>() / positions.len() as f64;
    let scatter: Matrix3<f64> = points().map(|p| (p - mean) * (p - mean).transpose()).sum();
    let axes = scatter.symmetric_eigen().eigenvectors;
    [0, 1, 2].map(|i| axes.column(i).into_owned())
}

/// A cut of the nodes, ranked along an axis, between two ranks.
struct PlaneCut {
    rank_of: Vec<u32>,
    /// Nodes of the separator.
    separator: u32,
    /// Nodes below the cut.
    below: usize,
    /// Whether the separator is taken from the nodes below the cut or from those above.
    separator_below: bool,
}

impl PlaneCut {
    /// The position with the smallest separator among those that leave both sides large enough.
    fn best_along(piece: &Subgraph, axis: &Vector3<f64>) -> Self {
        let rank_of = ranks_along(piece, axis);
        let [below_sizes, above_sizes] = separator_sizes(piece, &rank_of);
        let count = piece.len();
        let (first, last) = (share(count, 1.0 - LARGEST_SHARE), share(count, LARGEST_SHARE));
        let mut best = (u32::MAX, usize::MAX, 0, false);
        for below in first..=last {
            let imbalance = below.abs_diff(count / 2);
            for (sizes, from_below) in [(&below_sizes, true), (&above_sizes, false)] {
                best = best.min((sizes[below], imbalance, below, from_below));
            }
        }
        Self { rank_of, separator: best.0, below: best.2, separator_below: best.3 }
    }

    fn sides(&self, piece: &Subgraph) -> Vec<Side> {
        let is_below = |node: u32| (self.rank_of[node as usize] as usize) < self.below;
        let side = |node: u32| {
            let below = is_below(node);
            let crosses =
                || piece.graph.neighbours(node as usize).iter().any(|&other| is_below(other) != below);
            match below {
                _ if below == self.separator_below && crosses() => Side::Middle,
                true => Side::First,
                false => Side::Second,
            }
        };
        (0..piece.len() as u32).map(side).collect()
    }
}

fn share(count: usize, part: f64) -> usize {
    (count as f64 * part) as usize
}

fn ranks_along(piece: &Subgraph, axis: &Vector3<f64>) -> Vec<u32> {
    let along: Vec<f64> = piece.positions.iter().map(|p| Vector3::from(*p).dot(axis)).collect();
    let mut ranked: Vec<u32> = (0..piece.len() as u32).collect();
    ranked.sort_unstable_by(|&a, &b| along[a as usize].total_cmp(&along[b as usize]).then(a.cmp(&b)));
    let mut rank_of = vec![0; piece.len()];
    for (rank, &node) in ranked.iter().enumerate() {
        rank_of[node as usize] = rank as u32;
    }
    rank_of
}

/// For every number of nodes below the cut: how many of them touch the other side, and how many above do.
fn separator_sizes(piece: &Subgraph, rank_of: &[u32]) -> [Vec<u32>; 2] {
    let count = piece.len();
    let mut changes = [vec![0_i32; count + 2], vec![0_i32; count + 2]];
    for node in 0..count {
        let own = rank_of[node];
        let ranks = piece.graph.neighbours(node).iter().map(|&other| rank_of[other as usize]);
        let (low, high) = ranks.fold((own, own), |(low, high), rank| (low.min(rank), high.max(rank)));
        // Below the cut for more than `own` nodes there, with a neighbour above for at most `high`.
        changes[0][own as usize + 1] += 1;
        changes[0][high as usize + 1] -= 1;
        changes[1][low as usize + 1] += 1;
        changes[1][own as usize + 1] -= 1;
    }
    changes.map(|change| {
        let mut size = 0_i32;
        change
            .iter()
            .map(|step| {
                size += step;
                size as u32
            })
            .collect()
    })
}
