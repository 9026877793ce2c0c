//! A free body reduced to its interface nodes and patches, with the way back inside.
//!
//! Theory: `docs/theory/condensation.md`.

use std::sync::Arc;

use nalgebra::{DMatrix, DVector, Vector6};
use osteotome_geometry::Vector3;
use osteotome_mesh::TetMesh;
use osteotome_sparse::{Cholesky, FactorSize, Shift, SymbolicCholesky, available_memory_gb};

use crate::assembly::{self, Connectivity};
use crate::error::ElasticError;
use crate::flexibility::{BoundaryResponse, SelfBalance};
use crate::flexible_body::{DistributingPatch, FlexibleBody};
use crate::held_nodes::with_three_not_in_line;
use crate::material::ElementMaterials;
use crate::patch_load::PatchLoad;
use crate::reading::Reading;
use crate::rigid_motion::{self, RigidMotions};
use crate::traction_basis::TractionBasis;

/// The elastic displacement of every node of a mesh, relative to the volume-mean rigid motion of the body.
#[derive(Clone, Debug, PartialEq)]
pub struct DisplacementField {
    /// Displacement of each node in the body frame, mm.
    pub displacements_mm: Vec<Vector3>,
}

/// A factorised free body: its flexibility at the boundary, and what is needed to go back inside.
#[derive(Debug)]
pub struct CondensedBody {
    flexible: Arc<FlexibleBody>,
    /// What each reading answers to unit generalised forces, a row each.
    readings: DMatrix<f64>,
    /// Mesh nodes of the nodal interface forces.
    loaded_nodes: Vec<u32>,
    /// How the forces of the interface load those nodes, if they are not nodal forces themselves.
    basis: Option<TractionBasis>,
    factor: Cholesky,
    trailing: Vec<u32>,
    patches: Vec<PatchLoad>,
    arms: Vec<Vector3>,
    motions: RigidMotions,
    balance: SelfBalance,
    response: BoundaryResponse,
}

impl CondensedBody {
    /// Assembles, factorises and condenses a free body.
    ///
    /// `interface_nodes` get three generalised displacements each, `patches` six each. Either list may be empty.
    ///
    /// # Errors
    /// If the mesh, the materials, the interface or a patch is unusable, or the factor would not fit in memory.
    pub fn new(
        mesh: &TetMesh,
        materials: &ElementMaterials,
        interface_nodes: &[u32],
        patches: &[DistributingPatch],
    ) -> Result<Self, ElasticError> {
        let interface = (interface_nodes, None);
        Self::build(mesh, materials, interface, patches, &[])
    }

    /// The same with tractions on facets in place of nodal forces: the interface is the corners of `basis`.
    ///
    /// # Errors
    /// As for [`Self::new`].
    pub fn with_tractions(
        mesh: &TetMesh,
        materials: &ElementMaterials,
        basis: TractionBasis,
        patches: &[DistributingPatch],
    ) -> Result<Self, ElasticError> {
        Self::with_readings(mesh, materials, basis, patches, &[])
    }

    /// The same with `readings` of the displacements inside, which then cost one product a load case and no recovery.
    ///
    /// # Errors
    /// As for [`Self::new`], or if a reading names a node that the mesh does not have.
    pub fn with_readings(
        mesh: &TetMesh,
        materials: &ElementMaterials,
        basis: TractionBasis,
        patches: &[DistributingPatch],
        readings: &[Reading],
    ) -> Result<Self, ElasticError> {
        let nodes = basis.nodes.clone();
        Self::build(mesh, materials, (&nodes, Some(basis)), patches, readings)
    }

