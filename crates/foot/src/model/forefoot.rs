//! A forefoot: its rays, whole or cut, and the assembly they make.

use super::body::{BodyModel, BodyPlan, Holdable, Piece};
use super::connectors::{ConnectorMap, Held};
use super::cutting::CutRay;
use super::ground::Ground;
use super::patch::Role;
use super::pieces::{Remains, swallowed};
use crate::anatomy::{Attachments, FootAnatomy, RayAnatomy};
use crate::pull::Pull;
use crate::scenario::Scenario;
use crate::{FootError, Ray};
use osteotome_contact::{Assembly, ContactPair, Platform, State};
use osteotome_geometry::{Point3, SurfaceIndex};
use osteotome_mesh::{BoundaryTag, Fragment};
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
    /// Cut, but not through.
    Notched {
        /// The bone.
        body: Arc<BodyModel>,
        /// Bone removed, mm³.
        removed_mm3: f64,
        /// Area of the hinge, mm².
        hinge_area_mm2: f64,
    },
}

impl RayModel {
    /// The same bodies without what recovers their fields.
    pub(crate) fn without_inside(self) -> Self {
        self.with(&|body| body.without_inside(), &|body| body.without_inside())
    }

    /// The same bodies with the plantar plate of the head at a point.
    pub(crate) fn with_plate_at(self, plate: Point3) -> Self {
        self.with(&BodyModel::clone, &|body| body.with_patch_at(Role::Plate, plate))
    }

    /// Changes the body with the base and the one with the head; a whole bone is the latter.
    fn with(
        self,
        of_base: &dyn Fn(&BodyModel) -> BodyModel,
        of_head: &dyn Fn(&BodyModel) -> BodyModel,
    ) -> Self {
        match self {
            Self::Whole(body) => Self::Whole(Arc::new(of_head(&body))),
            Self::Cut { proximal, distal, removed_mm3 } => {
                let (proximal, distal) = (Arc::new(of_base(&proximal)), Arc::new(of_head(&distal)));
                Self::Cut { proximal, distal, removed_mm3 }
            }
            Self::Notched { body, removed_mm3, hinge_area_mm2 } => {
                Self::Notched { body: Arc::new(of_head(&body)), removed_mm3, hinge_area_mm2 }
            }
        }
    }

    /// Its bodies, proximal first.
    pub(crate) fn bodies(&self) -> Vec<&Arc<BodyModel>> {
        match self {
            Self::Whole(body) | Self::Notched { body, .. } => vec![body],
            Self::Cut { proximal, distal, .. } => vec![proximal, distal],
        }
    }

