//! Sparse matrices of small dense blocks, row by row.

use nalgebra::{SMatrix, SVector};

/// A sparse matrix of `R × C` blocks in compressed rows, columns ascending within a row.
#[derive(Clone, Debug)]
pub(super) struct BlockRows<const R: usize, const C: usize> {
    pub(super) offsets: Vec<usize>,
    pub(super) columns: Vec<u32>,
    pub(super) blocks: Vec<SMatrix<f64, R, C>>,
    pub(super) column_count: usize,
}

impl<const R: usize, const C: usize> BlockRows<R, C> {
    pub(super) fn empty(column_count: usize) -> Self {
        Self { offsets: vec![0], columns: Vec::new(), blocks: Vec::new(), column_count }
    }

    pub(super) fn rows(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Columns and blocks of a row.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = (usize, &SMatrix<f64, R, C>)> {
        let range = self.offsets[row]..self.offsets[row + 1];
        self.columns[range.clone()].iter().map(|&c| c as usize).zip(&self.blocks[range])
    }

    /// `self · vector` of one row.
    pub(super) fn row_times(&self, row: usize, vector: &[SVector<f64, C>]) -> SVector<f64, R> {
        self.row(row).fold(SVector::zeros(), |sum, (column, block)| sum + block * vector[column])
    }

    /// Rows of the transpose, as the rows and places in which each column occurs.
    pub(super) fn occurrences(&self) -> (Vec<usize>, Vec<(u32, u32)>) {
        let mut offsets = vec![0; self.column_count + 1];
        for &column in &self.columns {
            offsets[column as usize + 1] += 1;
        }
        for column in 0..self.column_count {
            offsets[column + 1] += offsets[column];
        }
        let mut next = offsets.clone();
        let mut found = vec![(0, 0); self.columns.len()];
        for row in 0..self.rows() {
            for place in self.offsets[row]..self.offsets[row + 1] {
                let slot = &mut next[self.columns[place] as usize];
                found[*slot] = (row as u32, place as u32);
                *slot += 1;
            }
        }
        (offsets, found)
    }
}

/// Collects one row of a product: sums blocks by column.
pub(super) struct RowSum<const R: usize, const C: usize> {
    slot_of: Vec<u32>,
    columns: Vec<u32>,
    sums: Vec<SMatrix<f64, R, C>>,
}

impl<const R: usize, const C: usize> RowSum<R, C> {
    pub(super) fn new(column_count: usize) -> Self {
        Self { slot_of: vec![u32::MAX; column_count], columns: Vec::new(), sums: Vec::new() }
    }

    pub(super) fn add(&mut self, column: usize, block: &SMatrix<f64, R, C>) {
        let slot = &mut self.slot_of[column];
        if *slot == u32::MAX {
            *slot = self.columns.len() as u32;
            self.columns.push(column as u32);
            self.sums.push(*block);
        } else {
            self.sums[*slot as usize] += block;
        }
    }

    /// Appends the row to a matrix and starts afresh.
    pub(super) fn flush(&mut self, target: &mut BlockRows<R, C>) {
        let start = target.columns.len();
        target.columns.extend_from_slice(&self.columns);
        target.columns[start..].sort_unstable();
        for place in start..target.columns.len() {
            let slot = &mut self.slot_of[target.columns[place] as usize];
            target.blocks.push(self.sums[*slot as usize]);
            *slot = u32::MAX;
        }
        target.offsets.push(target.columns.len());
        self.columns.clear();
        self.sums.clear();
    }
}
