//! The adult template: five parametric metatarsals and where they stand.
//!
//! **Foot frame**, left foot: x distal, z dorsal with z = 0 on the ground under the unloaded foot, y to the left
//! (lateral); x = y = 0 at the head centre of M2. A right foot is its mirror image in y.

mod placement;
mod shapes;

pub use placement::{PLANTAR_PAD_MM, RayPlacement, ray_placement};
pub use shapes::template_shape;

use nalgebra::{Isometry3, Point3};
use osteotome_geometry::TriangleSurface;
use osteotome_geometry::template::{MetatarsalShape, ShapeError, surface};

use crate::{Ray, Side};

/// Triangle edge of the shipped template, mm.
pub const TEMPLATE_EDGE_MM: f64 = 0.8;

/// A bone of the template where it stands in the foot.
#[derive(Clone, Debug)]
pub struct TemplateBone {
    /// Which ray.
    pub ray: Ray,
    /// Closed surface in the foot frame, mm.
    pub surface: TriangleSurface,
    /// Placement: takes ray-frame positions (origin at the head centre, +x distal along the shaft, +z dorsal, +y to the
    /// left on either side of the body) to the foot frame, mm.
    pub frame: Isometry3<f64>,
    /// The parameters, those of the left bone on either side.
    pub shape: MetatarsalShape,
}

/// Why the template foot cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum TemplateError {
    /// The scale is not a sensible factor.
    #[error("template foot: scale {0} is not a factor between 0.3 and 3; 1 is the adult foot")]
    Scale(f64),
    /// A bone cannot be made.
    #[error("template foot, {ray}: {source}")]
    Shape {
        /// Which bone.
        ray: Ray,
        /// What is wrong with it.
        source: ShapeError,
    },
}

/// The five bones, M1 to M5, in the foot frame, unloaded.
///
/// `scale` multiplies every bone and the distances between them; the plantar pad keeps its thickness
/// [`PLANTAR_PAD_MM`] and the triangles their size.
///
/// # Errors
/// [`TemplateError::Scale`] unless 0.3 ≤ `scale` ≤ 3.
pub fn template_foot(side: Side, scale: f64) -> Result<Vec<TemplateBone>, TemplateError> {
    if !(0.3..=3.0).contains(&scale) {
        return Err(TemplateError::Scale(scale));
    }
    let second_tip_mm = placement::reach_mm(Ray::M2, &template_ray_surface(Ray::M2)?);
    let place = |ray: Ray| left_bone(ray, scale, second_tip_mm).map(|bone| on_side(bone, side));
    Ray::ALL.into_iter().map(place).collect()
}

/// The surface of a left bone of the adult template in its ray frame: what ships in `meshes/`.
///
/// # Errors
/// [`TemplateError::Shape`] if the fitted table were not a solid; a test keeps it one.
pub fn template_ray_surface(ray: Ray) -> Result<TriangleSurface, TemplateError> {
    surface(&template_shape(ray), TEMPLATE_EDGE_MM).map_err(|source| TemplateError::Shape { ray, source })
}

fn left_bone(ray: Ray, scale: f64, second_tip_mm: f64) -> Result<TemplateBone, TemplateError> {
    let shape = template_shape(ray).scaled(scale);
    let in_ray_frame =
        surface(&shape, TEMPLATE_EDGE_MM).map_err(|source| TemplateError::Shape { ray, source })?;
    let frame = placement::stand(ray, &in_ray_frame, scale, second_tip_mm);
    let surface = mapped(&in_ray_frame, |p| frame * p);
    Ok(TemplateBone { ray, surface, frame, shape })
}

fn mapped(surface: &TriangleSurface, map: impl Fn(&Point3<f64>) -> Point3<f64>) -> TriangleSurface {
    TriangleSurface {
        vertices: surface.vertices.iter().map(map).collect(),
        triangles: surface.triangles.clone(),
    }
}

fn on_side(bone: TemplateBone, side: Side) -> TemplateBone {
    match side {
        Side::Left => bone,
        Side::Right => mirrored(bone),
    }
}

fn mirrored(bone: TemplateBone) -> TemplateBone {
    let mut surface = mapped(&bone.surface, |p| Point3::new(p.x, -p.y, p.z));
    surface.triangles.iter_mut().for_each(|triangle| triangle.swap(1, 2));
    TemplateBone { surface, frame: placement::mirrored(&bone.frame), ..bone }
}
