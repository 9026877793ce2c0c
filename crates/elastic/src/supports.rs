//! Which displacements are prescribed.

use nalgebra::{Matrix6, Vector6};
use osteotome_mesh::TetMesh;

use crate::error::ElasticError;
use crate::rigid_motion::resultant;

/// Nodes with prescribed displacement components.
#[derive(Clone, Debug, PartialEq)]
pub struct Supports {
    /// The supported nodes.
    pub nodes: Vec<u32>,
    /// Which of x, y, z are prescribed, for each of them.
    pub axes: Vec<[bool; 3]>,
}

impl Supports {
    /// Nodes held in all three directions.
    #[must_use]
    pub fn clamped(nodes: &[u32]) -> Self {
        Self { nodes: nodes.to_vec(), axes: vec![[true; 3]; nodes.len()] }
    }

    /// Supports chosen by position: `held` says which of x, y, z are prescribed there.
    #[must_use]
    pub fn per_axis(mesh: &TetMesh, held: impl Fn(&osteotome_geometry::Point3) -> [bool; 3]) -> Self {
        let supported = mesh.nodes.iter().map(held).enumerate().filter(|(_, axes)| axes.contains(&true));
        let (nodes, axes) = supported.map(|(node, axes)| (node as u32, axes)).unzip();
        Self { nodes, axes }
    }

    /// Refuses lists that do not fit the mesh, and supports that leave a rigid motion free.
    pub(crate) fn check(&self, mesh: &TetMesh) -> Result<(), ElasticError> {
        let (found, expected) = (self.axes.len(), self.nodes.len());
        if found != expected {
            return Err(ElasticError::Length { what: "supported axes", found, expected });
        }
        crate::condensed_body::check_nodes("the support", &self.nodes, mesh.nodes.len())?;
        if self.hold_rigid_motions(mesh) { Ok(()) } else { Err(ElasticError::Unsupported) }
    }

    /// Whether the six rigid motions are independent on the supported components.
    fn hold_rigid_motions(&self, mesh: &TetMesh) -> bool {
        let Some(&first) = self.nodes.first() else {
            return false;
        };
        let arms = || self.nodes.iter().map(|&n| mesh.nodes[n as usize] - mesh.nodes[first as usize]);
        let reach = arms().map(|arm| arm.norm()).fold(0.0, f64::max);
        let mut gram = Matrix6::<f64>::zeros();
        for (arm, axes) in arms().zip(&self.axes) {
            for axis in (0..3).filter(|&axis| axes[axis]) {
                let row: Vector6<f64> =
                    resultant(&osteotome_geometry::Vector3::ith(axis, 1.0), &(arm / reach));
                gram += row * row.transpose();
            }
        }
        let values = gram.symmetric_eigenvalues();
        values.min() > 1e-8 * values.max()
    }
}
