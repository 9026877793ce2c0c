//! Frictional contact and the equilibrium of elastic fragments with finite motion.
//!
//! A *body* is a free elastic solid: a finite rigid motion times a small elastic field, condensed to its interface
//! nodes and patches ([`osteotome_elastic::FlexibleBody`]). *Connectors* (springs, pads, bushings: anything that knows
//! value, gradient and tangent) act between anchors. *Contact pairs* act between facets of two bodies.

mod assembly;
mod books;
mod bounding_tree;
mod callus;
mod check;
mod connector;
mod connector_tangent;
mod contact_tangent;
mod dense;
mod equilibrium;
mod error;
mod evaluation;
mod facet_tangent;
mod front;
mod kinematics;
mod layer;
mod layout;
mod lookout;
mod memory;
mod newton;
mod newton_system;
mod outcome;
mod pair_model;
mod pair_tangent;
mod pass;
mod point_evaluation;
mod point_law;
mod probing;
mod quadrature;
mod response;
mod rim;
mod runaway;
mod settings;
mod snapshot;
mod stage;
mod state;
mod stepping;
mod surface;
mod survey;
#[cfg(test)]
mod tangent_check;
mod triangle;
mod unknowns;

pub use assembly::{Assembly, Body, ContactPair, InterfaceFacet, Platform, RigidMotion};
pub use callus::{
    Callus, CallusPoint, CallusState, CallusSummary, INTERFRAGMENTARY_WINDOW, RUPTURE_STRAIN, Tissue,
};
pub use connector::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
pub use equilibrium::Equilibrium;
pub use error::ContactError;
pub use outcome::{APPOSITION_GAP_MM, ContactSummary};
pub use probing::{Micromotion, Probe, SecantStiffness};
pub use settings::Settings;
pub use snapshot::Moment;
pub use stage::{Stage, StageOutcome, StepEvent, StepResidual};
pub use state::{Audit, BodyAudit, BodyState, ConnectorState, ContactPoint, ContactStatus, PairState, State};
