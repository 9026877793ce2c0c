//! Nested dissection, sparse Cholesky factorisation, static condensation and dense kernels.
