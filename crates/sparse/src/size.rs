//! What a factorisation will cost, known before it starts.

use crate::error::SparseError;

/// Predicted size of a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FactorSize {
    /// Unknowns.
    pub unknowns: usize,
    /// Entries of the lower factor.
    pub entries: f64,
    /// Multiplications and additions, each counted as one.
    pub flops: f64,
    /// Memory of matrix, factor and scratch, GB.
    pub memory_gb: f64,
}

/// Relaxed supernodes store explicit zeros: measured 3–6 % on bone meshes, with some reserve.
const SUPERNODE_PADDING: f64 = 1.08;

impl FactorSize {
    /// From the column counts of the nodal graph, for 3 × 3 blocks.
    pub(crate) fn from_column_counts(counts: &[u32], directed_edges: usize) -> Self {
        let scalar = counts.iter().flat_map(|&c| (0..3).map(move |k| 3.0 * f64::from(c) - f64::from(k)));
        let entries = scalar.clone().sum::<f64>();
        let flops = scalar.map(|c| c * c).sum();
        let matrix_entries = 4.5 * directed_edges as f64 + 6.0 * counts.len() as f64;
        let bytes = 8.0 * SUPERNODE_PADDING * entries + 12.0 * matrix_entries + 40.0 * directed_edges as f64;
        Self { unknowns: 3 * counts.len(), entries, flops, memory_gb: bytes * 1e-9 }
    }

    /// Refuses what does not fit, and names a size that would.
    pub(crate) fn check(&self, limit_gb: f64) -> Result<(), SparseError> {
        if self.memory_gb <= limit_gb {
            return Ok(());
        }
        // Nested dissection of a solid: entries grow as n^(4/3) (George & Liu 1981, chapter 8).
        let shrink = (limit_gb / self.memory_gb).powf(0.75);
        Err(SparseError::TooLarge {
            unknowns: self.unknowns,
            needed_gb: self.memory_gb,
            available_gb: limit_gb,
            fitting_unknowns: (self.unknowns as f64 * shrink) as usize,
        })
    }
}

/// Memory that may be used now, GB; unlimited where the system does not say.
#[must_use]
pub fn available_memory_gb() -> f64 {
    let field = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
        line.split_whitespace().nth(1)?.parse::<f64>().ok()
    };
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    field(&text).map_or(f64::INFINITY, |kib| kib * 1024e-9)
}
