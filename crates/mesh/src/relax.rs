//! Moving vertices until no element is badly shaped.
//!
//! The smallest sine of the dihedral angles around a vertex is raised by pattern search; a vertex never leaves the
//! surface, cut face or rim it lies on.

use osteotome_geometry::{Plane, Point3, Vector3};

use crate::embed::{OUTER, OnSurfaces, RawMesh};
use crate::interface::{Face, faces_of, project};
use crate::quality::{determinant, min_sine};
use crate::triangle_grid::TriangleGrid;

/// Elements with a smaller sine of a dihedral angle are worked on: angles outside 16.5°–163.5°.
pub(crate) const TARGET_SINE: f64 = 0.284;
const SWEEPS: usize = 12;

/// Where the vertices of a fragment may be.
pub(crate) struct Constraints<'a> {
    pub(crate) grid: &'a TriangleGrid<'a>,
    pub(crate) faces: &'a [Face],
}

impl Constraints<'_> {
    /// The admissible position nearest to `point`, about, for a vertex on the surfaces `on`.
    fn admissible(&self, point: &Point3, on: OnSurfaces) -> Point3 {
        let mut faces = faces_of(self.faces, on);
        match (faces.next(), faces.next(), on & OUTER != 0) {
            (None, _, false) => *point,
            (None, _, true) => self.grid.nearest(point),
            (Some(face), None, false) => project(&face.plane, point),
            (Some(face), None, true) => face.nearest_on_rim(point).unwrap_or(*point),
            (Some(first), Some(second), _) => onto_both(&first.plane, &second.plane, point),
        }
    }

    /// Vertices where three surfaces meet stay.
    fn is_movable(&self, on: OnSurfaces) -> bool {
        on.count_ones() < 3
    }
}

/// The point of the line where two planes meet that is nearest to `point`.
fn onto_both(a: &Plane, b: &Plane, point: &Point3) -> Point3 {
    let first = project(a, point);
    let n = a.normal.into_inner();
    let direction = b.normal.into_inner() - n * n.dot(&b.normal);
    first - direction * (b.signed_distance_mm(&first) / direction.dot(&b.normal))
}

/// Elements at each vertex, in compressed rows.
pub(crate) struct Stars {
    starts: Vec<u32>,
    elements: Vec<u32>,
}

impl Stars {
    pub(crate) fn new(mesh: &RawMesh) -> Self {
        let mut starts = vec![0_u32; mesh.points.len() + 1];
        for &v in mesh.tetrahedra.iter().flatten() {
            starts[v as usize + 1] += 1;
        }
        for v in 1..starts.len() {
            starts[v] += starts[v - 1];
        }
        let mut next = starts.clone();
        let mut elements = vec![0_u32; 4 * mesh.tetrahedra.len()];
        for (t, corners) in mesh.tetrahedra.iter().enumerate() {
            for &v in corners {
                elements[next[v as usize] as usize] = t as u32;
                next[v as usize] += 1;
            }
        }
        Self { starts, elements }
    }

    pub(crate) fn of(&self, v: u32) -> &[u32] {
        &self.elements[self.starts[v as usize] as usize..self.starts[v as usize + 1] as usize]
    }
}

fn sine_of(mesh: &RawMesh, t: u32) -> f64 {
    min_sine(&mesh.tetrahedra[t as usize].map(|v| mesh.points[v as usize]))
}

/// Smallest sine of a dihedral angle of all elements.
pub(crate) fn least_sine(mesh: &RawMesh) -> f64 {
    (0..mesh.tetrahedra.len() as u32).map(|t| sine_of(mesh, t)).fold(f64::INFINITY, f64::min)
}