    fn build(
        mesh: &TetMesh,
        materials: &ElementMaterials,
        (interface_nodes, basis): (&[u32], Option<TractionBasis>),
        patches: &[DistributingPatch],
        readings: &[Reading],
    ) -> Result<Self, ElasticError> {
        assembly::check_volumes(mesh)?;
        materials.check(mesh)?;
        check_nodes("the interface", interface_nodes, mesh.nodes.len())?;
        readings.iter().try_for_each(|reading| check_nodes("a reading", &reading.nodes, mesh.nodes.len()))?;
        let loads = prepare_patches(mesh, patches)?;
        let connectivity = Connectivity::new(mesh);
        let trailing = with_three_not_in_line(mesh, interface_nodes);
        let factor = factorise(mesh, materials, &connectivity, &trailing)?;
        let motions = RigidMotions::new(mesh, &connectivity).ok_or(ElasticError::Unsupported)?;
        let balance = SelfBalance::new(mesh, &motions, interface_nodes, patches, readings);
        let boundary = motions.at(trailing.iter().map(|&n| mesh.nodes[n as usize]));
        let internal = internal_loads(mesh, &loads, readings, &motions);
        let response = BoundaryResponse::new(&factor, &boundary, &internal)?;
        let nodal = response.flexibility(interface_nodes.len(), &balance);
        let all = basis.as_ref().map_or_else(|| nodal.clone(), |basis| basis.reduce(&nodal));
        let described = basis.as_ref().map_or(interface_nodes, |basis| &basis.corner_nodes);
        let unknowns = all.nrows() - readings.len();
        let flexibility = all.view((0, 0), (unknowns, unknowns)).into_owned();
        Ok(Self {
            flexible: Arc::new(describe(mesh, described, patches, &motions, flexibility)),
            readings: all.view((unknowns, 0), (readings.len(), unknowns)).into_owned(),
            loaded_nodes: interface_nodes.to_vec(),
            factor,
            trailing,
            patches: loads,
            arms: mesh.nodes.iter().map(|p| p - motions.centre).collect(),
            motions,
            balance,
            response,
            basis,
        })
    }

    /// The flexibility at interface nodes and patches, shared.
    #[must_use]
    pub fn flexible(&self) -> Arc<FlexibleBody> {
        Arc::clone(&self.flexible)
    }

    /// What each reading answers to unit generalised forces in the order of [`FlexibleBody::flexibility`], a row each.
    #[must_use]
    pub fn readings(&self) -> &DMatrix<f64> {
        &self.readings
    }

    /// Size of the factorisation.
    #[must_use]
    pub fn factor_size(&self) -> FactorSize {
        self.factor.symbolic().size()
    }

    /// The displacement of every node under generalised forces in the order of [`FlexibleBody::flexibility`].
    ///
    /// One solve with the stored factor. Resultants that are not in balance are taken up by inertia relief.
    ///
    /// # Errors
    /// If the vector has the wrong length.
    pub fn recover(&self, generalised_forces: &DVector<f64>) -> Result<DisplacementField, ElasticError> {
        let (found, expected) = (generalised_forces.len(), self.flexible.flexibility.nrows());
        if found != expected {
            return Err(ElasticError::Length { what: "generalised forces", found, expected });
        }
        let forces = self.nodal_interface_forces(generalised_forces);
        let relief = self.balance.relief(&forces);
        let mut load = self.nodal_load(&forces, &relief);
        let held = self.response.trailing_displacement(&forces, &relief, self.interface_unknowns());
        for (place, &node) in self.trailing.iter().enumerate() {
            for axis in 0..3 {
                load[(3 * node as usize + axis, 0)] += self.factor.shift() * held[3 * place + axis];
            }
        }
        Ok(self.without_mean_motion(&self.factor.solve(&load)))
    }

    fn interface_unknowns(&self) -> usize {
        3 * self.loaded_nodes.len()
    }

    /// Nodal forces of the interface, then patch loads.
    fn nodal_interface_forces(&self, generalised_forces: &DVector<f64>) -> DVector<f64> {
        let Some(basis) = &self.basis else { return generalised_forces.clone() };
        let corners = 3 * basis.corner_nodes.len();
        let nodal = basis.nodal_forces(&generalised_forces.as_slice()[..corners]);
        let patches = generalised_forces.as_slice()[corners..].iter();
        DVector::from_iterator(nodal.len() + patches.len(), nodal.iter().chain(patches).copied())
    }

    /// Nodal forces of the generalised forces, inertia relief included.
    fn nodal_load(&self, forces: &DVector<f64>, relief: &Vector6<f64>) -> DMatrix<f64> {
        let mut load = DMatrix::zeros(3 * self.arms.len(), 1);
        load.column_mut(0).gemv(1.0, &self.motions.mean_functional, relief, 0.0);
        for (place, &node) in self.loaded_nodes.iter().enumerate() {
            for axis in 0..3 {
                load[(3 * node as usize + axis, 0)] += forces[3 * place + axis];
            }
        }
        for (index, patch) in self.patches.iter().enumerate() {
            let wrench = forces.fixed_rows::<6>(self.interface_unknowns() + 6 * index);
            for (&node, block) in patch.nodes.iter().zip(&patch.blocks) {
                let mut target = load.fixed_view_mut::<3, 1>(3 * node as usize, 0);
                target += block * wrench;
            }
        }
        load
    }

