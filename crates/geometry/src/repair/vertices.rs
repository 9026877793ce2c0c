//! Vertices at one place, and facets that are left without a third corner.

use std::collections::HashMap;

use crate::topology::names_twice;
use crate::{BoundingBox, Point3, TriangleSurface};

/// Vertices nearer than this are one, mm: less than any program that writes bones resolves.
const SAME_PLACE_MM: f64 = 1e-5;

/// How near two vertices of a surface are that are one, in the unit of the file.
pub(super) fn same_place(surface: &TriangleSurface) -> f64 {
    let bounds = BoundingBox::around(&surface.vertices);
    let resolved = 4.0 * f64::EPSILON * bounds.min.coords.amax().max(bounds.max.coords.amax());
    (SAME_PLACE_MM / crate::diagnosis::millimetres_per_unit(bounds.size_mm().max())).max(resolved)
}

/// Makes one vertex of those nearer than `tolerance` to the first of them; also how many are gone.
pub(super) fn merge(surface: &TriangleSurface, tolerance: f64) -> (TriangleSurface, usize) {
    // Only looked up, never iterated.
    let mut cells: HashMap<[i64; 3], Vec<u32>> = HashMap::new();
    let mut vertices: Vec<Point3> = Vec::new();
    let cell = |point: &Point3, step: f64| [0, 1, 2].map(|k| (point[k] / step).floor() as i64);
    let renumbered: Vec<u32> = surface
        .vertices
        .iter()
        .map(|point| {
            let own = cell(point, tolerance);
            let near = neighbours(own)
                .filter_map(|place| cells.get(&place))
                .flatten()
                .find(|&&v| (vertices[v as usize] - point).norm() <= tolerance);
            if let Some(&same) = near {
                return same;
            }
            let number = vertices.len() as u32;
            vertices.push(*point);
            cells.entry(own).or_default().push(number);
            number
        })
        .collect();
    let count = surface.vertices.len() - vertices.len();
    let triangles = surface.triangles.iter().map(|t| t.map(|v| renumbered[v as usize])).collect();
    (TriangleSurface { vertices, triangles }, count)
}

/// A cell and those around it.
fn neighbours([i, j, k]: [i64; 3]) -> impl Iterator<Item = [i64; 3]> {
    (0..27).map(move |n| {
        let step = |power: i64| n / power % 3 - 1;
        [i.saturating_add(step(1)), j.saturating_add(step(3)), k.saturating_add(step(9))]
    })
}

/// Drops facets that name a vertex twice; also how many.
pub(super) fn drop_collapsed(surface: TriangleSurface) -> (TriangleSurface, usize) {
    let before = surface.triangles.len();
    let triangles: Vec<_> = surface.triangles.into_iter().filter(|t| !names_twice(t)).collect();
    let count = before - triangles.len();
    (TriangleSurface { vertices: surface.vertices, triangles }, count)
}
