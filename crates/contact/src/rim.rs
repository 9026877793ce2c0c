//! Sharp edges of a surface: where its facets end or turn, and how far from them a point is.

use crate::surface::Facet;
use osteotome_geometry::Vector3;
use std::collections::BTreeMap;

/// Normals of neighbours that differ by more than this make an edge sharp: cosine of 35°.
const SHARP_COSINE: f64 = 0.819;
/// Width of the strip along an edge, share of the mean facet edge.
const WIDTH: f64 = 0.1;

/// The sharp edges of a surface.
#[derive(Clone, Debug)]
pub(crate) struct Rim {
    segments: Vec<[u32; 2]>,
    /// Segments within the strip's width of each facet.
    near: Vec<Vec<u32>>,
    width: f64,
}

impl Rim {
    pub(crate) fn new(nodes: &[Vector3], facets: &[Facet], edge_mm: f64) -> Self {
        let segments = sharp_edges(facets);
        let width = WIDTH * edge_mm;
        let near = facets.iter().map(|facet| within(nodes, facet, &segments, width)).collect();
        Self { segments, near, width }
    }

    /// 0 on an edge, 1 beyond the strip, smooth (C¹) between; and its gradient.
    pub(crate) fn inwardness(&self, nodes: &[Vector3], facet: usize, point: &Vector3) -> (f64, Vector3) {
        let mut nearest = (self.width, Vector3::zeros());
        for segment in &self.near[facet] {
            let [a, b] = self.segments[*segment as usize].map(|node| nodes[node as usize]);
            let offset = point - closest(&a, &b, point);
            let distance = offset.norm();
            if distance < nearest.0 {
                let gradient = if distance > 0.0 { offset / distance } else { Vector3::zeros() };
                nearest = (distance, gradient);
            }
        }
        let (value, slope) = smooth_step(nearest.0 / self.width);
        (value, nearest.1 * (slope / self.width))
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

fn sharp_edges(facets: &[Facet]) -> Vec<[u32; 2]> {
    let mut edges: BTreeMap<[u32; 2], Vec<usize>> = BTreeMap::new();
    for (index, facet) in facets.iter().enumerate() {
        let [a, b, c] = [facet.nodes[0], facet.nodes[1], facet.nodes[2]];
        for [one, other] in [[a, b], [b, c], [c, a]] {
            edges.entry([one.min(other), one.max(other)]).or_default().push(index);
        }
    }
    let sharp = |sharing: &[usize]| match sharing {
        [one, other] => facets[*one].normal.dot(&facets[*other].normal) < SHARP_COSINE,
        _ => true,
    };
    edges.into_iter().filter(|(_, sharing)| sharp(sharing)).map(|(edge, _)| edge).collect()
}

/// Segments that may lie within a distance of a facet (a superset).
fn within(nodes: &[Vector3], facet: &Facet, segments: &[[u32; 2]], distance: f64) -> Vec<u32> {
    let corners = [0, 1, 2].map(|k| nodes[facet.nodes[k] as usize]);
    let centre = (corners[0] + corners[1] + corners[2]) / 3.0;
    let radius = corners.iter().map(|corner| (corner - centre).norm()).fold(0.0, f64::max);
    (0..)
        .zip(segments)
        .filter(|(_, segment)| {
            let [a, b] = segment.map(|node| nodes[node as usize]);
            (centre - closest(&a, &b, &centre)).norm() < radius + distance
        })
        .map(|(index, _)| index)
        .collect()
}
