//! What each element of a bone is made of.

use crate::scenario::Bone;
use osteotome_elastic::{CorticalThickness, ElasticError, ElementMaterials, IsotropicMaterial};
use osteotome_geometry::SurfaceIndex;
use osteotome_mesh::TetMesh;

/// Materials of the elements of `mesh`, a piece of the bone bounded by `surface`: cortical within the thickness of the
/// cortex below the surface of the *uncut* bone (so a cut face shows its marrow), cancellous deeper.
///
/// # Errors
/// If the constants are not those of a solid.
pub(crate) fn materials_of(
    mesh: &TetMesh,
    surface: &SurfaceIndex,
    bone: &Bone,
) -> Result<ElementMaterials, ElasticError> {
    let poisson = bone.poisson_ratio;
    let cortical = IsotropicMaterial { modulus_mpa: bone.cortical_modulus_mpa, poisson };
    let Some(thickness) = bone.cortical_thickness_mm else {
        return ElementMaterials::homogeneous(mesh, cortical);
    };
    let cancellous = IsotropicMaterial { modulus_mpa: bone.cancellous_modulus_mpa, poisson };
    let depth_mm = |p: &osteotome_geometry::Point3| -surface.signed_distance_mm(p);
    let thickness = CorticalThickness::Constant(thickness);
    ElementMaterials::cortical_cancellous(mesh, depth_mm, &thickness, cortical, cancellous)
}
