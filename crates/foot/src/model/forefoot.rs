//! A forefoot: its rays, whole or cut, and the assembly they make.

use super::body::{BodyModel, BodyPlan, Piece};
use super::connectors::{ConnectorMap, Held};
use super::cutting::CutRay;
use super::ground::Ground;
use super::patch::Role;
use crate::anatomy::{Attachments, FootAnatomy, RayAnatomy};
use crate::scenario::{Osteotomy, Scenario};
use crate::{FootError, Ray};
use osteotome_contact::{Assembly, ContactPair, Platform, State};
use osteotome_geometry::SurfaceIndex;
use osteotome_mesh::{CutBone, ElementOrder, Fragment, MeshError, MeshOptions, cut_bone, mesh_solid};
use std::sync::Arc;

/// Bodies of one ray.
#[derive(Clone)]
pub(crate) enum RayModel {
    /// Not cut.
    Whole(Arc<BodyModel>),
    /// Cut in two.
    Cut {
        /// With the base.
        proximal: Arc<BodyModel>,
        /// With the head.
        distal: Arc<BodyModel>,
        /// Bone removed, mm³.
        removed_mm3: f64,
    },
}

impl RayModel {
    /// Its bodies, proximal first.
    pub(crate) fn bodies(&self) -> Vec<&Arc<BodyModel>> {
        match self {
            Self::Whole(body) => vec![body],
            Self::Cut { proximal, distal, .. } => vec![proximal, distal],
        }
    }

    /// The body with the head.
    pub(crate) fn head(&self) -> &Arc<BodyModel> {
        match self {
            Self::Whole(body) => body,
            Self::Cut { distal, .. } => distal,
        }
    }
}

/// Bodies of a ray before condensation.
pub(crate) enum RayPlan {
    /// Not cut.
    Whole(Box<BodyPlan>),
    /// Cut in two: with the base and with the head; bone removed in mm³.
    Cut(Box<[BodyPlan; 2]>, f64),
}

impl RayPlan {
    /// Names of its bodies.
    pub(crate) fn names(&self) -> Vec<String> {
        match self {
            Self::Whole(plan) => vec![plan.name().to_owned()],
            Self::Cut(plans, _) => plans.iter().map(|plan| plan.name().to_owned()).collect(),
        }
    }

    /// Its bodies, proximal first.
    pub(crate) fn into_bodies(self) -> Vec<BodyPlan> {
        match self {
            Self::Whole(plan) => vec![*plan],
            Self::Cut(plans, _) => (*plans).into(),
        }
    }

    /// Condenses the bodies.
    ///
    /// # Errors
    /// If one cannot be condensed.
    pub(crate) fn condense(self) -> Result<RayModel, FootError> {
        Ok(match self {
            Self::Whole(plan) => RayModel::Whole(Arc::new(plan.condense()?)),
            Self::Cut(plans, removed_mm3) => {
                let [proximal, distal] = *plans;
                let (proximal, distal) = (Arc::new(proximal.condense()?), Arc::new(distal.condense()?));
                RayModel::Cut { proximal, distal, removed_mm3 }
            }
        })
    }
}

fn options(scenario: &Scenario) -> MeshOptions {
    let order = if scenario.mesh.quadratic { ElementOrder::Quadratic } else { ElementOrder::Linear };
    MeshOptions { size_mm: scenario.mesh.size_mm, cut_size_mm: scenario.mesh.cut_size_mm, order }
}

/// Meshes the intact bone of `ray`.
///
/// # Errors
/// If it cannot be meshed.
pub(crate) fn mesh_whole(scenario: &Scenario, ray: &RayAnatomy) -> Result<Fragment, FootError> {
    // Nothing touches an intact bone, so it needs no fine zone.
    let size = scenario.mesh.size_mm;
    mesh_solid(&ray.surface, &MeshOptions { cut_size_mm: size, ..options(scenario) })
        .map_err(|e| FootError::Mesh { body: ray.ray.to_string(), what: e.to_string() })
}

/// Cuts and meshes `ray`.
///
/// # Errors
/// If the cut misses the bone, swallows the head, or a fragment cannot be meshed.
pub(crate) fn mesh_cut(
    scenario: &Scenario,
    ray: &RayAnatomy,
    cut: &CutRay,
    osteotomy: &Osteotomy,
) -> Result<CutBone, FootError> {
    cut_bone(&ray.surface, &[cut.kerf], &options(scenario)).map_err(|error| match error {
        MeshError::CutMisses { .. } => {
            FootError::PlaneMisses { ray: ray.ray, level_mm: osteotomy.level_mm, length_mm: ray.length_mm() }
        }
        MeshError::FragmentTooSmall { .. } => swallowed(ray.ray, osteotomy, error.to_string()),
        other => FootError::Mesh { body: ray.ray.to_string(), what: other.to_string() },
    })
}

fn swallowed(ray: Ray, osteotomy: &Osteotomy, what: String) -> FootError {
    FootError::KerfSwallowsHead { ray, kerf_mm: osteotomy.kerf_mm, level_mm: osteotomy.level_mm, what }
}

/// Plans the intact ray from its mesh.
///
/// # Errors
/// If the material constants are not those of a solid.
pub(crate) fn plan_whole(
    scenario: &Scenario,
    ray: &RayAnatomy,
    mesh: Fragment,
) -> Result<RayPlan, FootError> {
    let at = Attachments::of(ray, &scenario.soft_tissue);
    let surface = SurfaceIndex::new(&ray.surface);
    let plan = BodyPlan::new(ray, &at, &surface, &scenario.bone, mesh, Piece::Whole, None)?;
    Ok(RayPlan::Whole(Box::new(plan)))
}

