//! Frictional contact and the equilibrium of elastic fragments with finite motion.
//!
//! A *body* is a free elastic solid: a finite rigid motion times a small elastic field, condensed to its interface
//! nodes and patches ([`osteotome_elastic::FlexibleBody`]). *Connectors* (springs, pads, bushings: anything that knows
//! value, gradient and tangent) act between anchors. *Contact pairs* act between facets of two bodies.

mod assembly;
mod connector;

pub use assembly::{Assembly, Body, ContactPair, InterfaceFacet, Platform, RigidMotion};
pub use connector::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
