//! A contact pair ready for evaluation: both surfaces, the law, and what each quadrature point remembers.

use crate::kinematics::Configuration;
use crate::memory::{PairMemory, PointMemory};
use crate::point_law::{self, Law, PointForce, PointGeometry, Spin, Variation};
use crate::quadrature::{PointKind, SurfacePoint};
use crate::rim::{Inwardness, smooth_step};
use crate::surface::{Footprint, LEAST_FACING, Ray, Surface, interpolate};
use crate::{Assembly, ContactPair};
use nalgebra::Rotation3;
use osteotome_geometry::{Point3, Vector3};
use std::iter::Peekable;

/// Contact stiffness between bodies that do not deform, MPa/mm: 100 N on 100 mm² sink in by 1e-4 mm.
const RIGID_STIFFNESS: f64 = 1e4;
/// Greatest contact stiffness, MPa/mm; beyond it rounding of positions shows in the pressure.
const GREATEST_STIFFNESS: f64 = 1e6;
/// Penetration over which the stiffness sets in, mm.
const SMOOTHING_MM: f64 = 1e-5;
/// How far ahead of a face the opposite one is looked for, mm (a wide kerf is 4 mm).
const REACH_MM: f64 = 8.0;
/// The same over the distance that matters: the way along a ray may be so much longer.
const OBLIQUE: f64 = 3.0;

/// Penetration with which a point may come to face the other side, share of the facet edge.
const ENTRY: f64 = 0.03;

/// Width of the strip along an edge where an edge that crosses it fades out, share of that of the points of faces.
const CROSSING: f64 = 1.0 / 3.0;

/// Cosine between a ray and the inward normal of the master above which the point counts in full.
const SQUARE_FACING: f64 = 0.3;

/// Faces tilted by more than 2° bear on an edge: 1 − cos 2°.
const TILT: f64 = 6.1e-4;

/// A quadrature point that faces the other side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PointEvaluation {
    /// Index of the point on its side.
    pub(crate) point: u32,
    pub(crate) footprint: Footprint,
    pub(crate) geometry: PointGeometry,
    pub(crate) force: PointForce,
    pub(crate) share: Share,
}

/// Share of the traction that this point transmits; the rest is left to points of the other side or to edges.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    pub(crate) value: f64,
    /// Its gradient when the master point moves over the master, world frame.
    sliding: Vector3,
    /// Its gradient with respect to the spin of the slave less that of the master.
    spin: Vector3,
    /// From the master point to the nearest rim of the master, mm.
    way_out_mm: f64,
}

impl PointEvaluation {
    /// Derivative of the share, given that of the gap.
    pub(crate) fn share_gradient(&self, gap: &Variation) -> Variation {
        let mut gradient = point_law::sliding_gradient(&self.geometry, gap, &self.share.sliding);
        let mut own = gradient.fixed_rows_mut::<3>(3);
        own += self.share.spin;
        let mut other = gradient.fixed_rows_mut::<3>(6);
        other -= self.share.spin;
        gradient
    }

    /// The same point, transmitting nothing.
    pub(crate) fn released(self) -> Self {
        Self::open(self.point, self.footprint, self.geometry)
    }

    /// Length of the shortest way out of the master, mm: back along the normal, or across the nearest rim.
    pub(crate) fn depth_mm(&self) -> f64 {
        (-self.geometry.gap).min(self.share.way_out_mm)
    }

    /// A point that transmits nothing.
    fn open(point: u32, footprint: Footprint, geometry: PointGeometry) -> Self {
        let share = Share {
            value: 0.0,
            sliding: Vector3::zeros(),
            spin: Vector3::zeros(),
            way_out_mm: f64::INFINITY,
        };
        Self { point, footprint, geometry, force: PointForce::default(), share }
    }

    /// Whether there is pressure (negative where a point is held to the other side).
    pub(crate) fn touches(&self) -> bool {
        self.force.pressure != 0.0
    }
}

