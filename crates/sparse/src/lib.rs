//! Nested dissection, sparse Cholesky factorisation, static condensation and dense kernels.

mod error;

pub use error::SparseError;
