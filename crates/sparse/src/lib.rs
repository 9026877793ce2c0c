//! Nested dissection, sparse Cholesky factorisation, static condensation and dense kernels.
//!
//! Unknowns come in threes, one triple a node. [`SymbolicCholesky`] orders the graph of nodes and lays the factor out;
//! [`BlockMatrix`] takes the values; [`Cholesky`] factorises, solves, and gives the Schur complement of the nodes that
//! were ordered last. This is the only crate that knows which library does the numeric work.
//!
//! ```
//! use nalgebra::{DMatrix, Matrix3};
//! use osteotome_sparse::{BlockMatrix, Cholesky, NodalGraph, Shift, SymbolicCholesky, available_memory_gb};
//!
//! // A chain of two nodes, 3 N/mm to the ground at each and 5 N/mm between them.
//! let chain: [&[u32]; 1] = [&[0, 1]];
//! let graph = NodalGraph::from_elements(2, || chain.into_iter());
//! let positions_mm = [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]];
//! let symbolic = SymbolicCholesky::analyse(&graph, &positions_mm, &[], available_memory_gb())?;
//!
//! let mut matrix = BlockMatrix::zeros(&symbolic);
//! for mut columns in matrix.split_columns(&symbolic, 1) {
//!     columns.add(0, 0, &(Matrix3::identity() * 8.0));
//!     columns.add(1, 1, &(Matrix3::identity() * 8.0));
//!     columns.add(1, 0, &(Matrix3::identity() * -5.0));
//! }
//! let factor = Cholesky::factorise(symbolic, matrix, Shift::None)?;
//!
//! // 13 N on each node along x: nothing between them is strained.
//! let loads_n = DMatrix::from_column_slice(6, 1, &[13.0, 0.0, 0.0, 13.0, 0.0, 0.0]);
//! let motion_mm = factor.solve(&loads_n);
//! assert!((motion_mm[0] - 13.0 / 3.0).abs() < 1e-12 && (motion_mm[3] - 13.0 / 3.0).abs() < 1e-12);
//! # Ok::<(), osteotome_sparse::SparseError>(())
//! ```

mod block_matrix;
mod cholesky;
mod dense;
mod elimination_tree;
mod error;
mod graph;
mod multigrid;
mod ordering;
mod size;
mod symbolic;
mod vector_units;

pub use block_matrix::{BlockColumns, BlockMatrix};
pub use cholesky::{Cholesky, Shift};
pub use dense::{DenseCholesky, DenseLu, Transpose, add_gram, mirror_lower, multiply_add};
pub use error::SparseError;
pub use graph::NodalGraph;
pub use multigrid::{Iterations, Multigrid, NodalRows, RowRange};
pub use size::{FactorSize, available_memory_gb};
pub use symbolic::SymbolicCholesky;
pub use vector_units::{Kernel, vectorised};
