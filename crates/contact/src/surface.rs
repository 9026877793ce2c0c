//! One side of a contact pair: facets, their quadrature points, and the search for what lies opposite a point.

use crate::Body;
use crate::bounding_tree::BoundingTree;
use crate::quadrature::{self, SurfacePoint};
use crate::rim::Rim;
use crate::triangle;
use osteotome_geometry::Vector3;
use std::ops::Range;

/// A facet in the reference configuration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facet {
    /// Index in the body.
    pub(crate) index: u32,
    /// Interface nodes at its corners.
    pub(crate) nodes: [u32; 3],
    /// Outward unit normal.
    pub(crate) normal: Vector3,
    /// Area, mm².
    pub(crate) area: f64,
}

/// Where a ray meets a surface.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Footprint {
    /// Facet of the surface.
    pub(crate) facet: u32,
    /// Barycentric coordinates (second and third).
    pub(crate) place: [f64; 2],
    /// Distance along the ray.
    pub(crate) gap: f64,
}

impl Footprint {
    /// How far it lies beyond the edges of its facet, share of the facet's height; not positive inside.
    fn miss(&self) -> f64 {
        let [b, c] = self.place;
        -b.min(c).min(1.0 - b - c)
    }
}

/// Normal of a facet, and gradients of the shape functions of its corners in its plane.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hats {
    pub(crate) normal: Vector3,
    pub(crate) gradients: [Vector3; 3],
}

/// One side of a contact pair.
#[derive(Clone, Debug)]
pub(crate) struct Surface {
    /// Body it belongs to.
    pub(crate) body: usize,
    /// Its facets.
    pub(crate) facets: Vec<Facet>,
    /// Where its contact is evaluated.
    pub(crate) points: Vec<SurfacePoint>,
    /// Mean edge length, mm.
    pub(crate) edge_mm: f64,
    /// Its sharp edges.
    pub(crate) rim: Rim,
    tree: BoundingTree,
    /// Centre and radius of each facet.
    balls: Vec<(Vector3, f64)>,
}

/// A ray in the co-rotated frame of the surface's body, relative to its centre, with the distances of interest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ray {
    pub(crate) origin: Vector3,
    pub(crate) direction: Vector3,
    pub(crate) range: [f64; 2],
}

/// Points of one facet that look the same way, and the facets of the other side that they may come to see.
#[derive(Clone, Debug)]
pub(crate) struct Prospect {
    pub(crate) points: Range<usize>,
    pub(crate) facets: Vec<u32>,
}

/// Facets among which the one opposite is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Among<'a> {
    /// The one that is tried first.
    pub(crate) hint: Option<u32>,
    /// All that come into question, if they are known.
    pub(crate) only: Option<&'a [u32]>,
}

/// How another surface sees this one: places and directions of its reference frame in that of the other, both relative to the
/// centres of their bodies.
pub(crate) struct View<'a> {
    pub(crate) place: &'a dyn Fn(&Vector3) -> Vector3,
    pub(crate) direction: &'a dyn Fn(&Vector3) -> Vector3,
}

/// Slack on barycentric coordinates, so that no ray slips through the crack between two facets.
const EDGE_SLACK: f64 = 1e-9;
/// How far beyond the edges of a facet a ray may still meet it if it meets no other, share of the height: more than `rim::VERGE`.
const VERGE: f64 = 0.05;
/// Least cosine between a ray and the inward normal of what it may hit: grazing facets are not opposite.
pub(crate) const LEAST_FACING: f64 = 0.17;

impl Surface {
    pub(crate) fn new(body: &Body, index: usize, facets: &[u32]) -> Self {
        let facets: Vec<Facet> = facets.iter().map(|facet| reference_facet(body, *facet)).collect();
        let nodes: Vec<Vector3> =
            body.elasticity.interface_positions.iter().map(|node| node - body.elasticity.centre).collect();
        let corners: Vec<[Vector3; 3]> =
            facets.iter().map(|facet| [0, 1, 2].map(|k| nodes[facet.nodes[k] as usize])).collect();
        let edge_mm = mean_edge(&corners);
        // Elastic displacements move facets out of their reference boxes by far less than a tenth of an edge.
        let tree = BoundingTree::new(&corners, 0.1 * edge_mm);
        let rim = Rim::new(&nodes, &facets, edge_mm);
        let points = quadrature::points(&nodes, &facets, &rim, edge_mm);
        let balls = corners.iter().map(ball).collect();
        Self { body: index, facets, points, edge_mm, rim, tree, balls }
    }

