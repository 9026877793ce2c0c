//! A virtual strain gauge on the dorsal middle of a shaft.

use crate::FootError;
use crate::anatomy::RayAnatomy;
use crate::model::BodyModel;
use osteotome_contact::BodyState;
use osteotome_geometry::{Plane, Point3, section};
use osteotome_mesh::BoundaryTag;

/// Radius of the gauge, mm: that of the staples and rosettes of the in-vivo experiments.
const GAUGE_RADIUS_MM: f64 = 2.5;

/// Mean strain along the shaft under the gauge on the dorsal surface at half length of the intact `body`, in millionths;
/// compression is negative.
///
/// # Errors
/// If the field cannot be recovered.
pub(crate) fn dorsal_microstrain(
    ray: &RayAnatomy,
    body: &BodyModel,
    state: &BodyState,
) -> Result<f64, FootError> {
    let Some(place) = dorsal_middle(ray) else { return Ok(f64::NAN) };
    let (_, strains) = body.fields(state)?;
    let axis = ray.axis.into_inner();
    let mut nodes: Vec<u32> = body
        .mesh
        .facets
        .iter()
        .filter(|facet| facet.tag == BoundaryTag::Outer)
        .flat_map(|facet| facet.corners)
        .filter(|n| (body.mesh.nodes[*n as usize] - place).norm() < GAUGE_RADIUS_MM)
        .collect();
    nodes.sort_unstable();
    nodes.dedup();
    let along =
        nodes.iter().filter_map(|n| strains.stiffest(*n as usize)).map(|s| axis.dot(&(s.strain * axis)));
    let values: Vec<f64> = along.collect();
    Ok(1e6 * values.iter().sum::<f64>() / values.len() as f64)
}

/// The most dorsal point of the section at half length.
fn dorsal_middle(ray: &RayAnatomy) -> Option<Point3> {
    let middle = Plane { origin: ray.axis_point(0.5 * ray.length_mm()), normal: ray.axis };
    let dorsal = ray.dorsal();
    let outline = section(&ray.surface, &middle)?.loops;
    outline.into_iter().flatten().max_by(|a, b| dorsal.dot(&a.coords).total_cmp(&dorsal.dot(&b.coords)))
}
