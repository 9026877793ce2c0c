//! A body with some nodes held: the full solution, without condensation.

use nalgebra::DMatrix;
use osteotome_geometry::Vector3;
use osteotome_mesh::TetMesh;
use osteotome_sparse::{BlockMatrix, Cholesky, FactorSize, Shift, SymbolicCholesky, available_memory_gb};

use crate::assembly::{self, Connectivity, NO_PLACE};
use crate::condensed_body::DisplacementField;
use crate::error::ElasticError;
use crate::material::ElementMaterials;
use crate::supports::Supports;

/// An assembled body with supports, ready to be factorised.
#[derive(Debug)]
pub struct ClampedSystem<'a> {
    mesh: &'a TetMesh,
    materials: &'a ElementMaterials,
    connectivity: Connectivity,
    supports: Supports,
    /// Nodes with unknowns: all but the fully supported ones.
    free: Vec<u32>,
    symbolic: SymbolicCholesky,
    matrix: BlockMatrix,
}

impl<'a> ClampedSystem<'a> {
    /// Orders and assembles, with fully supported nodes left out of the unknowns.
    ///
    /// # Errors
    /// If the mesh or the materials are unusable, if the supports leave the body free to move, or if the factor would
    /// not fit in memory.
    pub fn new(
        mesh: &'a TetMesh,
        materials: &'a ElementMaterials,
        supports: &Supports,
    ) -> Result<Self, ElasticError> {
        assembly::check_volumes(mesh)?;
        materials.check(mesh)?;
        supports.check(mesh)?;
        let connectivity = Connectivity::new(mesh);
        let free = not_fully_supported(mesh.nodes.len(), supports);
        let graph = connectivity.graph(mesh.nodes.len()).induced(&free);
        let positions: Vec<[f64; 3]> = free.iter().map(|&n| mesh.nodes[n as usize].coords.into()).collect();
        let symbolic = SymbolicCholesky::analyse(&graph, &positions, &[], available_memory_gb())?;
        let mut places = vec![NO_PLACE; mesh.nodes.len()];
        for (&node, &place) in free.iter().zip(symbolic.place_of_node()) {
            places[node as usize] = place;
        }
        let matrix = assembly::stiffness(mesh, materials, &connectivity, &symbolic, &places);
        Ok(Self { mesh, materials, connectivity, supports: supports.clone(), free, symbolic, matrix })
    }

    /// Predicted size of the factorisation.
    #[must_use]
    pub fn factor_size(&self) -> FactorSize {
        self.symbolic.size()
    }

    /// Row, column and value of each entry of the lower triangle, three unknowns a free node, for other solvers.
    pub fn lower_entries(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        self.matrix.lower_entries(&self.symbolic)
    }

    /// Factorises.
    ///
    /// # Errors
    /// If the stiffness matrix is not positive definite, or memory runs out.
    pub fn factorise(mut self) -> Result<ClampedBody<'a>, ElasticError> {
        let marked = pinned_unknowns(self.mesh.nodes.len(), &self.free, &self.supports);
        let pinned = self.matrix.pin(&self.symbolic, &marked);
        let factor = Cholesky::factorise(self.symbolic, self.matrix, Shift::None)?;
        Ok(ClampedBody {
            mesh: self.mesh,
            materials: self.materials,
            connectivity: self.connectivity,
            supports: self.supports,
            free: self.free,
            pinned,
            factor,
        })
    }
}

/// A factorised body with prescribed displacements at its supports.
#[derive(Debug)]
pub struct ClampedBody<'a> {
    mesh: &'a TetMesh,
    materials: &'a ElementMaterials,
    connectivity: Connectivity,
    supports: Supports,
    free: Vec<u32>,
    /// Diagonal entries of the supported components of nodes with unknowns, zero elsewhere.
    pinned: Vec<f64>,
    factor: Cholesky,
}

impl<'a> ClampedBody<'a> {
    /// Assembles and factorises.
    ///
    /// # Errors
    /// As [`ClampedSystem::new`] and [`ClampedSystem::factorise`].
    pub fn new(
        mesh: &'a TetMesh,
        materials: &'a ElementMaterials,
        supports: &Supports,
    ) -> Result<Self, ElasticError> {
        ClampedSystem::new(mesh, materials, supports)?.factorise()
    }

    /// Size of the factorisation.
    #[must_use]
    pub fn factor_size(&self) -> FactorSize {
        self.factor.symbolic().size()
    }

