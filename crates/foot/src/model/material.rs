//! What each element of a bone is made of.

use crate::scenario::Bone;
use osteotome_elastic::{ElementMaterials, IsotropicMaterial};
use osteotome_geometry::{Point3, SurfaceIndex, Vector3};
use osteotome_mesh::TetMesh;

/// Region number of cortical, or homogeneous, bone.
const CORTICAL: u16 = 0;
/// Region number of cancellous bone.
const CANCELLOUS: u16 = 1;

/// Materials of the elements of `mesh`, a piece of the bone bounded by `surface`: cortical within the thickness of the
/// cortex below the surface of the *uncut* bone (so a cut face shows its marrow), cancellous deeper.
pub(crate) fn materials_of(mesh: &TetMesh, surface: &SurfaceIndex, bone: &Bone) -> ElementMaterials {
    let cortical = IsotropicMaterial { modulus_mpa: bone.cortical_modulus_mpa, poisson: bone.poisson_ratio };
    let cancellous =
        IsotropicMaterial { modulus_mpa: bone.cancellous_modulus_mpa, poisson: bone.poisson_ratio };
    let region = |e: usize| match bone.cortical_thickness_mm {
        Some(thickness) if depth_mm(mesh, e, surface) > thickness => CANCELLOUS,
        _ => CORTICAL,
    };
    let regions: Vec<u16> = (0..mesh.corners.len()).map(region).collect();
    let material = |region: &u16| if *region == CORTICAL { cortical } else { cancellous };
    ElementMaterials { materials: regions.iter().map(material).collect(), regions }
}

/// Depth of the centroid of element `e` below the surface, mm.
fn depth_mm(mesh: &TetMesh, e: usize, surface: &SurfaceIndex) -> f64 {
    let sum: Vector3 = mesh.corner_positions(e).iter().map(|p| p.coords).sum();
    -surface.signed_distance_mm(&Point3::from(sum / 4.0))
}
