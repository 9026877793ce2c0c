//! One load case of a large body by multigrid-preconditioned conjugate gradients: a quarter of the memory of a factor.

use nalgebra::{Matrix3, Matrix3x6};
use osteotome_geometry::Vector3;
use osteotome_mesh::TetMesh;
use osteotome_sparse::{Iterations, Multigrid};

use crate::assembly;
use crate::clamped_body::check_length;
use crate::condensed_body::DisplacementField;
use crate::error::ElasticError;
use crate::free_unknowns::FreeUnknowns;
use crate::material::ElementMaterials;
use crate::supports::Supports;

/// Residual that leaves six digits of the displacement.
pub(crate) const ITERATIVE_TOLERANCE: f64 = 1e-8;
/// Iterations beyond which something is wrong with the mesh: sound ones take 30 to 80.
const MOST_ITERATIONS: usize = 1000;

/// Displacements under nodal `loads_n` (one a node) with supports that do not move.
///
/// `tolerance` is the residual, relative to the load, at which the iterations end.
///
/// # Errors
/// If the mesh, the materials or the supports are unusable, or the iterations do not converge.
pub fn solve_iteratively(
    mesh: &TetMesh,
    materials: &ElementMaterials,
    supports: &Supports,
    loads_n: &[Vector3],
    tolerance: f64,
) -> Result<(DisplacementField, Iterations), ElasticError> {
    check_length("nodal loads", loads_n.len(), mesh.nodes.len())?;
    let unknowns = FreeUnknowns::new(mesh, materials, supports)?;
    let natural: Vec<u32> = (0..unknowns.nodes.len() as u32).collect();
    let places = unknowns.places(&natural);
    let mut matrix =
        assembly::stiffness_rows(mesh, materials, &unknowns.connectivity, &unknowns.graph, &places);
    let marked = unknowns.pinned();
    let pinned = matrix.pin(&marked);
    let at_rest = vec![Vector3::zeros(); mesh.nodes.len()];
    let right_side = unknowns.right_side(loads_n, &[], &at_rest, &pinned);
    let multigrid = Multigrid::new(matrix, &rigid_motions(mesh, &unknowns, &marked))?;
    let (solution, iterations) = multigrid.solve(&right_side, tolerance, MOST_ITERATIONS)?;
    Ok((unknowns.field(at_rest, &solution), iterations))
}

/// Rigid motions at the free nodes, zero in pinned components.
fn rigid_motions(mesh: &TetMesh, unknowns: &FreeUnknowns, pinned: &[bool]) -> Vec<Matrix3x6<f64>> {
    let centre: Vector3 = mesh.nodes.iter().map(|p| p.coords).sum::<Vector3>() / mesh.nodes.len() as f64;
    let reach = mesh.nodes.iter().map(|p| (p.coords - centre).norm()).fold(0.0, f64::max);
    let at = |(local, &node): (usize, &u32)| {
        let arm = (mesh.nodes[node as usize].coords - centre) / reach;
        let mut motion = Matrix3x6::zeros();
        motion.fixed_columns_mut::<3>(0).copy_from(&Matrix3::identity());
        motion.fixed_columns_mut::<3>(3).copy_from(&-arm.cross_matrix());
        for axis in (0..3).filter(|axis| pinned[3 * local + axis]) {
            motion.row_mut(axis).fill(0.0);
        }
        motion
    };
    unknowns.nodes.iter().enumerate().map(at).collect()
}
