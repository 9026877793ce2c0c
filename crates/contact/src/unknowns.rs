//! Order of the unknowns of one Newton direction: motions of bodies and platform, then displacements of patches.

use crate::evaluation::{Evaluation, StepContext};
use crate::kinematics::patch_offset;
use crate::layout::Layout;
use crate::{Anchor, ConnectorResponse};

/// Translation or rotation of a patch, with the force or moment that works on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) body: usize,
    /// First of its generalised displacements in the body.
    pub(crate) dof: usize,
    /// First of its unknowns.
    pub(crate) unknown: usize,
}

/// Motions in the order of the layout, then patches that connectors tie to other clusters, then patches that have to do with
/// their own cluster and the platform only, which can be eliminated cluster by cluster. Parts of patches that no connector loads
/// or depends on are no unknowns.
pub(crate) struct Unknowns {
    /// Number of motions.
    pub(crate) motions: usize,
    /// Number of unknowns that are left after that elimination.
    pub(crate) kept: usize,
    pub(crate) total: usize,
    /// First unknown of translation and rotation of each patch slot.
    slots: Vec<[Option<usize>; 2]>,
}

impl Unknowns {
    pub(crate) fn new(
        context: &StepContext,
        layout: &Layout,
        evaluation: &Evaluation,
        clusters: &[Vec<usize>],
    ) -> Self {
        let mut active = vec![[false; 2]; layout.patches.len()];
        let mut shared = vec![false; layout.patches.len()];
        let cluster_of = |body: usize| clusters.iter().position(|bodies| bodies.contains(&body));
        for (connector, response) in context.assembly.connectors.iter().zip(&evaluation.responses) {
            let patches = connector.anchors().iter().enumerate().filter_map(|(index, anchor)| match anchor {
                Anchor::Patch { body, patch } => Some((index, *body, layout.slot(*body, *patch))),
                Anchor::World(_) | Anchor::Platform(_) => None,
            });
            let patches: Vec<(usize, usize, usize)> = patches.collect();
            let parts = active_parts(response);
            let apart = patches.iter().any(|(_, body, _)| cluster_of(*body) != cluster_of(patches[0].1));
            for (anchor, _, slot) in patches {
                shared[slot] |= apart;
                for half in 0..2 {
                    active[slot][half] |= parts[2 * anchor + half];
                }
            }
        }
        Self::numbered(layout.size(), &active, &shared)
    }

    fn numbered(motions: usize, active: &[[bool; 2]], shared: &[bool]) -> Self {
        let mut slots = vec![[None; 2]; active.len()];
        let mut next = motions;
        let mut number = |which: bool| {
            for (slot, active) in active.iter().enumerate().filter(|(slot, _)| shared[*slot] == which) {
                for half in (0..2).filter(|half| active[*half]) {
                    slots[slot][half] = Some(next);
                    next += 3;
                }
            }
            next
        };
        let (kept, total) = (number(true), number(false));
        Self { motions, kept, total, slots }
    }

    /// First unknown of translation and rotation of a patch.
    pub(crate) fn of_slot(&self, slot: usize) -> [Option<usize>; 2] {
        self.slots[slot]
    }

    /// Parts of the patches of some bodies, those to be eliminated first.
    pub(crate) fn parts(&self, context: &StepContext, layout: &Layout, bodies: &[usize]) -> Vec<Part> {
        let mut parts = Vec::new();
        for (slot, (body, patch)) in layout.patches.iter().enumerate() {
            if bodies.contains(body) {
                let dof = patch_offset(&context.assembly.bodies[*body], *patch);
                let halves = self.slots[slot].into_iter().enumerate();
                parts.extend(halves.filter_map(|(half, unknown)| {
                    unknown.map(|unknown| Part { body: *body, dof: dof + 3 * half, unknown })
                }));
            }
        }
        parts.sort_by_key(|part| part.unknown < self.kept);
        parts
    }
}

/// Whether force and moment at each anchor of a connector are there, change, or change something.
fn active_parts(response: &ConnectorResponse) -> Vec<bool> {
    let wrenches = response.wrenches.iter();
    let mut active: Vec<bool> = wrenches
        .flat_map(|wrench| [wrench.force_n, wrench.moment_nmm].map(|part| part.iter().any(|x| *x != 0.0)))
        .collect();
    for (column, entries) in response.tangent.column_iter().enumerate() {
        for (part, values) in entries.as_slice().as_chunks::<3>().0.iter().enumerate() {
            let coupled = *values != [0.0; 3];
            active[part] |= coupled;
            active[column / 3] |= coupled;
        }
    }
    active
}
