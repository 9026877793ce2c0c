//! The problem that [`run`](crate::run) solves, with soft tissue as springs along lines, for other solvers.

use crate::anatomy::{Attachments, FootAnatomy};
use crate::bodies::PlannedBody;
use crate::law::WEIGHT;
use crate::load_path::load_states;
use crate::model::{BodyPlan, ConnectorMap, Ground, Held, Holdable, Role, pair, plan_rays, touching};
use crate::pull::Pull;
use crate::scenario::Scenario;
use crate::springs::{Spring, springs_of};
use crate::{FootError, Progress, Side};
use osteotome_contact::{Anchor, Connector, ContactPair};
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::BoundaryFacet;
use std::collections::BTreeMap;

/// What an end of a spring moves with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Nothing: it is fixed in space.
    World,
    /// The ground, which moves along its normal.
    Ground,
    /// A region of a body, by its number.
    Region(usize),
}

/// A part of the surface of a body that moves as a rigid one; ends of springs move with it.
///
/// The patches of [`run`](crate::run) move as the mean of their surface does and leave the bone its elasticity. Held rigid, it is a little
/// stiffer: bone is some hundred times stiffer than what holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// `M2-distal_head`, `M2-proximal_base`, `M2-proximal_ring`.
    pub name: String,
    /// Number of its body.
    pub body: usize,
    /// Nodes of the mesh of that body; no node is in two regions.
    pub nodes: Vec<u32>,
    /// The centre of the head, of the joint or of the cut, mm.
    pub reference: Point3,
}

/// The two sides of a cut.
#[derive(Clone, Debug, PartialEq)]
pub struct TouchingPair {
    /// `M2-cut`.
    pub name: String,
    /// Numbers of the bodies, proximal first.
    pub bodies: [usize; 2],
    /// The facets of either that may touch the other: cut face, and outer surface near it.
    pub facets: [Vec<BoundaryFacet>; 2],
    /// Coulomb friction coefficient.
    pub friction: f64,
    /// Elastic slip at which the friction limit is reached, mm.
    pub elastic_slip_mm: f64,
}

/// The problem in the foot frame, mm and N.
///
/// Forces are given in three states of load: unloaded; lying, at the end of the first stage of the history; standing, at the end of the last one. Between them they change in
/// proportion.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Bones and fragments, medial to lateral, proximal first.
    pub bodies: Vec<PlannedBody>,
    /// Where they are held.
    pub regions: Vec<Region>,
    /// What holds them.
    pub springs: Vec<Spring<Hold>>,
    /// What may touch.
    pub pairs: Vec<TouchingPair>,
    /// Direction in which the ground moves and pushes.
    pub up: Vector3,
    /// Force of the ground in the three states, N.
    pub ground_n: [f64; 3],
}

/// What keeps the ground in its place while nothing stands on it yet, N/mm: a few parts in a thousand of the weight over the travel of a
/// head, and solvers without viscosity need it.
const GROUND_REST_N_PER_MM: f64 = 0.02;
/// So far away is the end of that spring, mm.
const GROUND_REST_MM: f64 = 1000.0;

/// The problem of `scenario`, meshed as [`run`](crate::run) meshes it, not solved.
///
/// # Errors
/// If a bone cannot be placed, cut or meshed, or could not be settled as it is left.
pub fn problem(scenario: &Scenario, observer: &mut dyn FnMut(&Progress)) -> Result<Problem, FootError> {
    let foot = FootAnatomy::place(&scenario.foot)?.as_left();
    let rays: Vec<Vec<BodyPlan>> = plan_rays(scenario, &foot, observer)?
        .into_iter()
        .zip(&foot.rays)
        .map(|(plan, ray)| {
            let plate = Attachments::of(ray, &scenario.soft_tissue).plate;
            plan.into_bodies().into_iter().map(|body| body.with_patch_at(Role::Plate, plate)).collect()
        })
        .collect();
    let held = held(&foot, &rays, scenario);
    let ground = Ground::of(&scenario.load, &scenario.soft_tissue, rays.len());
    let map = ConnectorMap::of(&foot, &held, &scenario.soft_tissue, &ground)?;
    let plans: Vec<&BodyPlan> = rays.iter().flatten().collect();
    let regions = Regions::of(&plans);
    let states = load_states(&scenario.history, Pull::of(&scenario.load));
    let springs = map.connectors.iter().flat_map(|connector| {
        springs_of(connector.as_ref(), &references(connector.as_ref(), &plans), &states)
            .into_iter()
            .map(|spring| spring.held_by(|anchor| regions.hold(anchor)))
    });
    let springs = springs.chain([ground_rest(&ground.up)]).collect();
    let cut = held.iter().filter(|h| h.proximal.0 != h.distal.0).map(|h| pair(h, scenario));
    let pairs = cut.map(|pair| touching_pair(&pair, &plans)).collect();
    let ground_n = [0, 1, 2].map(|i| scenario.load.forefoot_n * states[i].0[WEIGHT]);
    let (regions, up) = (regions.list, ground.up.into_inner());
    let bodies = rays.into_iter().flatten().map(BodyPlan::into_planned).collect();
    let mut problem = Problem { bodies, regions, springs, pairs, up, ground_n };
    if scenario.foot.side == Side::Right {
        problem.mirror();
    }
    Ok(problem)
}

