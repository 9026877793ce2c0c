//! One operated foot.

use std::collections::BTreeMap;

/// Techniques of the predictions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Technique {
    /// Classic.
    Classic,
    /// Oblique convergent.
    Convergent,
    /// Oblique divergent.
    Divergent,
    /// Reverse.
    Reverse,
    /// Across the shaft.
    Transverse,
}

impl Technique {
    /// Its name in a scenario.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::Convergent => "oblique-convergent",
            Self::Divergent => "oblique-divergent",
            Self::Reverse => "reverse",
            Self::Transverse => "transverse",
        }
    }
}

/// A foot after its operation.
#[derive(Clone, Debug, PartialEq)]
pub struct OperatedFoot {
    /// Series that it belongs to.
    pub series: &'static str,
    /// Number of the foot in its series, from 0.
    pub foot: usize,
    /// Technique.
    pub technique: Technique,
    /// Phase of stance.
    pub phase: &'static str,
    /// Bone lost across the cut, mm.
    pub kerf_mm: f64,
    /// Whether it came to rest.
    pub settled: bool,
    /// Why it did not.
    pub reason: String,
    /// Its outcomes by column name.
    pub outcomes: BTreeMap<String, f64>,
}

impl OperatedFoot {
    /// An outcome of a ray.
    #[must_use]
    pub fn of(&self, ray: &str, what: &str) -> f64 {
        self.outcomes.get(&format!("{ray}_{what}")).copied().unwrap_or(f64::NAN)
    }

    /// Mean of an outcome over M2 to M4.
    #[must_use]
    pub fn mean(&self, what: &str) -> f64 {
        ["M2", "M3", "M4"].iter().map(|ray| self.of(ray, what)).sum::<f64>() / 3.0
    }

    /// Greatest load ratio of the rays that are named.
    #[must_use]
    pub fn greatest_ratio(&self, rays: &[&str]) -> f64 {
        rays.iter().map(|ray| self.of(ray, "load_ratio")).fold(f64::NEG_INFINITY, f64::max)
    }
}
