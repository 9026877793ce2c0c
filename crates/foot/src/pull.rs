//! How hard fascia and muscles pull under the full load of a scenario.

use crate::law::{FASCIA, MUSCLES};
use crate::scenario::Load;
use osteotome_contact::LoadFactors;

/// Tensions over those of [`crate::SoftTissue`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pull {
    fascia: f64,
    muscles: f64,
}

/// Least factor of either. Below it outcomes no longer change (`tests/limits.rs`), and without any pull the height of the ground under a
/// foot that bears no weight yet would be nobody's business: a pad that just touches has no stiffness.
const LEAST: f64 = 1e-3;

impl Pull {
    /// What `load` asks for.
    pub(crate) fn of(load: &Load) -> Self {
        Self { fascia: load.fascia_factor.max(LEAST), muscles: load.muscle_factor.max(LEAST) }
    }

    /// Enters the part `share` of it.
    pub(crate) fn enter(self, share: f64, factors: &mut LoadFactors) {
        (factors.0[FASCIA], factors.0[MUSCLES]) = (share * self.fascia, share * self.muscles);
    }
}
