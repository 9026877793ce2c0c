//! The numeric factor: solves, and the Schur complement of the trailing nodes.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::LltError;
use faer::linalg::triangular_solve;
use faer::sparse::linalg::cholesky::supernodal::{self, SupernodalLltRef};
use faer::sparse::{SparseColMatRef, SymbolicSparseColMatRef};
use faer::{Accum, MatMut, Par, Spec};
use nalgebra::DMatrix;

use crate::block_matrix::BlockMatrix;
use crate::dense;
use crate::error::SparseError;
use crate::symbolic::{COMPONENTS, SymbolicCholesky};

/// The factor of `A = L Lᵀ`, where `A` is the given matrix plus a shift on the trailing diagonal.
///
/// The shift makes a floating body factorisable; it never touches what is eliminated before the trailing nodes, so
/// the Schur complement minus the shift is exact.
#[derive(Debug)]
pub struct Cholesky {
    symbolic: SymbolicCholesky,
    values: Vec<f64>,
    shift: f64,
}

/// Whether the trailing nodes get the diagonal shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// None: the matrix is positive definite as it is.
    None,
    /// The mean diagonal of the trailing nodes.
    TrailingMean,
}

impl Cholesky {
    /// Factorises.
    ///
    /// # Errors
    /// If a pivot is not positive, or memory runs out.
    pub fn factorise(
        symbolic: SymbolicCholesky,
        mut matrix: BlockMatrix,
        shift: Shift,
    ) -> Result<Self, SparseError> {
        let shift = match shift {
            Shift::None => 0.0,
            Shift::TrailingMean => trailing_mean(&symbolic, &matrix),
        };
        matrix.add_to_trailing_diagonal(&symbolic, shift);
        let values = numeric(&symbolic, &matrix)?;
        Ok(Self { symbolic, values, shift })
    }

    /// The analysis this factor was made with.
    #[must_use]
    pub fn symbolic(&self) -> &SymbolicCholesky {
        &self.symbolic
    }

    /// The shift on the trailing diagonal.
    #[must_use]
    pub fn shift(&self) -> f64 {
        self.shift
    }

    /// Rearranges rows from the caller's numbering (three a node) to the elimination order.
    #[must_use]
    pub fn to_elimination_order(&self, right_sides: &DMatrix<f64>) -> DMatrix<f64> {
        let order = &self.symbolic.order.old_of_new;
        DMatrix::from_fn(right_sides.nrows(), right_sides.ncols(), |row, column| {
            right_sides[(COMPONENTS * order[row / COMPONENTS] as usize + row % COMPONENTS, column)]
        })
    }

    /// Rearranges rows from the elimination order to the caller's numbering.
    #[must_use]
    pub fn to_caller_order(&self, solution: &DMatrix<f64>) -> DMatrix<f64> {
        let place = &self.symbolic.order.new_of_old;
        DMatrix::from_fn(solution.nrows(), solution.ncols(), |row, column| {
            solution[(COMPONENTS * place[row / COMPONENTS] as usize + row % COMPONENTS, column)]
        })
    }

    /// Solves `A x = b` for all columns, in the caller's numbering.
    #[must_use]
    pub fn solve(&self, right_sides: &DMatrix<f64>) -> DMatrix<f64> {
        let mut work = self.to_elimination_order(right_sides);
        self.forward(&mut work);
        self.backward(&mut work);
        self.to_caller_order(&work)
    }

    /// `work ← L⁻¹ work`, in the elimination order.
    pub fn forward(&self, work: &mut DMatrix<f64>) {
        let factor = SupernodalLltRef::new(&self.symbolic.supernodes, &self.values);
        let columns = work.ncols();
        let mut update = self.update_scratch(columns);
        for s in 0..self.symbolic.supernodes.n_supernodes() {
            let node = factor.supernode(s);
            let (start, width) = (node.start(), node.val().ncols());
            let (top, bottom) = node.val().split_at_row(width);
            let rows = bottom.nrows();
            let mut own = dense::view_mut(work).subrows_mut(start, width);
            triangular_solve::solve_lower_triangular_in_place(top, own.as_mut(), Par::Seq);
            let mut product =
                MatMut::from_column_major_slice_mut(&mut update[..rows * columns], rows, columns);
            faer::linalg::matmul::matmul(
                product.as_mut(),
                Accum::Replace,
                bottom,
                own.as_ref(),
                1.0,
                Par::Seq,
            );
            for (column, mut target) in work.column_iter_mut().enumerate() {
                for (&row, value) in node.pattern().iter().zip(&update[column * rows..]) {
                    target[row as usize] -= value;
                }
            }
        }
    }

