//! Bones placed in the foot frame, with the landmarks that cuts and soft tissue hang on.
//!
//! **Foot frame**: x distal, z up, the ground at z = 0, y to the left side of the body.

mod attachments;
mod foot_doubts;
mod placement;
mod ray_anatomy;
mod template;

#[cfg(test)]
pub(crate) use ray_anatomy::tests;

pub use attachments::{Attachments, Hindfoot, sole_of};
pub(crate) use foot_doubts::{accepting, foot_findings};
pub use ray_anatomy::{FootAnatomy, RayAnatomy};
pub use template::{
    PLANTAR_PAD_MM, RayPlacement, TEMPLATE_EDGE_MM, TemplateBone, TemplateError, ray_placement,
    template_foot, template_ray_surface, template_shape,
};
