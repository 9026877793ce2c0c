//! Anatomy, soft tissue, ground, techniques, and scenario file to outcome.

pub mod anatomy;
mod bodies;
mod cut_plane;
mod error;
mod forefoot_state;
mod fragments;
pub mod frames;
mod gauge;
mod healing;
pub mod law;
mod mesh_figures;
mod model;
pub mod outcome;
mod overlap;
mod plausibility;
mod ray;
mod report;
mod run;
pub mod scenario;
mod scene;
mod settle;
mod sharing;
mod soft_tissue;
pub mod study;
mod warning;

pub use bodies::{PlannedBody, planned_bodies};
pub use cut_plane::cut_normal;
pub use error::FootError;
pub use fragments::{CutFoot, NamedFragment, NamedHinge, fragments};
pub use ray::{Ray, Side};
pub use run::{Progress, RunResult, run};
pub use sharing::PartKeys;
pub use soft_tissue::{Parameter, SoftTissue};
pub use warning::{Warning, WarningCode};
