//! Conjugate gradients preconditioned by smoothed aggregation that knows rigid body motions.
//!
//! For one-off solves that a factor would not fit in memory for. Vaněk, Mandel & Brezina, "Algebraic multigrid by
//! smoothed aggregation for second and fourth order elliptic problems", Computing 56 (1996) 179.

mod aggregation;
mod block_rows;
mod level;

use nalgebra::{DMatrix, Matrix3, Matrix3x6, SVector, Vector3};

use crate::dense::DenseCholesky;
use crate::error::SparseError;
use crate::graph::NodalGraph;
use block_rows::BlockRows;
use level::{COARSE, Level};

/// Coarsest systems up to this many aggregates are solved densely.
const COARSEST_NODES: usize = 200;
/// Levels at most; an elastic body of 10⁷ unknowns needs five.
const MOST_LEVELS: usize = 12;

/// A symmetric matrix of 3 × 3 blocks in full rows, for iterative solution.
#[derive(Clone, Debug)]
pub struct NodalRows {
    rows: BlockRows<3, 3>,
}

/// A range of whole rows that one thread fills.
#[derive(Debug)]
pub struct RowRange<'a> {
    first: usize,
    offsets: &'a [usize],
    columns: &'a [u32],
    blocks: &'a mut [Matrix3<f64>],
}

impl NodalRows {
    /// A matrix of zeros with the pattern of a graph.
    #[must_use]
    pub fn zeros(graph: &NodalGraph) -> Self {
        let mut rows = BlockRows::empty(graph.len());
        for node in 0..graph.len() {
            let near = graph.neighbours(node);
            let split = near.partition_point(|&n| (n as usize) < node);
            rows.columns.extend_from_slice(&near[..split]);
            rows.columns.push(node as u32);
            rows.columns.extend_from_slice(&near[split..]);
            rows.offsets.push(rows.columns.len());
        }
        rows.blocks = vec![Matrix3::zeros(); rows.columns.len()];
        Self { rows }
    }

    /// Splits the matrix into ranges of about the same number of rows.
    pub fn split_rows(&mut self, ranges: usize) -> Vec<RowRange<'_>> {
        let count = self.rows.rows();
        let (offsets, columns) = (&self.rows.offsets, &self.rows.columns);
        let mut rest = self.rows.blocks.as_mut_slice();
        let mut parts = Vec::with_capacity(ranges);
        let mut first = 0;
        for range in 1..=ranges {
            let last = count * range / ranges;
            let (blocks, tail) = rest.split_at_mut(offsets[last] - offsets[first]);
            parts.push(RowRange { first, offsets: &offsets[first..=last], columns, blocks });
            (rest, first) = (tail, last);
        }
        parts
    }

    /// Uncouples the marked unknowns from all others, and returns their diagonal entries (zero for the others).
    pub fn pin(&mut self, marked: &[bool]) -> Vec<f64> {
        let mut diagonal = vec![0.0; marked.len()];
        for row in 0..self.rows.rows() {
            for place in self.rows.offsets[row]..self.rows.offsets[row + 1] {
                let column = self.rows.columns[place] as usize;
                let block = &mut self.rows.blocks[place];
                for (i, j) in (0..9).map(|k| (k % 3, k / 3)) {
                    let (own, other) = (3 * row + i, 3 * column + j);
                    if own == other {
                        diagonal[own] = if marked[own] { block[(i, j)] } else { 0.0 };
                    } else if marked[own] || marked[other] {
                        block[(i, j)] = 0.0;
                    }
                }
            }
        }
        diagonal
    }
}

impl RowRange<'_> {
    /// Whether a row is in this range.
    #[must_use]
    pub fn contains(&self, row: usize) -> bool {
        (self.first..self.first + self.offsets.len() - 1).contains(&row)
    }

    /// Adds a block.
    ///
    /// # Panics
    /// If the pair is not in the pattern or the row not in this range.
    pub fn add(&mut self, row: usize, column: usize, block: &Matrix3<f64>) {
        let local = row - self.first;
        let range = self.offsets[local]..self.offsets[local + 1];
        let place = range.start + self.columns[range].partition_point(|&c| (c as usize) < column);
        assert!(self.columns[place] as usize == column, "block ({row}, {column}) is not in the pattern");
        self.blocks[place - self.offsets[0]] += block;
    }
}

/// A hierarchy of ever coarser elastic bodies.
#[derive(Debug)]
pub struct Multigrid {
    finest: Level<3>,
    coarser: Vec<Level<COARSE>>,
    coarsest: DenseCholesky,
}

/// How an iterative solution ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Iterations {
    /// Conjugate gradient iterations.
    pub count: usize,
    /// Norm of the residual over that of the right-hand side.
    pub relative_residual: f64,
}

