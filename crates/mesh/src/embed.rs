//! Isosurface stuffing: cutting a background mesh along an interface without leaving slivers.
//!
//! F. Labelle and J. R. Shewchuk, *Isosurface stuffing*, ACM Trans. Graph. 26 (2007) 57. Vertices near the
//! interface are warped onto it, then the tetrahedra it still crosses are cut by stencils.

use osteotome_geometry::{Point3, Vector3};

use crate::quality::determinant;

/// Which surfaces a vertex lies on: bit 0 the outer surface, bit `i + 1` the face number `i` of the fragment.
pub(crate) type OnSurfaces = u16;

/// The bit of the outer surface.
pub(crate) const OUTER: OnSurfaces = 1;

/// A mesh before it is finished: tetrahedra over vertices that know the surfaces they lie on.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawMesh {
    pub(crate) points: Vec<Point3>,
    pub(crate) on: Vec<OnSurfaces>,
    pub(crate) tetrahedra: Vec<[u32; 4]>,
}

impl RawMesh {
    /// Signed volume of tetrahedron `t`, mm³.
    pub(crate) fn volume_mm3(&self, t: usize) -> f64 {
        determinant(&self.tetrahedra[t].map(|v| self.points[v as usize])) / 6.0
    }
}

/// A surface that a background mesh is cut along.
pub(crate) trait Interface {
    /// Where the edge from `inside` to `outside` meets the interface.
    fn cut(&self, inside: &Point3, outside: &Point3) -> f64;
    /// Where a vertex that lies on the surfaces `on` goes when it is warped to the interface near `target`; none if
    /// it must stay off the interface.
    fn warp(&self, from: &Point3, on: OnSurfaces, target: &Point3) -> Option<Point3>;
    /// The fraction of the edge `along` within which a cut point makes its end warp.
    fn warp_limit(&self, along: &Vector3) -> f64;
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Inside,
    On,
    Outside,
}

struct CutEdge {
    ends: [u32; 2],
    fraction: f64,
    vertex: u32,
}

struct Stuffing<'a, I: Interface> {
    mesh: RawMesh,
    sides: Vec<Side>,
    interface: &'a I,
    bit: OnSurfaces,
    /// Cut edges at each vertex.
    edges_of: Vec<Vec<u32>>,
    edges: Vec<CutEdge>,
}

/// Which part of the background stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// What is inside the interface.
    Inside,
    /// All of it, divided along the interface.
    Both,
}

/// `mesh` cut along `interface`, whose vertices there get `bit`.
pub(crate) fn embed(
    mesh: RawMesh,
    inside: &[bool],
    interface: &impl Interface,
    bit: OnSurfaces,
    keep: Keep,
) -> RawMesh {
    let sides = inside.iter().map(|&i| if i { Side::Inside } else { Side::Outside }).collect();
    let count = mesh.points.len();
    let mut stuffing =
        Stuffing { mesh, sides, interface, bit, edges_of: vec![Vec::new(); count], edges: Vec::new() };
    stuffing.find_cut_edges();
    stuffing.warp_vertices();
    stuffing.place_cut_vertices();
    stuffing.cut_tetrahedra(keep)
}

