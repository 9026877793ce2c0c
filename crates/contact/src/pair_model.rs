//! A contact pair ready for evaluation: both surfaces, the law, and what each quadrature point remembers.

use crate::point_law::{self, Law, PointForce, PointGeometry, Variation};
use crate::rim::smooth_step;
use crate::surface::{Footprint, Ray, Surface, SurfacePoint, interpolate};
use crate::{Assembly, ContactPair};
use nalgebra::{Matrix3, UnitQuaternion};
use osteotome_geometry::{Point3, Vector3};

/// Contact stiffness between bodies that do not deform, MPa/mm: 100 N on 100 mm² sink in by 1e-4 mm.
const RIGID_STIFFNESS: f64 = 1e4;
/// Greatest contact stiffness, MPa/mm; beyond it rounding of positions shows in the pressure.
const GREATEST_STIFFNESS: f64 = 1e6;
/// Penetration over which the stiffness sets in, mm.
const SMOOTHING_MM: f64 = 1e-5;
/// How far ahead of a face the opposite one is looked for, mm (a wide kerf is 4 mm).
const REACH_MM: f64 = 8.0;

/// Faces tilted by more than 2° bear on an edge: 1 − cos 2°.
const TILT: f64 = 6.1e-4;

/// What a quadrature point carries from step to step.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PointMemory {
    /// Master material point that lay opposite.
    pub(crate) footprint: Option<Footprint>,
    /// Elastic slip in the co-rotated frame of the slave.
    pub(crate) slip: Vector3,
    /// Tangential part of the way from that material point to the slave point, in the same frame: it belongs to the gap.
    pub(crate) offset: Vector3,
    /// Length of the path slipped, mm.
    pub(crate) path: f64,
}

/// Memory of both sides.
pub(crate) type PairMemory = [Vec<PointMemory>; 2];

/// A quadrature point that faces the other side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PointEvaluation {
    pub(crate) footprint: Footprint,
    pub(crate) geometry: PointGeometry,
    pub(crate) force: PointForce,
    pub(crate) share: Share,
}

/// Share of the traction that this point transmits; the rest is left to the points of the other side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    pub(crate) value: f64,
    /// Its gradient when the master point moves over the master, world frame.
    pub(crate) gradient: Vector3,
}

impl PointEvaluation {
    /// Derivative of the share.
    pub(crate) fn share_gradient(&self) -> Variation {
        let mut motion = point_law::landing_gradient(&self.geometry);
        let mut master = motion.fixed_view_mut::<3, 3>(0, 3);
        master -= Matrix3::identity();
        motion.transpose() * self.share.gradient
    }
}

/// Evaluation of both sides; `None` for points that face nothing.
pub(crate) type PairEvaluation = [Vec<Option<PointEvaluation>>; 2];

/// A contact pair.
#[derive(Clone, Debug)]
pub(crate) struct PairModel {
    pub(crate) surfaces: [Surface; 2],
    pub(crate) law: Law,
    /// Greatest penetration that is still recognised, mm.
    depth: f64,
}

/// A body as contact sees it.
pub(crate) struct Placement<'a> {
    /// Current centre.
    pub(crate) centre: Point3,
    pub(crate) rotation: UnitQuaternion<f64>,
    /// Deformed nodes relative to the centre, co-rotated frame.
    pub(crate) nodes: &'a [Vector3],
}

impl Placement<'_> {
    fn point(&self, local: &Vector3) -> Point3 {
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
        Self { surfaces, law, depth }
    }

    pub(crate) fn fresh_memory(&self) -> PairMemory {
        [0, 1].map(|side| vec![PointMemory::default(); self.surfaces[side].points.len()])
    }

    /// Gap, pressure and friction of every quadrature point.
    pub(crate) fn evaluate(
        &self,
        placements: [&Placement; 2],
        previous: [&Placement; 2],
        memory: &PairMemory,
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
            };
            (0..pass.slave.points.len())
                .map(|point| {
                    let last = |found: &PairEvaluation| {
                        found[side][point].as_ref().map(|found| found.footprint.facet)
                    };
                    pass.point(point, &memory[side][point], search.map(last))
                })
                .collect()
        })
    }
}

