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
    let mut entries: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n];
    for k in 0..n {
        for (i, value) in left.column(k).iter().enumerate().filter(|(_, value)| **value != 0.0) {
            entries[i].push((k, *value));
        }
    }
    // Column by column of the transposed matrix, because a row of a symmetric matrix is one of its columns.
    let mut transposed = DMatrix::identity(n, n);
    for (mut target, row) in transposed.column_iter_mut().zip(&entries) {
        add_combination(target.as_mut_slice(), row, right);
    }
    transposed.transpose_mut();
    transposed
}

/// `target += Σ value · column k of matrix`, four columns at a time: the target is then read and written a quarter as often.
fn add_combination(target: &mut [f64], terms: &[(usize, f64)], matrix: &DMatrix<f64>) {
    let n = target.len();
    let column = |k: usize| &matrix.as_slice()[k * n..(k + 1) * n];
    let chunks = terms.chunks_exact(4);
    for (k, value) in chunks.remainder() {
        target.iter_mut().zip(column(*k)).for_each(|(target, entry)| *target += value * entry);
    }
    for chunk in chunks {
        let [a, b, c, d] = [0, 1, 2, 3].map(|m| column(chunk[m].0));
        let [va, vb, vc, vd] = [0, 1, 2, 3].map(|m| chunk[m].1);
        let entries = a.iter().zip(b).zip(c.iter().zip(d));
        for (target, ((a, b), (c, d))) in target.iter_mut().zip(entries) {
            *target += (va * a + vb * b) + (vc * c + vd * d);
        }
    }
}

/// `left · right`.
pub(crate) fn product(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    let mut target = DMatrix::zeros(left.nrows(), right.ncols());
    if !target.is_empty() && left.ncols() > 0 {
        multiply_add(&mut target, 1.0, (left, Transpose::No), (right, Transpose::No));
    }
    target
}
