//! Numbers read off the displacements inside a body, for which nothing inside needs to be recovered.
//!
//! Theory: `docs/theory/condensation.md`.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, Vector6};
use osteotome_geometry::{Point3, UnitVector3, Vector3};
use osteotome_mesh::{EDGES, ElementOrder, TetMesh};

use crate::element::TetrahedronShape;
use crate::material::ElementMaterials;
use crate::rigid_motion::resultant;

/// A number that depends linearly on the displacements: the sum of `weights · displacements` over `nodes`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Mesh nodes, each once.
    pub nodes: Vec<u32>,
    /// Weight of the displacement of each node.
    pub weights: Vec<Vector3>,
}

impl Reading {
    /// The strain along `axis`, averaged over corner `nodes` of the mesh; at each that of the stiffest region, as
    /// [`StrainField::stiffest`](crate::StrainField::stiffest) has it.
    ///
    /// # Panics
    /// If a node is not in the mesh, or the materials are those of another one.
    #[must_use]
    pub fn mean_strain_along(
        mesh: &TetMesh,
        materials: &ElementMaterials,
        nodes: &[u32],
        axis: &UnitVector3,
    ) -> Self {
        let mut weights: BTreeMap<u32, Vector3> = BTreeMap::new();
        for &node in nodes {
            let stiffest = stiffest_elements(mesh, materials, node);
            let share = 1.0 / (stiffest.len() * nodes.len()) as f64;
            for element in stiffest {
                for (neighbour, slope) in corner_slopes(mesh, element, node, axis) {
                    *weights.entry(neighbour).or_default() += axis.into_inner() * (share * slope);
                }
            }
        }
        Self { nodes: weights.keys().copied().collect(), weights: weights.into_values().collect() }
    }

    /// Writes it into a column of nodal forces: what it reads is what they work on.
    pub(crate) fn write(&self, columns: &mut DMatrix<f64>, column: usize) {
        for (&node, weight) in self.nodes.iter().zip(&self.weights) {
            let mut target = columns.fixed_view_mut::<3, 1>(3 * node as usize, column);
            target += weight;
        }
    }

    /// Resultant of those forces about `centre`; zero for a reading that is blind to rigid motions.
    pub(crate) fn resultant(&self, mesh: &TetMesh, centre: &Point3) -> Vector6<f64> {
        let forces = self.nodes.iter().zip(&self.weights);
        forces.map(|(&node, weight)| resultant(weight, &(mesh.nodes[node as usize] - centre))).sum()
    }
}

/// Elements around a corner node that belong to its region of greatest mean modulus, the first one of equals.
fn stiffest_elements(mesh: &TetMesh, materials: &ElementMaterials, node: u32) -> Vec<usize> {
    let mut regions: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    for element in (0..mesh.corners.len()).filter(|element| mesh.corners[*element].contains(&node)) {
        regions.entry(materials.regions[element]).or_default().push(element);
    }
    let modulus = |elements: &Vec<usize>| {
        let sum: f64 = elements.iter().map(|element| materials.materials[*element].modulus_mpa).sum();
        sum / elements.len() as f64
    };
    let stiffer =
        |best: Vec<usize>, next: Vec<usize>| if modulus(&next) > modulus(&best) { next } else { best };
    regions.into_values().reduce(stiffer).unwrap_or_default()
}

/// What the displacement along `axis` of each node of an element adds to the strain along it at the corner `node`.
fn corner_slopes(mesh: &TetMesh, element: usize, node: u32, axis: &UnitVector3) -> Vec<(u32, f64)> {
    let corners = mesh.corners[element];
    let slopes = TetrahedronShape::new(mesh.corner_positions(element)).gradients.map(|g| g.dot(axis));
    let here = |corner: usize| corners[corner] == node;
    match mesh.order {
        ElementOrder::Linear => corners.into_iter().zip(slopes).collect(),
        ElementOrder::Quadratic => {
            // The gradients of the shape functions: 3 at the own corner, −1 at the others, 4 on the edges that end here.
            let own = (0..4).map(|i| (corners[i], slopes[i] * if here(i) { 3.0 } else { -1.0 }));
            let edges = EDGES.iter().zip(&mesh.midsides[element]).filter(|([p, q], _)| here(*p) || here(*q));
            own.chain(edges.map(|(&[p, q], &m)| (m, 4.0 * slopes[if here(p) { q } else { p }]))).collect()
        }
    }
}
