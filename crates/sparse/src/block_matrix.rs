//! A symmetric matrix of 3 × 3 nodal blocks that elements are added to.

use nalgebra::Matrix3;
use nalgebra_sparse::pattern::SparsityPattern;

use crate::symbolic::SymbolicCholesky;

/// The values of the lower triangle, in the elimination order of a [`SymbolicCholesky`].
#[derive(Clone, Debug)]
pub struct BlockMatrix {
    pub(crate) values: Vec<f64>,
}

/// A range of whole nodal columns that one thread fills.
#[derive(Debug)]
pub struct BlockColumns<'a> {
    pattern: &'a SparsityPattern,
    first: usize,
    last: usize,
    base: usize,
    values: &'a mut [f64],
}

/// Index of the first value of a nodal column: blocks hold 9 values, diagonal blocks 6.
fn column_base(offset: usize, column: usize) -> usize {
    9 * offset - 3 * column
}

impl BlockMatrix {
    /// A matrix of zeros.
    #[must_use]
    pub fn zeros(symbolic: &SymbolicCholesky) -> Self {
        Self { values: vec![0.0; symbolic.rows.len()] }
    }

    /// Splits the matrix into ranges of columns with about the same number of values each.
    pub fn split_columns<'a>(
        &'a mut self,
        symbolic: &'a SymbolicCholesky,
        ranges: usize,
    ) -> Vec<BlockColumns<'a>> {
        let pattern = symbolic.pattern();
        let (offsets, count) = (pattern.major_offsets(), pattern.major_dim());
        let mut parts = Vec::with_capacity(ranges);
        let mut rest = self.values.as_mut_slice();
        let (mut first, mut base) = (0, 0);
        for range in 1..=ranges {
            let target = pattern.nnz() * range / ranges;
            let last = offsets.partition_point(|&o| o < target).clamp(first, count);
            let end = column_base(offsets[last], last);
            let (values, tail) = rest.split_at_mut(end - base);
            parts.push(BlockColumns { pattern, first, last, base, values });
            (rest, first, base) = (tail, last, end);
        }
        parts
    }

    /// Row, column and value of each stored entry, in the caller's numbering, the row not above the column.
    pub fn lower_entries(&self, symbolic: &SymbolicCholesky) -> impl Iterator<Item = (usize, usize, f64)> {
        let caller = |unknown: usize| 3 * symbolic.order.old_of_new[unknown / 3] as usize + unknown % 3;
        (0..symbolic.unknowns()).flat_map(move |column| {
            let own = caller(column);
            let range = symbolic.column_starts[column] as usize..symbolic.column_starts[column + 1] as usize;
            let entries = symbolic.rows[range.clone()].iter().zip(&self.values[range]);
            entries.map(move |(&row, &value)| {
                let other = caller(row as usize);
                (own.max(other), own.min(other), value)
            })
        })
    }

    /// Uncouples the marked unknowns (caller's numbering) from all others, and returns their diagonal entries.
    ///
    /// The diagonal is kept, so the conditioning is; unknowns that are not marked get zero in the result.
    pub fn pin(&mut self, symbolic: &SymbolicCholesky, marked: &[bool]) -> Vec<f64> {
        let mut diagonal = vec![0.0; marked.len()];
        if !marked.contains(&true) {
            return diagonal;
        }
        let caller = |unknown: usize| 3 * symbolic.order.old_of_new[unknown / 3] as usize + unknown % 3;
        for column in 0..symbolic.unknowns() {
            let own = caller(column);
            let range = symbolic.column_starts[column] as usize..symbolic.column_starts[column + 1] as usize;
            for (&row, value) in symbolic.rows[range.clone()].iter().zip(&mut self.values[range]) {
                let other = caller(row as usize);
                if other == own {
                    diagonal[own] = if marked[own] { *value } else { 0.0 };
                } else if marked[own] || marked[other] {
                    *value = 0.0;
                }
            }
        }
        diagonal
    }

    /// Adds `value` to the diagonal of the trailing unknowns.
    pub(crate) fn add_to_trailing_diagonal(&mut self, symbolic: &SymbolicCholesky, value: f64) {
        for unknown in symbolic.unknowns() - 3 * symbolic.trailing_nodes()..symbolic.unknowns() {
            self.values[symbolic.column_starts[unknown] as usize] += value;
        }
    }

    /// Diagonal value of an unknown in the elimination order.
    pub(crate) fn diagonal(&self, symbolic: &SymbolicCholesky, unknown: usize) -> f64 {
        self.values[symbolic.column_starts[unknown] as usize]
    }
}

impl BlockColumns<'_> {
    /// Whether a column (a place in the elimination order) is in this range.
    #[must_use]
    pub fn contains(&self, column: usize) -> bool {
        (self.first..self.last).contains(&column)
    }

    /// Adds the block that couples the node at place `row` with the one at place `column`.
    ///
    /// `row ≥ column`, and `column` is in this range. Of a diagonal block the lower triangle is used.
    ///
    /// # Panics
    /// If the pair is not in the pattern.
    pub fn add(&mut self, row: usize, column: usize, block: &Matrix3<f64>) {
        let offset = self.pattern.major_offsets()[column];
        let lane = self.pattern.lane(column);
        let slot = if row == column { 0 } else { lane.partition_point(|&r| r < row) };
        assert!(lane[slot] == row, "block ({row}, {column}) is not in the pattern");
        let start = column_base(offset, column) - self.base;
        let height = 3 * lane.len();
        if slot == 0 {
            self.add_diagonal(start, height, block);
            return;
        }
        for (component, lane_start) in
            [start, start + height - 1, start + 2 * height - 3].into_iter().enumerate()
        {
            let target = &mut self.values[lane_start + 3 * slot..lane_start + 3 * slot + 3];
            for (value, entry) in target.iter_mut().zip(block.column(component).iter()) {
                *value += entry;
            }
        }
    }

    fn add_diagonal(&mut self, start: usize, height: usize, block: &Matrix3<f64>) {
        let starts = [start, start + height, start + 2 * height - 1];
        for column in 0..3 {
            for row in column..3 {
                self.values[starts[column] + row - column] += block[(row, column)];
            }
        }
    }
}
