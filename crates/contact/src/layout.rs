//! Order of the small system: six rigid unknowns a body, six an attached patch, one for the platform.

use crate::{Anchor, Assembly};

/// Where everything is in the small system.
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

    pub(crate) fn size(&self) -> usize {
        6 * (self.bodies + self.patches.len()) + usize::from(self.platform)
    }

    /// Translation, then rotation of a body.
    pub(crate) fn rigid(&self, body: usize) -> usize {
        debug_assert!(body < self.bodies);
        6 * body
    }

    /// Translation, then rotation of the patch in this slot.
    pub(crate) fn patch(&self, slot: usize) -> usize {
        6 * (self.bodies + slot)
    }

    /// The platform; meaningless without one.
    pub(crate) fn platform(&self) -> Option<usize> {
        self.platform.then(|| 6 * (self.bodies + self.patches.len()))
    }

    /// Slot of a patch.
    pub(crate) fn slot(&self, body: usize, patch: usize) -> usize {
        self.patches.binary_search(&(body, patch)).unwrap_or(usize::MAX)
    }
}
