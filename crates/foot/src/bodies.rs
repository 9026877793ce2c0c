//! The bodies of a scenario's foot with their materials and patches, for other solvers.

use crate::anatomy::{FootAnatomy, RayAnatomy};
use crate::model::{BodyPlan, Surgery, kerfs_of, plan_pieces, remains_of, surgery_of};
use crate::scenario::Scenario;
use crate::{FootError, Progress, Side};
use osteotome_elastic::{DistributingPatch, ElementMaterials};
use osteotome_mesh::Fragment;
use std::collections::BTreeSet;

/// A bone or a fragment of one: what `run` condenses, before it does.
#[derive(Clone, Debug)]
pub struct PlannedBody {
    /// `M2-proximal`, `M2-distal`, or `M1` for a bone that is not cut.
    pub name: String,
    /// Its mesh, in the foot frame, and the quality of it.
    pub fragment: Fragment,
    /// Material of each element.
    pub materials: ElementMaterials,
    /// Patches of surface that joints, ground and soft tissue hold, by name: `base`, `ground`, `plate`, ….
    pub patches: Vec<(&'static str, DistributingPatch)>,
}

impl PlannedBody {
    /// Mirrors the body in the plane y = 0.
    pub(crate) fn mirror(&mut self) {
        self.fragment.mirror();
        self.patches.iter_mut().for_each(|(_, patch)| patch.reference.y = -patch.reference.y);
    }

    /// The nodes, in order, of the surface of the patch `name`; of a quadratic mesh corners and midsides, although the
    /// corners carry nothing of a uniform traction. Empty if this body has no such patch.
    #[must_use]
    pub fn surface_nodes(&self, name: &str) -> Vec<u32> {
        let Some((_, patch)) = self.patches.iter().find(|(known, _)| *known == name) else {
            return Vec::new();
        };
        let held: BTreeSet<u32> = patch.nodes.iter().copied().collect();
        let mut nodes = held.clone();
        for facet in &self.fragment.mesh.facets {
            if facet.midsides.iter().all(|node| held.contains(node)) {
                nodes.extend(facet.corners);
            }
        }
        nodes.into_iter().collect()
    }
}

/// Cuts and meshes the bones of `scenario` and gives them materials and patches; medial to lateral, proximal first.
///
/// # Errors
/// If a bone cannot be placed, cut or meshed.
pub fn planned_bodies(
    scenario: &Scenario,
    observer: &mut dyn FnMut(&Progress),
) -> Result<Vec<PlannedBody>, FootError> {
    let foot = FootAnatomy::place(&scenario.foot)?.as_left();
    let mut bodies: Vec<PlannedBody> = Vec::new();
    for ray in &foot.rays {
        observer(&Progress::Meshing(ray.ray));
        let plans = plans_of(scenario, ray)?;
        bodies.extend(plans.into_iter().map(|plan| plan.into_planned()));
    }
    if scenario.foot.side == Side::Right {
        bodies.iter_mut().for_each(PlannedBody::mirror);
    }
    Ok(bodies)
}

fn plans_of(scenario: &Scenario, ray: &RayAnatomy) -> Result<Vec<BodyPlan>, FootError> {
    let cuts = match surgery_of(scenario, ray.ray) {
        Surgery::Cuts(osteotomies) => kerfs_of(ray, &osteotomies)?,
        Surgery::None | Surgery::Resection(_) => Vec::new(),
    };
    plan_pieces(scenario, ray, &cuts, remains_of(scenario, ray)?.pieces)
}