    /// `work ← L⁻ᵀ work`, in the elimination order.
    pub fn backward(&self, work: &mut DMatrix<f64>) {
        let factor = SupernodalLltRef::new(&self.symbolic.supernodes, &self.values);
        let columns = work.ncols();
        let mut gathered = self.update_scratch(columns);
        for s in (0..self.symbolic.supernodes.n_supernodes()).rev() {
            let node = factor.supernode(s);
            let (start, width) = (node.start(), node.val().ncols());
            let (top, bottom) = node.val().split_at_row(width);
            let rows = bottom.nrows();
            for (column, source) in work.column_iter().enumerate() {
                for (&row, value) in node.pattern().iter().zip(&mut gathered[column * rows..]) {
                    *value = source[row as usize];
                }
            }
            let below = MatMut::from_column_major_slice_mut(&mut gathered[..rows * columns], rows, columns);
            let mut own = dense::view_mut(work).subrows_mut(start, width);
            let (transposed, below) = (bottom.transpose(), below.as_ref());
            faer::linalg::matmul::matmul(own.as_mut(), Accum::Add, transposed, below, -1.0, Par::Seq);
            triangular_solve::solve_upper_triangular_in_place(top.transpose(), own, Par::Seq);
        }
    }

    fn update_scratch(&self, columns: usize) -> Vec<f64> {
        let supernodes = &self.symbolic.supernodes;
        let tallest = (0..supernodes.n_supernodes()).map(|s| supernodes.supernode(s).pattern().len()).max();
        vec![0.0; tallest.unwrap_or(0) * columns]
    }

    /// The trailing triangle `L_BB`, in the order of the trailing nodes.
    #[must_use]
    pub fn trailing_factor(&self) -> DMatrix<f64> {
        let size = COMPONENTS * self.symbolic.trailing_nodes();
        let first = self.symbolic.unknowns() - size;
        let mut trailing = DMatrix::zeros(size, size);
        let factor = SupernodalLltRef::new(&self.symbolic.supernodes, &self.values);
        for s in (0..self.symbolic.supernodes.n_supernodes()).rev() {
            let node = factor.supernode(s);
            let width = node.val().ncols();
            if node.start() + width <= first {
                break;
            }
            for local in first.saturating_sub(node.start())..width {
                let column = node.start() + local;
                let own = (column..node.start() + width).map(|row| (row, row - node.start()));
                let below = node.pattern().iter().enumerate().map(|(i, &row)| (row as usize, width + i));
                for (row, place) in own.chain(below) {
                    trailing[(row - first, column - first)] = node.val()[(place, local)];
                }
            }
        }
        trailing
    }

    /// The Schur complement of the trailing nodes, without the shift: `L_BB L_BBᵀ − shift · I`.
    #[must_use]
    pub fn schur_complement(&self) -> DMatrix<f64> {
        let transposed = self.trailing_factor().transpose();
        let mut schur = DMatrix::from_diagonal_element(transposed.nrows(), transposed.nrows(), -self.shift);
        dense::add_gram(&mut schur, &transposed);
        schur
    }
}

fn trailing_mean(symbolic: &SymbolicCholesky, matrix: &BlockMatrix) -> f64 {
    let trailing = COMPONENTS * symbolic.trailing_nodes();
    let first = symbolic.unknowns() - trailing;
    let sum: f64 = (first..symbolic.unknowns()).map(|u| matrix.diagonal(symbolic, u)).sum();
    sum / trailing.max(1) as f64
}

fn numeric(symbolic: &SymbolicCholesky, matrix: &BlockMatrix) -> Result<Vec<f64>, SparseError> {
    let unknowns = symbolic.unknowns();
    let pattern = SymbolicSparseColMatRef::new_checked(
        unknowns,
        unknowns,
        &symbolic.column_starts,
        None,
        &symbolic.rows,
    );
    let lower = SparseColMatRef::new(pattern, &matrix.values);
    let mut values = Vec::new();
    let length = symbolic.supernodes.len_val();
    values.try_reserve_exact(length).map_err(|_| SparseError::OutOfMemory { unknowns })?;
    values.resize(length, 0.0);
    let mut memory =
        MemBuffer::try_new(symbolic.numeric_scratch()).map_err(|_| SparseError::OutOfMemory { unknowns })?;
    supernodal::factorize_supernodal_numeric_llt(
        &mut values,
        lower,
        Default::default(),
        &symbolic.supernodes,
        Par::Seq,
        MemStack::new(&mut memory),
        Spec::default(),
    )
    .map_err(|LltError::NonPositivePivot { index }| SparseError::NotPositiveDefinite {
        node: symbolic.order.old_of_new[index / COMPONENTS] as usize,
        component: index % COMPONENTS,
    })?;
    Ok(values)
}
