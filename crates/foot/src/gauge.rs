//! A virtual strain gauge on the dorsal middle of a shaft.

use crate::anatomy::RayAnatomy;
use osteotome_elastic::{ElementMaterials, Reading};
use osteotome_geometry::{Plane, Point3, section};
use osteotome_mesh::{BoundaryTag, TetMesh};

/// Radius of the gauge, mm: that of the staples and rosettes of the in-vivo experiments.
const GAUGE_RADIUS_MM: f64 = 2.5;

/// The mean strain along the shaft under the gauge on the dorsal surface at half length of the whole bone `mesh`; compression is
/// negative. None where the gauge finds no bone.
pub(crate) fn dorsal_gauge(
    ray: &RayAnatomy,
    mesh: &TetMesh,
    materials: &ElementMaterials,
) -> Option<Reading> {
    let place = dorsal_middle(ray)?;
    let mut nodes: Vec<u32> = mesh
        .facets
        .iter()
        .filter(|facet| facet.tag == BoundaryTag::Outer)
        .flat_map(|facet| facet.corners)
        .filter(|n| (mesh.nodes[*n as usize] - place).norm() < GAUGE_RADIUS_MM)
        .collect();
    nodes.sort_unstable();
    nodes.dedup();
    (!nodes.is_empty()).then(|| Reading::mean_strain_along(mesh, materials, &nodes, &ray.axis))
}

/// The most dorsal point of the section at half length.
fn dorsal_middle(ray: &RayAnatomy) -> Option<Point3> {
    let middle = Plane { origin: ray.axis_point(0.5 * ray.length_mm()), normal: ray.axis };
    let dorsal = ray.dorsal();
    let outline = section(&ray.surface, &middle)?.loops;
    outline.into_iter().flatten().max_by(|a, b| dorsal.dot(&a.coords).total_cmp(&dorsal.dot(&b.coords)))
}
