//! One level of the hierarchy: matrix, smoother, and the way to the next coarser level.

use nalgebra::{DMatrix, SMatrix, SVector};

use super::aggregation::Aggregates;
use super::block_rows::{BlockRows, RowSum};

/// Unknowns of an aggregate: its six rigid motions.
pub(super) const COARSE: usize = 6;

/// Power iterations for the spectral radius, and the reserve on what they find.
const POWER_STEPS: usize = 12;
const POWER_RESERVE: f64 = 1.1;

/// Rigid motions at the nodes of a level.
pub(super) type Motions<const N: usize> = Vec<SMatrix<f64, N, COARSE>>;

#[derive(Debug)]
pub(super) struct Level<const N: usize> {
    pub(super) matrix: BlockRows<N, N>,
    inverse_diagonal: Vec<SMatrix<f64, N, N>>,
    prolongation: BlockRows<N, COARSE>,
}

impl<const N: usize> Level<N> {
    /// Aggregates, prolongates, and returns the next level's matrix and rigid motions.
    pub(super) fn coarsen(
        matrix: BlockRows<N, N>,
        motions: &Motions<N>,
    ) -> (Self, BlockRows<COARSE, COARSE>, Motions<COARSE>) {
        let inverse_diagonal = inverse_diagonal(&matrix);
        let aggregates = Aggregates::new(&matrix);
        let (tentative, coarse_motions) = tentative_prolongation(&aggregates, motions);
        let radius = spectral_radius(&matrix, &inverse_diagonal);
        let damping = 4.0 / (3.0 * radius);
        let prolongation = smoothed(&matrix, &inverse_diagonal, &aggregates, &tentative, damping);
        let coarse = galerkin(&matrix, &prolongation);
        (Self { matrix, inverse_diagonal, prolongation }, coarse, coarse_motions)
    }

    /// Forward Gauss–Seidel from zero: `x = (D + L)⁻¹ b`.
    pub(super) fn smooth_forward(&self, right: &[SVector<f64, N>]) -> Vec<SVector<f64, N>> {
        let mut x: Vec<SVector<f64, N>> = Vec::with_capacity(right.len());
        for (row, b) in right.iter().enumerate() {
            let before = self.matrix.row(row).take_while(|(column, _)| *column < row);
            let rest = before.fold(*b, |rest, (column, block)| rest - block * x[column]);
            x.push(self.inverse_diagonal[row] * rest);
        }
        x
    }

    /// The residual after [`Self::smooth_forward`], `−U x`, restricted to the coarser level.
    pub(super) fn restricted_residual(&self, x: &[SVector<f64, N>]) -> Vec<SVector<f64, COARSE>> {
        let mut coarse = vec![SVector::zeros(); self.prolongation.column_count];
        for row in 0..x.len() {
            let after = self.matrix.row(row).skip_while(|(column, _)| *column <= row);
            let residual =
                after.fold(SVector::zeros(), |sum: SVector<f64, N>, (c, block)| sum - block * x[c]);
            for (aggregate, block) in self.prolongation.row(row) {
                coarse[aggregate] += block.tr_mul(&residual);
            }
        }
        coarse
    }

    pub(super) fn add_prolongated(&self, coarse: &[SVector<f64, COARSE>], x: &mut [SVector<f64, N>]) {
        for (row, value) in x.iter_mut().enumerate() {
            *value += self.prolongation.row_times(row, coarse);
        }
    }

    /// Backward Gauss–Seidel, the transpose of the forward one.
    pub(super) fn smooth_backward(&self, right: &[SVector<f64, N>], x: &mut [SVector<f64, N>]) {
        for row in (0..right.len()).rev() {
            let residual = right[row] - self.matrix.row_times(row, x);
            x[row] += self.inverse_diagonal[row] * residual;
        }
    }
}

fn inverse_diagonal<const N: usize>(matrix: &BlockRows<N, N>) -> Vec<SMatrix<f64, N, N>> {
    let own = |row: usize| matrix.row(row).find(|(column, _)| *column == row).map(|(_, block)| *block);
    (0..matrix.rows()).map(|row| own(row).and_then(inverted).unwrap_or_else(SMatrix::identity)).collect()
}

/// Inverse of a small symmetric positive definite block.
fn inverted<const N: usize>(block: SMatrix<f64, N, N>) -> Option<SMatrix<f64, N, N>> {
    let dense = DMatrix::from_column_slice(N, N, block.as_slice());
    dense.cholesky().map(|factor| SMatrix::from_column_slice(factor.inverse().as_slice()))
}

/// Orthonormal rigid motions of each aggregate, and their coordinates for the next level.
fn tentative_prolongation<const N: usize>(
    aggregates: &Aggregates,
    motions: &Motions<N>,
) -> (Motions<N>, Motions<COARSE>) {
    let mut tentative = vec![SMatrix::zeros(); motions.len()];
    let mut coarse = Vec::with_capacity(aggregates.count);
    for members in aggregates.members() {
        let mut stacked = DMatrix::zeros(N * members.len(), COARSE);
        for (place, &node) in members.iter().enumerate() {
            stacked.fixed_view_mut::<N, COARSE>(N * place, 0).copy_from(&motions[node as usize]);
        }
        coarse.push(orthonormalise(&mut stacked));
        for (place, &node) in members.iter().enumerate() {
            tentative[node as usize] = stacked.fixed_view::<N, COARSE>(N * place, 0).into_owned();
        }
    }
    (tentative, coarse)
}

