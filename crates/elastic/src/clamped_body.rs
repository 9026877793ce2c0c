//! A body with some nodes held: the full solution, without condensation.

use nalgebra::DMatrix;
use osteotome_geometry::Vector3;
use osteotome_mesh::TetMesh;
use osteotome_sparse::{
    BlockMatrix, Cholesky, FactorSize, Shift, SparseError, SymbolicCholesky, available_memory_gb,
};

use crate::assembly;
use crate::condensed_body::DisplacementField;
use crate::error::ElasticError;
use crate::free_unknowns::FreeUnknowns;
use crate::iterative::{ITERATIVE_TOLERANCE, solve_iteratively};
use crate::material::ElementMaterials;
use crate::supports::Supports;

/// An assembled body with supports, ready to be factorised.
#[derive(Debug)]
pub struct ClampedSystem<'a> {
    mesh: &'a TetMesh,
    materials: &'a ElementMaterials,
    unknowns: FreeUnknowns,
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
        let unknowns = FreeUnknowns::new(mesh, materials, supports)?;
        let positions = unknowns.positions(mesh);
        let symbolic = SymbolicCholesky::analyse(&unknowns.graph, &positions, &[], available_memory_gb())?;
        let places = unknowns.places(symbolic.place_of_node());
        let matrix = assembly::stiffness(mesh, materials, &unknowns.connectivity, &symbolic, &places);
        Ok(Self { mesh, materials, unknowns, symbolic, matrix })
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
        let pinned = self.matrix.pin(&self.symbolic, &self.unknowns.pinned());
        let factor = Cholesky::factorise(self.symbolic, self.matrix, Shift::None)?;
        Ok(ClampedBody {
            mesh: self.mesh,
            materials: self.materials,
            unknowns: self.unknowns,
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
    unknowns: FreeUnknowns,
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
        self.solve(loads_n, &vec![Vector3::zeros(); self.unknowns.supports.nodes.len()])
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
        check_length("prescribed displacements", prescribed_mm.len(), self.unknowns.supports.nodes.len())?;
        let prescribed = self.unknowns.prescribed_field(self.mesh.nodes.len(), prescribed_mm);
        let at_rest = prescribed.iter().all(|u| *u == Vector3::zeros());
        let pull = if at_rest { Vec::new() } else { self.internal_forces(&prescribed) };
        let right_side = self.unknowns.right_side(loads_n, &pull, &prescribed, &self.pinned);
        let solution = self.factor.solve(&DMatrix::from_vec(right_side.len(), 1, right_side));
        Ok(self.unknowns.field(prescribed, solution.as_slice()))
    }

    /// Nodal forces that hold a displacement field, N: `K u`. At supports, minus the loads there, the reactions.
    #[must_use]
    pub fn internal_forces(&self, displacements_mm: &[Vector3]) -> Vec<Vector3> {
        assembly::internal_forces(self.mesh, self.materials, &self.unknowns.connectivity, displacements_mm)
    }
}

/// From this many unknowns on, one load case is cheaper by iteration: measured on a metatarsal, they meet at 84 000.
const ITERATIVE_FROM_UNKNOWNS: usize = 100_000;

/// Displacements of a body clamped at some nodes, under nodal loads; for one load case.
///
/// By factorisation, or by multigrid and conjugate gradients if the body is large or its factor would not fit in
/// memory; should those not converge (very bad elements), by factorisation all the same.
///
/// # Errors
/// As [`ClampedBody::new`], [`ClampedBody::solve`] and [`solve_iteratively`].
pub fn solve_clamped(
    mesh: &TetMesh,
    materials: &ElementMaterials,
    clamped: &[u32],
    loads_n: &[Vector3],
) -> Result<DisplacementField, ElasticError> {
    let supports = Supports::clamped(clamped);
    let direct = || ClampedBody::new(mesh, materials, &supports)?.solve_at_rest(loads_n);
    let iterative = || {
        let solution = solve_iteratively(mesh, materials, &supports, loads_n, ITERATIVE_TOLERANCE);
        solution.map(|(field, _)| field)
    };
    if 3 * mesh.nodes.len() >= ITERATIVE_FROM_UNKNOWNS {
        return match iterative() {
            Err(ElasticError::Sparse(SparseError::NotConverged { .. })) => direct(),
            result => result,
        };
    }
    match direct() {
        Err(ElasticError::Sparse(SparseError::TooLarge { .. })) => iterative(),
        result => result,
    }
}

pub(crate) fn check_length(what: &'static str, found: usize, expected: usize) -> Result<(), ElasticError> {
    if found == expected { Ok(()) } else { Err(ElasticError::Length { what, found, expected }) }
}
