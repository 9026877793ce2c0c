//! Better triangles by edge flips.

use std::collections::BTreeMap;

use crate::{TriangleSurface, Vector3};

/// Sweeps over all edges; flips settle within two or three on the surfaces made here.
const SWEEPS: usize = 8;
/// Least cosine between the normals of the triangles before and after a flip, so that none folds the surface.
const FLATNESS: f64 = 0.9;

/// Flips every edge whose opposite angles sum to more than 180°, Delaunay's criterion, where the surface is flat
/// enough and the new edge does not exist yet.
pub(super) fn flip_edges(surface: &mut TriangleSurface) {
    for _ in 0..SWEEPS {
        let mut owners = owners(surface);
        let edges: Vec<(u32, u32)> = owners.keys().copied().filter(|(a, b)| a < b).collect();
        let flipped = edges.into_iter().filter(|edge| flip(surface, &mut owners, *edge)).count();
        if flipped == 0 {
            return;
        }
    }
}

/// The triangle on the left of each directed edge.
type Owners = BTreeMap<(u32, u32), usize>;

fn owners(surface: &TriangleSurface) -> Owners {
    let directed = |t: usize| edges_of(surface.triangles[t]).map(|edge| (edge, t));
    (0..surface.triangles.len()).flat_map(directed).collect()
}

fn edges_of([a, b, c]: [u32; 3]) -> [(u32, u32); 3] {
    [(a, b), (b, c), (c, a)]
}

fn flip(surface: &mut TriangleSurface, owners: &mut Owners, (a, b): (u32, u32)) -> bool {
    let (Some(&left), Some(&right)) = (owners.get(&(a, b)), owners.get(&(b, a))) else { return false };
    let (c, d) = (third(surface.triangles[left], a, b), third(surface.triangles[right], a, b));
    if owners.contains_key(&(c, d)) || owners.contains_key(&(d, c)) {
        return false;
    }
    let (before, after) = ([[a, b, c], [b, a, d]], [[a, d, c], [d, b, c]]);
    let too_wide = angle(surface, c, a, b) + angle(surface, d, a, b) > std::f64::consts::PI + 1e-9;
    if !too_wide || !flat(surface, before, after) {
        return false;
    }
    owners.remove(&(a, b));
    owners.remove(&(b, a));
    for (t, triangle) in [left, right].into_iter().zip(after) {
        surface.triangles[t] = triangle;
        owners.extend(edges_of(triangle).map(|edge| (edge, t)));
    }
    true
}

fn third(triangle: [u32; 3], a: u32, b: u32) -> u32 {
    triangle.into_iter().find(|v| *v != a && *v != b).unwrap_or(a)
}

fn angle(surface: &TriangleSurface, at: u32, a: u32, b: u32) -> f64 {
    let [at, a, b] = [at, a, b].map(|v| surface.vertices[v as usize]);
    (a - at).angle(&(b - at))
}

fn flat(surface: &TriangleSurface, before: [[u32; 3]; 2], after: [[u32; 3]; 2]) -> bool {
    let normal = |triangle: [u32; 3]| -> Vector3 {
        let [a, b, c] = triangle.map(|v| surface.vertices[v as usize]);
        (b - a).cross(&(c - a)).normalize()
    };
    after.iter().all(|new| before.iter().all(|old| normal(*new).dot(&normal(*old)) > FLATNESS))
}
