//! How a burr comes to the bone.

/// How a burr comes to the bone and how far it goes in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Approach {
    /// Side of the bone it comes from.
    pub from: ApproachSide,
    /// How far its tip goes beyond the near surface, mm; `None` for through, or as far as its cutting part is long.
    pub depth_mm: Option<f64>,
    /// Distance from the near surface of the portal about which it turns, mm; `None` if it moves without turning.
    pub portal_mm: Option<f64>,
}

/// Side of a bone, within the plane of a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApproachSide {
    /// Away from the sole.
    Dorsal,
    /// Towards the sole.
    Plantar,
    /// Towards the first ray.
    Medial,
    /// Towards the fifth ray.
    Lateral,
}

const NAMED: [(ApproachSide, &str); 4] = [
    (ApproachSide::Dorsal, "dorsal"),
    (ApproachSide::Plantar, "plantar"),
    (ApproachSide::Medial, "medial"),
    (ApproachSide::Lateral, "lateral"),
];

/// Names a scenario file may use.
pub(super) const NAMES: [&str; 4] = [NAMED[0].1, NAMED[1].1, NAMED[2].1, NAMED[3].1];

impl ApproachSide {
    /// The side that scenario files call `name`; dorsal if none does.
    pub(super) fn from_name(name: &str) -> Self {
        NAMED.iter().find(|entry| entry.1 == name).map_or(Self::Dorsal, |entry| entry.0)
    }

    /// What scenario files call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMED.iter().find(|entry| entry.0 == self).map_or("dorsal", |entry| entry.1)
    }
}
