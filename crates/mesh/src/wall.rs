//! The wall of a hollow solid: how thin it is, and whether a mesh has kept it whole.

use osteotome_geometry::{Plane, Point3, SurfaceIndex, TriangleSurface, section, split_components};

use crate::TetMesh;

/// The thinnest place of the wall between an outer and an inner shell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wall {
    pub(crate) thickness_mm: f64,
    /// On one of the shells.
    pub(crate) at: Point3,
}

/// The shells of a solid with holes inside; `None` for one without.
pub(crate) struct Shells {
    outer: Vec<TriangleSurface>,
    inner: Vec<TriangleSurface>,
}

impl Shells {
    /// The shells of `surface`, which has outward triangles: those of an inner shell point into its hole.
    pub(crate) fn of(surface: &TriangleSurface) -> Option<Self> {
        let (outer, inner): (Vec<_>, Vec<_>) =
            split_components(surface).into_iter().partition(|shell| shell.volume_mm3() > 0.0);
        (!outer.is_empty() && !inner.is_empty()).then_some(Self { outer, inner })
    }

    /// The thinnest place behind all of `ends`, from any vertex to the nearest point of a shell of the other kind; `None` if
    /// there is no hole behind them.
    pub(crate) fn thinnest_wall(&self, ends: &[Plane]) -> Option<Wall> {
        let is_behind = |p: &&Point3| ends.iter().all(|plane| plane.signed_distance_mm(p) <= 0.0);
        let mut thinnest: Option<Wall> = None;
        for (from, to) in [(&self.inner, &self.outer), (&self.outer, &self.inner)] {
            let indices: Vec<SurfaceIndex> = to.iter().map(SurfaceIndex::new).collect();
            for vertex in from.iter().flat_map(|shell| &shell.vertices).filter(is_behind) {
                let distances_mm = indices.iter().filter_map(|index| index.closest_point(vertex));
                let near_mm = distances_mm.map(|c| c.distance_mm).fold(f64::INFINITY, f64::min);
                if near_mm < thinnest.map_or(f64::INFINITY, |wall| wall.thickness_mm) {
                    thinnest = Some(Wall { thickness_mm: near_mm, at: *vertex });
                }
            }
        }
        thinnest
    }
}

/// Euler characteristic of the boundary of what lies of `surface` behind `ends`, which do not meet inside it.
///
/// A plane that cuts a shell leaves of its vertices, edges and triangles those wholly behind, and as many new vertices as new
/// edges: the cut ones count nothing. Its face adds one for every loop that bounds it from outside and takes one for every hole.
pub(crate) fn characteristic_behind(surface: &TriangleSurface, ends: &[Plane]) -> i64 {
    let is_behind: Vec<bool> = (surface.vertices.iter())
        .map(|p| ends.iter().all(|plane| plane.signed_distance_mm(p) < 0.0))
        .collect();
    let vertices = is_behind.iter().filter(|behind| **behind).count();
    let (mut half_edges, mut triangles) = (0, 0);
    for corners in &surface.triangles {
        let behind = corners.map(|v| is_behind[v as usize]);
        half_edges += (0..3).filter(|&k| behind[k] && behind[(k + 1) % 3]).count();
        triangles += usize::from(behind == [true; 3]);
    }
    let faces: i64 = ends.iter().map(|plane| face_characteristic(surface, plane)).sum();
    vertices as i64 - half_edges as i64 / 2 + triangles as i64 + faces
}

fn face_characteristic(surface: &TriangleSurface, plane: &Plane) -> i64 {
    let normal = plane.normal.into_inner();
    let doubled_area = |points: &Vec<Point3>| -> f64 {
        let o = points[0];
        points.windows(2).map(|p| normal.dot(&(p[0] - o).cross(&(p[1] - o)))).sum()
    };
    let loops = section(surface, plane).map(|s| s.loops).unwrap_or_default();
    loops.iter().filter(|l| l.len() > 2).map(|l| if doubled_area(l) > 0.0 { 1 } else { -1 }).sum()
}

/// Euler characteristic of the boundary of `mesh`, which is closed.
pub(crate) fn characteristic_of(mesh: &TetMesh) -> i64 {
    let mut is_on_boundary = vec![false; mesh.nodes.len()];
    mesh.facets.iter().flat_map(|f| f.corners).for_each(|n| is_on_boundary[n as usize] = true);
    let vertices = is_on_boundary.iter().filter(|on| **on).count();
    vertices as i64 - mesh.facets.len() as i64 / 2
}
