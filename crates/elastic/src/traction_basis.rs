//! Tractions that are linear on the boundary facets of a contact interface, and the displacements they work on.
//!
//! Theory: `docs/theory/condensation.md`.

use crate::error::ElasticError;
use nalgebra::{DMatrix, DVector};
use osteotome_mesh::{BoundaryFacet, BoundaryTag, ElementOrder, TetMesh};
use osteotome_sparse::{Transpose, multiply_add};

/// A basis of interface tractions: one vector a corner of the facets, continuous and linear on facets of one tag.
///
/// A unit force at corner `i` stands for the traction `Σ_k (M⁻¹)_ki φ_k` with the hat functions `φ` of the corners and
/// `M_ij = ∫ φ_i φ_j`. The dual displacement is the L² projection of the displacement onto the hats. So forces and moments
/// are those of point forces at the corners, uniform tractions are exact, and linear displacements are reproduced, while
/// the midside nodes of quadratic elements need no unknowns. On linear elements this is the nodal basis itself.
#[derive(Clone, Debug, PartialEq)]
pub struct TractionBasis {
    /// Mesh node of each interface corner; a node on the border of two tags appears once for each.
    pub corner_nodes: Vec<u32>,
    /// Interface corners of each facet, in the order the facets were given.
    pub facets: Vec<[u32; 3]>,
    /// Mesh nodes that carry nodal forces, ascending.
    pub(crate) nodes: Vec<u32>,
    /// Nodal force per corner force, nodes × corners.
    pub(crate) weights: DMatrix<f64>,
}

impl TractionBasis {
    /// The basis of the given facets of a mesh. An empty list gives an interface without unknowns.
    ///
    /// # Errors
    /// If facets without area leave the basis undefined.
    pub fn new(mesh: &TetMesh, facets: &[BoundaryFacet]) -> Result<Self, ElasticError> {
        let mut corners: Vec<(BoundaryTag, u32)> =
            facets.iter().flat_map(|facet| facet.corners.map(|node| (facet.tag, node))).collect();
        corners.sort_unstable();
        corners.dedup();
        let mut nodes: Vec<u32> = facets.iter().flat_map(|facet| nodes_of(mesh.order, facet)).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let corner =
            |tag, node| corners.binary_search(&(tag, node)).expect("every corner was sorted in") as u32;
        let local: Vec<[u32; 3]> =
            facets.iter().map(|facet| facet.corners.map(|node| corner(facet.tag, node))).collect();
        let weights = match mesh.order {
            ElementOrder::Linear => nodal_weights(&corners, &nodes),
            ElementOrder::Quadratic => projected_weights(mesh, facets, &local, corners.len(), &nodes)?,
        };
        let corner_nodes = corners.into_iter().map(|(_, node)| node).collect();
        Ok(Self { corner_nodes, facets: local, nodes, weights })
    }

    /// Nodal forces (x, y, z of each node) of corner forces.
    pub(crate) fn nodal_forces(&self, corner_forces: &[f64]) -> DVector<f64> {
        let forces = DMatrix::from_column_slice(3, self.corner_nodes.len(), corner_forces);
        let mut nodal = DMatrix::zeros(3, self.nodes.len());
        multiply_add(&mut nodal, 1.0, (&forces, Transpose::No), (&self.weights, Transpose::Yes));
        DVector::from_column_slice(nodal.as_slice())
    }

    /// The flexibility of corners and patches from that of nodes and the same patches.
    pub(crate) fn reduce(&self, flexibility: &DMatrix<f64>) -> DMatrix<f64> {
        self.reduce_rows(&self.reduce_rows(flexibility).transpose())
    }

    fn reduce_rows(&self, matrix: &DMatrix<f64>) -> DMatrix<f64> {
        let (nodes, corners) = (self.nodes.len(), self.corner_nodes.len());
        let rest = matrix.nrows() - 3 * nodes;
        let mut reduced = DMatrix::zeros(3 * corners + rest, matrix.ncols());
        for axis in 0..3 {
            let part =
                DMatrix::from_fn(nodes, matrix.ncols(), |node, column| matrix[(3 * node + axis, column)]);
            let mut projected = DMatrix::zeros(corners, matrix.ncols());
            multiply_add(&mut projected, 1.0, (&self.weights, Transpose::Yes), (&part, Transpose::No));
            for column in 0..matrix.ncols() {
                for corner in 0..corners {
                    reduced[(3 * corner + axis, column)] = projected[(corner, column)];
                }
            }
        }
        reduced.rows_mut(3 * corners, rest).copy_from(&matrix.rows(3 * nodes, rest));
        reduced
    }
}

fn nodes_of(order: ElementOrder, facet: &BoundaryFacet) -> Vec<u32> {
    match order {
        ElementOrder::Linear => facet.corners.to_vec(),
        ElementOrder::Quadratic => [facet.corners, facet.midsides].concat(),
    }
}

