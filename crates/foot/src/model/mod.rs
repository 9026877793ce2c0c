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
mod pieces;
mod stump;

pub(crate) use body::{BodyModel, BodyPlan, Holdable, Piece};
pub(crate) use build::{build_bone, build_rays, plan_rays};
pub(crate) use connectors::{ConnectorMap, Held};
pub(crate) use cutting::{Surgery, kerfs_of, surgery_of};
pub(crate) use forefoot::{ForefootModel, RayModel, pair, plan_pieces};
pub(crate) use ground::Ground;
pub(crate) use interface::touching;
pub(crate) use patch::Role;
pub(crate) use pieces::remains_of;