    fn without_mean_motion(&self, solution: &DMatrix<f64>) -> DisplacementField {
        let mean = self.motions.mean_motion(solution.as_slice());
        let displacements_mm = self
            .arms
            .iter()
            .zip(solution.as_slice().chunks_exact(3))
            .map(|(arm, u)| Vector3::from_column_slice(u) - rigid_motion::displacement(&mean, arm))
            .collect();
        DisplacementField { displacements_mm }
    }
}

/// Refuses node lists that leave the mesh or repeat a node.
pub(crate) fn check_nodes(what: &'static str, list: &[u32], nodes: usize) -> Result<(), ElasticError> {
    let mut sorted = list.to_vec();
    sorted.sort_unstable();
    if let Some(&node) = sorted.last().filter(|&&node| node as usize >= nodes) {
        return Err(ElasticError::NoSuchNode { what, node, nodes });
    }
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(ElasticError::RepeatedNode { what, node: pair[0] }),
        None => Ok(()),
    }
}

fn prepare_patches(mesh: &TetMesh, patches: &[DistributingPatch]) -> Result<Vec<PatchLoad>, ElasticError> {
    patches.iter().enumerate().map(|(index, patch)| PatchLoad::new(mesh, patch, index)).collect()
}

fn factorise(
    mesh: &TetMesh,
    materials: &ElementMaterials,
    connectivity: &Connectivity,
    trailing: &[u32],
) -> Result<Cholesky, ElasticError> {
    let graph = connectivity.graph(mesh.nodes.len());
    match graph.connected_pieces() {
        1 => {}
        pieces => return Err(ElasticError::NotConnected { pieces }),
    }
    let positions: Vec<[f64; 3]> = mesh.nodes.iter().map(|p| p.coords.into()).collect();
    let limit_gb = available_memory_gb() - dense_memory_gb(trailing.len());
    let symbolic = SymbolicCholesky::analyse(&graph, &positions, trailing, limit_gb)?;
    let matrix = assembly::stiffness(mesh, materials, connectivity, &symbolic, symbolic.place_of_node());
    Ok(Cholesky::factorise(symbolic, matrix, Shift::TrailingMean)?)
}

/// Memory of the dense matrices of the boundary: factor, Schur complement, compliance, flexibility and one more.
fn dense_memory_gb(trailing_nodes: usize) -> f64 {
    5.0 * 8e-9 * (3 * trailing_nodes).pow(2) as f64
}

/// Columns of unit patch loads, the loads dual to readings, then the volume-mean functional: the loads that act inside.
fn internal_loads(
    mesh: &TetMesh,
    patches: &[PatchLoad],
    readings: &[Reading],
    motions: &RigidMotions,
) -> DMatrix<f64> {
    let own = 6 * patches.len() + readings.len();
    let mut columns = DMatrix::zeros(3 * mesh.nodes.len(), own + 6);
    for (index, patch) in patches.iter().enumerate() {
        patch.write(&mut columns, 6 * index);
    }
    for (index, reading) in readings.iter().enumerate() {
        reading.write(&mut columns, 6 * patches.len() + index);
    }
    columns.columns_mut(own, 6).copy_from(&motions.mean_functional);
    columns
}

fn describe(
    mesh: &TetMesh,
    interface_nodes: &[u32],
    patches: &[DistributingPatch],
    motions: &RigidMotions,
    flexibility: DMatrix<f64>,
) -> FlexibleBody {
    FlexibleBody {
        interface_nodes: interface_nodes.to_vec(),
        interface_positions: interface_nodes.iter().map(|&n| mesh.nodes[n as usize]).collect(),
        patch_references: patches.iter().map(|patch| patch.reference).collect(),
        centre: motions.centre,
        volume_mm3: motions.volume_mm3,
        flexibility,
    }
}