    /// A ball about all facets: middle and radius.
    pub(crate) fn ball(&self) -> (Vector3, f64) {
        let count = self.balls.len().max(1) as f64;
        let middle = self.balls.iter().map(|(centre, _)| *centre).sum::<Vector3>() / count;
        let reach = |(centre, radius): &(Vector3, f64)| (centre - middle).norm() + radius;
        (middle, self.balls.iter().map(reach).fold(0.0, f64::max))
    }

    /// Points whose facet comes within a margin of facets of `other` that face them, or would if either turned a little
    /// (margin in mm, change of the cosine).
    pub(crate) fn prospects(&self, other: &Self, [margin_mm, turn]: [f64; 2], view: &View) -> Vec<Prospect> {
        let mut prospects = Vec::new();
        let mut first = 0;
        for points in self.points.chunk_by(SurfacePoint::looks_like) {
            let (centre, radius) = &self.balls[points[0].facet as usize];
            let direction = (view.direction)(&points[0].ray);
            let reach = radius + margin_mm + 0.1 * self.edge_mm;
            let mut facets = Vec::new();
            other.tree.around(&(view.place)(centre), reach, &mut |facet| {
                if other.facets[facet as usize].normal.dot(&direction) <= turn - LEAST_FACING {
                    facets.push(facet);
                }
            });
            if !facets.is_empty() {
                prospects.push(Prospect { points: first..first + points.len(), facets });
            }
            first += points.len();
        }
        prospects
    }

    /// Centre and radius of a facet, co-rotated frame.
    pub(crate) fn facet_ball(&self, facet: u32) -> &(Vector3, f64) {
        &self.balls[facet as usize]
    }

    /// Those of some facets that face a ray and may be met by a ball that flies along it.
    pub(crate) fn opposite(&self, ray: &Ray, radius: f64, among: &[u32]) -> Vec<u32> {
        let faces = |facet: &u32| self.facets[*facet as usize].normal.dot(&ray.direction) <= -LEAST_FACING;
        self.tree.swept(ray, radius, among).filter(faces).collect()
    }

    /// Least distance, above the planes of some facets, of points between three places from which rays in one direction meet those
    /// facets, mm: as the places lie above a plane, or as far as a facet lies ahead of the last place.
    pub(crate) fn clearance(
        &self,
        nodes: &[Vector3],
        facets: &[u32],
        (places, direction): (&[Vector3; 3], &Vector3),
    ) -> f64 {
        let last = places.iter().map(|place| place.dot(direction)).fold(f64::NEG_INFINITY, f64::max);
        let above = |facet: &u32| {
            let Facet { nodes: corners, normal, .. } = &self.facets[*facet as usize];
            let corners = corners.map(|corner| &nodes[corner as usize]);
            let plane = normal.dot(corners[0]);
            let height = places.iter().map(|place| normal.dot(place) - plane).fold(f64::INFINITY, f64::min);
            let ahead =
                corners.iter().map(|corner| corner.dot(direction)).fold(f64::INFINITY, f64::min) - last;
            height.max(-ahead * normal.dot(direction))
        };
        facets.iter().map(above).fold(f64::INFINITY, f64::min)
    }

    /// The nearest facet (either way along the ray) that faces the ray. Where no facet is hit, the one that the ray misses by least,
    /// extended, if it misses it by little.
    pub(crate) fn hit(&self, nodes: &[Vector3], ray: &Ray, among: Among) -> Option<Footprint> {
        let [inside, outside] = self.nearest(ray, among, &|facet| self.project(nodes, ray, facet));
        inside.or(outside)
    }

    /// The nearest facet that faces the ray and lies under its origin, seen along the facet's own normal.
    /// Where there is none – in the crack between two facets – the facet that the ray hits, extended.
    pub(crate) fn foot(&self, nodes: &[Vector3], ray: &Ray, among: Among) -> Option<Footprint> {
        let [inside, _] = self.nearest(ray, among, &|facet| self.drop(nodes, ray, facet));
        inside.or_else(|| self.hit(nodes, ray, among).and_then(|found| self.drop(nodes, ray, found.facet)))
    }