impl Multigrid {
    /// Builds the hierarchy; `motions` are the rigid motions at the nodes (zero in pinned components).
    ///
    /// # Errors
    /// If the coarsest matrix is not positive definite: the body is not held.
    pub fn new(matrix: NodalRows, motions: &[Matrix3x6<f64>]) -> Result<Self, SparseError> {
        let (finest, mut matrix, mut motions) = Level::coarsen(matrix.rows, &motions.to_vec());
        let mut coarser = Vec::new();
        while matrix.rows() > COARSEST_NODES && coarser.len() < MOST_LEVELS {
            let (level, next, next_motions) = Level::coarsen(matrix, &motions);
            coarser.push(level);
            (matrix, motions) = (next, next_motions);
        }
        Ok(Self { finest, coarser, coarsest: DenseCholesky::new(dense(&matrix))? })
    }

    /// Solves `A x = b` by conjugate gradients.
    ///
    /// # Errors
    /// If the residual does not fall below `tolerance` times the right-hand side within `most` iterations.
    pub fn solve(
        &self,
        right: &[f64],
        tolerance: f64,
        most: usize,
    ) -> Result<(Vec<f64>, Iterations), SparseError> {
        let mut residual: Vec<Vector3<f64>> = right.chunks_exact(3).map(Vector3::from_column_slice).collect();
        let target = tolerance * dot(&residual, &residual).sqrt();
        let mut x = vec![Vector3::zeros(); residual.len()];
        let mut direction = self.precondition(&residual);
        let mut energy = dot(&residual, &direction);
        let mut iterations = Iterations { count: 0, relative_residual: 1.0 };
        let scale = target / tolerance;
        while dot(&residual, &residual).sqrt() > target {
            if iterations.count == most {
                let relative_residual = dot(&residual, &residual).sqrt() / scale;
                return Err(SparseError::NotConverged { iterations: most, relative_residual });
            }
            let image: Vec<Vector3<f64>> =
                (0..x.len()).map(|row| self.finest.matrix.row_times(row, &direction)).collect();
            let step = energy / dot(&direction, &image);
            add_scaled(&mut x, step, &direction);
            add_scaled(&mut residual, -step, &image);
            let improved = self.precondition(&residual);
            let next = dot(&residual, &improved);
            let keep = std::mem::replace(&mut energy, next);
            for (d, z) in direction.iter_mut().zip(&improved) {
                *d = z + *d * (next / keep);
            }
            iterations.count += 1;
        }
        iterations.relative_residual =
            if scale > 0.0 { dot(&residual, &residual).sqrt() / scale } else { 0.0 };
        if !iterations.relative_residual.is_finite() {
            let relative_residual = iterations.relative_residual;
            return Err(SparseError::NotConverged { iterations: iterations.count, relative_residual });
        }
        Ok((x.iter().flat_map(|v| [v.x, v.y, v.z]).collect(), iterations))
    }

    /// One V-cycle.
    fn precondition(&self, right: &[Vector3<f64>]) -> Vec<Vector3<f64>> {
        let mut x = self.finest.smooth_forward(right);
        let coarse = self.coarse_solution(0, &self.finest.restricted_residual(&x));
        self.finest.add_prolongated(&coarse, &mut x);
        self.finest.smooth_backward(right, &mut x);
        x
    }

    fn coarse_solution(&self, depth: usize, right: &[SVector<f64, COARSE>]) -> Vec<SVector<f64, COARSE>> {
        let Some(level) = self.coarser.get(depth) else {
            let mut work = DMatrix::from_fn(COARSE * right.len(), 1, |i, _| right[i / COARSE][i % COARSE]);
            self.coarsest.solve_in_place(&mut work);
            return work.as_slice().chunks_exact(COARSE).map(SVector::from_column_slice).collect();
        };
        let mut x = level.smooth_forward(right);
        let coarse = self.coarse_solution(depth + 1, &level.restricted_residual(&x));
        level.add_prolongated(&coarse, &mut x);
        level.smooth_backward(right, &mut x);
        x
    }
}

fn dense(matrix: &BlockRows<COARSE, COARSE>) -> DMatrix<f64> {
    let mut dense = DMatrix::zeros(COARSE * matrix.rows(), COARSE * matrix.rows());
    for row in 0..matrix.rows() {
        for (column, block) in matrix.row(row) {
            dense.fixed_view_mut::<COARSE, COARSE>(COARSE * row, COARSE * column).copy_from(block);
        }
    }
    dense
}

fn dot(a: &[Vector3<f64>], b: &[Vector3<f64>]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a.dot(b)).sum()
}

fn add_scaled(target: &mut [Vector3<f64>], factor: f64, vector: &[Vector3<f64>]) {
    for (target, value) in target.iter_mut().zip(vector) {
        *target += value * factor;
    }
}