/// Moves the vertices of badly shaped elements with a vertex on one of the surfaces `near`; all elements if that is all
/// bits.
pub(crate) fn relax(mesh: &mut RawMesh, constraints: &Constraints, near: OnSurfaces) {
    let stars = Stars::new(mesh);
    let is_near = |mesh: &RawMesh, t: u32| {
        near == OnSurfaces::MAX
            || mesh.tetrahedra[t as usize].iter().any(|&v| mesh.on[v as usize] & near != 0)
    };
    let mut bad: Vec<u32> = (0..mesh.tetrahedra.len() as u32)
        .filter(|&t| sine_of(mesh, t) < TARGET_SINE && is_near(mesh, t))
        .collect();
    for _ in 0..SWEEPS {
        if bad.is_empty() {
            break;
        }
        let mut vertices: Vec<u32> = bad.iter().flat_map(|&t| mesh.tetrahedra[t as usize]).collect();
        vertices.sort_unstable();
        vertices.dedup();
        for v in vertices {
            improve_vertex(mesh, &stars, constraints, v);
        }
        let neighbours = bad.iter().flat_map(|&t| mesh.tetrahedra[t as usize]).flat_map(|v| stars.of(v));
        let mut next: Vec<u32> = neighbours.copied().collect();
        next.sort_unstable();
        next.dedup();
        next.retain(|&t| sine_of(mesh, t) < TARGET_SINE && is_near(mesh, t));
        bad = next;
    }
}

fn star_quality(mesh: &RawMesh, star: &[u32], v: u32, at: &Point3, floor: f64) -> f64 {
    let mut worst = f64::INFINITY;
    for &t in star {
        let corners = mesh.tetrahedra[t as usize].map(|c| if c == v { *at } else { mesh.points[c as usize] });
        worst = worst.min(min_sine(&corners));
        if worst <= floor {
            break;
        }
    }
    worst
}

fn improve_vertex(mesh: &mut RawMesh, stars: &Stars, constraints: &Constraints, v: u32) {
    let on = mesh.on[v as usize];
    if !constraints.is_movable(on) {
        return;
    }
    let star = stars.of(v);
    let start = mesh.points[v as usize];
    let mut at = start;
    let mut quality = star_quality(mesh, star, v, &at, f64::NEG_INFINITY);
    let mut step_mm = 0.25 * shortest_height_scale(mesh, star);
    for _ in 0..10 {
        if quality >= 1.15 * TARGET_SINE {
            break;
        }
        let mut best = None;
        for direction in directions(mesh, star, v, &at) {
            let candidate = constraints.admissible(&(at + direction * step_mm), on);
            let candidate_quality = star_quality(mesh, star, v, &candidate, quality);
            if candidate_quality > quality {
                (quality, best) = (candidate_quality, Some(candidate));
            }
        }
        match best {
            Some(candidate) => at = candidate,
            None => step_mm *= 0.5,
        }
    }
    mesh.points[v as usize] = at;
}

/// A length in proportion to the elements around a vertex.
fn shortest_height_scale(mesh: &RawMesh, star: &[u32]) -> f64 {
    let volume: f64 = star
        .iter()
        .map(|&t| determinant(&mesh.tetrahedra[t as usize].map(|c| mesh.points[c as usize])).abs())
        .sum();
    (volume / star.len() as f64).cbrt()
}

/// The coordinate axes both ways, towards the middle of the neighbours, and away from the worst element's base.
fn directions(mesh: &RawMesh, star: &[u32], v: u32, at: &Point3) -> [Vector3; 8] {
    let mut sum = Vector3::zeros();
    let mut worst = (f64::INFINITY, Vector3::zeros());
    for &t in star {
        let corners = mesh.tetrahedra[t as usize];
        let others = corners.map(|c| if c == v { *at } else { mesh.points[c as usize] });
        let quality = min_sine(&others);
        let own = corners.iter().position(|&c| c == v).expect("every element of a star has its vertex");
        let [i, j, k] = crate::FACES[own];
        for n in [i, j, k] {
            sum += others[n] - at;
        }
        if quality < worst.0 {
            worst = (quality, -(others[j] - others[i]).cross(&(others[k] - others[i])));
        }
    }
    let unit = |w: Vector3| w.try_normalize(0.0).unwrap_or_else(Vector3::zeros);
    let (x, y, z) = (Vector3::x(), Vector3::y(), Vector3::z());
    [x, -x, y, -y, z, -z, unit(sum), unit(worst.1)]
}