    /// Of all facets, seen by `meet`, the nearest that is met inside its edges, and the one missed by least.
    fn nearest(
        &self,
        ray: &Ray,
        among: Among,
        meet: &dyn Fn(u32) -> Option<Footprint>,
    ) -> [Option<Footprint>; 2] {
        let meet = |facet| meet(facet).filter(|found| found.gap >= ray.range[0] && found.gap <= ray.range[1]);
        let first = among.hint.and_then(meet).filter(|found| found.miss() <= EDGE_SLACK);
        if first.is_some() {
            return [first, None];
        }
        let [mut inside, mut outside]: [Option<Footprint>; 2] = [None; 2];
        let mut consider = |facet: u32| {
            let Some(found) = meet(facet) else { return };
            if found.miss() <= EDGE_SLACK {
                if inside.is_none_or(|best| found.gap.abs() < best.gap.abs()) {
                    inside = Some(found);
                }
            } else if found.miss() < outside.map_or(VERGE, |best| best.miss()) {
                outside = Some(found);
            }
        };
        match among.only {
            Some(facets) => facets.iter().for_each(|facet| consider(*facet)),
            None => self.tree.visit(ray, &mut consider),
        }
        [inside, outside]
    }

    /// Where the normal of a facet through the origin of the ray meets that facet, extended beyond its edges.
    pub(crate) fn drop(&self, nodes: &[Vector3], ray: &Ray, facet: u32) -> Option<Footprint> {
        let normal = self.facets[facet as usize].normal;
        let facing = normal.dot(&ray.direction) <= -LEAST_FACING;
        facing.then(|| self.project(nodes, &Ray { direction: -normal, ..*ray }, facet)).flatten()
    }

    /// Where the ray meets a facet extended beyond its edges.
    pub(crate) fn project(&self, nodes: &[Vector3], ray: &Ray, facet: u32) -> Option<Footprint> {
        let geometry = &self.facets[facet as usize];
        if geometry.normal.dot(&ray.direction) > -LEAST_FACING {
            return None;
        }
        let [a, b, c] = geometry.nodes.map(|node| nodes[node as usize]);
        // Möller & Trumbore, J. Graphics Tools 2 (1997) 21.
        let (ab, ac, from) = (b - a, c - a, ray.origin - a);
        let across = ray.direction.cross(&ac);
        let determinant = ab.dot(&across);
        let around = from.cross(&ab);
        let place = [from.dot(&across) / determinant, ray.direction.dot(&around) / determinant];
        Some(Footprint { facet, place, gap: ac.dot(&around) / determinant })
    }

    /// Normal and gradients of the shape functions of a deformed facet.
    pub(crate) fn hats(&self, nodes: &[Vector3], facet: u32) -> Hats {
        let [a, b, c] = self.facets[facet as usize].nodes.map(|node| nodes[node as usize]);
        let cross = (b - a).cross(&(c - a));
        let (square, normal) = (cross.norm_squared(), cross.normalize());
        let gradients = [c - b, a - c, b - a].map(|edge| cross.cross(&edge) / square);
        Hats { normal, gradients }
    }

    /// Position of a place on a facet.
    pub(crate) fn position(&self, nodes: &[Vector3], facet: u32, place: [f64; 2]) -> Vector3 {
        let geometry = &self.facets[facet as usize];
        interpolate(nodes, geometry, &triangle::shape(place))
    }
}

/// Σ N_a x_a over the nodes of a facet.
pub(crate) fn interpolate(nodes: &[Vector3], facet: &Facet, shape: &[f64; 3]) -> Vector3 {
    (0..3).map(|a| nodes[facet.nodes[a] as usize] * shape[a]).sum()
}

fn reference_facet(body: &Body, index: u32) -> Facet {
    let facet = &body.facets[index as usize];
    let at = |node: u32| body.elasticity.interface_positions[node as usize];
    let [a, b, c] = facet.corners;
    let cross = (at(b) - at(a)).cross(&(at(c) - at(a)));
    Facet { index, nodes: [a, b, c], normal: cross.normalize(), area: 0.5 * cross.norm() }
}

fn ball(corners: &[Vector3; 3]) -> (Vector3, f64) {
    let centre = (corners[0] + corners[1] + corners[2]) / 3.0;
    (centre, corners.iter().map(|corner| (corner - centre).norm()).fold(0.0, f64::max))
}

fn mean_edge(corners: &[[Vector3; 3]]) -> f64 {
    let total: f64 = corners.iter().map(|[a, b, c]| (a - b).norm() + (b - c).norm() + (c - a).norm()).sum();
    if corners.is_empty() { 1.0 } else { total / (3.0 * corners.len() as f64) }
}
