//! What can go wrong in a factorisation.

/// Why a matrix could not be ordered, factorised or solved.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SparseError {
    /// The factor would not fit.
    #[error(
        "the factor of {unknowns} unknowns needs {needed_gb:.2} GB, but only {available_gb:.2} GB may be used; \
         about {fitting_unknowns} unknowns would fit: use a coarser mesh"
    )]
    TooLarge {
        /// Unknowns of the refused matrix.
        unknowns: usize,
        /// Predicted memory, GB.
        needed_gb: f64,
        /// Allowed memory, GB.
        available_gb: f64,
        /// Estimated size that would fit.
        fitting_unknowns: usize,
    },
    /// A pivot is not positive, so the matrix is not positive definite.
    #[error("the pivot of node {node}, component {component}, is not positive: the body is not held there")]
    NotPositiveDefinite {
        /// Node of the pivot, in the caller's numbering.
        node: usize,
        /// 0, 1 or 2.
        component: usize,
    },
    /// A dense matrix is not positive definite.
    #[error("the dense matrix of size {size} is not positive definite at its pivot {pivot}")]
    DenseNotPositiveDefinite {
        /// Size of the matrix.
        size: usize,
        /// Index of the pivot.
        pivot: usize,
    },
    /// Conjugate gradients did not converge.
    #[error(
        "conjugate gradients stand at a relative residual of {relative_residual:.1e} after {iterations} iterations; \
         the mesh may hold badly shaped elements, or the body may hardly be held"
    )]
    NotConverged {
        /// Iterations made.
        iterations: usize,
        /// Norm of the residual over that of the right-hand side.
        relative_residual: f64,
    },
    /// The allocator refused.
    #[error("out of memory while factorising {unknowns} unknowns")]
    OutOfMemory {
        /// Unknowns of the matrix.
        unknowns: usize,
    },
}
