//! The laws of soft tissue and ground, each one a [`Connector`](osteotome_contact::Connector) with a potential.
//!
//! Load channels: see [`TENDONS`], [`WEIGHT`] and [`SURGEON`].

mod bushing;
mod dead_load;
mod ground_shear;
mod length_law;
mod line;
mod pad;
mod propulsion;
mod side;
mod tangent;

#[cfg(test)]
pub(crate) mod finite_difference;

pub use bushing::{Bushing, BushingStiffness};
pub use dead_load::DeadLoad;
pub use ground_shear::GroundShear;
pub use length_law::{Buffer, LengthLaw, Ligament, Muscle, PretensionedSlip, Tension};
pub use line::Line;
pub use pad::{Pad, PadLaw};
pub use propulsion::Propulsion;
pub use side::Side;

/// Load channel of the tendons and of the pretension of the fascia.
pub const TENDONS: usize = 0;
/// Load channel of the weight.
pub const WEIGHT: usize = 1;
/// Load channel of the surgeon's push.
pub const SURGEON: usize = 2;
/// Load channel of the push of the ground under the toes: none under a foot that hangs, 1 under one that stands.
pub const TOES: usize = 3;
