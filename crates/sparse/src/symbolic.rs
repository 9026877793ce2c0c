//! Everything about a factorisation that does not depend on the values.

use faer::dyn_stack::{MemBuffer, MemStack, StackReq};
use faer::sparse::SymbolicSparseColMatRef;
use faer::sparse::linalg::SymbolicSupernodalParams;
use faer::sparse::linalg::cholesky::{simplicial, supernodal};
use faer::{Par, Spec};
use nalgebra_sparse::pattern::SparsityPattern;

use crate::elimination_tree::{self, Permutation};
use crate::error::SparseError;
use crate::graph::NodalGraph;
use crate::ordering;
use crate::size::FactorSize;

/// Unknowns of a node: its three displacements.
pub(crate) const COMPONENTS: usize = 3;

/// The analysed structure of a symmetric matrix of 3 × 3 nodal blocks: order, pattern, factor layout.
#[derive(Debug)]
pub struct SymbolicCholesky {
    pub(crate) order: Permutation,
    pub(crate) trailing: usize,
    pub(crate) pattern: SparsityPattern,
    pub(crate) column_starts: Vec<u32>,
    pub(crate) rows: Vec<u32>,
    pub(crate) supernodes: supernodal::SymbolicSupernodalCholesky<u32>,
    size: FactorSize,
}

impl SymbolicCholesky {
    /// Orders the nodal graph with `trailing` nodes last (in the order given), and lays the factor out.
    ///
    /// `positions` guide the dissection; they do not change what is solved.
    ///
    /// # Errors
    /// If the factor is predicted to need more than `memory_limit_gb`, before anything large is allocated.
    pub fn analyse(
        graph: &NodalGraph,
        positions: &[[f64; 3]],
        trailing: &[u32],
        memory_limit_gb: f64,
    ) -> Result<Self, SparseError> {
        let raw = ordering::nested_dissection(graph, positions, trailing);
        let (order, parent) = elimination_tree::postordered(graph, raw, trailing.len());
        let counts = elimination_tree::column_counts(graph, &order, &parent);
        let size = FactorSize::from_column_counts(&counts, graph.directed_edges());
        size.check(memory_limit_gb)?;
        let pattern = lower_pattern(graph, &order);
        let (column_starts, rows) = scalar_lower(&pattern);
        let supernodes = factor_layout(graph, &order)
            .ok_or(SparseError::OutOfMemory { unknowns: COMPONENTS * graph.len() })?;
        Ok(Self { order, trailing: trailing.len(), pattern, column_starts, rows, supernodes, size })
    }

    /// Predicted entries, flops and memory.
    #[must_use]
    pub fn size(&self) -> FactorSize {
        self.size
    }

    /// Number of nodes.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.order.old_of_new.len()
    }

    /// Number of unknowns.
    #[must_use]
    pub fn unknowns(&self) -> usize {
        COMPONENTS * self.nodes()
    }

    /// Number of trailing nodes.
    #[must_use]
    pub fn trailing_nodes(&self) -> usize {
        self.trailing
    }

    /// Place of each node in the elimination order.
    #[must_use]
    pub fn place_of_node(&self) -> &[u32] {
        &self.order.new_of_old
    }

    /// Nodal pattern of the lower triangle in the elimination order: row places of each column, diagonal first.
    #[must_use]
    pub fn pattern(&self) -> &SparsityPattern {
        &self.pattern
    }

    pub(crate) fn numeric_scratch(&self) -> StackReq {
        supernodal::factorize_supernodal_numeric_llt_scratch::<u32, f64>(
            &self.supernodes,
            Par::Seq,
            Spec::default(),
        )
    }
}

fn lower_pattern(graph: &NodalGraph, order: &Permutation) -> SparsityPattern {
    let count = graph.len();
    let mut offsets = Vec::with_capacity(count + 1);
    offsets.push(0);
    let mut rows = Vec::with_capacity(graph.directed_edges() / 2 + count);
    for (column, &node) in order.old_of_new.iter().enumerate() {
        let start = rows.len();
        let below = graph.neighbours(node as usize).iter().map(|&o| order.new_of_old[o as usize] as usize);
        rows.push(column);
        rows.extend(below.filter(|&row| row > column));
        rows[start..].sort_unstable();
        offsets.push(rows.len());
    }
    SparsityPattern::try_from_offsets_and_indices(count, count, offsets, rows)
        .unwrap_or_else(|_| SparsityPattern::zeros(count, count))
}

/// Scalar lower columns of the block pattern, as faer wants them.
fn scalar_lower(pattern: &SparsityPattern) -> (Vec<u32>, Vec<u32>) {
    let unknowns = COMPONENTS * pattern.major_dim();
    let mut starts = Vec::with_capacity(unknowns + 1);
    starts.push(0);
    let mut rows = Vec::with_capacity(9 * pattern.nnz() - unknowns);
    for column in 0..pattern.major_dim() {
        for component in 0..COMPONENTS {
            for &row in pattern.lane(column) {
                let first = if row == column { component } else { 0 };
                rows.extend((first..COMPONENTS).map(|r| (COMPONENTS * row + r) as u32));
            }
            starts.push(rows.len() as u32);
        }
    }
    (starts, rows)
}

/// Supernodes of the factor, from the upper pattern.
///
/// Only the first row of each nodal block is listed: the walk up the elimination tree passes the other two anyway.
fn factor_layout(
    graph: &NodalGraph,
    order: &Permutation,
) -> Option<supernodal::SymbolicSupernodalCholesky<u32>> {
    let unknowns = COMPONENTS * graph.len();
    let (starts, rows) = thinned_upper(graph, order);
    let upper = SymbolicSparseColMatRef::new_checked(unknowns, unknowns, &starts, None, &rows);
    let request = simplicial::prefactorize_symbolic_cholesky_scratch::<u32>(unknowns, rows.len())
        .or(supernodal::factorize_supernodal_symbolic_cholesky_scratch::<u32>(unknowns));
    let mut memory = MemBuffer::try_new(request).ok()?;
    let (mut tree, mut counts) = (vec![0_i32; unknowns], vec![0_u32; unknowns]);
    let stack = MemStack::new(&mut memory);
    let tree = simplicial::prefactorize_symbolic_cholesky(&mut tree, &mut counts, upper, stack);
    let params = SymbolicSupernodalParams::default();
    supernodal::factorize_supernodal_symbolic_cholesky(upper, tree, &counts, stack, params).ok()
}

fn thinned_upper(graph: &NodalGraph, order: &Permutation) -> (Vec<u32>, Vec<u32>) {
    let mut starts = Vec::with_capacity(COMPONENTS * graph.len() + 1);
    starts.push(0);
    let mut rows = Vec::with_capacity(COMPONENTS * (graph.directed_edges() / 2 + 2 * graph.len()));
    for (column, &node) in order.old_of_new.iter().enumerate() {
        for component in 0..COMPONENTS {
            let start = rows.len();
            let above = graph.neighbours(node as usize).iter().map(|&o| order.new_of_old[o as usize]);
            rows.extend(above.filter(|&p| (p as usize) < column).map(|p| COMPONENTS as u32 * p));
            rows.extend((0..=component).map(|c| (COMPONENTS * column + c) as u32));
            rows[start..].sort_unstable();
            starts.push(rows.len() as u32);
        }
    }
    (starts, rows)
}
