//! Order of the unknowns of motion: six a body, one for the platform; and the patches that connectors are attached to.

use crate::{Anchor, Assembly};

/// Where everything is.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Patches that connectors are attached to, by body then patch.
    pub(crate) patches: Vec<(usize, usize)>,
    bodies: usize,
    platform: bool,
}

impl Layout {
    pub(crate) fn new(assembly: &Assembly) -> Self {
        let mut patches: Vec<(usize, usize)> = assembly
            .connectors
            .iter()
            .flat_map(|connector| connector.anchors())
            .filter_map(|anchor| match anchor {
                Anchor::Patch { body, patch } => Some((*body, *patch)),
                Anchor::World(_) | Anchor::Platform(_) => None,
            })
            .collect();
        patches.sort_unstable();
        patches.dedup();
        Self { patches, bodies: assembly.bodies.len(), platform: assembly.platform.is_some() }
    }

    /// Number of unknowns of motion.
    pub(crate) fn size(&self) -> usize {
        6 * self.bodies + usize::from(self.platform)
    }

    /// Translation, then rotation of a body.
    pub(crate) fn rigid(&self, body: usize) -> usize {
        debug_assert!(body < self.bodies);
        6 * body
    }

    /// The platform, if there is one.
    pub(crate) fn platform(&self) -> Option<usize> {
        self.platform.then_some(6 * self.bodies)
    }

    /// Slot of a patch.
    pub(crate) fn slot(&self, body: usize, patch: usize) -> usize {
        self.patches.binary_search(&(body, patch)).unwrap_or(usize::MAX)
    }
}
