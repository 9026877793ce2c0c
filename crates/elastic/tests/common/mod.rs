//! Boxes of tetrahedra for the tests.
#![allow(dead_code)]

pub(crate) mod deck;

use nalgebra::Matrix3;
use osteotome_elastic::DisplacementField;
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

/// Points and weights of a conical product rule on the tetrahedron, exact to degree 5.
fn rule() -> Vec<(f64, [f64; 4])> {
    let points: [(f64, f64); 4] = [
        (0.069_431_844_202_973_71, 0.173_927_422_568_726_93),
        (0.330_009_478_207_571_87, 0.326_072_577_431_273_07),
        (0.669_990_521_792_428_1, 0.326_072_577_431_273_07),
        (0.930_568_155_797_026_3, 0.173_927_422_568_726_93),
    ];
    let mut rule = Vec::new();
    for (x, wx) in points {
        for (y, wy) in points {
            for (z, wz) in points {
                let l = [x, y * (1.0 - x), z * (1.0 - x) * (1.0 - y)];
                let weight = 6.0 * wx * wy * wz * (1.0 - x).powi(2) * (1.0 - y);
                rule.push((weight, [1.0 - l.iter().sum::<f64>(), l[0], l[1], l[2]]));
            }
        }
    }
    rule
}

/// L2 norm of the error and of the error of the gradient.
pub(crate) fn discretisation_error(
    mesh: &TetMesh,
    field: &DisplacementField,
    exact: impl Fn(&Point3) -> Vector3,
    exact_gradient: impl Fn(&Point3) -> Matrix3<f64>,
) -> [f64; 2] {
    let mut squares = [0.0; 2];
    for element in 0..mesh.corners.len() {
        let x = mesh.corner_positions(element);
        let volume = mesh.element_volume_mm3(element);
        let to_barycentric =
            Matrix3::from_columns(&[x[1] - x[0], x[2] - x[0], x[3] - x[0]]).try_inverse().unwrap();
        let rows: [Vector3; 3] = [0, 1, 2].map(|i| to_barycentric.row(i).transpose());
        let g = [-(rows[0] + rows[1] + rows[2]), rows[0], rows[1], rows[2]];
        for (weight, l) in rule() {
            let point = Point3::from((0..4).map(|i| x[i].coords * l[i]).sum::<Vector3>());
            let (mut u, mut gradient) = (Vector3::zeros(), Matrix3::zeros());
            let mut add = |node: u32, value: f64, slope: Vector3| {
                let at = field.displacements_mm[node as usize];
                u += at * value;
                gradient += at * slope.transpose();
            };
            for i in 0..4 {
                match mesh.order {
                    ElementOrder::Linear => add(mesh.corners[element][i], l[i], g[i]),
                    ElementOrder::Quadratic => {
                        add(mesh.corners[element][i], l[i] * (2.0 * l[i] - 1.0), g[i] * (4.0 * l[i] - 1.0));
                    }
                }
            }
            for (&node, [p, q]) in mesh.midsides.get(element).into_iter().flatten().zip(EDGES) {
                add(node, 4.0 * l[p] * l[q], (g[p] * l[q] + g[q] * l[p]) * 4.0);
            }
            squares[0] += weight * volume * (u - exact(&point)).norm_squared();
            squares[1] += weight * volume * (gradient - exact_gradient(&point)).norm_squared();
        }
    }
    squares.map(f64::sqrt)
}