fn ground_rest(up: &Vector3) -> Spring<Hold> {
    let far = GROUND_REST_MM * up;
    let at = |out_mm: f64| (out_mm, [GROUND_REST_N_PER_MM * out_mm; 3]);
    let ends = [(Point3::from(-far), Hold::World), (Point3::origin(), Hold::Ground)];
    Spring { name: "ground-rest".to_owned(), ends, law: vec![at(-100.0), at(100.0)] }
}

fn held<'a>(foot: &'a FootAnatomy, rays: &'a [Vec<BodyPlan>], scenario: &Scenario) -> Vec<Held<'a>> {
    let mut first = 0;
    let one = |(ray, bodies): (&'a crate::anatomy::RayAnatomy, &'a Vec<BodyPlan>)| {
        let last = bodies.len() - 1;
        let held = Held {
            ray,
            proximal: (first, &bodies[0]),
            distal: (first + last, &bodies[last]),
            hand: scenario.hand_on(ray.ray),
        };
        first += bodies.len();
        held
    };
    foot.rays.iter().zip(rays).map(one).collect()
}

/// Where the ends of `connector` are before any load.
fn references(connector: &dyn Connector, plans: &[&BodyPlan]) -> Vec<Point3> {
    let at = |anchor: &Anchor| match anchor {
        Anchor::World(point) | Anchor::Platform(point) => *point,
        Anchor::Patch { body, patch } => plans[*body].patches()[*patch].1.reference,
    };
    connector.anchors().iter().map(at).collect()
}

fn touching_pair(pair: &ContactPair, plans: &[&BodyPlan]) -> TouchingPair {
    let facets = pair.bodies.map(|body| touching(plans[body].fragment()).concat());
    TouchingPair {
        name: pair.name.clone(),
        bodies: pair.bodies,
        facets,
        friction: pair.friction,
        elastic_slip_mm: pair.elastic_slip_mm,
    }
}

/// The regions, and which one each patch of each body belongs to.
#[derive(Default)]
struct Regions {
    list: Vec<Region>,
    of_patch: BTreeMap<(usize, usize), usize>,
}

impl Regions {
    fn of(plans: &[&BodyPlan]) -> Self {
        let mut regions = Self::default();
        for (body, plan) in plans.iter().enumerate() {
            regions.add(body, plan);
        }
        regions
    }

    /// One region for the base, one for the head with all its patches; the sleeve holds the head, too, or a ring of its own.
    fn add(&mut self, body: usize, plan: &BodyPlan) {
        let has_head = plan.patches().iter().any(|(role, _)| *role == Role::Core);
        let kind = |role: Role| match role {
            Role::Base => "base",
            Role::Stump => "stump",
            Role::Sleeve if !has_head => "ring",
            _ => "head",
        };
        let mut free = vec![true; plan.fragment().mesh.nodes.len()];
        for wanted in ["base", "head", "stump", "ring"] {
            let own: Vec<usize> =
                (0..plan.patches().len()).filter(|i| kind(plan.patches()[*i].0) == wanted).collect();
            let Some(first) =
                own.iter().find(|i| matches!(plan.patches()[**i].0, Role::Core | Role::Base)).or(own.first())
            else {
                continue;
            };
            let carries = |i: &&usize| wanted == "ring" || plan.patches()[**i].0 != Role::Sleeve;
            let mut nodes: Vec<u32> =
                own.iter().filter(carries).flat_map(|i| plan.patches()[*i].1.nodes.iter().copied()).collect();
            nodes.sort_unstable();
            nodes.dedup();
            nodes.retain(|n| std::mem::replace(&mut free[*n as usize], false));
            let reference = plan.patches()[*first].1.reference;
            self.of_patch.extend(own.iter().map(|i| ((body, *i), self.list.len())));
            self.list.push(Region {
                name: format!("{}_{wanted}", Holdable::name(plan)),
                body,
                nodes,
                reference,
            });
        }
    }

    fn hold(&self, anchor: &Anchor) -> Hold {
        match anchor {
            Anchor::World(_) => Hold::World,
            Anchor::Platform(_) => Hold::Ground,
            Anchor::Patch { body, patch } => {
                self.of_patch.get(&(*body, *patch)).map_or(Hold::World, |region| Hold::Region(*region))
            }
        }
    }
}

impl Problem {
    /// Mirrors the problem in the plane y = 0.
    fn mirror(&mut self) {
        let mirrored = |p: &mut Point3| p.y = -p.y;
        self.bodies.iter_mut().for_each(PlannedBody::mirror);
        self.regions.iter_mut().for_each(|region| mirrored(&mut region.reference));
        self.springs.iter_mut().flat_map(|s| &mut s.ends).for_each(|(point, _)| mirrored(point));
        self.up.y = -self.up.y;
        for pair in &mut self.pairs {
            for facet in pair.facets.iter_mut().flatten() {
                facet.corners.swap(1, 2);
                facet.midsides.swap(0, 2);
            }
        }
    }
}
