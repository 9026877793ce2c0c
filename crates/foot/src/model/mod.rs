//! From anatomy and scenario to an assembly of elastic bodies, contact pairs and connectors.

mod body;
mod build;
mod connectors;
mod cutting;
mod forefoot;
mod ground;
mod interface;
mod material;
mod patch;

pub(crate) use body::{BodyModel, Piece};
pub(crate) use build::{build_bone, build_rays};
pub(crate) use cutting::{kerf_of, osteotomy_of};
pub(crate) use forefoot::{ForefootModel, RayModel, RayPlan, mesh_cut, mesh_whole, plan_cut, plan_whole};
pub(crate) use patch::Role;