impl<I: Interface> Stuffing<'_, I> {
    fn find_cut_edges(&mut self) {
        for t in 0..self.mesh.tetrahedra.len() {
            let corners = self.mesh.tetrahedra[t];
            for a in corners {
                for b in corners {
                    let crosses =
                        self.sides[a as usize] == Side::Inside && self.sides[b as usize] == Side::Outside;
                    if crosses && self.edge_between(a, b).is_none() {
                        self.add_edge(a, b);
                    }
                }
            }
        }
    }

    fn edge_between(&self, inside: u32, outside: u32) -> Option<&CutEdge> {
        let at = &self.edges_of[inside as usize];
        at.iter().map(|&e| &self.edges[e as usize]).find(|e| e.ends[1] == outside)
    }

    fn add_edge(&mut self, inside: u32, outside: u32) {
        let points = &self.mesh.points;
        let fraction = self.interface.cut(&points[inside as usize], &points[outside as usize]);
        let e = self.edges.len() as u32;
        self.edges.push(CutEdge { ends: [inside, outside], fraction, vertex: u32::MAX });
        self.edges_of[inside as usize].push(e);
        self.edges_of[outside as usize].push(e);
    }

    /// Moves every vertex that has a cut point too near onto the nearest of them.
    fn warp_vertices(&mut self) {
        for v in 0..self.mesh.points.len() {
            let warp = |target| self.interface.warp(&self.mesh.points[v], self.mesh.on[v], &target);
            if let Some(target) = self.violating_cut_point(v).and_then(warp) {
                self.mesh.points[v] = target;
                self.mesh.on[v] |= self.bit;
                self.sides[v] = Side::On;
            }
        }
    }

    fn violating_cut_point(&self, v: usize) -> Option<Point3> {
        let mut nearest = None;
        let mut nearest_mm = f64::INFINITY;
        for &e in &self.edges_of[v] {
            let edge = &self.edges[e as usize];
            let other = edge.ends[usize::from(edge.ends[0] as usize == v)] as usize;
            if self.sides[other] == Side::On {
                continue;
            }
            let fraction = if other == edge.ends[1] as usize { edge.fraction } else { 1.0 - edge.fraction };
            let along = self.mesh.points[other] - self.mesh.points[v];
            let distance_mm = fraction * along.norm();
            if fraction < self.interface.warp_limit(&along) && distance_mm < nearest_mm {
                nearest_mm = distance_mm;
                nearest = Some(self.mesh.points[v] + along * fraction);
            }
        }
        nearest
    }

    fn place_cut_vertices(&mut self) {
        for e in 0..self.edges.len() {
            let [a, b] = self.edges[e].ends.map(|v| v as usize);
            if self.sides[a] == Side::Inside && self.sides[b] == Side::Outside {
                self.edges[e].vertex = self.mesh.points.len() as u32;
                let (pa, pb) = (self.mesh.points[a], self.mesh.points[b]);
                self.mesh.points.push(pa + (pb - pa) * self.edges[e].fraction);
                self.mesh.on.push(self.mesh.on[a] & self.mesh.on[b] | self.bit);
            }
        }
    }

    fn cut_tetrahedra(mut self, keep: Keep) -> RawMesh {
        let background = std::mem::take(&mut self.mesh.tetrahedra);
        let mut kept = Vec::with_capacity(background.len());
        for corners in background {
            self.cut_tetrahedron(corners, Side::Inside, &mut kept);
            if keep == Keep::Both {
                self.cut_tetrahedron(corners, Side::Outside, &mut kept);
            }
        }
        self.mesh.tetrahedra = kept;
        without_unused_points(self.mesh)
    }

    /// Adds the part of a tetrahedron that is on `side`; what lies flat on the interface counts as outside.
    fn cut_tetrahedron(&self, corners: [u32; 4], side: Side, kept: &mut Vec<[u32; 4]>) {
        let count = |side| corners.iter().filter(|&&v| self.sides[v as usize] == side).count();
        let beyond = 4 - count(side) - count(Side::On);
        match (count(side), beyond) {
            (0, 0) if side == Side::Outside => kept.push(corners),
            (0, _) => {}
            (_, 0) => kept.push(corners),
            (1, _) => kept.push(self.cut_corner(corners, side)),
            (2, 1) => kept.extend(self.cut_pyramid(self.sorted(corners, side))),
            (2, _) => kept.extend(self.cut_two_from_two(self.sorted(corners, side))),
            _ => kept.extend(self.cut_three_from_one(self.sorted(corners, side))),
        }
    }

    /// The corners as an even permutation: on `side`, on the interface, beyond.
    fn sorted(&self, mut corners: [u32; 4], side: Side) -> [u32; 4] {
        let rank = |v: u32| match self.sides[v as usize] {
            Side::On => 1,
            s if s == side => 0,
            _ => 2,
        };
        let mut odd = false;
        for last in (1..4).rev() {
            for i in 0..last {
                if rank(corners[i]) > rank(corners[i + 1]) {
                    corners.swap(i, i + 1);
                    odd = !odd;
                }
            }
        }
        if odd {
            corners.swap(0, 1);
        }
        corners
    }

    /// The cut vertex between two vertices on different sides, and its rank.
    ///
    /// In every quadrilateral the diagonal ends at the cut vertex of lowest rank. Ranking cut vertices by how far they are
    /// from the middle of their edge gives nearly the shorter diagonal; as it is one ranking for all, tetrahedra agree on the
    /// faces they share, and the three diagonals of a prism never chase each other around.
    fn cut(&self, a: u32, b: u32) -> (f64, u32) {
        let (inside, outside) = if self.sides[a as usize] == Side::Inside { (a, b) } else { (b, a) };
        self.edge_between(inside, outside).map_or((0.0, u32::MAX), |e| ((e.fraction - 0.5).abs(), e.vertex))
    }

    fn cut_corner(&self, corners: [u32; 4], side: Side) -> [u32; 4] {
        let own = corners.into_iter().find(|&v| self.sides[v as usize] == side).unwrap_or(0);
        corners.map(|v| {
            let stays = v == own || self.sides[v as usize] == Side::On;
            if stays { v } else { self.cut(own, v).1 }
        })
    }

    /// Two on the side, one on the interface, one beyond: a pyramid over the cut quadrilateral.
    fn cut_pyramid(&self, [a, b, on, w]: [u32; 4]) -> [[u32; 4]; 2] {
        let (ca, cb) = (self.cut(a, w), self.cut(b, w));
        if precedes(ca, cb) {
            [[a, b, on, ca.1], [ca.1, b, on, cb.1]]
        } else {
            [[a, b, on, cb.1], [a, cb.1, on, ca.1]]
        }
    }

    fn cut_three_from_one(&self, [a, b, c, w]: [u32; 4]) -> [[u32; 4]; 3] {
        let bottom = [a, b, c];
        let top = bottom.map(|v| self.cut(v, w));
        split_prism(bottom, top.map(|c| c.1), |i, j| precedes(top[i], top[j]))
    }

    fn cut_two_from_two(&self, [a, b, v, w]: [u32; 4]) -> [[u32; 4]; 3] {
        let low = [self.cut(a, v), self.cut(a, w)];
        let high = [self.cut(b, v), self.cut(b, w)];
        // Column 0 has no cut vertex: it comes before k if the diagonal ends at low[k − 1].
        let zero_first = |k: usize| precedes(low[k - 1], high[k - 1]);
        let lower = |p, q| if precedes(p, q) { p } else { q };
        let one_first = precedes(lower(high[0], low[1]), lower(low[0], high[1]));
        let before = |i: usize, j: usize| match (i, j) {
            (0, k) => zero_first(k),
            (k, 0) => !zero_first(k),
            (i, _) => one_first == (i == 1),
        };
        split_prism([a, low[0].1, low[1].1], [b, high[0].1, high[1].1], before)
    }
}

