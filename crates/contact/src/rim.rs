//! Sharp edges of a surface: where its facets end or turn, and how far from them a point is.

use crate::surface::Facet;
use osteotome_geometry::Vector3;
use std::collections::BTreeMap;

/// Normals of neighbours that differ by more than this make an edge sharp: cosine of 35°.
const SHARP_COSINE: f64 = 0.819;
/// Width of the strip beyond a rim in which a face that faces it fades out, share of the mean facet edge.
const VERGE: f64 = 0.01;
/// Distances that differ by less are to the same place, mm.
const SAME_MM: f64 = 1e-9;
/// Width of the strip along an edge whose points leave tilted contact to the edge, share of the mean facet edge.
const STRIP: f64 = 0.3;

/// A sharp edge between two corners.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SharpEdge {
    /// The facet it is taken to belong to, and the corners of that facet at its ends.
    pub(crate) facet: u32,
    pub(crate) ends: [usize; 2],
    /// The facet beyond it, if the surface goes on there.
    pub(crate) beyond: Option<u32>,
    /// Interface nodes at its ends.
    pub(crate) nodes: [u32; 2],
    /// Third corner of the facet, and of the one beyond (the same if the surface ends).
    inside: [u32; 2],
}

/// How far inside the sharp edges of a surface a point lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inwardness {
    /// 0 on an edge and beyond it, 1 at a given distance inside, smooth (C¹) between.
    pub(crate) value: f64,
    pub(crate) gradient: Vector3,
    /// Distance from the nearest edge, mm, negative beyond it; reliable up to the width of the strip.
    pub(crate) distance_mm: f64,
    /// 1 inside, falling to 0 on the verge beyond an edge, smooth (C¹); and its gradient.
    pub(crate) verge: f64,
    pub(crate) verge_gradient: Vector3,
}

/// The sharp edges of a surface.
#[derive(Clone, Debug)]
pub(crate) struct Rim {
    pub(crate) edges: Vec<SharpEdge>,
    /// Edges within the strip's width of each facet.
    near: Vec<Vec<u32>>,
    /// Width of the strip, mm.
    pub(crate) width_mm: f64,
    verge_mm: f64,
}

impl Rim {
    pub(crate) fn new(nodes: &[Vector3], facets: &[Facet], edge_mm: f64) -> Self {
        let edges = sharp_edges(nodes, facets);
        let width_mm = STRIP * edge_mm;
        let near = facets.iter().map(|facet| within(nodes, facet, &edges, width_mm)).collect();
        Self { edges, near, width_mm, verge_mm: VERGE * edge_mm }
    }

    /// How far inside the edges a point of a facet, or of its extension, lies. Widths above that of the strip are cut to it.
    pub(crate) fn inwardness(
        &self,
        nodes: &[Vector3],
        facet: u32,
        point: &Vector3,
        width_mm: f64,
    ) -> Inwardness {
        let width = width_mm.min(self.width_mm);
        let mut nearest = (f64::INFINITY, Vector3::zeros(), false);
        for edge in self.near[facet as usize].iter().map(|edge| &self.edges[*edge as usize]) {
            let [a, b] = edge.nodes.map(|node| nodes[node as usize]);
            let offset = point - closest(&a, &b, point);
            let distance = offset.norm();
            if distance > nearest.0 + SAME_MM {
                continue;
            }
            // Of two edges that meet at the nearest point of either, one is enough to be beyond.
            let with = distance >= nearest.0 - SAME_MM && nearest.2;
            nearest = (distance, offset, with || edge.is_beyond(nodes, facet, &offset));
        }
        let (distance_mm, offset, beyond) = nearest;
        let away = if distance_mm > 0.0 { offset / distance_mm } else { Vector3::zeros() };
        if beyond {
            let (fallen, slope) = smooth_step(distance_mm / self.verge_mm);
            return Inwardness {
                value: 0.0,
                gradient: Vector3::zeros(),
                distance_mm: -distance_mm,
                verge: 1.0 - fallen,
                verge_gradient: away * (-slope / self.verge_mm),
            };
        }
        let (value, slope) = smooth_step(distance_mm / width);
        let gradient = if slope == 0.0 { Vector3::zeros() } else { away * (slope / width) };
        Inwardness { value, gradient, distance_mm, verge: 1.0, verge_gradient: Vector3::zeros() }
    }
}

