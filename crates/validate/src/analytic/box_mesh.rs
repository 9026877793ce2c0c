//! Boxes of quadratic tetrahedra, mapped to any shape.

use osteotome_geometry::Point3;
use osteotome_mesh::{BoundaryFacet, BoundaryTag, EDGES, ElementOrder, FACES, TetMesh};
use std::collections::BTreeMap;

/// The six tetrahedra of a cube that share its long diagonal (Kuhn), as paths of axes.
const PATHS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// The unit cube in `divisions` cells of six tetrahedra, its corners mapped by `map`; edges stay straight.
pub(super) fn mapped(divisions: [usize; 3], map: impl Fn([f64; 3]) -> Point3) -> TetMesh {
    let corner = |c: [usize; 3]| (c[0] + (divisions[0] + 1) * (c[1] + (divisions[1] + 1) * c[2])) as u32;
    let nodes: Vec<Point3> = cells(divisions.map(|n| n + 1))
        .map(|cell| map(std::array::from_fn(|axis| cell[axis] as f64 / divisions[axis] as f64)))
        .collect();
    let mut corners = Vec::new();
    for start in cells(divisions) {
        for path in PATHS {
            let mut cell = start;
            let mut tetrahedron = [corner(cell); 4];
            for (step, axis) in path.into_iter().enumerate() {
                cell[axis] += 1;
                tetrahedron[step + 1] = corner(cell);
            }
            corners.push(oriented(&nodes, tetrahedron));
        }
    }
    quadratic(nodes, corners)
}

/// Cells of a grid, the first axis fastest.
fn cells(counts: [usize; 3]) -> impl Iterator<Item = [usize; 3]> {
    let [n, m, l] = counts;
    (0..n * m * l).map(move |i| [i % n, (i / n) % m, i / (n * m)])
}

fn oriented(nodes: &[Point3], [a, b, c, d]: [u32; 4]) -> [u32; 4] {
    let p = |n: u32| nodes[n as usize];
    let volume = (p(b) - p(a)).cross(&(p(c) - p(a))).dot(&(p(d) - p(a)));
    if volume > 0.0 { [a, b, c, d] } else { [a, b, d, c] }
}

/// Adds midside nodes and the boundary.
fn quadratic(mut nodes: Vec<Point3>, corners: Vec<[u32; 4]>) -> TetMesh {
    let mut known = BTreeMap::new();
    let mut midside = |a: u32, b: u32| {
        *known.entry((a.min(b), a.max(b))).or_insert_with(|| {
            nodes.push(nalgebra::center(&nodes[a as usize], &nodes[b as usize]));
            (nodes.len() - 1) as u32
        })
    };
    let midsides = corners.iter().map(|t| EDGES.map(|[a, b]| midside(t[a], t[b]))).collect();
    let mut facets = Vec::new();
    for (element, face) in boundary(&corners) {
        let midsides = [[0, 1], [1, 2], [2, 0]].map(|[a, b]| midside(face[a], face[b]));
        facets.push(BoundaryFacet { corners: face, midsides, element, tag: BoundaryTag::Outer });
    }
    TetMesh { nodes, order: ElementOrder::Quadratic, corners, midsides, facets }
}

/// Faces that belong to one tetrahedron only, with that one.
fn boundary(corners: &[[u32; 4]]) -> Vec<(u32, [u32; 3])> {
    let mut faces = BTreeMap::new();
    for (element, tetrahedron) in (0..).zip(corners) {
        for face in FACES {
            let face = face.map(|c| tetrahedron[c]);
            let mut key = face;
            key.sort_unstable();
            faces.entry(key).and_modify(|known| *known = None).or_insert(Some((element, face)));
        }
    }
    faces.into_values().flatten().collect()
}
