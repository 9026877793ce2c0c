//! Nested dissection, sparse Cholesky factorisation, static condensation and dense kernels.
//!
//! Unknowns come in threes, one triple a node. [`SymbolicCholesky`] orders the graph of nodes and lays the factor out;
//! [`BlockMatrix`] takes the values; [`Cholesky`] factorises, solves, and gives the Schur complement of the nodes that
//! were ordered last. This is the only crate that knows which library does the numeric work.

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