fn precedes(a: (f64, u32), b: (f64, u32)) -> bool {
    a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).is_lt()
}

/// Three tetrahedra that fill the prism from `bottom` to `top`; column `i` comes before `j` if the diagonal of
/// their quadrilateral ends at `top[i]`. `bottom` seen from `top` runs clockwise.
fn split_prism(bottom: [u32; 3], top: [u32; 3], before: impl Fn(usize, usize) -> bool) -> [[u32; 4]; 3] {
    let mut order = [0, 1, 2];
    let mut odd = false;
    for (i, j) in [(0, 1), (1, 2), (0, 1)] {
        if !before(order[i], order[j]) {
            order.swap(i, j);
            odd = !odd;
        }
    }
    let (a, b) = (order.map(|i| bottom[i]), order.map(|i| top[i]));
    let mut tetrahedra = [[a[0], a[1], a[2], b[0]], [b[0], a[1], a[2], b[1]], [b[0], b[1], a[2], b[2]]];
    if odd {
        for tetrahedron in &mut tetrahedra {
            tetrahedron.swap(0, 1);
        }
    }
    tetrahedra
}

/// Drops points no tetrahedron uses; the others keep their order.
pub(crate) fn without_unused_points(mesh: RawMesh) -> RawMesh {
    let mut number = vec![u32::MAX; mesh.points.len()];
    for &v in mesh.tetrahedra.iter().flatten() {
        number[v as usize] = 0;
    }
    let mut kept = RawMesh::default();
    for (v, slot) in number.iter_mut().enumerate().filter(|(_, slot)| **slot == 0) {
        *slot = kept.points.len() as u32;
        kept.points.push(mesh.points[v]);
        kept.on.push(mesh.on[v]);
    }
    kept.tetrahedra = mesh.tetrahedra.into_iter().map(|t| t.map(|v| number[v as usize])).collect();
    kept
}
