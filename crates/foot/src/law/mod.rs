//! The laws of soft tissue and ground, each one a [`Connector`](osteotome_contact::Connector) with a potential.
//!
//! Load channels: see [`FASCIA`], [`MUSCLES`], [`WEIGHT`], [`HAND`], [`TOES`] and [`DRESSING`].

mod bushing;
mod dead_load;
mod dead_moment;
mod ground_shear;
mod length_law;
mod line;
mod pad;
mod propulsion;
mod side;
mod strip;
mod tangent;

#[cfg(test)]
pub(crate) mod finite_difference;

pub use bushing::{Bushing, BushingStiffness};
pub use dead_load::DeadLoad;
pub use dead_moment::DeadMoment;
pub use ground_shear::GroundShear;
pub use length_law::{Buffer, LengthLaw, Ligament, Muscle, PretensionedSlip, Tension};
pub use line::Line;
pub use pad::{Pad, PadLaw};
pub use propulsion::Propulsion;
pub use side::Side;
pub use strip::{Strip, TearingStrip};

/// Load channel of the pretension of the fascia.
pub const FASCIA: usize = 0;
/// Load channel of the weight.
pub const WEIGHT: usize = 1;
/// Load channel of the surgeon's hand.
pub const HAND: usize = 2;
/// Load channel of the push of the ground under the toes: none under a foot that hangs, 1 under one that stands.
pub const TOES: usize = 3;
/// Load channel of the dressing.
pub const DRESSING: usize = 4;
/// Load channel of the muscles.
pub const MUSCLES: usize = 5;
/// Number of load channels.
pub const CHANNELS: usize = 6;
