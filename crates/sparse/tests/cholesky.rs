//! The sparse factorisation against dense algebra.
#![allow(missing_docs)]

use nalgebra::{DMatrix, Matrix3};
use osteotome_sparse::{
    BlockMatrix, Cholesky, DenseCholesky, DenseLu, NodalGraph, Shift, SparseError, SymbolicCholesky,
    Transpose, add_gram, multiply_add,
};
use proptest::prelude::*;

/// A lattice of springs: neighbours along three axes and one diagonal.
struct Lattice {
    side: [usize; 3],
    pairs: Vec<[u32; 2]>,
}

impl Lattice {
    fn new(side: [usize; 3]) -> Self {
        let index = |c: [usize; 3]| (c[0] + side[0] * (c[1] + side[1] * c[2])) as u32;
        let steps = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]];
        let mut pairs = Vec::new();
        for node in 0..side.iter().product() {
            let cell = [node % side[0], node / side[0] % side[1], node / (side[0] * side[1])];
            for step in steps {
                let other = [cell[0] + step[0], cell[1] + step[1], cell[2] + step[2]];
                if (0..3).all(|i| other[i] < side[i]) {
                    pairs.push([index(cell), index(other)]);
                }
            }
        }
        Self { side, pairs }
    }

    fn nodes(&self) -> usize {
        self.side.iter().product()
    }

    fn graph(&self) -> NodalGraph {
        NodalGraph::from_elements(self.nodes(), || self.pairs.iter().map(|pair| &pair[..]))
    }

    fn positions(&self) -> Vec<[f64; 3]> {
        let [a, b, _] = self.side;
        (0..self.nodes()).map(|n| [(n % a) as f64, (n / a % b) as f64, (n / (a * b)) as f64]).collect()
    }

    /// Stiffness of one spring, different for each, so that no symmetry hides a mistake.
    fn block(pair: &[u32; 2]) -> Matrix3<f64> {
        let shift = f64::from(pair[0] % 7) * 0.3 + f64::from(pair[1] % 5) * 0.2;
        let skew = Matrix3::new(1.0, 0.3, shift, -0.2, 1.5, 0.1, 0.4, -shift, 2.0);
        skew.transpose() * skew
    }

    /// Springs between nodes; ground springs of the given stiffness at every node.
    fn matrix(&self, symbolic: &SymbolicCholesky, ground: f64) -> BlockMatrix {
        let mut matrix = BlockMatrix::zeros(symbolic);
        let place = symbolic.place_of_node();
        for mut columns in matrix.split_columns(symbolic, 3) {
            let mut add = |a: u32, b: u32, block: Matrix3<f64>| {
                let (row, column) =
                    (place[a as usize].max(place[b as usize]), place[a as usize].min(place[b as usize]));
                if columns.contains(column as usize) {
                    columns.add(row as usize, column as usize, &block);
                }
            };
            for pair in &self.pairs {
                let block = Self::block(pair);
                add(pair[0], pair[0], block);
                add(pair[1], pair[1], block);
                add(pair[0], pair[1], -block);
            }
            for node in 0..self.nodes() as u32 {
                add(node, node, Matrix3::identity() * ground);
            }
        }
        matrix
    }

    fn dense(&self, ground: f64) -> DMatrix<f64> {
        let mut dense = DMatrix::from_diagonal_element(3 * self.nodes(), 3 * self.nodes(), ground);
        for pair in &self.pairs {
            let block = Self::block(pair);
            let [a, b] = pair.map(|n| 3 * n as usize);
            for (row, column, sign) in [(a, a, 1.0), (b, b, 1.0), (a, b, -1.0), (b, a, -1.0)] {
                let mut target = dense.fixed_view_mut::<3, 3>(row, column);
                target += block * sign;
            }
        }
        dense
    }
}

fn analysed(lattice: &Lattice, trailing: &[u32]) -> SymbolicCholesky {
    SymbolicCholesky::analyse(&lattice.graph(), &lattice.positions(), trailing, f64::INFINITY).unwrap()
}

fn right_sides(rows: usize) -> DMatrix<f64> {
    DMatrix::from_fn(rows, 3, |i, j| ((i * 37 + j * 11) % 17) as f64 - 8.0)
}

#[test]
fn solves_what_dense_algebra_solves() {
    let lattice = Lattice::new([9, 7, 6]);
    let symbolic = analysed(&lattice, &[]);
    let matrix = lattice.matrix(&symbolic, 0.1);
    let factor = Cholesky::factorise(symbolic, matrix, Shift::None).unwrap();
    let b = right_sides(3 * lattice.nodes());
    let residual = lattice.dense(0.1) * factor.solve(&b) - &b;
    assert!(residual.amax() < 1e-11 * b.amax(), "{:e}", residual.amax());
}

