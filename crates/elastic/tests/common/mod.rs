//! Boxes of tetrahedra for the tests.
#![allow(dead_code)]

use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::{BoundaryFacet, BoundaryTag, EDGES, ElementOrder, FACES, TetMesh};
use std::collections::BTreeMap;

/// The six tetrahedra of a cube that share its long diagonal (Kuhn), as paths of axes.
const PATHS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// A box `[0, lengths]` cut into `divisions` cells of six tetrahedra; inner nodes moved by up to `jitter` cells.
pub(crate) fn box_mesh(
    lengths: [f64; 3],
    divisions: [usize; 3],
    order: ElementOrder,
    jitter: f64,
) -> TetMesh {
    mapped_mesh(divisions, order, jitter, |p| {
        Point3::new(p[0] * lengths[0], p[1] * lengths[1], p[2] * lengths[2])
    })
}

/// As [`box_mesh`], with the unit cube mapped by `map`.
pub(crate) fn mapped_mesh(
    divisions: [usize; 3],
    order: ElementOrder,
    jitter: f64,
    map: impl Fn([f64; 3]) -> Point3,
) -> TetMesh {
    let index = |c: [usize; 3]| (c[0] + (divisions[0] + 1) * (c[1] + (divisions[1] + 1) * c[2])) as u32;
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut nodes = Vec::new();
    for k in 0..=divisions[2] {
        for j in 0..=divisions[1] {
            for i in 0..=divisions[0] {
                let cell = [i, j, k];
                nodes.push(map(std::array::from_fn(|axis| {
                    let inner = cell[axis] > 0 && cell[axis] < divisions[axis];
                    let moved = if inner { jitter * random.signed_unit() } else { 0.0 };
                    (cell[axis] as f64 + moved) / divisions[axis] as f64
                })));
            }
        }
    }
    let mut corners = Vec::new();
    for k in 0..divisions[2] {
        for j in 0..divisions[1] {
            for i in 0..divisions[0] {
                for path in PATHS {
                    let mut cell = [i, j, k];
                    let mut tetrahedron = [index(cell); 4];
                    for (step, axis) in path.into_iter().enumerate() {
                        cell[axis] += 1;
                        tetrahedron[step + 1] = index(cell);
                    }
                    corners.push(oriented(&nodes, tetrahedron));
                }
            }
        }
    }
    finish(nodes, corners, order)
}

fn oriented(nodes: &[Point3], [a, b, c, d]: [u32; 4]) -> [u32; 4] {
    let p = |n: u32| nodes[n as usize];
    let volume = (p(b) - p(a)).cross(&(p(c) - p(a))).dot(&(p(d) - p(a)));
    if volume > 0.0 { [a, b, c, d] } else { [a, b, d, c] }
}

/// Midside nodes and boundary of linear tetrahedra.
pub(crate) fn finish(mut nodes: Vec<Point3>, corners: Vec<[u32; 4]>, order: ElementOrder) -> TetMesh {
    let mut midside_of = BTreeMap::new();
    let mut midside = |a: u32, b: u32, nodes: &mut Vec<Point3>| {
        *midside_of.entry((a.min(b), a.max(b))).or_insert_with(|| {
            nodes.push(nalgebra::center(&nodes[a as usize], &nodes[b as usize]));
            (nodes.len() - 1) as u32
        })
    };
    let mut midsides = Vec::new();
    if order == ElementOrder::Quadratic {
        for tetrahedron in &corners {
            midsides.push(EDGES.map(|[a, b]| midside(tetrahedron[a], tetrahedron[b], &mut nodes)));
        }
    }
    let mut faces = BTreeMap::new();
    for (element, tetrahedron) in corners.iter().enumerate() {
        for face in FACES {
            let corners = face.map(|c| tetrahedron[c]);
            let mut key = corners;
            key.sort_unstable();
            faces.entry(key).and_modify(|f| *f = None).or_insert(Some((element as u32, corners)));
        }
    }
    let facets = faces
        .into_values()
        .flatten()
        .map(|(element, corners)| {
            let edges = [[0, 1], [1, 2], [2, 0]];
            let midsides = match order {
                ElementOrder::Linear => [u32::MAX; 3],
                ElementOrder::Quadratic => edges.map(|[a, b]| midside(corners[a], corners[b], &mut nodes)),
            };
            BoundaryFacet { corners, midsides, element, tag: BoundaryTag::Outer }
        })
        .collect();
    TetMesh { nodes, order, corners, midsides, facets }
}

/// Nodes whose position satisfies a condition.
pub(crate) fn nodes_where(mesh: &TetMesh, condition: impl Fn(&Point3) -> bool) -> Vec<u32> {
    (0..mesh.nodes.len() as u32).filter(|&n| condition(&mesh.nodes[n as usize])).collect()
}

/// A small generator for reproducible jitter (xorshift64*).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn signed_unit(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let bits = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        bits as f64 / (1_u64 << 52) as f64 - 1.0
    }

    pub(crate) fn vector(&mut self) -> Vector3 {
        Vector3::new(self.signed_unit(), self.signed_unit(), self.signed_unit())
    }
}
