//! Triangles of one surface that pass through each other, by exact predicates.

use robust::{Coord, Coord3D, orient2d, orient3d};

use crate::topology::names_twice;
use crate::{BoundingBox, Point3, SurfaceIndex, TriangleSurface};

/// The search stops at this many pairs: such a surface is no solid, and all pairs of a heap of coincident facets would
/// fill the memory.
const MOST_PAIRS: usize = 1_000_000;

/// Pairs of triangles `(a, b)`, `a < b`, that share a point other than a common vertex or edge, sorted.
///
/// All decisions are signs of determinants evaluated exactly (Shewchuk, *Discrete Comput. Geom.* 18, 1997).
/// Triangles without area are passed over. At most a little over a million pairs are returned.
#[must_use]
pub fn self_intersections(surface: &TriangleSurface, index: &SurfaceIndex) -> Vec<[u32; 2]> {
    let has_area: Vec<bool> = (0..surface.triangles.len())
        .map(|t| !names_twice(&surface.triangles[t]) && surface.doubled_area_vector(t).norm_squared() > 0.0)
        .collect();
    let mut pairs = Vec::new();
    for a in (0..surface.triangles.len() as u32).filter(|&a| has_area[a as usize]) {
        if pairs.len() > MOST_PAIRS {
            break;
        }
        for b in index.triangles_near(&BoundingBox::around(&surface.corners(a as usize))) {
            if b > a && has_area[b as usize] && pair_meets(surface, a as usize, b as usize) {
                pairs.push([a, b]);
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Whether two triangles meet elsewhere than in the vertices they share.
fn pair_meets(surface: &TriangleSurface, a: usize, b: usize) -> bool {
    let is_shared = |v: &u32, t: usize| surface.triangles[t].contains(v);
    let own = |t: usize, other: usize| -> Vec<Point3> {
        let vertices = surface.triangles[t].iter().filter(|v| !is_shared(v, other));
        vertices.map(|&v| surface.vertices[v as usize]).collect()
    };
    let (own_a, own_b) = (own(a, b), own(b, a));
    let (p, q) = (surface.corners(a), surface.corners(b));
    match (own_a.as_slice(), own_b.as_slice()) {
        // One shared vertex: only the sides opposite to it can meet the other triangle elsewhere.
        ([r, s], [u, v]) => segment_meets_triangle(r, s, &q) || segment_meets_triangle(u, v, &p),
        // A shared edge: the triangles meet elsewhere only if folded flat onto each other.
        ([r], [u]) => folded_flat(&p, r, u),
        ([], []) => true,
        _ => edges_meet(&p, &q) || edges_meet(&q, &p),
    }
}

fn edges_meet(p: &[Point3; 3], q: &[Point3; 3]) -> bool {
    (0..3).any(|k| segment_meets_triangle(&p[k], &p[(k + 1) % 3], q))
}

/// `p` has `r` as a corner and shares its other side with a triangle whose third corner is `u`.
fn folded_flat(p: &[Point3; 3], r: &Point3, u: &Point3) -> bool {
    if side(p, u) != 0 {
        return false;
    }
    let k = p.iter().position(|corner| corner == r).expect("r is a corner of p");
    let (from, to) = (&p[(k + 1) % 3], &p[(k + 2) % 3]);
    let axis = projection_axis(p);
    turn(from, to, r, axis) == turn(from, to, u, axis)
}

/// Sign of the volume of the tetrahedron from a triangle to a point.
fn side([a, b, c]: &[Point3; 3], p: &Point3) -> i8 {
    sign(orient3d(solid(a), solid(b), solid(c), solid(p)))
}

fn segment_meets_triangle(p: &Point3, q: &Point3, triangle: &[Point3; 3]) -> bool {
    let (at_p, at_q) = (side(triangle, p), side(triangle, q));
    if at_p == 0 && at_q == 0 {
        return meets_in_plane(p, q, triangle);
    }
    if at_p == at_q {
        return false;
    }
    let [a, b, c] = triangle;
    let around =
        [(a, b), (b, c), (c, a)].map(|(u, v)| sign(orient3d(solid(p), solid(q), solid(u), solid(v))));
    around.iter().all(|&s| s >= 0) || around.iter().all(|&s| s <= 0)
}

/// A segment in the plane of a triangle: it crosses a side, or starts inside.
fn meets_in_plane(p: &Point3, q: &Point3, triangle: &[Point3; 3]) -> bool {
    let axis = projection_axis(triangle);
    let sides = [0, 1, 2].map(|k| (&triangle[k], &triangle[(k + 1) % 3]));
    let crosses = sides.iter().any(|(a, b)| {
        turn(p, q, a, axis) * turn(p, q, b, axis) < 0 && turn(a, b, p, axis) * turn(a, b, q, axis) < 0
    });
    let turns = sides.map(|(a, b)| turn(a, b, p, axis));
    crosses || turns.iter().all(|&s| s > 0) || turns.iter().all(|&s| s < 0)
}

/// The axis along which the triangle is seen largest.
fn projection_axis([a, b, c]: &[Point3; 3]) -> usize {
    (b - a).cross(&(c - a)).map(f64::abs).imax()
}

/// Sense of turn a → b → c seen along an axis.
fn turn(a: &Point3, b: &Point3, c: &Point3, axis: usize) -> i8 {
    let flat = |p: &Point3| Coord { x: p[(axis + 1) % 3], y: p[(axis + 2) % 3] };
    sign(orient2d(flat(a), flat(b), flat(c)))
}

fn solid(p: &Point3) -> Coord3D<f64> {
    Coord3D { x: p.x, y: p.y, z: p.z }
}

fn sign(x: f64) -> i8 {
    i8::from(x > 0.0) - i8::from(x < 0.0)
}
