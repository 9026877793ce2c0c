//! Slivers without height: facets whose third corner lies on their longest side.

use std::collections::HashMap;

use crate::TriangleSurface;

/// Slivers may lie beside each other; each pass removes at least one of a row.
const PASSES: usize = 8;

/// Turns the longest side of each facet lower than `tolerance` to its third corner, in the quadrilateral that the facet forms with
/// its neighbour across that side. The solid stays as it is, because the facet has no area. Also how many were turned.
pub(super) fn flip(surface: TriangleSurface, tolerance: f64) -> (TriangleSurface, usize) {
    let mut surface = surface;
    let mut count = 0;
    for _ in 0..PASSES {
        let flipped = flip_once(&mut surface, tolerance);
        count += flipped;
        if flipped == 0 {
            break;
        }
    }
    (surface, count)
}

fn flip_once(surface: &mut TriangleSurface, tolerance: f64) -> usize {
    let slivers: Vec<usize> =
        (0..surface.triangles.len()).filter(|&t| is_flat(surface, t, tolerance)).collect();
    if slivers.is_empty() {
        return 0;
    }
    let mut sides = sides(surface);
    let mut count = 0;
    for sliver in slivers {
        if let Some((other, pair)) = flipped(surface, &sides, sliver, tolerance) {
            for (t, triangle) in [sliver, other].into_iter().zip(pair) {
                surface.triangles[t] = triangle;
            }
            // Sides that moved are not used again in this pass.
            for triangle in pair {
                (0..3).for_each(|k| _ = sides.insert(side(&triangle, k), Vec::new()));
            }
            count += 1;
        }
    }
    count
}

fn is_flat(surface: &TriangleSurface, t: usize, tolerance: f64) -> bool {
    let [a, b, c] = surface.corners(t);
    let longest = (b - a).norm().max((c - b).norm()).max((a - c).norm());
    surface.doubled_area_vector(t).norm() <= tolerance * longest
}

fn side(triangle: &[u32; 3], k: usize) -> [u32; 2] {
    let (a, b) = (triangle[k], triangle[(k + 1) % 3]);
    [a.min(b), a.max(b)]
}

/// The facets at each side.
fn sides(surface: &TriangleSurface) -> HashMap<[u32; 2], Vec<usize>> {
    let mut sides: HashMap<[u32; 2], Vec<usize>> = HashMap::new();
    for (t, triangle) in surface.triangles.iter().enumerate() {
        (0..3).for_each(|k| sides.entry(side(triangle, k)).or_default().push(t));
    }
    sides
}

/// The neighbour across the longest side of a sliver, and both facets after the turn.
fn flipped(
    surface: &TriangleSurface,
    sides: &HashMap<[u32; 2], Vec<usize>>,
    sliver: usize,
    tolerance: f64,
) -> Option<(usize, [[u32; 3]; 2])> {
    let triangle = surface.triangles[sliver];
    let position = |v: u32| surface.vertices[v as usize];
    let length = |k: usize| (position(triangle[(k + 1) % 3]) - position(triangle[k])).norm();
    let longest = (0..3).max_by(|&i, &j| length(i).total_cmp(&length(j)))?;
    let [a, b, middle] = [0, 1, 2].map(|k| triangle[(longest + k) % 3]);
    let [first, second] = sides.get(&side(&triangle, longest))?[..] else { return None };
    let other = if first == sliver { second } else { first };
    let far = surface.triangles[other].into_iter().find(|&v| v != a && v != b)?;
    let is_free = far != middle && !sides.contains_key(&[far.min(middle), far.max(middle)]);
    // The neighbour names the side the other way round where both face the same way.
    let pair = [[a, far, middle], [far, b, middle]];
    let agrees =
        (0..3).any(|k| [surface.triangles[other][k], surface.triangles[other][(k + 1) % 3]] == [b, a]);
    let has_height = |corners: &[u32; 3]| {
        let part = TriangleSurface { vertices: corners.map(position).to_vec(), triangles: vec![[0, 1, 2]] };
        !is_flat(&part, 0, tolerance)
    };
    (is_free && agrees && pair.iter().any(has_height)).then_some((other, pair))
}