/// Evaluation of both sides: points that face the other one, by index.
pub(crate) type PairEvaluation = [Vec<PointEvaluation>; 2];

/// Points of both sides that are looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct PairPoints {
    /// Their indices.
    pub(crate) sides: [Vec<u32>; 2],
    /// How far ahead of them the opposite side is looked for, mm.
    pub(crate) reach_mm: f64,
}

/// A contact pair.
#[derive(Clone, Debug)]
pub(crate) struct PairModel {
    pub(crate) surfaces: [Surface; 2],
    pub(crate) law: Law,
    /// Greatest penetration that is still recognised, mm.
    depth: f64,
    /// The same for a point that faced nothing at the last step and in the last iteration: deeper ones have come in from the
    /// side, past the rim. One that counts goes on to count within the step, however deep it gets.
    entry_mm: f64,
    /// The side that takes less room, its middle relative to the centre of its body, and its radius about it, mm.
    ball: (usize, Vector3, f64),
}

/// A body as contact sees it.
pub(crate) struct Placement<'a> {
    /// Current centre.
    pub(crate) centre: Point3,
    pub(crate) rotation: Rotation3<f64>,
    /// Deformed nodes relative to the centre, co-rotated frame.
    pub(crate) nodes: &'a [Vector3],
}

impl Placement<'_> {
    pub(crate) fn point(&self, local: &Vector3) -> Point3 {
        self.centre + self.rotation * local
    }
}

impl PairModel {
    pub(crate) fn new(assembly: &Assembly, pair: &ContactPair, stiffness_ratio: f64) -> Self {
        let surfaces = [0, 1].map(|side| {
            Surface::new(&assembly.bodies[pair.bodies[side]], pair.bodies[side], &pair.facets[side])
        });
        let compliance: f64 =
            surfaces.iter().map(|surface| local_compliance(assembly, surface)).sum::<f64>() / stiffness_ratio;
        let stiffness =
            if compliance > 0.0 { (1.0 / compliance).min(GREATEST_STIFFNESS) } else { RIGID_STIFFNESS };
        let depth = surfaces[0].edge_mm.max(surfaces[1].edge_mm);
        let law = Law {
            stiffness,
            smoothing_mm: SMOOTHING_MM,
            friction: pair.friction,
            elastic_slip_mm: pair.elastic_slip_mm,
        };
        let balls = [0, 1].map(|side| surfaces[side].ball());
        let side = usize::from(balls[1].1 < balls[0].1);
        let ball = (side, balls[side].0, balls[side].1);
        Self { surfaces, law, depth, entry_mm: ENTRY * depth, ball }
    }

    /// Greatest motion of the smaller side against the other one between two configurations, mm: that of its middle, and
    /// turn × radius.
    pub(crate) fn relative_motion(&self, assembly: &Assembly, [from, to]: [&Configuration; 2]) -> f64 {
        let (side, middle, radius) = &self.ball;
        let [own, other] = [*side, 1 - side].map(|side| self.surfaces[side].body);
        let place = |at: &Configuration| at.centre(assembly, own) + at.motions[own].rotation * middle;
        let start = place(from);
        let turn = |body: usize| to.motions[body].rotation * from.motions[body].rotation.inverse();
        let carried = to.centre(assembly, other) + turn(other) * (start - from.centre(assembly, other));
        (place(to) - carried).norm() + radius * (turn(own) * turn(other).inverse()).angle()
    }

    pub(crate) fn fresh_memory(&self) -> PairMemory {
        [0, 1].map(|side| vec![PointMemory::default(); self.surfaces[side].points.len()])
    }

    /// All points.
    pub(crate) fn every_point(&self) -> PairPoints {
        let sides = [0, 1].map(|side| (0..).take(self.surfaces[side].points.len()).collect());
        PairPoints { sides, reach_mm: REACH_MM }
    }

