//! One side of a pair as it looks at the other.

use crate::memory::Past;
use crate::pair_model::{PairModel, Placement, Search};
use crate::point_evaluation::{PointEvaluation, Share};
use crate::point_law::{self, PointGeometry, Spin};
use crate::quadrature::{PointKind, SurfacePoint};
use crate::rim::{Inwardness, smooth_step};
use crate::surface::{Among, Footprint, LEAST_FACING, Ray, Surface, interpolate};
use osteotome_geometry::{Point3, Vector3};

/// Width of the strip along an edge where an edge that crosses it fades out, share of that of the points of faces.
const CROSSING: f64 = 1.0 / 3.0;

/// Cosine between a ray and the inward normal of the master above which the point counts in full.
const SQUARE_FACING: f64 = 0.3;

/// Faces tilted by more than 2° bear on an edge: 1 − cos 2°.
const TILT: f64 = 6.1e-4;

/// One side looking at the other.
pub(crate) struct Pass<'a> {
    pub(crate) model: &'a PairModel,
    pub(crate) slave: &'a Surface,
    pub(crate) master: &'a Surface,
    pub(crate) slave_placement: &'a Placement<'a>,
    pub(crate) master_placement: &'a Placement<'a>,
    pub(crate) slave_before: &'a Placement<'a>,
    pub(crate) master_before: &'a Placement<'a>,
    pub(crate) hold: bool,
    pub(crate) reach_mm: f64,
}

/// What a point sees.
pub(crate) struct Sight {
    pub(crate) footprint: Footprint,
    /// Distance from the plane of the facet opposite, mm.
    pub(crate) distance_mm: f64,
    /// Whether the point is known to have faced the other side at the beginning of the step.
    pub(crate) known: bool,
}

impl Pass<'_> {
    /// A point, its past, and where to search; `known`: whether it faced the other side at the beginning of the step or in the
    /// last iteration.
    pub(crate) fn point(
        &self,
        index: u32,
        past: Past,
        (search, known): (Search<Option<u32>>, bool),
    ) -> Option<PointEvaluation> {
        let (slave, master) = (self.slave_placement, self.master_placement);
        let place = &self.slave.points[index as usize];
        let (position, look) = look(self.slave, slave, place);
        let ray = self.ray(master, &position, &look);
        let footprint = self.opposite(place, &ray, master.nodes, search)?;
        if !known && footprint.gap < -self.model.entry_mm {
            return None;
        }
        let master_normal = master.rotation * self.master.facets[footprint.facet as usize].normal;
        let (normal, spin) =
            if place.is_edge() { (-master_normal, Spin::Master) } else { (look, Spin::Slave) };
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
        let pressure = past.memory.pressure;
        let held = (self.hold && pressure > 0.0).then_some(pressure);
        let open = PointEvaluation::open(index, footprint, geometry);
        if footprint.gap >= 0.0 && held.is_none() {
            return Some(open);
        }
        let geometry = PointGeometry {
            landing_normal: master.rotation * self.master.hats(master.nodes, footprint.facet).normal,
            old_slip: slave.rotation * past.memory.slip,
            anchor: self.anchor(place, past.faced(), &footprint),
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

    /// Those of some facets that points of the facet of this one may see if they look the same way, and the least distance of
    /// that facet above their planes, mm.
    pub(crate) fn opposite_facets(&self, place: &SurfacePoint, among: &[u32]) -> (Vec<u32>, f64) {
        let (slave, master) = (self.slave_placement, self.master_placement);
        let (centre, radius) = self.slave.facet_ball(place.facet);
        let ray = self.ray(master, &slave.point(centre), &(slave.rotation * place.ray));
        // As much as what elastic displacements move facets out of their boxes.
        let facets = self.master.opposite(&ray, radius + 0.1 * self.slave.edge_mm, among);
        let corners = self.slave.facets[place.facet as usize].nodes.map(|node| {
            let corner = slave.point(&slave.nodes[node as usize]);
            master.rotation.inverse_transform_vector(&(corner - master.centre))
        });
        let clearance = self.master.clearance(master.nodes, &facets, (&corners, &ray.direction));
        (facets, clearance)
    }

    /// What a point sees. If it is so deep that it may have come in from the side, past the rim, and did not face the other side at
    /// the beginning of the step either, it sees nothing. `facets`: all that it may see, if known.
    pub(crate) fn sight(&self, index: u32, past: Past, facets: Option<&[u32]>) -> Option<Sight> {
        let place = &self.slave.points[index as usize];
        let at = |slave: &Placement, master: &Placement, among: Among| {
            let (position, look) = look(self.slave, slave, place);
            self.nearest(place, &self.ray(master, &position, &look), master.nodes, among)
        };
        let among = Among { hint: past.hint(), only: facets };
        let footprint = at(self.slave_placement, self.master_placement, among)?;
        let known = past.faced().is_some();
        let deep = footprint.gap < -self.model.entry_mm;
        if !known && deep {
            let among = Among { hint: Some(footprint.facet), only: None };
            let before = at(self.slave_before, self.master_before, among)?;
            if before.gap < -self.model.entry_mm {
                return None;
            }
        }
        let normal = self.master_placement.rotation * self.master.facets[footprint.facet as usize].normal;
        let distance_mm = -footprint.gap * normal.dot(&(self.slave_placement.rotation * place.ray));
        Some(Sight { footprint, distance_mm, known: known || deep })
    }

    fn ray(&self, master: &Placement, position: &Point3, look: &Vector3) -> Ray {
        Ray {
            origin: master.rotation.inverse_transform_vector(&(position - master.centre)),
            direction: master.rotation.inverse_transform_vector(look),
            range: [-self.model.depth, self.reach_mm],
        }
    }

    /// What lies opposite a point: of a face, where its normal meets the master; of an edge, where the normal of the master that
    /// goes through it does.
    fn opposite(
        &self,
        place: &SurfacePoint,
        ray: &Ray,
        nodes: &[Vector3],
        search: Search<Option<u32>>,
    ) -> Option<Footprint> {
        let hint = match search {
            Search::Everywhere => None,
            Search::From(facet) => facet,
            Search::Only(facet) if place.is_edge() => return self.master.drop(nodes, ray, facet?),
            Search::Only(facet) => return self.master.project(nodes, ray, facet?),
        };
        self.nearest(place, ray, nodes, Among { hint, only: None })
    }

    fn nearest(&self, place: &SurfacePoint, ray: &Ray, nodes: &[Vector3], among: Among) -> Option<Footprint> {
        if place.is_edge() { self.master.foot(nodes, ray, among) } else { self.master.hit(nodes, ray, among) }
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
    fn anchor(&self, place: &SurfacePoint, faced: Option<Footprint>, now: &Footprint) -> Point3 {
        let (slave, master) = (self.slave_before, self.master_before);
        if let Some(old) = faced {
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

/// Where a point is, and in which direction it looks.
fn look(surface: &Surface, placement: &Placement, place: &SurfacePoint) -> (Point3, Vector3) {
    let facet = &surface.facets[place.facet as usize];
    (placement.point(&interpolate(placement.nodes, facet, &place.shape)), placement.rotation * place.ray)
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
