//! Doubts about an input or a result that a user must hear of.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What is doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarningCode {
    /// A head turned further than a head in its soft tissue can.
    HeadTurned,
    /// A head moved further than a head in its soft tissue can.
    HeadThrown,
    /// The faces of a cut bear nothing.
    FacesApart,
    /// A pressure is above what bone bears.
    PressureAboveStrength,
    /// A stump presses on the sole much harder than the intact head did.
    StumpPressure,
    /// Loose crumbs of bone beside a cut are taken as lost.
    CrumbsLost,
    /// A mesh is far finer than its sizes ask for.
    MeshFinerThanAsked,
    /// A ray that would change the outcome is not in the model.
    RayLeftOut,
    /// Bones lie further apart, or nearer, than those of a foot.
    BonesFarApart,
    /// Bones do not lie in the order of their rays.
    BonesOutOfOrder,
    /// Shafts of neighbours point different ways.
    ShaftsDiverge,
    /// Bones pass through each other.
    BonesOverlap,
    /// Lengths of bones do not go together.
    LengthsDisagree,
    /// A bone is rolled about its shaft against the others.
    BoneRolled,
    /// A bone is of the other hand than the others.
    BoneMirrored,
    /// The foot looks like one of the other side of the body.
    SideDoubtful,
}

impl WarningCode {
    /// Whether an outcome with this warning is no plausible one, and to be left out of means over many.
    #[must_use]
    pub fn is_implausible(self) -> bool {
        matches!(self, Self::HeadTurned | Self::HeadThrown | Self::FacesApart | Self::PressureAboveStrength)
    }

    /// The code that files call `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
    }

    /// Its name in files: `head-turned`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HeadTurned => "head-turned",
            Self::HeadThrown => "head-thrown",
            Self::FacesApart => "faces-apart",
            Self::PressureAboveStrength => "pressure-above-strength",
            Self::StumpPressure => "stump-pressure",
            Self::CrumbsLost => "crumbs-lost",
            Self::MeshFinerThanAsked => "mesh-finer-than-asked",
            Self::RayLeftOut => "ray-left-out",
            Self::BonesFarApart => "bones-far-apart",
            Self::BonesOutOfOrder => "bones-out-of-order",
            Self::ShaftsDiverge => "shafts-diverge",
            Self::BonesOverlap => "bones-overlap",
            Self::LengthsDisagree => "lengths-disagree",
            Self::BoneRolled => "bone-rolled",
            Self::BoneMirrored => "bone-mirrored",
            Self::SideDoubtful => "side-doubtful",
        }
    }
}

/// A doubt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What is doubtful.
    pub code: WarningCode,
    /// Whom it concerns: `M2`, or `foot`.
    pub subject: String,
    /// What was found, with its value and unit, and why that is doubtful.
    pub message: String,
}

impl Warning {
    /// A doubt about `subject`.
    pub fn new(code: WarningCode, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, subject: subject.into(), message: message.into() }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.subject, self.message, self.code.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_written_by_their_names() {
        for code in [WarningCode::HeadTurned, WarningCode::StumpPressure, WarningCode::RayLeftOut] {
            assert_eq!(serde_json::to_value(code).expect("a code is text"), code.name());
            assert_eq!(WarningCode::from_name(code.name()), Some(code));
        }
    }
}
