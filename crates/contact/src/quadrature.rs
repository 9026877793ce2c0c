//! Where contact of a surface is evaluated: points on its facets, and points on its sharp edges.

use crate::rim::Rim;
use crate::surface::{Facet, interpolate};
use crate::triangle;
use osteotome_geometry::Vector3;

/// Points on every sharp edge: Gauss–Legendre with four points, place along the edge and weight (they sum to one).
const EDGE_RULE: [(f64, f64); 4] = [
    (0.069_431_844_202_973_71, 0.173_927_422_568_726_93),
    (0.330_009_478_207_571_9, 0.326_072_577_431_273_07),
    (0.669_990_521_792_428_1, 0.326_072_577_431_273_07),
    (0.930_568_155_797_026_3, 0.173_927_422_568_726_93),
];

/// A quadrature point.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SurfacePoint {
    /// Facet of the surface.
    pub(crate) facet: u32,
    /// Shape functions there.
    pub(crate) shape: [f64; 3],
    /// Area it stands for, mm². On an edge: its length times half a mean facet edge, the area of which a corner force of
    /// the rim is the mean.
    pub(crate) area: f64,
    /// Direction in which the opposite side is looked for, reference frame: the normal; on an edge the mean of the two.
    pub(crate) ray: Vector3,
    /// On a facet or on an edge.
    pub(crate) kind: PointKind,
}

/// What a point is part of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PointKind {
    /// A facet; 0 on a sharp edge, 1 away from it.
    Face { inwardness: f64 },
    /// A sharp edge; normals of the facets on either side (the same twice where the surface ends).
    Edge { normals: [Vector3; 2] },
}

impl SurfacePoint {
    /// Whether both are on the same facet, and look the same way.
    pub(crate) fn looks_like(&self, other: &Self) -> bool {
        self.facet == other.facet && self.ray == other.ray
    }

    pub(crate) fn is_edge(&self) -> bool {
        matches!(self.kind, PointKind::Edge { .. })
    }
}

/// All points, those of facets first, facet by facet.
pub(crate) fn points(nodes: &[Vector3], facets: &[Facet], rim: &Rim, edge_mm: f64) -> Vec<SurfacePoint> {
    let mut points = Vec::with_capacity(facets.len() * triangle::POINTS + rim.edges.len() * EDGE_RULE.len());
    for (index, facet) in (0..).zip(facets) {
        for (place, weight) in triangle::quadrature() {
            let shape = triangle::shape(place);
            let position = interpolate(nodes, facet, &shape);
            let inwardness = rim.inwardness(nodes, index, &position, rim.width_mm).value;
            points.push(SurfacePoint {
                facet: index,
                shape,
                area: weight * facet.area,
                ray: facet.normal,
                kind: PointKind::Face { inwardness },
            });
        }
    }
    for edge in &rim.edges {
        let own = facets[edge.facet as usize].normal;
        let normals = [own, edge.beyond.map_or(own, |facet| facets[facet as usize].normal)];
        let [a, b] = edge.nodes.map(|node| nodes[node as usize]);
        for (along, weight) in EDGE_RULE {
            let mut shape = [0.0; 3];
            (shape[edge.ends[0]], shape[edge.ends[1]]) = (1.0 - along, along);
            points.push(SurfacePoint {
                facet: edge.facet,
                shape,
                area: weight * (b - a).norm() * 0.5 * edge_mm,
                ray: (normals[0] + normals[1]).try_normalize(1e-6).unwrap_or(own),
                kind: PointKind::Edge { normals },
            });
        }
    }
    points
}