/// Linear elements: a corner force is the nodal force (shared by the tags that meet there).
fn nodal_weights(corners: &[(BoundaryTag, u32)], nodes: &[u32]) -> DMatrix<f64> {
    DMatrix::from_fn(
        nodes.len(),
        corners.len(),
        |node, corner| {
            if corners[corner].1 == nodes[node] { 1.0 } else { 0.0 }
        },
    )
}

/// Quadratic elements: `∫ N φᵀ M⁻¹`.
fn projected_weights(
    mesh: &TetMesh,
    facets: &[BoundaryFacet],
    local: &[[u32; 3]],
    corners: usize,
    nodes: &[u32],
) -> Result<DMatrix<f64>, ElasticError> {
    let mut mass = DMatrix::zeros(corners, corners);
    let mut loads = DMatrix::zeros(corners, nodes.len());
    for (facet, hats) in facets.iter().zip(local) {
        let [a, b, c] = facet.corners.map(|node| mesh.nodes[node as usize]);
        let area = 0.5 * (b - a).cross(&(c - a)).norm();
        for (i, hat) in hats.iter().map(|hat| *hat as usize).enumerate() {
            for (j, other) in hats.iter().map(|other| *other as usize).enumerate() {
                // ∫ φ_i φ_j = A/12 (1 + δ_ij)
                mass[(hat, other)] += area * if i == j { 1.0 / 6.0 } else { 1.0 / 12.0 };
            }
            for (k, node) in nodes_of(ElementOrder::Quadratic, facet).iter().enumerate() {
                let place = nodes.binary_search(node).expect("every node of a facet was sorted in");
                loads[(hat, place)] += area * hat_moment(i, k);
            }
        }
    }
    let factor = mass.cholesky().ok_or(ElasticError::FlatInterface { facets: facets.len() })?;
    Ok(factor.solve(&loads).transpose())
}

/// `∫ φ_i N_k / A` of the six-node triangle, corners first, midside `k` on the edge from corner `k − 3` to the next one.
fn hat_moment(i: usize, k: usize) -> f64 {
    match k {
        0..3 if k == i => 1.0 / 30.0,
        0..3 => -1.0 / 60.0,
        _ if k - 3 == i || (k - 3 + 1) % 3 == i => 2.0 / 15.0,
        _ => 1.0 / 15.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use osteotome_geometry::Point3;

    /// One quadratic tetrahedron with two of its facets in the interface.
    fn mesh() -> TetMesh {
        let corners = [[0.0, 0.0, 0.0], [2.0, 0.1, 0.0], [0.3, 1.7, 0.2], [0.2, 0.4, 1.5]].map(Point3::from);
        let mut nodes = corners.to_vec();
        nodes.extend(osteotome_mesh::EDGES.map(|[a, b]| nalgebra::center(&corners[a], &corners[b])));
        let number = |a: usize, b: usize| {
            let edge =
                osteotome_mesh::EDGES.iter().position(|[p, q]| [*p, *q] == [a, b] || [*q, *p] == [a, b]);
            4 + edge.expect("an edge") as u32
        };
        let facet = |[a, b, c]: [usize; 3]| BoundaryFacet {
            corners: [a, b, c].map(|k| k as u32),
            midsides: [number(a, b), number(b, c), number(a, c)],
            element: 0,
            tag: BoundaryTag::Outer,
        };
        TetMesh {
            nodes,
            order: ElementOrder::Quadratic,
            corners: vec![[0, 1, 2, 3]],
            midsides: vec![[4, 5, 6, 7, 8, 9]],
            facets: vec![facet([0, 2, 1]), facet([0, 1, 3])],
        }
    }

    #[test]
    fn a_corner_force_keeps_its_force_and_moment() {
        let mesh = mesh();
        let basis = TractionBasis::new(&mesh, &mesh.facets).expect("facets with area");
        for (corner, corner_node) in basis.corner_nodes.iter().enumerate() {
            let loads = basis.weights.column(corner);
            let place: nalgebra::Vector3<f64> =
                (0..).zip(&basis.nodes).map(|(k, node)| mesh.nodes[*node as usize].coords * loads[k]).sum();
            assert!((loads.sum() - 1.0).abs() < 1e-12);
            assert!((place - mesh.nodes[*corner_node as usize].coords).norm() < 1e-12);
        }
    }

    #[test]
    fn a_uniform_traction_is_exact() {
        let mesh = mesh();
        let basis = TractionBasis::new(&mesh, &mesh.facets).expect("facets with area");
        let mut exact = vec![nalgebra::Vector3::zeros(); mesh.nodes.len()];
        crate::add_traction(&mesh, mesh.facets.iter(), |_, _| nalgebra::Vector3::x(), &mut exact);
        let mut hats = DVector::zeros(basis.corner_nodes.len());
        for (facet, corners) in mesh.facets.iter().zip(&basis.facets) {
            let [a, b, c] = facet.corners.map(|node| mesh.nodes[node as usize]);
            corners.iter().for_each(|k| hats[*k as usize] += (b - a).cross(&(c - a)).norm() / 6.0);
        }
        let loads = &basis.weights * hats;
        for (node, load) in basis.nodes.iter().zip(&loads) {
            assert!((load - exact[*node as usize].x).abs() < 1e-12);
        }
    }
}
