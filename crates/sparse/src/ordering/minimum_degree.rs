//! Approximate minimum degree for small pieces.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::sparse::SymbolicSparseColMatRef;
use faer::sparse::linalg::amd;

use crate::graph::NodalGraph;

/// The elimination order of a small graph (Amestoy, Davis & Duff 1996, as faer implements it).
pub(super) fn order(graph: &NodalGraph) -> Vec<u32> {
    let count = graph.len();
    let (column_starts, rows) = upper_pattern(graph);
    let natural = || (0..count as u32).collect();
    if count < 3 {
        return natural();
    }
    let pattern = SymbolicSparseColMatRef::new_checked(count, count, &column_starts, None, &rows);
    let (mut forward, mut inverse) = (vec![0_u32; count], vec![0_u32; count]);
    let mut memory = MemBuffer::new(amd::order_maybe_unsorted_scratch::<u32>(count, rows.len()));
    let stack = MemStack::new(&mut memory);
    match amd::order_maybe_unsorted(&mut forward, &mut inverse, pattern, amd::Control::default(), stack) {
        Ok(_) => forward,
        Err(_) => natural(),
    }
}

fn upper_pattern(graph: &NodalGraph) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32];
    let mut rows = Vec::with_capacity(graph.directed_edges() / 2 + graph.len());
    for node in 0..graph.len() {
        rows.extend(graph.neighbours(node).iter().filter(|&&other| (other as usize) < node));
        rows.push(node as u32);
        starts.push(rows.len() as u32);
    }
    (starts, rows)
}
