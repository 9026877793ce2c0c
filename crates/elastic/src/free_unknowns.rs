//! The unknowns that supports leave, shared by the direct and the iterative solution.

use osteotome_geometry::Vector3;
use osteotome_mesh::TetMesh;
use osteotome_sparse::NodalGraph;

use crate::assembly::{self, Connectivity, NO_PLACE};
use crate::condensed_body::DisplacementField;
use crate::error::ElasticError;
use crate::material::ElementMaterials;
use crate::supports::Supports;

/// Nodes with unknowns, and the graph among them.
#[derive(Debug)]
pub(crate) struct FreeUnknowns {
    pub(crate) connectivity: Connectivity,
    pub(crate) supports: Supports,
    /// All nodes but the fully supported ones.
    pub(crate) nodes: Vec<u32>,
    pub(crate) graph: NodalGraph,
    mesh_nodes: usize,
}

impl FreeUnknowns {
    pub(crate) fn new(
        mesh: &TetMesh,
        materials: &ElementMaterials,
        supports: &Supports,
    ) -> Result<Self, ElasticError> {
        assembly::check_volumes(mesh)?;
        materials.check(mesh)?;
        supports.check(mesh)?;
        let connectivity = Connectivity::new(mesh);
        let nodes = not_fully_supported(mesh.nodes.len(), supports);
        let graph = connectivity.graph(mesh.nodes.len()).induced(&nodes);
        Ok(Self { connectivity, supports: supports.clone(), nodes, graph, mesh_nodes: mesh.nodes.len() })
    }

    pub(crate) fn positions(&self, mesh: &TetMesh) -> Vec<[f64; 3]> {
        self.nodes.iter().map(|&n| mesh.nodes[n as usize].coords.into()).collect()
    }

    /// Place of each node of the mesh, given that of each node with unknowns.
    pub(crate) fn places(&self, place_of_free: &[u32]) -> Vec<u32> {
        let mut places = vec![NO_PLACE; self.mesh_nodes];
        for (&node, &place) in self.nodes.iter().zip(place_of_free) {
            places[node as usize] = place;
        }
        places
    }

    /// Which unknowns are supported (of nodes that are not supported in all directions).
    pub(crate) fn pinned(&self) -> Vec<bool> {
        let mut axes_of = vec![[false; 3]; self.mesh_nodes];
        for (&node, axes) in self.supports.nodes.iter().zip(&self.supports.axes) {
            axes_of[node as usize] = *axes;
        }
        self.nodes.iter().flat_map(|&node| axes_of[node as usize]).collect()
    }

    /// Prescribed components, zero elsewhere.
    pub(crate) fn prescribed_field(&self, nodes: usize, prescribed_mm: &[Vector3]) -> Vec<Vector3> {
        let mut field = vec![Vector3::zeros(); nodes];
        for ((&node, axes), u) in self.supports.nodes.iter().zip(&self.supports.axes).zip(prescribed_mm) {
            for axis in (0..3).filter(|&axis| axes[axis]) {
                field[node as usize][axis] = u[axis];
            }
        }
        field
    }

    /// Loads less the pull of the moved supports; at pinned unknowns the diagonal times the prescribed value.
    pub(crate) fn right_side(
        &self,
        loads_n: &[Vector3],
        pull_n: &[Vector3],
        prescribed: &[Vector3],
        pinned: &[f64],
    ) -> Vec<f64> {
        let mut right_side = Vec::with_capacity(pinned.len());
        for (local, &node) in self.nodes.iter().enumerate() {
            let load = loads_n[node as usize] - pull_n.get(node as usize).copied().unwrap_or_default();
            for axis in 0..3 {
                let diagonal = pinned[3 * local + axis];
                let held = diagonal * prescribed[node as usize][axis];
                right_side.push(if diagonal > 0.0 { held } else { load[axis] });
            }
        }
        right_side
    }

    /// The whole field from prescribed components and the solution at the nodes with unknowns.
    pub(crate) fn field(&self, prescribed: Vec<Vector3>, solution: &[f64]) -> DisplacementField {
        let mut displacements_mm = prescribed;
        for (&node, u) in self.nodes.iter().zip(solution.chunks_exact(3)) {
            displacements_mm[node as usize] = Vector3::from_column_slice(u);
        }
        DisplacementField { displacements_mm }
    }
}

fn not_fully_supported(nodes: usize, supports: &Supports) -> Vec<u32> {
    let mut is_free = vec![true; nodes];
    for (&node, axes) in supports.nodes.iter().zip(&supports.axes) {
        is_free[node as usize] = *axes != [true; 3];
    }
    (0..nodes as u32).filter(|&n| is_free[n as usize]).collect()
}
