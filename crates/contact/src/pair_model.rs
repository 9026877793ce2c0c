//! A contact pair ready for evaluation: both surfaces, the law, and what each quadrature point remembers.

use crate::kinematics::Configuration;
use crate::memory::{PairMemory, Past};
use crate::pass::Pass;
use crate::point_evaluation::{PairEvaluation, PointEvaluation};
use crate::point_law::Law;
use crate::surface::{Prospect, Surface, View};
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

/// Points of both sides that are looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct PairPoints {
    pub(crate) sides: [Vec<Look>; 2],
    /// How far ahead of them the opposite side is looked for, mm.
    pub(crate) reach_mm: f64,
}

/// Points of both sides that may touch, facet by facet.
#[derive(Clone, Debug)]
pub(crate) struct PairProspects {
    pub(crate) sides: [Vec<Prospect>; 2],
    /// How far ahead of them the opposite side is looked for, mm.
    pub(crate) reach_mm: f64,
}

/// A point that is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Its index.
    pub(crate) point: u32,
    /// The facet that is tried first.
    pub(crate) facet: Option<u32>,
    /// Whether it is known to have faced the other side at the beginning of the step.
    pub(crate) known: bool,
}

impl Look {
    fn at(point: u32) -> Self {
        Self { point, facet: None, known: false }
    }
}

/// A contact pair.
#[derive(Clone, Debug)]
pub(crate) struct PairModel {
    pub(crate) surfaces: [Surface; 2],
    pub(crate) law: Law,
    /// Greatest penetration that is still recognised, mm.
    pub(crate) depth: f64,
    /// The same for a point that faced nothing at the last step and in the last iteration: deeper ones have come in from the
    /// side, past the rim. One that counts goes on to count within the step, however deep it gets.
    pub(crate) entry_mm: f64,
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
        PairMemory::fresh([0, 1].map(|side| self.surfaces[side].points.len()))
    }

    /// All points.
    pub(crate) fn every_point(&self) -> PairPoints {
        let sides = [0, 1].map(|side| (0..).take(self.surfaces[side].points.len()).map(Look::at).collect());
        PairPoints { sides, reach_mm: REACH_MM }
    }

    /// Points that are within `margin_mm` of what they face of the other side, or may come to while the faces move by that.
    pub(crate) fn prospects_within(&self, placements: [&Placement; 2], margin_mm: f64) -> PairProspects {
        let turn = margin_mm / self.ball.2.max(margin_mm);
        let sides = [0, 1].map(|side| {
            let (own, other) = (placements[side], placements[1 - side]);
            let view = View {
                place: &|point| other.rotation.inverse_transform_vector(&(own.point(point) - other.centre)),
                direction: &|ray| other.rotation.inverse_transform_vector(&(own.rotation * ray)),
            };
            self.surfaces[side].prospects(&self.surfaces[1 - side], [margin_mm, turn], &view)
        });
        PairProspects { sides, reach_mm: REACH_MM.min(OBLIQUE * margin_mm) }
    }

    /// One side as it looks at the other, now and at the beginning of the step.
    pub(crate) fn pass<'a>(
        &'a self,
        side: usize,
        now: [&'a Placement<'a>; 2],
        before: [&'a Placement<'a>; 2],
        reach_mm: f64,
    ) -> Pass<'a> {
        Pass {
            model: self,
            slave: &self.surfaces[side],
            master: &self.surfaces[1 - side],
            slave_placement: now[side],
            master_placement: now[1 - side],
            slave_before: before[side],
            master_before: before[1 - side],
            hold: false,
            reach_mm,
        }
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
            let pass = Pass { hold, ..self.pass(side, placements, previous, points.reach_mm) };
            let mut last = search.map(|found: &PairEvaluation| found[side].iter().peekable());
            let evaluate = |look: &Look| {
                let past = memory.of(side, look.point);
                pass.point(look.point, past, last.of(look, past))
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
    /// Search for one point, the points being asked for in order, and whether it is known to have faced the other side at the
    /// beginning of the step or in the last iteration.
    fn of(&mut self, look: &Look, past: Past) -> (Search<Option<u32>>, bool) {
        let facet = |last: &mut Peekable<Last>| {
            while last.next_if(|found| found.point < look.point).is_some() {}
            last.peek().filter(|found| found.point == look.point).map(|found| found.footprint.facet)
        };
        let known = look.known || past.faced().is_some();
        match self {
            Self::Everywhere => (Search::From(look.facet.or(past.hint())), known),
            Self::From(last) => {
                let found = facet(last);
                (Search::From(found.or(look.facet)), known || found.is_some())
            }
            Self::Only(last) => (Search::Only(facet(last)), true),
        }
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