    /// The body with the head.
    pub(crate) fn head(&self) -> &Arc<BodyModel> {
        match self {
            Self::Whole(body) | Self::Notched { body, .. } => body,
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
    /// Cut, but not through; bone removed in mm³ and area of the hinge in mm².
    Notched(Box<BodyPlan>, f64, f64),
}

impl RayPlan {
    /// Names of its bodies.
    pub(crate) fn names(&self) -> Vec<String> {
        match self {
            Self::Whole(plan) | Self::Notched(plan, ..) => vec![plan.name().to_owned()],
            Self::Cut(plans, _) => plans.iter().map(|plan| plan.name().to_owned()).collect(),
        }
    }

    /// Its bodies, proximal first.
    pub(crate) fn into_bodies(self) -> Vec<BodyPlan> {
        match self {
            Self::Whole(plan) | Self::Notched(plan, ..) => vec![*plan],
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
            Self::Notched(plan, removed_mm3, hinge_area_mm2) => {
                RayModel::Notched { body: Arc::new(plan.condense()?), removed_mm3, hinge_area_mm2 }
            }
            Self::Cut(plans, removed_mm3) => {
                let [proximal, distal] = *plans;
                let (proximal, distal) = (Arc::new(proximal.condense()?), Arc::new(distal.condense()?));
                RayModel::Cut { proximal, distal, removed_mm3 }
            }
        })
    }
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
    let plans = plan_pieces(scenario, ray, &[], vec![(Piece::Whole, mesh)])?;
    let [plan] = boxed(plans).map_err(|pieces| unsettled(ray.ray, pieces))?;
    Ok(RayPlan::Whole(Box::new(plan)))
}

/// Plans the pieces of a ray from their meshes.
///
/// # Errors
/// If the material constants are not those of a solid.
pub(crate) fn plan_pieces(
    scenario: &Scenario,
    ray: &RayAnatomy,
    cuts: &[CutRay],
    pieces: Vec<(Piece, Fragment)>,
) -> Result<Vec<BodyPlan>, FootError> {
    let surface = SurfaceIndex::new(&ray.surface);
    let plan = |(piece, fragment): (Piece, Fragment)| {
        let sleeve = sleeve_centre(cuts, &fragment);
        BodyPlan::new(ray, &surface, &scenario.bone, fragment, piece, sleeve)
    };
    pieces.into_iter().map(plan).collect()
}

/// The middle of the cut that made the first face of `fragment`.
fn sleeve_centre(cuts: &[CutRay], fragment: &Fragment) -> Option<Point3> {
    match fragment.faces.first()? {
        (BoundaryTag::CutFace(cut), _) => cuts.get(usize::from(*cut)).map(|cut| cut.middle.origin),
        (BoundaryTag::Outer, _) => None,
    }
}

/// Plans what is left of a cut ray as the solver can take it: two fragments, or one that hangs together by a hinge.
///
/// # Errors
/// If too little of the head is left for soft tissue to hold, or there are more than two fragments.
pub(crate) fn plan_cut(
    scenario: &Scenario,
    ray: &RayAnatomy,
    cuts: &[CutRay],
    remains: Remains,
) -> Result<RayPlan, FootError> {
    let (removed_mm3, hinges) = (remains.removed_mm3, remains.hinges);
    let hinge_area_mm2 = hinges.iter().map(|hinge| hinge.area_mm2).fold(0.0, f64::max);
    let plans = plan_pieces(scenario, ray, cuts, remains.pieces)?;
    let plans = match boxed::<1>(plans) {
        Ok([plan]) => return Ok(RayPlan::Notched(Box::new(plan), removed_mm3, hinge_area_mm2)),
        Err(plans) => boxed::<2>(plans).map_err(|plans| unsettled(ray.ray, plans))?,
    };
    let roles = plans[1].roles();
    let needed = [Role::Ground, Role::Sole, Role::Plate, Role::Core, Role::Sleeve];
    match (needed.iter().find(|role| !roles.contains(role)), cuts.last()) {
        (Some(role), Some(cut)) => {
            Err(swallowed(ray.ray, cut, format!("no surface is left for the patch {role:?}")))
        }
        _ => Ok(RayPlan::Cut(Box::new(plans), removed_mm3)),
    }
}

fn boxed<const N: usize>(plans: Vec<BodyPlan>) -> Result<[BodyPlan; N], Vec<BodyPlan>> {
    plans.try_into()
}

fn unsettled(ray: Ray, plans: Vec<BodyPlan>) -> FootError {
    let names: Vec<&str> = plans.iter().map(BodyPlan::name).collect();
    let what = format!(
        "is left in {} fragments ({}), and only two can be settled; let the segment be \"removed\", or leave one cut out",
        names.len(),
        names.join(", ")
    );
    FootError::Unsettled { ray, what }
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
    /// Tensions at full load.
    pub(crate) pull: Pull,
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
        let plate = |ray: &RayAnatomy| Attachments::of(ray, &scenario.soft_tissue).plate;
        let rays: Vec<RayModel> =
            rays.into_iter().zip(&foot.rays).map(|(model, ray)| model.with_plate_at(plate(ray))).collect();
        let mut first_body = Vec::with_capacity(rays.len());
        let mut next = 0;
        for ray in &rays {
            first_body.push(next);
            next += ray.bodies().len();
        }
        let ground = Ground::of(&scenario.load, &scenario.soft_tissue, rays.len());
        let held: Vec<Held> = rays
            .iter()
            .enumerate()
            .map(|(i, model)| {
                let bodies = model.bodies();
                let last = bodies.len() - 1;
                let first = first_body[i];
                Held {
                    ray: &foot.rays[i],
                    proximal: (first, bodies[0].as_ref()),
                    distal: (first + last, bodies[last].as_ref()),
                    hand: scenario.hand_on(foot.rays[i].ray),
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
            pull: Pull::of(&scenario.load),
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

    /// Height of the lowest point of the stump of each ray above the ground, mm, as heights of heads are counted; none of a ray without one.
    pub(crate) fn stump_heights_mm(&self, foot: &FootAnatomy, state: &State) -> Vec<Option<f64>> {
        let height = |i: usize| {
            let body = self.first_body[i];
            let stump = self.rays[i].bodies()[0].stump?;
            let bodies = &state.bodies[body];
            let moved =
                bodies.motion.apply(&self.rays[i].bodies()[0].flexible.centre, &stump.lowest) - stump.lowest;
            let above_head_mm = stump.lowest.z - foot.rays[i].lowest_of_head().z;
            let ground_mm = state.platform_mm.unwrap_or(0.0);
            Some(self.pad_thickness_mm + above_head_mm + self.ground.up.dot(&moved) - ground_mm)
        };
        (0..self.rays.len()).map(height).collect()
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

pub(crate) fn pair(held: &Held, scenario: &Scenario) -> ContactPair {
    let all = |body: &dyn Holdable| (0..body.facet_count()).collect();
    ContactPair {
        name: format!("{}-cut", held.ray.ray),
        bodies: [held.proximal.0, held.distal.0],
        facets: [all(held.proximal.1), all(held.distal.1)],
        friction: scenario.contact.friction,
        elastic_slip_mm: scenario.contact.elastic_slip_mm,
    }
}
