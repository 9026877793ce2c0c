//! Closest point, unsigned and signed distance.

use std::collections::HashMap;

use super::bvh::SurfaceIndex;
use super::triangle::{TriangleFeature, closest_point_of_triangle};
use crate::{Point3, TriangleSurface, Vector3};

/// The point of a surface closest to a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClosestPoint {
    /// The point, mm.
    pub point: Point3,
    /// Its distance from the query, mm.
    pub distance_mm: f64,
    /// Number of the triangle it lies on.
    pub triangle: usize,
    /// The part of the triangle it lies on.
    pub feature: TriangleFeature,
}

impl SurfaceIndex {
    /// The point of the surface closest to `query`; `None` if the surface has no triangles.
    #[must_use]
    pub fn closest_point(&self, query: &Point3) -> Option<ClosestPoint> {
        self.closest_point_within(query, f64::INFINITY)
    }

    /// As [`Self::closest_point`], but `None` if nothing is nearer than `radius_mm`.
    #[must_use]
    pub fn closest_point_within(&self, query: &Point3, radius_mm: f64) -> Option<ClosestPoint> {
        let mut best_squared = radius_mm * radius_mm;
        let mut best = None;
        let mut stack = Stack::new();
        stack.push((0.0, 0));
        while let Some((squared, at)) = stack.pop() {
            let Some(node) = self.nodes.get(at as usize).filter(|_| squared < best_squared) else { continue };
            if node.count == 0 {
                let child = |k: u32| (self.nodes[k as usize].bounds.squared_distance(query), k);
                let (left, right) = (child(at + 1), child(node.first));
                // The nearer child is pushed last and therefore looked at first.
                let (farther, nearer) = if left.0 <= right.0 { (right, left) } else { (left, right) };
                stack.push(farther);
                stack.push(nearer);
            }
            for slot in node.triangles() {
                let (point, feature) = closest_point_of_triangle(&self.corners[slot], query);
                let squared = (point - query).norm_squared();
                if squared < best_squared {
                    best_squared = squared;
                    let triangle = self.numbers[slot] as usize;
                    best = Some(ClosestPoint { point, distance_mm: 0.0, triangle, feature });
                }
            }
        }
        best.map(|found| ClosestPoint { distance_mm: best_squared.sqrt(), ..found })
    }

    /// Distance to the surface in mm, negative inside. The surface must be closed and well oriented.
    ///
    /// The sign is that of the angle-weighted pseudonormal of the closest feature, which is exact for
    /// closed manifolds (Bærentzen & Aanæs, *Signed distance computation using the angle weighted pseudonormal*,
    /// IEEE Trans. Vis. Comput. Graph. 11, 2005). An empty surface is infinitely far.
    #[must_use]
    pub fn signed_distance_mm(&self, query: &Point3) -> f64 {
        let Some(closest) = self.closest_point(query) else { return f64::INFINITY };
        let normal = self.pseudonormals.at(closest.triangle, closest.feature);
        let outside = normal.dot(&(query - closest.point)) >= 0.0;
        if outside { closest.distance_mm } else { -closest.distance_mm }
    }
}

/// Nodes still to be visited, without an allocation a query. Halving keeps the tree less than 32 levels deep, and each level
/// leaves one node behind.
struct Stack {
    entries: [(f64, u32); 64],
    count: usize,
}

impl Stack {
    fn new() -> Self {
        Self { entries: [(0.0, 0); 64], count: 0 }
    }

    fn push(&mut self, entry: (f64, u32)) {
        self.entries[self.count] = entry;
        self.count += 1;
    }

    fn pop(&mut self) -> Option<(f64, u32)> {
        self.count = self.count.checked_sub(1)?;
        Some(self.entries[self.count])
    }
}

/// Angle-weighted normals of faces, edges and vertices; only their directions have a meaning.
#[derive(Clone, Debug)]
pub(super) struct Pseudonormals {
    triangles: Vec<[u32; 3]>,
    faces: Vec<Vector3>,
    edges: Vec<[Vector3; 3]>,
    vertices: Vec<Vector3>,
}

impl Pseudonormals {
    pub(super) fn new(surface: &TriangleSurface) -> Self {
        let faces: Vec<Vector3> = (0..surface.triangles.len())
            .map(|t| surface.doubled_area_vector(t).try_normalize(0.0).unwrap_or_default())
            .collect();
        let edges = edge_normals(surface, &faces);
        let vertices = vertex_normals(surface, &faces);
        Self { triangles: surface.triangles.clone(), faces, edges, vertices }
    }

    fn at(&self, triangle: usize, feature: TriangleFeature) -> Vector3 {
        match feature {
            TriangleFeature::Face => self.faces[triangle],
            TriangleFeature::Edge(k) => self.edges[triangle][k as usize],
            TriangleFeature::Corner(k) => self.vertices[self.triangles[triangle][k as usize] as usize],
        }
    }
}

fn edge_normals(surface: &TriangleSurface, faces: &[Vector3]) -> Vec<[Vector3; 3]> {
    let key = |a: u32, b: u32| (a.min(b), a.max(b));
    let mut sums: HashMap<(u32, u32), Vector3> = HashMap::with_capacity(3 * faces.len() / 2);
    for (&[a, b, c], normal) in surface.triangles.iter().zip(faces) {
        for edge in [key(a, b), key(b, c), key(c, a)] {
            *sums.entry(edge).or_default() += normal;
        }
    }
    surface
        .triangles
        .iter()
        .map(|&[a, b, c]| [sums[&key(a, b)], sums[&key(b, c)], sums[&key(c, a)]])
        .collect()
}

fn vertex_normals(surface: &TriangleSurface, faces: &[Vector3]) -> Vec<Vector3> {
    let mut sums = vec![Vector3::zeros(); surface.vertices.len()];
    for (t, normal) in faces.iter().enumerate() {
        let corners = surface.corners(t);
        for k in 0..3 {
            let (to_next, to_last) = (corners[(k + 1) % 3] - corners[k], corners[(k + 2) % 3] - corners[k]);
            sums[surface.triangles[t][k] as usize] += normal * to_next.angle(&to_last);
        }
    }
    sums
}