    /// Points of facets that are within `margin_mm` of the other side.
    pub(crate) fn points_within(&self, placements: [&Placement; 2], margin_mm: f64) -> PairPoints {
        let sides = [0, 1].map(|side| {
            let (own, other) = (placements[side], placements[1 - side]);
            self.surfaces[side].near(&self.surfaces[1 - side], margin_mm, &|point| {
                other.rotation.inverse_transform_vector(&(own.point(point) - other.centre))
            })
        });
        PairPoints { sides, reach_mm: REACH_MM.min(OBLIQUE * margin_mm) }
    }

    /// Gap, pressure and friction of the given quadrature points. With `hold`, those that touched at the end of the last step
    /// are held to the other side, pulling on it if need be.
    pub(crate) fn evaluate(
        &self,
        placements: [&Placement; 2],
        previous: [&Placement; 2],
        memory: &PairMemory,
        (points, hold): (&PairPoints, bool),
        search: Search<&PairEvaluation>,
    ) -> PairEvaluation {
        [0, 1].map(|side| {
            let pass = Pass {
                model: self,
                slave: &self.surfaces[side],
                master: &self.surfaces[1 - side],
                slave_placement: placements[side],
                master_placement: placements[1 - side],
                slave_before: previous[side],
                master_before: previous[1 - side],
                hold,
                reach_mm: points.reach_mm,
            };
            let mut last = search.map(|found: &PairEvaluation| found[side].iter().peekable());
            let evaluate = |point: &u32| {
                let memory = &memory[side][*point as usize];
                let remembered = memory.footprint.map(|footprint| footprint.facet);
                pass.point(*point, memory, last.facet_of(*point, remembered))
            };
            let mut found = Vec::with_capacity(points.sides[side].len());
            found.extend(points.sides[side].iter().filter_map(evaluate));
            found
        })
    }
}

/// How the opposite facet of a point is found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Search<Last> {
    /// Among all facets, that of the last accepted step tried first.
    Everywhere,
    /// Among all facets, those found last tried first.
    From(Last),
    /// The facets found last, extended beyond their edges: nothing enters or leaves.
    Only(Last),
}

impl<T> Search<T> {
    /// The same kind of search with what was found last seen through `view`.
    pub(crate) fn map<U>(self, view: impl Fn(T) -> U) -> Search<U> {
        match self {
            Self::Everywhere => Search::Everywhere,
            Self::From(last) => Search::From(view(last)),
            Self::Only(last) => Search::Only(view(last)),
        }
    }
}

impl<'a, Last: Iterator<Item = &'a PointEvaluation>> Search<Peekable<Last>> {
    /// Search for one point, the points being asked for in order.
    fn facet_of(&mut self, point: u32, remembered: Option<u32>) -> Search<Option<u32>> {
        let facet = |last: &mut Peekable<Last>| {
            while last.next_if(|found| found.point < point).is_some() {}
            last.peek().filter(|found| found.point == point).map(|found| found.footprint.facet)
        };
        match self {
            Self::Everywhere => Search::From(remembered),
            Self::From(last) => Search::From(facet(last)),
            Self::Only(last) => Search::Only(facet(last)),
        }
    }
}

/// One side looking at the other.
struct Pass<'a> {
    model: &'a PairModel,
    slave: &'a Surface,
    master: &'a Surface,
    slave_placement: &'a Placement<'a>,
    master_placement: &'a Placement<'a>,
    slave_before: &'a Placement<'a>,
    master_before: &'a Placement<'a>,
    hold: bool,
    reach_mm: f64,
}

