//! A body with some nodes held: the full solution, without condensation.

use nalgebra::DMatrix;
use osteotome_geometry::Vector3;
use osteotome_mesh::TetMesh;
use osteotome_sparse::{Cholesky, FactorSize, Shift, SymbolicCholesky, available_memory_gb};

use crate::assembly::{self, Connectivity, NO_PLACE};
use crate::condensed_body::{DisplacementField, check_nodes};
use crate::error::ElasticError;
use crate::held_nodes::holds;
use crate::material::ElementMaterials;

/// A factorised body whose held nodes have prescribed displacements.
#[derive(Debug)]
pub struct ClampedBody<'a> {
    mesh: &'a TetMesh,
    materials: &'a ElementMaterials,
    connectivity: Connectivity,
    held: Vec<u32>,
    free: Vec<u32>,
    factor: Cholesky,
}

impl<'a> ClampedBody<'a> {
    /// Assembles and factorises with `held` nodes left out of the unknowns.
    ///
    /// # Errors
    /// If the mesh or the materials are unusable, if the held nodes leave the body free to move, or if the factor
    /// would not fit in memory.
    pub fn new(
        mesh: &'a TetMesh,
        materials: &'a ElementMaterials,
        held: &[u32],
    ) -> Result<Self, ElasticError> {
        assembly::check_volumes(mesh)?;
        materials.check(mesh)?;
        check_nodes("the support", held, mesh.nodes.len())?;
        if !holds(mesh, held) {
            return Err(ElasticError::Unsupported);
        }
        let connectivity = Connectivity::new(mesh);
        let free = others(mesh.nodes.len(), held);
        let graph = connectivity.graph(mesh.nodes.len()).induced(&free);
        let positions: Vec<[f64; 3]> = free.iter().map(|&n| mesh.nodes[n as usize].coords.into()).collect();
        let symbolic = SymbolicCholesky::analyse(&graph, &positions, &[], available_memory_gb())?;
        let mut places = vec![NO_PLACE; mesh.nodes.len()];
        for (&node, &place) in free.iter().zip(symbolic.place_of_node()) {
            places[node as usize] = place;
        }
        let matrix = assembly::stiffness(mesh, materials, &connectivity, &symbolic, &places);
        let factor = Cholesky::factorise(symbolic, matrix, Shift::None)?;
        Ok(Self { mesh, materials, connectivity, held: held.to_vec(), free, factor })
    }

    /// Size of the factorisation.
    #[must_use]
    pub fn factor_size(&self) -> FactorSize {
        self.factor.symbolic().size()
    }

    /// Displacements under nodal `loads_n` (one a node), the held nodes moved as `prescribed_mm` (one a held node).
    ///
    /// # Errors
    /// If a list has the wrong length.
    pub fn solve(
        &self,
        loads_n: &[Vector3],
        prescribed_mm: &[Vector3],
    ) -> Result<DisplacementField, ElasticError> {
        check_length("nodal loads", loads_n.len(), self.mesh.nodes.len())?;
        check_length("prescribed displacements", prescribed_mm.len(), self.held.len())?;
        let mut displacements_mm = vec![Vector3::zeros(); self.mesh.nodes.len()];
        for (&node, &u) in self.held.iter().zip(prescribed_mm) {
            displacements_mm[node as usize] = u;
        }
        let from_held = match prescribed_mm.iter().all(|u| *u == Vector3::zeros()) {
            true => vec![Vector3::zeros(); self.mesh.nodes.len()],
            false => self.internal_forces(&displacements_mm),
        };
        let mut right_side = DMatrix::zeros(3 * self.free.len(), 1);
        for (&node, mut target) in self.free.iter().zip(right_side.as_mut_slice().chunks_exact_mut(3)) {
            let load = loads_n[node as usize] - from_held[node as usize];
            target.copy_from_slice(load.as_slice());
        }
        let solution = self.factor.solve(&right_side);
        for (&node, u) in self.free.iter().zip(solution.as_slice().chunks_exact(3)) {
            displacements_mm[node as usize] = Vector3::from_column_slice(u);
        }
        Ok(DisplacementField { displacements_mm })
    }

    /// Nodal forces that hold a displacement field, N: `K u`. At held nodes, minus the loads there, the reactions.
    #[must_use]
    pub fn internal_forces(&self, displacements_mm: &[Vector3]) -> Vec<Vector3> {
        assembly::internal_forces(self.mesh, self.materials, &self.connectivity, displacements_mm)
    }
}

/// Displacements of a body held at some nodes, under nodal loads; for one load case.
///
/// # Errors
/// As [`ClampedBody::new`] and [`ClampedBody::solve`].
pub fn solve_clamped(
    mesh: &TetMesh,
    materials: &ElementMaterials,
    held: &[u32],
    loads_n: &[Vector3],
) -> Result<DisplacementField, ElasticError> {
    ClampedBody::new(mesh, materials, held)?.solve(loads_n, &vec![Vector3::zeros(); held.len()])
}

fn others(nodes: usize, held: &[u32]) -> Vec<u32> {
    let mut is_held = vec![false; nodes];
    for &node in held {
        is_held[node as usize] = true;
    }
    (0..nodes as u32).filter(|&n| !is_held[n as usize]).collect()
}

fn check_length(what: &'static str, found: usize, expected: usize) -> Result<(), ElasticError> {
    if found == expected { Ok(()) } else { Err(ElasticError::Length { what, found, expected }) }
}
