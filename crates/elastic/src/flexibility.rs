//! From the factor of a shifted stiffness matrix to the flexibility of the free body.

use nalgebra::{DMatrix, DVector, Matrix6xX, Vector6};
use osteotome_mesh::TetMesh;
use osteotome_sparse::{Cholesky, DenseCholesky, Transpose, add_gram, mirror_lower, multiply_add};

use crate::error::ElasticError;
use crate::flexible_body::DistributingPatch;
use crate::patch_load::shifted_wrench;
use crate::reading::Reading;
use crate::rigid_motion::{RigidMotions, resultant};

/// Inertia relief: the multiples of the volume-mean functional that bring each unit load into balance.
#[derive(Clone, Debug)]
pub(crate) struct SelfBalance {
    /// `−R⁻¹ Nᵀ W`, one column a generalised force, then one a reading.
    relief: Matrix6xX<f64>,
}

impl SelfBalance {
    pub(crate) fn new(
        mesh: &TetMesh,
        motions: &RigidMotions,
        interface_nodes: &[u32],
        patches: &[DistributingPatch],
        readings: &[Reading],
    ) -> Self {
        let forces = 3 * interface_nodes.len() + 6 * patches.len();
        let mut relief = Matrix6xX::zeros(forces + readings.len());
        for (place, &node) in interface_nodes.iter().enumerate() {
            let arm = mesh.nodes[node as usize] - motions.centre;
            for axis in 0..3 {
                let unit = osteotome_geometry::Vector3::ith(axis, 1.0);
                relief.set_column(3 * place + axis, &resultant(&unit, &arm));
            }
        }
        for (index, patch) in patches.iter().enumerate() {
            let wrench = shifted_wrench(&(patch.reference - motions.centre));
            relief.columns_mut(3 * interface_nodes.len() + 6 * index, 6).copy_from(&wrench);
        }
        for (index, reading) in readings.iter().enumerate() {
            relief.set_column(forces + index, &reading.resultant(mesh, &motions.centre));
        }
        Self { relief: -motions.resultant_inverse * relief }
    }

    /// Multiples of the volume-mean functional that balance these forces.
    pub(crate) fn relief(&self, forces: &DVector<f64>) -> Vector6<f64> {
        self.relief.columns(0, forces.len()) * forces
    }
}

/// The response of the boundary (trailing) nodes and of the internal loads to each other.
#[derive(Debug)]
pub(crate) struct BoundaryResponse {
    /// `(S + γ Q Qᵀ)⁻¹` with `Q` an orthonormal basis of the rigid motions of the boundary.
    compliance: DMatrix<f64>,
    /// Internal loads carried to the boundary, `f̂ = f_B − K_BI K_II⁻¹ f_I`; the last six are those of `V`.
    carried: DMatrix<f64>,
    /// `f_Iᵀ K_II⁻¹ f_I + f̂ᵀ C f̂` of the internal loads.
    internal: DMatrix<f64>,
}

impl BoundaryResponse {
    pub(crate) fn new(
        factor: &Cholesky,
        rigid_motions: &DMatrix<f64>,
        internal_loads: &DMatrix<f64>,
    ) -> Result<Self, ElasticError> {
        let mut schur = factor.schur_complement();
        let stiffness = schur.diagonal().mean();
        let basis = rigid_motions.clone().qr().q() * stiffness.sqrt();
        multiply_add(&mut schur, 1.0, (&basis, Transpose::No), (&basis, Transpose::Yes));
        let compliance = DenseCholesky::new(schur)?.inverse();
        let (carried, mut internal) = carry_to_boundary(factor, internal_loads);
        let mut pushed = DMatrix::zeros(carried.nrows(), carried.ncols());
        multiply_add(&mut pushed, 1.0, (&compliance, Transpose::No), (&carried, Transpose::No));
        multiply_add(&mut internal, 1.0, (&carried, Transpose::Yes), (&pushed, Transpose::No));
        mirror_lower(&mut internal);
        Ok(Self { compliance, carried, internal })
    }

    /// `G = W̃ᵀ K⁺ W̃` with the balanced loads `W̃ = W − V R⁻¹ Nᵀ W`.
    pub(crate) fn flexibility(&self, interface_nodes: usize, balance: &SelfBalance) -> DMatrix<f64> {
        let interface = 3 * interface_nodes;
        let loads = balance.relief.ncols();
        let raw = self.unbalanced(interface);
        let relief = DMatrix::from_column_slice(6, loads, balance.relief.as_slice());
        let mut flexibility = raw.view((0, 0), (loads, loads)).into_owned();
        let mixed = raw.view((0, loads), (loads, 6)) * &relief;
        flexibility += &mixed;
        flexibility += mixed.transpose();
        flexibility += relief.transpose() * raw.view((loads, loads), (6, 6)) * relief;
        mirror_lower(&mut flexibility);
        flexibility
    }

    /// `Wᵀ K⁺ W` of interface unit forces, patch loads, readings, and `V`, in this order, for one generalised inverse `K⁺`.
    fn unbalanced(&self, interface: usize) -> DMatrix<f64> {
        let columns = self.carried.ncols();
        let mut raw = DMatrix::zeros(interface + columns, interface + columns);
        raw.view_mut((0, 0), (interface, interface))
            .copy_from(&self.compliance.view((0, 0), (interface, interface)));
        let mut pushed = DMatrix::zeros(self.carried.nrows(), columns);
        multiply_add(&mut pushed, 1.0, (&self.compliance, Transpose::No), (&self.carried, Transpose::No));
        let upper = pushed.rows(0, interface);
        raw.view_mut((0, interface), (interface, columns)).copy_from(&upper);
        raw.view_mut((interface, 0), (columns, interface)).copy_from(&upper.transpose());
        raw.view_mut((interface, interface), (columns, columns)).copy_from(&self.internal);
        raw
    }

    /// One displacement of the trailing nodes under balanced forces (up to a rigid motion).
    pub(crate) fn trailing_displacement(
        &self,
        forces: &DVector<f64>,
        relief: &Vector6<f64>,
        interface: usize,
    ) -> DVector<f64> {
        let patches = forces.len() - interface;
        let mut load = self.carried.columns(0, patches) * forces.rows(interface, patches)
            + self.carried.columns(self.carried.ncols() - 6, 6) * relief;
        let mut head = load.rows_mut(0, interface);
        head += forces.rows(0, interface);
        &self.compliance * load
    }
}

/// `f̂` and `f_Iᵀ K_II⁻¹ f_I` from one forward substitution.
fn carry_to_boundary(factor: &Cholesky, loads: &DMatrix<f64>) -> (DMatrix<f64>, DMatrix<f64>) {
    let mut work = factor.to_elimination_order(loads);
    factor.forward(&mut work);
    let trailing = factor.trailing_factor();
    let interior = work.nrows() - trailing.nrows();
    let mut carried = DMatrix::zeros(trailing.nrows(), work.ncols());
    let below = work.rows(interior, trailing.nrows()).into_owned();
    multiply_add(&mut carried, 1.0, (&trailing, Transpose::No), (&below, Transpose::No));
    let inside = work.remove_rows(interior, trailing.nrows());
    let mut internal = DMatrix::zeros(inside.ncols(), inside.ncols());
    add_gram(&mut internal, &inside);
    (carried, internal)
}
