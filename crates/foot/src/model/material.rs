//! What each element of a bone is made of.

use crate::anatomy::RayAnatomy;
use crate::scenario::Bone;
use osteotome_elastic::{CorticalThickness, ElasticError, ElementMaterials, IsotropicMaterial};
use osteotome_geometry::{Point3, SurfaceIndex};
use osteotome_mesh::TetMesh;

/// Materials of the elements of `mesh`, a piece of the bone of `ray` bounded by `surface`: cortical within the thickness of the
/// cortex below the surface of the *uncut* bone (so a cut face shows its marrow), cancellous deeper.
///
/// # Errors
/// If the constants are not those of a solid.
pub(crate) fn materials_of(
    mesh: &TetMesh,
    ray: &RayAnatomy,
    surface: &SurfaceIndex,
    bone: &Bone,
) -> Result<ElementMaterials, ElasticError> {
    let poisson = bone.poisson_ratio;
    let cortical = IsotropicMaterial { modulus_mpa: bone.cortical_modulus_mpa, poisson };
    let Some(shaft_mm) = bone.cortical_thickness_mm else {
        return ElementMaterials::homogeneous(mesh, cortical);
    };
    let cancellous = IsotropicMaterial { modulus_mpa: bone.cancellous_modulus_mpa, poisson };
    let depth_mm = |p: &Point3| -surface.signed_distance_mm(p);
    let thickness = thickness_along(ray, shaft_mm, bone.end_cortical_thickness_mm.unwrap_or(shaft_mm));
    ElementMaterials::cortical_cancellous(mesh, depth_mm, &thickness, cortical, cancellous)
}

/// PMMA bone cement, everywhere: flexural modulus 2.2 to 3.3 GPa (ASME SBC2011-290793); Poisson's ratio usual for PMMA.
const CEMENT: IsotropicMaterial = IsotropicMaterial { modulus_mpa: 2700.0, poisson: 0.33 };

/// Materials of the elements of a spacer.
///
/// # Errors
/// None for a mesh with elements.
pub(crate) fn cement_of(mesh: &TetMesh) -> Result<ElementMaterials, ElasticError> {
    ElementMaterials::homogeneous(mesh, CEMENT)
}

/// Thick over the middle third of the length, thinning linearly towards base and head.
fn thickness_along(ray: &RayAnatomy, shaft_mm: f64, end_mm: f64) -> CorticalThickness {
    let (tip_mm, length_mm) = (ray.tip_coordinate_mm(), ray.length_mm());
    let thirds = [(3.0, end_mm), (2.0, shaft_mm), (1.0, shaft_mm), (0.0, end_mm)];
    CorticalThickness::AlongAxis {
        origin: Point3::origin(),
        axis: ray.axis,
        stations_mm: thirds
            .map(|(from_tip, thickness_mm)| [tip_mm - from_tip * length_mm / 3.0, thickness_mm])
            .to_vec(),
    }
}