    /// Displacements under nodal `loads_n` (one a node) with supports that do not move.
    ///
    /// # Errors
    /// If the list has the wrong length.
    pub fn solve_at_rest(&self, loads_n: &[Vector3]) -> Result<DisplacementField, ElasticError> {
        self.solve(loads_n, &vec![Vector3::zeros(); self.supports.nodes.len()])
    }

    /// Displacements under nodal `loads_n` (one a node), the supports moved as `prescribed_mm` (one a supported node;
    /// components that are not supported are ignored).
    ///
    /// # Errors
    /// If a list has the wrong length.
    pub fn solve(
        &self,
        loads_n: &[Vector3],
        prescribed_mm: &[Vector3],
    ) -> Result<DisplacementField, ElasticError> {
        check_length("nodal loads", loads_n.len(), self.mesh.nodes.len())?;
        check_length("prescribed displacements", prescribed_mm.len(), self.supports.nodes.len())?;
        let mut displacements_mm = self.prescribed_field(prescribed_mm);
        let right_side = self.right_side(loads_n, &displacements_mm);
        let solution = self.factor.solve(&right_side);
        for (&node, u) in self.free.iter().zip(solution.as_slice().chunks_exact(3)) {
            displacements_mm[node as usize] = Vector3::from_column_slice(u);
        }
        Ok(DisplacementField { displacements_mm })
    }

    fn prescribed_field(&self, prescribed_mm: &[Vector3]) -> Vec<Vector3> {
        let mut field = vec![Vector3::zeros(); self.mesh.nodes.len()];
        for ((&node, axes), u) in self.supports.nodes.iter().zip(&self.supports.axes).zip(prescribed_mm) {
            for axis in (0..3).filter(|&axis| axes[axis]) {
                field[node as usize][axis] = u[axis];
            }
        }
        field
    }

    fn right_side(&self, loads_n: &[Vector3], prescribed: &[Vector3]) -> DMatrix<f64> {
        let at_rest = prescribed.iter().all(|u| *u == Vector3::zeros());
        let from_supports = if at_rest { Vec::new() } else { self.internal_forces(prescribed) };
        let mut right_side = DMatrix::zeros(3 * self.free.len(), 1);
        for (local, &node) in self.free.iter().enumerate() {
            let pull = from_supports.get(node as usize).copied().unwrap_or_default();
            let load = loads_n[node as usize] - pull;
            for axis in 0..3 {
                let pinned = self.pinned[3 * local + axis];
                let pinned_value = pinned * prescribed[node as usize][axis];
                right_side[(3 * local + axis, 0)] = if pinned > 0.0 { pinned_value } else { load[axis] };
            }
        }
        right_side
    }

    /// Nodal forces that hold a displacement field, N: `K u`. At supports, minus the loads there, the reactions.
    #[must_use]
    pub fn internal_forces(&self, displacements_mm: &[Vector3]) -> Vec<Vector3> {
        assembly::internal_forces(self.mesh, self.materials, &self.connectivity, displacements_mm)
    }
}

/// Displacements of a body clamped at some nodes, under nodal loads; for one load case.
///
/// # Errors
/// As [`ClampedBody::new`] and [`ClampedBody::solve`].
pub fn solve_clamped(
    mesh: &TetMesh,
    materials: &ElementMaterials,
    clamped: &[u32],
    loads_n: &[Vector3],
) -> Result<DisplacementField, ElasticError> {
    ClampedBody::new(mesh, materials, &Supports::clamped(clamped))?.solve_at_rest(loads_n)
}

fn not_fully_supported(nodes: usize, supports: &Supports) -> Vec<u32> {
    let mut is_free = vec![true; nodes];
    for (&node, axes) in supports.nodes.iter().zip(&supports.axes) {
        is_free[node as usize] = *axes != [true; 3];
    }
    (0..nodes as u32).filter(|&n| is_free[n as usize]).collect()
}

/// Which unknowns of the free nodes are supported.
fn pinned_unknowns(nodes: usize, free: &[u32], supports: &Supports) -> Vec<bool> {
    let mut axes_of = vec![[false; 3]; nodes];
    for (&node, axes) in supports.nodes.iter().zip(&supports.axes) {
        axes_of[node as usize] = *axes;
    }
    free.iter().flat_map(|&node| axes_of[node as usize]).collect()
}

fn check_length(what: &'static str, found: usize, expected: usize) -> Result<(), ElasticError> {
    if found == expected { Ok(()) } else { Err(ElasticError::Length { what, found, expected }) }
}