#[test]
fn schur_complement_is_the_inverse_of_the_block_of_the_inverse() {
    let lattice = Lattice::new([8, 5, 5]);
    let trailing: Vec<u32> = (0..25).map(|k| 199 - 7 * k).collect();
    let symbolic = analysed(&lattice, &trailing);
    let matrix = lattice.matrix(&symbolic, 0.1);
    let factor = Cholesky::factorise(symbolic, matrix, Shift::TrailingMean).unwrap();
    let inverse = lattice.dense(0.1).try_inverse().unwrap();
    let at = |k: usize| 3 * trailing[k / 3] as usize + k % 3;
    let block = DMatrix::from_fn(75, 75, |i, j| inverse[(at(i), at(j))]);
    let identity = factor.schur_complement() * block - DMatrix::identity(75, 75);
    assert!(identity.amax() < 1e-10, "{:e}", identity.amax());
}

#[test]
fn schur_complement_of_a_floating_body_keeps_its_rigid_modes() {
    let lattice = Lattice::new([6, 6, 6]);
    let trailing: Vec<u32> = (0..36).collect();
    let symbolic = analysed(&lattice, &trailing);
    let matrix = lattice.matrix(&symbolic, 0.0);
    let factor = Cholesky::factorise(symbolic, matrix, Shift::TrailingMean).unwrap();
    let schur = factor.schur_complement();
    // These springs resist only differences, so translations are the modes without energy.
    let translations = DMatrix::from_fn(108, 3, |i, j| if i % 3 == j { 1.0 } else { 0.0 });
    assert!((&schur * translations).amax() < 1e-12 * schur.amax());
}

#[test]
fn a_loose_body_is_refused_by_name() {
    let lattice = Lattice::new([4, 4, 4]);
    let symbolic = analysed(&lattice, &[]);
    let matrix = lattice.matrix(&symbolic, -1e-3);
    let failure = Cholesky::factorise(symbolic, matrix, Shift::None).unwrap_err();
    assert!(
        matches!(failure, SparseError::NotPositiveDefinite { node, component } if node < 64 && component < 3)
    );
}

#[test]
fn what_does_not_fit_is_refused_before_it_is_tried() {
    let lattice = Lattice::new([12, 12, 12]);
    let refused = SymbolicCholesky::analyse(&lattice.graph(), &lattice.positions(), &[], 1e-3).unwrap_err();
    let SparseError::TooLarge { unknowns, needed_gb, fitting_unknowns, .. } = refused else {
        panic!("{refused}");
    };
    assert!(unknowns == 3 * 1728 && needed_gb > 1e-3 && fitting_unknowns < unknowns);
}

#[test]
fn listed_entries_are_the_matrix() {
    let lattice = Lattice::new([5, 4, 3]);
    let symbolic = analysed(&lattice, &[3, 1]);
    let matrix = lattice.matrix(&symbolic, 0.2);
    let size = 3 * lattice.nodes();
    let mut listed = DMatrix::zeros(size, size);
    for (row, column, value) in matrix.lower_entries(&symbolic) {
        (listed[(row, column)], listed[(column, row)]) = (value, value);
    }
    assert!((lattice.dense(0.2) - listed).amax() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_lattice_with_any_trailing_nodes_is_solved(
        side in prop::array::uniform3(1_usize..7),
        stride in 1_usize..9,
        count in 0_usize..12,
    ) {
        let lattice = Lattice::new(side);
        let trailing: Vec<u32> = (0..lattice.nodes()).step_by(stride).take(count).map(|n| n as u32).collect();
        let symbolic = analysed(&lattice, &trailing);
        let matrix = lattice.matrix(&symbolic, 0.5);
        let factor = Cholesky::factorise(symbolic, matrix, Shift::None).unwrap();
        let b = right_sides(3 * lattice.nodes());
        let residual = lattice.dense(0.5) * factor.solve(&b) - &b;
        prop_assert!(residual.amax() < 1e-10);
        let places = factor.symbolic().place_of_node();
        for (k, &node) in trailing.iter().enumerate() {
            prop_assert_eq!(places[node as usize] as usize, lattice.nodes() - trailing.len() + k);
        }
    }

    #[test]
    fn dense_kernels_agree_with_nalgebra(size in 1_usize..30, seed in 0_u32..1000) {
        let value = |i: usize, j: usize| f64::from((seed + 31 * i as u32 + 17 * j as u32 * (i as u32 + 3)) % 101) / 50.0 - 1.0;
        let general = DMatrix::from_fn(size, size, |i, j| value(i, j) + if i == j { 4.0 * size as f64 } else { 0.0 });
        let right = DMatrix::from_fn(size, 5, value);
        let mut product = right.clone();
        multiply_add(&mut product, 2.0, (&general, Transpose::Yes), (&right, Transpose::No));
        prop_assert!((&product - (&right + general.transpose() * &right * 2.0)).amax() < 1e-9);
        let mut lu = DenseLu::with_size(size);
        for _ in 0..2 {
            lu.factorise(&general);
            let mut solution = right.clone();
            lu.solve_in_place(&mut solution);
            prop_assert!((&general * solution - &right).amax() < 1e-10);
        }
        let mut gram = DMatrix::identity(size, size);
        add_gram(&mut gram, &general);
        let cholesky = DenseCholesky::new(gram.clone()).unwrap();
        let mut solution = right.clone();
        cholesky.solve_in_place(&mut solution);
        prop_assert!((&gram * solution - &right).amax() < 1e-9);
        prop_assert!((&gram * cholesky.inverse() - DMatrix::identity(size, size)).amax() < 1e-10);
    }
}
