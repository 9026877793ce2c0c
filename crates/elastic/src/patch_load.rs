//! How a patch spreads a force and a moment over its nodes, and reads their mean motion: two faces of one operator.

use nalgebra::{DMatrix, Matrix3, Matrix6};
use osteotome_geometry::Vector3;
use osteotome_mesh::TetMesh;

use crate::error::ElasticError;
use crate::flexible_body::DistributingPatch;

/// Tolerance on the sum of the weights: they are written by people or summed from face areas.
const WEIGHT_SUM_TOLERANCE: f64 = 1e-9;

/// A patch prepared for one mesh: the 3 × 6 block of each of its nodes.
#[derive(Clone, Debug)]
pub(crate) struct PatchLoad {
    pub(crate) nodes: Vec<u32>,
    pub(crate) blocks: Vec<nalgebra::Matrix3x6<f64>>,
}

impl PatchLoad {
    /// Weighted least squares: the translation and rotation about the reference point nearest to the nodes' motion.
    pub(crate) fn new(mesh: &TetMesh, patch: &DistributingPatch, index: usize) -> Result<Self, ElasticError> {
        check(mesh, patch, index)?;
        let arm = |node: u32| mesh.nodes[node as usize] - patch.reference;
        let weighted = || patch.nodes.iter().zip(&patch.weights);
        let offset: Vector3 = weighted().map(|(&n, &w)| arm(n) * w).sum();
        let inertia: Matrix3<f64> = weighted().map(|(&n, &w)| second_moment(&(arm(n) - offset)) * w).sum();
        let inverse = invert_inertia(&inertia).ok_or(ElasticError::PatchCollinear { patch: index })?;
        let blocks =
            weighted().map(|(&n, &w)| node_block(w, &(arm(n) - offset), &offset, &inverse)).collect();
        Ok(Self { nodes: patch.nodes.clone(), blocks })
    }

    /// Adds the nodal forces of (force, moment) unit loads into six columns.
    pub(crate) fn write(&self, columns: &mut DMatrix<f64>, first_column: usize) {
        for (&node, block) in self.nodes.iter().zip(&self.blocks) {
            let mut target = columns.fixed_view_mut::<3, 6>(3 * node as usize, first_column);
            target += block;
        }
    }
}

fn check(mesh: &TetMesh, patch: &DistributingPatch, index: usize) -> Result<(), ElasticError> {
    let (found, expected) = (patch.weights.len(), patch.nodes.len());
    if found != expected {
        return Err(ElasticError::Length { what: "weights of a patch", found, expected });
    }
    crate::condensed_body::check_nodes("a patch", &patch.nodes, mesh.nodes.len())?;
    let sum: f64 = patch.weights.iter().sum();
    let positive = patch.weights.iter().all(|&w| w > 0.0);
    if !positive || (sum - 1.0).abs() > WEIGHT_SUM_TOLERANCE {
        return Err(ElasticError::PatchWeights { patch: index, sum });
    }
    Ok(())
}

fn second_moment(arm: &Vector3) -> Matrix3<f64> {
    Matrix3::from_diagonal_element(arm.norm_squared()) - arm * arm.transpose()
}

fn invert_inertia(inertia: &Matrix3<f64>) -> Option<Matrix3<f64>> {
    let values = inertia.symmetric_eigenvalues();
    (values.min() > 1e-9 * values.max()).then(|| inertia.try_inverse())?
}

/// Force on a node of weight `w` at `s` from the patch centroid: `w F + w J⁻¹ (M − c × F) × s`.
fn node_block(
    weight: f64,
    arm: &Vector3,
    offset: &Vector3,
    inertia_inverse: &Matrix3<f64>,
) -> nalgebra::Matrix3x6<f64> {
    let moment_part = -arm.cross_matrix() * inertia_inverse * weight;
    let force_part = Matrix3::from_diagonal_element(weight) - moment_part * offset.cross_matrix();
    let mut block = nalgebra::Matrix3x6::zeros();
    block.fixed_columns_mut::<3>(0).copy_from(&force_part);
    block.fixed_columns_mut::<3>(3).copy_from(&moment_part);
    block
}

/// The wrench about `to` of unit (force, moment) about `from`.
pub(crate) fn shifted_wrench(from_minus_to: &Vector3) -> Matrix6<f64> {
    let mut shift = Matrix6::identity();
    shift.fixed_view_mut::<3, 3>(3, 0).copy_from(&from_minus_to.cross_matrix());
    shift
}
