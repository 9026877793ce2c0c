//! Dense linear algebra of the elimination.

use nalgebra::DMatrix;

/// Solves `matrix · X = right` by LU with partial pivoting; `None` if the matrix is singular or not finite.
pub(crate) fn solve(matrix: DMatrix<f64>, right: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    if matrix.is_empty() {
        return Some(right.clone());
    }
    matrix.lu().solve(right).filter(|solution| solution.iter().all(|value| value.is_finite()))
}
