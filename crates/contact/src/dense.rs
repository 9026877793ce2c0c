//! Dense linear algebra of the elimination.

use nalgebra::DMatrix;
use osteotome_sparse::{DenseLu, Transpose, multiply_add};

/// Solves `matrix · X = right` by LU with partial pivoting; `None` if the matrix is singular or not finite.
pub(crate) fn solve(matrix: &DMatrix<f64>, right: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let mut solution = right.clone();
    if !matrix.is_empty() {
        let mut factor = DenseLu::with_size(matrix.nrows());
        factor.factorise(matrix);
        factor.solve_in_place(&mut solution);
    }
    solution.iter().all(|value| value.is_finite()).then_some(solution)
}

/// `1 + left · right` for a `left` with few entries a row and a symmetric `right`.
pub(crate) fn one_plus_product(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    let n = left.nrows();
    // Column by column of the transposed matrix, because a row of a symmetric matrix is one of its columns.
    let mut transposed = DMatrix::identity(n, n);
    for k in 0..n {
        for (i, value) in left.column(k).iter().enumerate().filter(|(_, value)| **value != 0.0) {
            transposed.column_mut(i).axpy(*value, &right.column(k), 1.0);
        }
    }
    transposed.transpose_mut();
    transposed
}

/// `left · right`.
pub(crate) fn product(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    let mut target = DMatrix::zeros(left.nrows(), right.ncols());
    if !target.is_empty() && left.ncols() > 0 {
        multiply_add(&mut target, 1.0, (left, Transpose::No), (right, Transpose::No));
    }
    target
}