/// Plans the two fragments of a cut ray from their meshes.
///
/// # Errors
/// If too little of the head is left for soft tissue to hold.
pub(crate) fn plan_cut(
    scenario: &Scenario,
    ray: &RayAnatomy,
    cut: &CutRay,
    osteotomy: &Osteotomy,
    bone: CutBone,
) -> Result<RayPlan, FootError> {
    let at = Attachments::of(ray, &scenario.soft_tissue);
    let surface = SurfaceIndex::new(&ray.surface);
    let removed_mm3 = bone.volumes.removed_mm3.iter().sum();
    let mut fragments = bone.fragments.into_iter();
    let mut plan = |piece: Piece| {
        let fragment = fragments.next().ok_or_else(|| FootError::Mesh {
            body: piece.name(ray.ray),
            what: "the cut left no such fragment".into(),
        })?;
        let sleeve = Some(cut.middle.origin);
        BodyPlan::new(ray, &at, &surface, &scenario.bone, fragment, piece, sleeve)
    };
    let (proximal, distal): (BodyPlan, BodyPlan) = (plan(Piece::Proximal)?, plan(Piece::Distal)?);
    let roles = distal.roles();
    let needed = [Role::Ground, Role::Sole, Role::Plate, Role::Hood, Role::Core, Role::Sleeve];
    match needed.iter().find(|role| !roles.contains(role)) {
        Some(role) => {
            Err(swallowed(ray.ray, osteotomy, format!("no surface is left for the patch {role:?}")))
        }
        None => Ok(RayPlan::Cut(Box::new([proximal, distal]), removed_mm3)),
    }
}

/// The whole model: assembly and what is what in it.
pub(crate) struct ForefootModel {
    /// Rays in the order of the anatomy.
    pub(crate) rays: Vec<RayModel>,
    /// Number of the first body of each ray.
    first_body: Vec<usize>,
    /// Connectors.
    pub(crate) map: ConnectorMap,
    /// Contact pair of each cut ray, in the order of the cut rays.
    pub(crate) pairs: Vec<ContactPair>,
    /// What the heads stand on.
    pub(crate) ground: Ground,
    /// Final factor of the tendons.
    pub(crate) tendon_factor: f64,
    /// Unloaded thickness of a pad, mm.
    pad_thickness_mm: f64,
}

impl ForefootModel {
    /// Connects the rays.
    ///
    /// # Errors
    /// If a fragment has no surface for a connector to hold.
    pub(crate) fn new(
        foot: &FootAnatomy,
        rays: Vec<RayModel>,
        scenario: &Scenario,
    ) -> Result<Self, FootError> {
        let mut first_body = Vec::with_capacity(rays.len());
        let mut next = 0;
        for ray in &rays {
            first_body.push(next);
            next += ray.bodies().len();
        }
        let ground = Ground::of(&scenario.load, rays.len());
        let held: Vec<Held> = rays
            .iter()
            .enumerate()
            .map(|(i, model)| {
                let bodies = model.bodies();
                let last = bodies.len() - 1;
                let first = first_body[i];
                Held {
                    ray: &foot.rays[i],
                    proximal: (first, bodies[0]),
                    distal: (first + last, bodies[last]),
                }
            })
            .collect();
        let map = ConnectorMap::of(foot, &held, &scenario.soft_tissue, &ground)?;
        let pairs = held.iter().filter(|h| h.proximal.0 != h.distal.0).map(|h| pair(h, scenario)).collect();
        Ok(Self {
            rays,
            first_body,
            map,
            pairs,
            ground,
            tendon_factor: scenario.load.tendon_factor,
            pad_thickness_mm: scenario.soft_tissue.pad_thickness_mm,
        })
    }

    /// Number of the body with the head of ray `i`.
    pub(crate) fn head_body(&self, i: usize) -> usize {
        self.first_body[i] + self.rays[i].bodies().len() - 1
    }

    /// All bodies, in the order of the assembly.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = &Arc<BodyModel>> {
        self.rays.iter().flat_map(RayModel::bodies)
    }

    /// Height of the lowest point of each head above the ground, mm: its pad, less the compression.
    pub(crate) fn heights_mm(&self, state: &State) -> Vec<f64> {
        let height = |(&pad, clearance_mm): (&usize, &f64)| {
            let ends = &state.connectors[pad].positions;
            self.pad_thickness_mm - clearance_mm + self.ground.up.dot(&(ends[0] - ends[1]))
        };
        self.map.pads.iter().zip(&self.map.clearances_mm).map(height).collect()
    }

    /// What the solver takes.
    pub(crate) fn assembly(&self, forefoot_n: f64) -> Assembly {
        Assembly {
            bodies: self.bodies().map(|body| body.body()).collect(),
            pairs: self.pairs.clone(),
            connectors: self.map.connectors.clone(),
            platform: Some(Platform {
                direction: self.ground.up,
                force_n: forefoot_n,
                channel: crate::law::WEIGHT,
            }),
        }
    }
}

fn pair(held: &Held, scenario: &Scenario) -> ContactPair {
    let all = |body: &BodyModel| (0..body.facet_count()).collect();
    ContactPair {
        name: format!("{}-cut", held.ray.ray),
        bodies: [held.proximal.0, held.distal.0],
        facets: [all(held.proximal.1), all(held.distal.1)],
        friction: scenario.contact.friction,
        elastic_slip_mm: scenario.contact.elastic_slip_mm,
    }
}
