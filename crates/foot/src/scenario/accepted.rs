//! `accept` of `[foot]`: doubts about the bones that the user knows and accepts.

use osteotome_geometry::{FootDefect, Severity};

/// What may be accepted, in the order of [`NAMES`].
const DOUBTS: [Doubt; 9] = [
    Doubt::Foot(FootDefect::Distance),
    Doubt::Foot(FootDefect::Order),
    Doubt::Foot(FootDefect::Direction),
    Doubt::Foot(FootDefect::Overlap),
    Doubt::Foot(FootDefect::Proportion),
    Doubt::Foot(FootDefect::Roll),
    Doubt::Foot(FootDefect::Mirrored),
    Doubt::Foot(FootDefect::Side),
    Doubt::Size,
];

/// Their names in a scenario file.
pub(super) const NAMES: [&str; 9] =
    ["distance", "order", "direction", "overlap", "proportion", "roll", "mirrored", "side", "size"];

/// A doubt about bones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// About how they lie together.
    Foot(FootDefect),
    /// About the size of one.
    Size,
}

impl Doubt {
    /// The doubt that files call `name`.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        NAMES.iter().position(|known| *known == name).map(|index| DOUBTS[index])
    }

    /// What files call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        DOUBTS.iter().position(|known| *known == self).map_or("size", |index| NAMES[index])
    }

    /// The severity that is left of `severity` where the doubts in `accepted` are accepted.
    pub(crate) fn severity(self, severity: Severity, accepted: &[Self]) -> Severity {
        if accepted.contains(&self) { severity.min(Severity::Warning) } else { severity }
    }
}
