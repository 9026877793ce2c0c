//! Dense kernels on nalgebra matrices: sequential, deterministic, with reusable memory.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt;
use faer::linalg::lu::partial_pivoting as lu;
use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::linalg::triangular_solve;
use faer::{Accum, MatMut, MatRef, Par, Spec};
use nalgebra::DMatrix;

use crate::error::SparseError;
use crate::vector_units::release_vector_registers;

pub(crate) fn view(matrix: &DMatrix<f64>) -> MatRef<'_, f64> {
    MatRef::from_column_major_slice(matrix.as_slice(), matrix.nrows(), matrix.ncols())
}

pub(crate) fn view_mut(matrix: &mut DMatrix<f64>) -> MatMut<'_, f64> {
    let (rows, columns) = matrix.shape();
    MatMut::from_column_major_slice_mut(matrix.as_mut_slice(), rows, columns)
}

/// Whether a factor of a product is used as it is or transposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transpose {
    /// As it is.
    No,
    /// Transposed.
    Yes,
}

/// `target += factor · left · right`, either operand transposed on request.
///
/// # Panics
/// If the shapes do not fit.
pub fn multiply_add(
    target: &mut DMatrix<f64>,
    factor: f64,
    left: (&DMatrix<f64>, Transpose),
    right: (&DMatrix<f64>, Transpose),
) {
    let (left, right) = (oriented(left), oriented(right));
    faer::linalg::matmul::matmul(view_mut(target), Accum::Add, left, right, factor, Par::Seq);
    release_vector_registers();
}

fn oriented((matrix, transpose): (&DMatrix<f64>, Transpose)) -> MatRef<'_, f64> {
    match transpose {
        Transpose::No => view(matrix),
        Transpose::Yes => view(matrix).transpose(),
    }
}

/// `target += matrixᵀ · matrix`, both triangles, exactly symmetric if `target` was.
///
/// # Panics
/// If `target` is not square of the number of columns of `matrix`.
pub fn add_gram(target: &mut DMatrix<f64>, matrix: &DMatrix<f64>) {
    let (lower, full) = (BlockStructure::TriangularLower, BlockStructure::Rectangular);
    let (left, right) = (view(matrix).transpose(), view(matrix));
    triangular::matmul(view_mut(target), lower, Accum::Add, left, full, right, full, 1.0, Par::Seq);
    release_vector_registers();
    mirror_lower(target);
}

/// Copies the lower triangle onto the upper one.
pub fn mirror_lower(matrix: &mut DMatrix<f64>) {
    for column in 0..matrix.ncols() {
        for row in 0..column {
            matrix[(row, column)] = matrix[(column, row)];
        }
    }
}

/// The Cholesky factor of a dense symmetric positive definite matrix.
#[derive(Clone, Debug)]
pub struct DenseCholesky {
    factor: DMatrix<f64>,
}

impl DenseCholesky {
    /// Factorises, reading the lower triangle only.
    ///
    /// # Errors
    /// If a pivot is not positive.
    pub fn new(mut matrix: DMatrix<f64>) -> Result<Self, SparseError> {
        let size = matrix.nrows();
        let mut memory =
            MemBuffer::new(llt::factor::cholesky_in_place_scratch::<f64>(size, Par::Seq, Spec::default()));
        let stack = MemStack::new(&mut memory);
        llt::factor::cholesky_in_place(
            view_mut(&mut matrix),
            Default::default(),
            Par::Seq,
            stack,
            Spec::default(),
        )
        .map_err(|llt::factor::LltError::NonPositivePivot { index }| {
            SparseError::DenseNotPositiveDefinite { size, pivot: index }
        })?;
        release_vector_registers();
        Ok(Self { factor: matrix })
    }

    /// Solves for all columns of `right_sides`, in place.
    ///
    /// # Panics
    /// If the sizes do not fit.
    pub fn solve_in_place(&self, right_sides: &mut DMatrix<f64>) {
        let factor = view(&self.factor);
        triangular_solve::solve_lower_triangular_in_place(factor, view_mut(right_sides), Par::Seq);
        triangular_solve::solve_upper_triangular_in_place(
            factor.transpose(),
            view_mut(right_sides),
            Par::Seq,
        );
        release_vector_registers();
    }

    /// The inverse, exactly symmetric.
    #[must_use]
    pub fn inverse(&self) -> DMatrix<f64> {
        let size = self.factor.nrows();
        let mut inverse = DMatrix::zeros(size, size);
        let mut memory = MemBuffer::new(llt::inverse::inverse_scratch::<f64>(size, Par::Seq));
        let stack = MemStack::new(&mut memory);
        llt::inverse::inverse(view_mut(&mut inverse), view(&self.factor), Par::Seq, stack);
        release_vector_registers();
        mirror_lower(&mut inverse);
        inverse
    }
}

/// An LU factorisation with partial pivoting whose memory is reused from one matrix to the next of the same size.
pub struct DenseLu {
    factors: DMatrix<f64>,
    forward: Vec<u32>,
    backward: Vec<u32>,
    memory: MemBuffer,
}

impl std::fmt::Debug for DenseLu {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("DenseLu").field("factors", &self.factors).finish_non_exhaustive()
    }
}

impl DenseLu {
    /// Reserves the memory for matrices of one size.
    #[must_use]
    pub fn with_size(size: usize) -> Self {
        let factor = lu::factor::lu_in_place_scratch::<u32, f64>(size, size, Par::Seq, Spec::default());
        let solve = lu::solve::solve_in_place_scratch::<u32, f64>(size, 8, Par::Seq);
        Self {
            factors: DMatrix::identity(size, size),
            forward: (0..size as u32).collect(),
            backward: (0..size as u32).collect(),
            memory: MemBuffer::new(factor.or(solve)),
        }
    }

    /// Factorises a square matrix of this size.
    ///
    /// A singular matrix shows as infinities or NaN in the solution, as usual for LU with partial pivoting.
    ///
    /// # Panics
    /// If the matrix has another size.
    pub fn factorise(&mut self, matrix: &DMatrix<f64>) {
        self.factors.copy_from(matrix);
        let stack = MemStack::new(&mut self.memory);
        lu::factor::lu_in_place(
            view_mut(&mut self.factors),
            &mut self.forward,
            &mut self.backward,
            Par::Seq,
            stack,
            Spec::default(),
        );
        release_vector_registers();
    }

    /// Solves for all columns of `right_sides`, in place.
    ///
    /// # Panics
    /// If the sizes do not fit.
    pub fn solve_in_place(&mut self, right_sides: &mut DMatrix<f64>) {
        let (rows, columns) = right_sides.shape();
        self.solve_slice_in_place(right_sides.as_mut_slice(), rows, columns);
    }

    /// Solves for column-major right-hand sides, in place.
    ///
    /// # Panics
    /// If the sizes do not fit.
    pub fn solve_slice_in_place(&mut self, right_sides: &mut [f64], rows: usize, columns: usize) {
        let needed = lu::solve::solve_in_place_scratch::<u32, f64>(rows, columns, Par::Seq);
        if needed.size_bytes() > self.memory.len() {
            self.memory = MemBuffer::new(needed);
        }
        let permutation = faer::perm::PermRef::new_checked(&self.forward, &self.backward, rows);
        let factors = view(&self.factors);
        let target = MatMut::from_column_major_slice_mut(right_sides, rows, columns);
        let stack = MemStack::new(&mut self.memory);
        lu::solve::solve_in_place(factors, factors, permutation, target, Par::Seq, stack);
        release_vector_registers();
    }
}
