//! The bones of the forefoot.

mod template;

pub use template::{
    PLANTAR_PAD_MM, RayPlacement, TEMPLATE_EDGE_MM, TemplateBone, TemplateError, ray_placement,
    template_foot, template_ray_surface, template_shape,
};
