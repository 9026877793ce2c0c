//! Dense linear algebra of the elimination.

use nalgebra::{DMatrix, DVector};
use osteotome_sparse::{DenseLu, Kernel, Transpose, multiply_add, vectorised};

/// Solves `matrix · X = right` by LU with partial pivoting; `None` if the matrix is singular or not finite.
pub(crate) fn solve(matrix: &DMatrix<f64>, mut right: DMatrix<f64>) -> Option<DMatrix<f64>> {
    if !matrix.is_empty() {
        let mut factor = DenseLu::with_size(matrix.nrows());
        factor.factorise(matrix);
        factor.solve_in_place(&mut right);
    }
    right.iter().all(|value| value.is_finite()).then_some(right)
}

/// `left · right` for a `right` that consists of few blocks of three rows a column.
pub(crate) fn product_with_sparse(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    let mut product = DMatrix::zeros(left.nrows(), right.ncols());
    let mut terms = Vec::with_capacity(right.nrows());
    for (mut target, column) in product.column_iter_mut().zip(right.column_iter()) {
        terms.clear();
        for (block, values) in column.as_slice().as_chunks::<3>().0.iter().enumerate() {
            if *values != [0.0; 3] {
                terms.extend([0, 1, 2].map(|axis| (3 * block + axis, values[axis])));
            }
        }
        add_combination(target.as_mut_slice(), &terms, left);
    }
    product
}

/// `Σ value · column of matrix`.
pub(crate) fn combination(terms: &[(usize, f64)], matrix: &DMatrix<f64>) -> DVector<f64> {
    let mut target = DVector::zeros(matrix.nrows());
    add_combination(target.as_mut_slice(), terms, matrix);
    target
}

fn add_combination(target: &mut [f64], terms: &[(usize, f64)], matrix: &DMatrix<f64>) {
    vectorised(Combination { target, terms, columns: matrix.as_slice() });
}

/// `target += Σ value · column k of a matrix`, four columns at a time: the target is then read and written a quarter as often.
struct Combination<'a> {
    target: &'a mut [f64],
    terms: &'a [(usize, f64)],
    columns: &'a [f64],
}

impl Kernel for Combination<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let n = self.target.len();
        let column = |k: usize| &self.columns[k * n..(k + 1) * n];
        let chunks = self.terms.chunks_exact(4);
        for (k, value) in chunks.remainder() {
            self.target.iter_mut().zip(column(*k)).for_each(|(target, entry)| *target += value * entry);
        }
        for chunk in chunks {
            let [a, b, c, d] = [0, 1, 2, 3].map(|m| column(chunk[m].0));
            let [va, vb, vc, vd] = [0, 1, 2, 3].map(|m| chunk[m].1);
            let entries = a.iter().zip(b).zip(c.iter().zip(d));
            for (target, ((a, b), (c, d))) in self.target.iter_mut().zip(entries) {
                *target += (va * a + vb * b) + (vc * c + vd * d);
            }
        }
    }
}

/// `left · right`.
pub(crate) fn product(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    oriented_product(left, (right, Transpose::No), right.ncols())
}

/// `left · rightᵀ`.
pub(crate) fn product_with_transposed(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    oriented_product(left, (right, Transpose::Yes), right.nrows())
}

fn oriented_product(left: &DMatrix<f64>, right: (&DMatrix<f64>, Transpose), columns: usize) -> DMatrix<f64> {
    let mut target = DMatrix::zeros(left.nrows(), columns);
    if !target.is_empty() && left.ncols() > 0 {
        multiply_add(&mut target, 1.0, (left, Transpose::No), right);
    }
    target
}