/// How the opposite facet of a point is found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Search<Last> {
    /// Among all facets.
    Everywhere,
    /// Among all facets, those found last tried first.
    From(Last),
    /// The facets found last, extended beyond their edges: nothing enters or leaves.
    Only(Last),
}

impl<T: Copy> Search<T> {
    /// The same kind of search with what was found last seen through `view`.
    pub(crate) fn map<U>(self, view: impl Fn(T) -> U) -> Search<U> {
        match self {
            Self::Everywhere => Search::Everywhere,
            Self::From(last) => Search::From(view(last)),
            Self::Only(last) => Search::Only(view(last)),
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
}

impl Pass<'_> {
    fn point(
        &self,
        point: usize,
        memory: &PointMemory,
        search: Search<Option<u32>>,
    ) -> Option<PointEvaluation> {
        let (slave, master) = (self.slave_placement, self.master_placement);
        let place = &self.slave.points[point];
        let facet = &self.slave.facets[place.facet as usize];
        let position = slave.point(&interpolate(slave.nodes, facet, &place.shape));
        let normal = slave.rotation * facet.normal;
        let ray = Ray {
            origin: master.rotation.inverse_transform_vector(&(position - master.centre)),
            direction: master.rotation.inverse_transform_vector(&normal),
            range: [-self.model.depth, REACH_MM],
        };
        let footprint = match search {
            Search::Everywhere => self.master.hit(master.nodes, &ray, None)?,
            Search::From(facet) => self.master.hit(master.nodes, &ray, facet)?,
            Search::Only(facet) => self.master.project(master.nodes, &ray, facet?)?,
        };
        let master_normal = master.rotation * self.master.facets[footprint.facet as usize].normal;
        let tilt = smooth_step((1.0 + normal.dot(&master_normal)) / TILT).0;
        let edge = tilt * (1.0 - place.inwardness);
        let geometry = PointGeometry {
            slave: position,
            ray: normal,
            normal: (normal * (1.0 - edge) - master_normal * edge).normalize(),
            edge,
            master: position + normal * footprint.gap,
            master_normal,
            gap: footprint.gap,
            old_slip: slave.rotation * memory.slip,
            anchor: self.anchor(place, memory, &footprint),
        };
        let force = point_law::evaluate(&self.model.law, &geometry);
        let share = self.share(&footprint, edge, tilt);
        Some(PointEvaluation { footprint, geometry, force, share })
    }

    /// Half for each side, but where faces are tilted and the edge of one bears on the other, all for the edge: points
    /// that look at it from the other side would enter and leave it by jumps.
    fn share(&self, footprint: &Footprint, edge: f64, tilt: f64) -> Share {
        let own = 1.0 - 0.5 * (1.0 - edge);
        let placement = self.master_placement;
        let facet = footprint.facet as usize;
        let outside = self.master.beyond_edge(footprint);
        let point = self.master.position(placement.nodes, footprint.facet, footprint.place);
        let (inwardness, gradient) = if outside {
            (0.0, Vector3::zeros())
        } else {
            self.master.rim.inwardness(placement.nodes, facet, &point)
        };
        Share {
            value: own * (1.0 - tilt * (1.0 - inwardness)),
            gradient: placement.rotation * gradient * (own * tilt),
        }
    }

    /// Current position of the master material point that lay opposite at the last accepted step. A point that faced
    /// nothing then takes the motion over the step relative to the master material point it meets now.
    fn anchor(&self, place: &SurfacePoint, memory: &PointMemory, now: &Footprint) -> Point3 {
        let (slave, master) = (self.slave_before, self.master_before);
        if let Some(old) = memory.footprint {
            let nodes = self.master_placement.nodes;
            let point = self.master_placement.point(&self.master.position(nodes, old.facet, old.place));
            return point + self.slave_placement.rotation * memory.offset;
        }
        let facet = &self.slave.facets[place.facet as usize];
        let before = slave.point(&interpolate(slave.nodes, facet, &place.shape))
            - master.point(&self.master.position(master.nodes, now.facet, now.place));
        let turned = self.slave_placement.rotation * slave.rotation.inverse_transform_vector(&before);
        let nodes = self.master_placement.nodes;
        self.master_placement.point(&self.master.position(nodes, now.facet, now.place)) + turned
    }
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
