//! From anatomy and scenario to an assembly of elastic bodies, contact pairs and connectors.

mod body;
mod build;
mod connectors;
mod cutting;
mod forefoot;
mod interface;
mod material;
mod patch;

pub(crate) use body::BodyModel;
pub(crate) use build::build_rays;
pub(crate) use forefoot::{ForefootModel, RayModel};
pub(crate) use patch::Role;