impl Pass<'_> {
    fn point(
        &self,
        index: u32,
        memory: &PointMemory,
        search: Search<Option<u32>>,
    ) -> Option<PointEvaluation> {
        let (slave, master) = (self.slave_placement, self.master_placement);
        let place = &self.slave.points[index as usize];
        let facet = &self.slave.facets[place.facet as usize];
        let position = slave.point(&interpolate(slave.nodes, facet, &place.shape));
        let look = slave.rotation * place.ray;
        let ray = Ray {
            origin: master.rotation.inverse_transform_vector(&(position - master.centre)),
            direction: master.rotation.inverse_transform_vector(&look),
            range: [-self.model.depth, self.reach_mm],
        };
        let footprint = self.opposite(place, &ray, search)?;
        let master_normal = master.rotation * self.master.facets[footprint.facet as usize].normal;
        let (normal, spin) =
            if place.is_edge() { (-master_normal, Spin::Master) } else { (look, Spin::Slave) };
        let new = memory.footprint.is_none() && matches!(search, Search::From(None));
        if new && footprint.gap < -self.model.entry_mm {
            return None;
        }
        let geometry = PointGeometry {
            slave: position,
            normal,
            spin,
            master: position + normal * footprint.gap,
            landing_normal: master_normal,
            gap: footprint.gap,
            old_slip: Vector3::zeros(),
            anchor: position,
        };
        let held = (self.hold && memory.pressure > 0.0).then_some(memory.pressure);
        let open = PointEvaluation::open(index, footprint, geometry);
        if footprint.gap >= 0.0 && held.is_none() {
            return Some(open);
        }
        let geometry = PointGeometry {
            landing_normal: master.rotation * self.master.hats(master.nodes, footprint.facet).normal,
            old_slip: slave.rotation * memory.slip,
            anchor: self.anchor(place, memory, &footprint),
            ..geometry
        };
        let force = point_law::evaluate(&self.model.law, &geometry, held);
        let landing = self.landing(place, &footprint);
        if landing.verge == 0.0 && !matches!(search, Search::Only(_)) {
            return None;
        }
        let share = self.share(place, &landing, &master_normal);
        Some(PointEvaluation { geometry, force, share, ..open })
    }

    /// What lies opposite a point: of a face, where its normal meets the master; of an edge, where the normal of the master that
    /// goes through it does.
    fn opposite(&self, place: &SurfacePoint, ray: &Ray, search: Search<Option<u32>>) -> Option<Footprint> {
        let nodes = self.master_placement.nodes;
        let hint = match search {
            Search::Everywhere => None,
            Search::From(facet) => facet,
            Search::Only(facet) if place.is_edge() => return self.master.drop(nodes, ray, facet?),
            Search::Only(facet) => return self.master.project(nodes, ray, facet?),
        };
        if place.is_edge() { self.master.foot(nodes, ray, hint) } else { self.master.hit(nodes, ray, hint) }
    }

    /// Points of parallel faces transmit half each. Where faces are tilted, the edge of one bears on the other: points of
    /// the strip along that edge, and points that look at an edge, leave it to the points on the edge.
    /// Grazing points fade out before they face nothing.
    fn share(&self, place: &SurfacePoint, landing: &Inwardness, master_normal: &Vector3) -> Share {
        let look = self.slave_placement.rotation * place.ray;
        let (facing, slope) = facing(&look, master_normal);
        let Share { value, sliding, spin, way_out_mm } = self.full_share(place, landing, master_normal);
        Share {
            value: value * facing,
            sliding: sliding * facing,
            spin: spin * facing + look.cross(master_normal) * (value * slope),
            way_out_mm,
        }
    }

    fn full_share(&self, place: &SurfacePoint, landing: &Inwardness, master_normal: &Vector3) -> Share {
        let slave = self.slave_placement.rotation;
        let Inwardness { value: inwardness, gradient, distance_mm: way_out_mm, verge, .. } = *landing;
        match place.kind {
            PointKind::Face { inwardness: own } => {
                let normal = slave * place.ray;
                let (tilt, slope) = tilt(&normal, master_normal);
                let (left, seen) = (1.0 - tilt * (1.0 - own), 1.0 - tilt * (1.0 - inwardness));
                let change = (1.0 - own) * seen + left * (1.0 - inwardness);
                Share {
                    value: 0.5 * left * seen * verge,
                    sliding: (gradient * (tilt * verge) + landing.verge_gradient * seen) * (0.5 * left),
                    spin: normal.cross(master_normal) * (-0.5 * slope * change * verge),
                    way_out_mm,
                }
            }
            PointKind::Edge { normals } => {
                let [one, other] = normals.map(|normal| slave * normal);
                let [(a, slope_a), (b, slope_b)] = [one, other].map(|normal| tilt(&normal, master_normal));
                let spin =
                    one.cross(master_normal) * (slope_a * b) + other.cross(master_normal) * (a * slope_b);
                Share {
                    value: a * b * inwardness,
                    sliding: gradient * (a * b),
                    spin: spin * inwardness,
                    way_out_mm,
                }
            }
        }
    }

    /// How far inside the sharp edges of the master a point has landed, world frame.
    fn landing(&self, place: &SurfacePoint, footprint: &Footprint) -> Inwardness {
        let (placement, rim) = (self.master_placement, &self.master.rim);
        let width_mm = if place.is_edge() { CROSSING * rim.width_mm } else { rim.width_mm };
        let point = self.master.position(placement.nodes, footprint.facet, footprint.place);
        let landing = rim.inwardness(placement.nodes, footprint.facet, &point, width_mm);
        Inwardness {
            gradient: placement.rotation * landing.gradient,
            verge_gradient: placement.rotation * landing.verge_gradient,
            ..landing
        }
    }

    /// Current position of the master material point that lay opposite at the last accepted step. A point that faced
    /// nothing then takes the motion over the step relative to the master material point it meets now.
    fn anchor(&self, place: &SurfacePoint, memory: &PointMemory, now: &Footprint) -> Point3 {
        let (slave, master) = (self.slave_before, self.master_before);
        if let Some(old) = memory.footprint {
            let nodes = self.master_placement.nodes;
            return self.master_placement.point(&self.master.position(nodes, old.facet, old.place));
        }
        let facet = &self.slave.facets[place.facet as usize];
        let before = slave.point(&interpolate(slave.nodes, facet, &place.shape))
            - master.point(&self.master.position(master.nodes, now.facet, now.place));
        let turned = self.slave_placement.rotation * slave.rotation.inverse_transform_vector(&before);
        let nodes = self.master_placement.nodes;
        self.master_placement.point(&self.master.position(nodes, now.facet, now.place)) + turned
    }
}

