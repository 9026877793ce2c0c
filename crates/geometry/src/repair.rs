//! What can be put right without changing the bone.

use std::collections::HashMap;

use serde::Serialize;

use crate::diagnosis::{Body, is_speck, longest_body, millimetres_per_unit};
use crate::topology::{agreeing_turns, component_triangles, edges, extract, names_twice};
use crate::{Point3, SurfaceIndex, TriangleSurface};

/// Kinds of repairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RepairKind {
    /// Exactly coincident vertices became one.
    MergedVertices,
    /// Facets that name a vertex twice were dropped.
    DroppedFacets,
    /// Bodies too small to be bone were dropped.
    DroppedSpecks,
    /// Facets were turned round.
    TurnedFacets,
}

/// One repair that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// What was done.
    pub kind: RepairKind,
    /// To how many vertices, facets or bodies.
    pub count: usize,
}

impl std::fmt::Display for Repair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (what, count) = (self.kind, self.count);
        match what {
            RepairKind::MergedVertices => write!(f, "merged {count} duplicate vertices"),
            RepairKind::DroppedFacets => write!(f, "dropped {count} facets that name a vertex twice"),
            RepairKind::DroppedSpecks => write!(f, "dropped {count} specks"),
            RepairKind::TurnedFacets => write!(f, "turned {count} facets round"),
        }
    }
}

/// Repairs what is safe: duplicate vertices, collapsed facets, specks, orientation. No vertex moves.
///
/// Returns the repaired surface and what was done, nothing if nothing was needed. Units, holes, self-intersections,
/// several bones and handles are left for [`diagnose`](crate::diagnose) to report.
#[must_use]
pub fn repair(surface: &TriangleSurface) -> (TriangleSurface, Vec<Repair>) {
    let (merged, vertices) = merge_vertices(surface);
    let (proper, facets) = drop_collapsed(&merged);
    let (whole, specks) = drop_specks(&proper);
    let (oriented, turned) = orient(&whole);
    let done = [
        (RepairKind::MergedVertices, vertices),
        (RepairKind::DroppedFacets, facets),
        (RepairKind::DroppedSpecks, specks),
        (RepairKind::TurnedFacets, turned),
    ];
    let repairs = done.into_iter().filter(|(_, count)| *count > 0);
    (oriented, repairs.map(|(kind, count)| Repair { kind, count }).collect())
}

fn merge_vertices(surface: &TriangleSurface) -> (TriangleSurface, usize) {
    // Only looked up, never iterated.
    let mut numbers: HashMap<[u64; 3], u32> = HashMap::new();
    let mut vertices: Vec<Point3> = Vec::new();
    let renumbered: Vec<u32> = surface
        .vertices
        .iter()
        .map(|point| {
            let key = [0, 1, 2].map(|k| (point[k] + 0.0).to_bits());
            *numbers.entry(key).or_insert_with(|| {
                vertices.push(*point);
                (vertices.len() - 1) as u32
            })
        })
        .collect();
    let count = surface.vertices.len() - vertices.len();
    let triangles = surface.triangles.iter().map(|t| t.map(|v| renumbered[v as usize])).collect();
    (TriangleSurface { vertices, triangles }, count)
}

fn drop_collapsed(surface: &TriangleSurface) -> (TriangleSurface, usize) {
    let triangles: Vec<_> = surface.triangles.iter().filter(|t| !names_twice(t)).copied().collect();
    let count = surface.triangles.len() - triangles.len();
    (TriangleSurface { vertices: surface.vertices.clone(), triangles }, count)
}

fn drop_specks(surface: &TriangleSurface) -> (TriangleSurface, usize) {
    let parts = component_triangles(surface, &edges(surface));
    let bodies: Vec<Body> = parts.iter().map(|part| Body::new(extract(surface, part))).collect();
    let cubed = millimetres_per_unit(longest_body(&bodies)).powi(3);
    let largest = bodies.iter().map(|body| body.volume.abs() * cubed).fold(0.0, f64::max);
    let is_kept = |k: &usize| !is_speck(bodies[*k].volume * cubed, largest);
    let kept: Vec<usize> = (0..parts.len()).filter(is_kept).collect();
    if kept.len() == parts.len() {
        return (surface.clone(), 0);
    }
    let mut triangles: Vec<u32> = kept.iter().flat_map(|&k| &parts[k]).copied().collect();
    triangles.sort_unstable();
    (extract(surface, &triangles), parts.len() - kept.len())
}

/// Turns facets so that neighbours agree, then bodies so that they face outward; a cavity inside a body stays as it is,
/// and so does a body that has only one side, like a Möbius strip.
fn orient(surface: &TriangleSurface) -> (TriangleSurface, usize) {
    let edges = edges(surface);
    let parts = component_triangles(surface, &edges);
    let mut turn = agreeing_turns(surface, &edges, &parts);
    let agreeing = turned(surface, &turn);
    let bodies: Vec<Body> = parts.iter().map(|part| Body::new(extract(&agreeing, part))).collect();
    for (k, part) in parts.iter().enumerate() {
        if bodies[k].volume < 0.0 && !is_cavity(k, &bodies) {
            part.iter().for_each(|&t| turn[t as usize] = !turn[t as usize]);
        }
    }
    (turned(surface, &turn), turn.iter().filter(|&&is_turned| is_turned).count())
}

fn turned(surface: &TriangleSurface, turn: &[bool]) -> TriangleSurface {
    let mut result = surface.clone();
    for (triangle, _) in result.triangles.iter_mut().zip(turn).filter(|(_, is_turned)| **is_turned) {
        triangle.swap(1, 2);
    }
    result
}

/// Whether body `k` lies inside a larger one.
fn is_cavity(k: usize, bodies: &[Body]) -> bool {
    let point = &bodies[k].surface.vertices[0];
    let larger = bodies.iter().filter(|other| other.volume.abs() > bodies[k].volume.abs());
    larger.into_iter().any(|other| {
        let outward = if other.volume < 0.0 {
            turned(&other.surface, &vec![true; other.surface.triangles.len()])
        } else {
            other.surface.clone()
        };
        SurfaceIndex::new(&outward).signed_distance_mm(point) < 0.0
    })
}