impl SharpEdge {
    /// Whether an offset from the edge points away from the surface, as seen from a facet.
    fn is_beyond(&self, nodes: &[Vector3], facet: u32, offset: &Vector3) -> bool {
        let inside = match self.beyond {
            None => self.inside[0],
            Some(_) if facet == self.facet => self.inside[0],
            Some(beyond) if facet == beyond => self.inside[1],
            Some(_) => return false,
        };
        let [a, b] = self.nodes.map(|node| nodes[node as usize]);
        let (along, inward) = (b - a, nodes[inside as usize] - a);
        (inward - along * (inward.dot(&along) / along.norm_squared())).dot(offset) < 0.0
    }
}

/// 3 s² − 2 s³ between 0 and 1, and its derivative.
pub(crate) fn smooth_step(s: f64) -> (f64, f64) {
    let s = s.clamp(0.0, 1.0);
    (s * s * (3.0 - 2.0 * s), 6.0 * s * (1.0 - s))
}

fn closest(a: &Vector3, b: &Vector3, point: &Vector3) -> Vector3 {
    let along = b - a;
    let share = ((point - a).dot(&along) / along.norm_squared()).clamp(0.0, 1.0);
    a + along * share
}

/// Nodes at the same place are one: faces of different tags have corners of their own along the rim they share.
fn places(nodes: &[Vector3]) -> Vec<u32> {
    let mut first: BTreeMap<[u64; 3], u32> = BTreeMap::new();
    let mut place = |(node, position): (u32, &Vector3)| {
        *first.entry([position.x, position.y, position.z].map(f64::to_bits)).or_insert(node)
    };
    (0..).zip(nodes).map(&mut place).collect()
}

fn sharp_edges(nodes: &[Vector3], facets: &[Facet]) -> Vec<SharpEdge> {
    let place = places(nodes);
    let mut sharing: BTreeMap<[u32; 2], Vec<(u32, [usize; 2])>> = BTreeMap::new();
    for (index, facet) in (0..).zip(facets) {
        for ends in [[0, 1], [1, 2], [2, 0]] {
            let [a, b] = ends.map(|k| place[facet.nodes[k] as usize]);
            sharing.entry([a.min(b), a.max(b)]).or_default().push((index, ends));
        }
    }
    let sharp = |around: &Vec<(u32, [usize; 2])>| match around[..] {
        [(one, _), (other, _)] => {
            facets[one as usize].normal.dot(&facets[other as usize].normal) < SHARP_COSINE
        }
        _ => true,
    };
    sharing
        .into_values()
        .filter(sharp)
        .map(|around| {
            let (facet, ends) = around[0];
            let third =
                |(facet, ends): &(u32, [usize; 2])| facets[*facet as usize].nodes[3 - ends[0] - ends[1]];
            SharpEdge {
                facet,
                ends,
                beyond: around.get(1).map(|(other, _)| *other),
                nodes: ends.map(|k| facets[facet as usize].nodes[k]),
                inside: [&around[0], around.last().unwrap_or(&around[0])].map(third),
            }
        })
        .collect()
}

/// Edges that may lie within a distance of a facet (a superset).
fn within(nodes: &[Vector3], facet: &Facet, edges: &[SharpEdge], distance: f64) -> Vec<u32> {
    let corners = facet.nodes.map(|node| nodes[node as usize]);
    let centre = (corners[0] + corners[1] + corners[2]) / 3.0;
    let radius = corners.iter().map(|corner| (corner - centre).norm()).fold(0.0, f64::max);
    (0..)
        .zip(edges)
        .filter(|(_, edge)| {
            let [a, b] = edge.nodes.map(|node| nodes[node as usize]);
            (centre - closest(&a, &b, &centre)).norm() < radius + distance
        })
        .map(|(index, _)| index)
        .collect()
}