/// Gram–Schmidt, twice for accuracy; a dependent column becomes zero. Returns the triangle.
fn orthonormalise(columns: &mut DMatrix<f64>) -> SMatrix<f64, COARSE, COARSE> {
    let mut triangle = SMatrix::zeros();
    for j in 0..COARSE {
        let size = columns.column(j).norm();
        for _ in 0..2 {
            for i in 0..j {
                let overlap = columns.column(i).dot(&columns.column(j));
                triangle[(i, j)] += overlap;
                let basis = columns.column(i).into_owned();
                columns.column_mut(j).axpy(-overlap, &basis, 1.0);
            }
        }
        let rest = columns.column(j).norm();
        if rest > 1e-8 * size {
            triangle[(j, j)] = rest;
            columns.column_mut(j).unscale_mut(rest);
        } else {
            columns.column_mut(j).fill(0.0);
        }
    }
    triangle
}

/// Largest eigenvalue of `D⁻¹ A` by power iteration from a fixed vector.
fn spectral_radius<const N: usize>(matrix: &BlockRows<N, N>, inverse_diagonal: &[SMatrix<f64, N, N>]) -> f64 {
    let start = |row: usize| SVector::<f64, N>::from_fn(|i, _| ((7 * row + 3 * i) % 11) as f64 - 5.2);
    let mut x: Vec<SVector<f64, N>> = (0..matrix.rows()).map(start).collect();
    let mut radius = 1.0;
    for _ in 0..POWER_STEPS {
        let length = x.iter().map(|v| v.norm_squared()).sum::<f64>().sqrt();
        x.iter_mut().for_each(|v| *v /= length);
        x = (0..matrix.rows()).map(|row| inverse_diagonal[row] * matrix.row_times(row, &x)).collect();
        radius = x.iter().map(|v| v.norm_squared()).sum::<f64>().sqrt();
    }
    radius * POWER_RESERVE
}

/// `(I − ω D⁻¹ A) P̂`, one damped Jacobi step on each rigid motion of each aggregate.
fn smoothed<const N: usize>(
    matrix: &BlockRows<N, N>,
    inverse_diagonal: &[SMatrix<f64, N, N>],
    aggregates: &Aggregates,
    tentative: &Motions<N>,
    damping: f64,
) -> BlockRows<N, COARSE> {
    let mut prolongation = BlockRows::empty(aggregates.count);
    let mut sum = RowSum::new(aggregates.count);
    for row in 0..matrix.rows() {
        let factor = inverse_diagonal[row] * -damping;
        sum.add(aggregates.of_node[row] as usize, &tentative[row]);
        for (column, block) in matrix.row(row) {
            sum.add(aggregates.of_node[column] as usize, &(factor * (block * tentative[column])));
        }
        sum.flush(&mut prolongation);
    }
    prolongation
}

/// `Pᵀ A P`; unknowns that no motion reaches get a unit diagonal.
fn galerkin<const N: usize>(
    matrix: &BlockRows<N, N>,
    prolongation: &BlockRows<N, COARSE>,
) -> BlockRows<COARSE, COARSE> {
    let coarse_rows = prolongation.column_count;
    let mut product = BlockRows::empty(coarse_rows);
    let mut sum = RowSum::new(coarse_rows);
    for row in 0..matrix.rows() {
        for (near, block) in matrix.row(row) {
            for (aggregate, motion) in prolongation.row(near) {
                sum.add(aggregate, &(block * motion));
            }
        }
        sum.flush(&mut product);
    }
    let (offsets, occurrences) = prolongation.occurrences();
    let mut coarse = BlockRows::empty(coarse_rows);
    let mut sum = RowSum::new(coarse_rows);
    for aggregate in 0..coarse_rows {
        for &(row, place) in &occurrences[offsets[aggregate]..offsets[aggregate + 1]] {
            let motion = &prolongation.blocks[place as usize];
            for (other, block) in product.row(row as usize) {
                sum.add(other, &motion.tr_mul(block));
            }
        }
        sum.flush(&mut coarse);
        fix_empty_diagonal(&mut coarse, aggregate);
    }
    coarse
}

fn fix_empty_diagonal(coarse: &mut BlockRows<COARSE, COARSE>, row: usize) {
    for place in coarse.offsets[row]..coarse.offsets[row + 1] {
        if coarse.columns[place] as usize == row {
            let block = &mut coarse.blocks[place];
            let largest = block.diagonal().max();
            for i in 0..COARSE {
                if block[(i, i)] <= 1e-14 * largest {
                    block[(i, i)] = largest;
                }
            }
        }
    }
}