/// 0 where a ray grazes the master, 1 where it does not, and its derivative with respect to the cosine between the ray and the
/// outward normal.
fn facing(look: &Vector3, master_normal: &Vector3) -> (f64, f64) {
    let width = SQUARE_FACING - LEAST_FACING;
    let (value, slope) = smooth_step((-look.dot(master_normal) - LEAST_FACING) / width);
    (value, -slope / width)
}

/// 0 for parallel faces, 1 beyond 2°, and its derivative with respect to the cosine between the outward normals.
fn tilt(slave_normal: &Vector3, master_normal: &Vector3) -> (f64, f64) {
    let (value, slope) = smooth_step((1.0 + slave_normal.dot(master_normal)) / TILT);
    (value, slope / TILT)
}

/// Displacement per pressure of a single node of the surface, mm/MPa: mean diagonal flexibility times nodal area.
fn local_compliance(assembly: &Assembly, surface: &Surface) -> f64 {
    let flexibility = &assembly.bodies[surface.body].elasticity.flexibility;
    let mut nodes: Vec<u32> = surface.facets.iter().flat_map(|facet| facet.nodes).collect();
    nodes.sort_unstable();
    nodes.dedup();
    if nodes.is_empty() {
        return 0.0;
    }
    let area: f64 = surface.facets.iter().map(|facet| facet.area).sum();
    let diagonal: f64 = nodes
        .iter()
        .map(|node| {
            (0..3)
                .map(|axis| flexibility[(3 * *node as usize + axis, 3 * *node as usize + axis)])
                .sum::<f64>()
        })
        .sum();
    let count = nodes.len() as f64;
    diagonal / (3.0 * count) * (area / count)
}
