//! Anatomy, soft tissue, ground, techniques, and scenario file to outcome.
//!
//! [`scenario::read`] turns a text into a [`scenario::Scenario`] with every default filled in, [`run()`] settles it. Lengths are mm,
//! forces N, angles of scenarios and outcomes degrees.
//!
//! ```
//! use osteotome_foot::{Ray, run, scenario};
//!
//! let text = r#"
//! title = "Classic cut, M2 alone, coarse"
//! [foot]
//! rays = ["M2"]
//! [[osteotomy]]
//! rays = ["M2"]
//! technique = "classic"
//! [mesh]
//! size_mm = 4.0
//! cut_size_mm = 2.5
//! order = 1
//! "#;
//! let reading = scenario::read(text, std::path::Path::new(".")).expect("no mistakes");
//! let outcome = run(&reading.scenario, &mut |_| {})?.outcome;
//! assert!(outcome.converged);
//! // The head closes the kerf of 2 mm and slides back along the plane.
//! assert!(outcome.heads[&Ray::M2].shortening_mm > 2.0);
//! # Ok::<(), osteotome_foot::FootError>(())
//! ```

pub mod anatomy;
mod bodies;
mod cut_plane;
mod error;
mod face_pressure;
mod forefoot_state;
mod fragments;
mod frame_certainty;
mod frame_sensitivity;
pub mod frames;
mod gauge;
mod healing;
pub mod law;
mod load_path;
mod mesh_figures;
mod model;
pub mod outcome;
mod overlap;
mod plausibility;
mod problem;
mod pull;
mod ray;
mod report;
mod run;
pub mod scenario;
mod scene;
mod settle;
mod sharing;
mod soft_tissue;
mod springs;
pub mod study;
mod warning;

pub use bodies::{PlannedBody, planned_bodies};
pub use cut_plane::cut_normal;
pub use error::FootError;
pub use fragments::{CutFoot, NamedFragment, NamedHinge, fragments};
pub use frame_certainty::{FrameCertainty, FrameSource};
pub use frame_sensitivity::{
    FrameSensitivity, FrameTilt, HeadChange, TiltAxis, TiltOutcome, frame_sensitivity,
};
pub use problem::{Hold, Problem, Region, TouchingPair, problem};
pub use ray::{Ray, Side};
pub use run::{Progress, RunResult, run};
pub use scenario::ensemble_digest;
pub use sharing::PartKeys;
pub use soft_tissue::{Parameter, SoftTissue};
pub use springs::Spring;
pub use warning::{Warning, WarningCode};
