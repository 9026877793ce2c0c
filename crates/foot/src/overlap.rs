//! Whether settled fragments lie inside each other where they cannot touch.

use crate::FootError;
use crate::anatomy::FootAnatomy;
use crate::model::{BodyModel, ForefootModel, RayModel};
use osteotome_contact::{BodyState, State};
use osteotome_geometry::{SurfaceIndex, TriangleSurface};

/// Overlap that is reported, mm: far above what contact leaves (micrometres) and what facets cut off a curved rim.
const GREATEST_MM: f64 = 0.5;

/// Refuses a state in which a head lies inside the bone it was cut off from: contact knows the cut faces and a strip beside them,
/// and a head that has slipped under the neck and on past that strip meets nothing.
///
/// # Errors
/// [`FootError::PassedThrough`] for the first such ray.
pub(crate) fn refuse_overlap(
    anatomy: &FootAnatomy,
    model: &ForefootModel,
    state: &State,
) -> Result<(), FootError> {
    for (i, ray) in model.rays.iter().enumerate() {
        let RayModel::Cut { proximal, distal, .. } = ray else { continue };
        let head = model.head_body(i);
        let sides = [(proximal.as_ref(), &state.bodies[head - 1]), (distal.as_ref(), &state.bodies[head])];
        let depth_mm = deepest_mm(sides[0], sides[1]).max(deepest_mm(sides[1], sides[0]));
        if depth_mm > GREATEST_MM {
            return Err(FootError::PassedThrough { ray: anatomy.rays[i].ray, depth_mm });
        }
    }
    Ok(())
}

/// How deep a boundary node of `visitor` lies inside `host`, mm; zero if none does. Rigid motions alone: bones bend by micrometres.
fn deepest_mm(host: (&BodyModel, &BodyState), visitor: (&BodyModel, &BodyState)) -> f64 {
    let (body, at) = host;
    let surface = TriangleSurface {
        vertices: body.mesh.nodes.clone(),
        triangles: body.mesh.facets.iter().map(|facet| facet.corners).collect(),
    };
    let index = SurfaceIndex::new(&surface);
    let centre = &body.flexible.centre;
    let mut nodes: Vec<u32> = visitor.0.mesh.facets.iter().flat_map(|facet| facet.corners).collect();
    nodes.sort_unstable();
    nodes.dedup();
    let depth = |node: &u32| {
        let place = visitor.1.motion.apply(&visitor.0.flexible.centre, &visitor.0.mesh.nodes[*node as usize]);
        let seen = at.motion.rotation.inverse() * (place - centre - at.motion.translation_mm);
        -index.signed_distance_mm(&(centre + seen))
    };
    nodes.iter().map(depth).fold(0.0, f64::max)
}
