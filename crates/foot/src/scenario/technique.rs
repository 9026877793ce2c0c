//! The named techniques and the planes they cut.

use super::{PlaneAngles, PlaneReference, Technique};

/// Name in a scenario file, sagittal and transverse angle in degrees, and what they are measured against.
///
/// Percutaneous distal metatarsal osteotomy is described as a burr held at 45° to the plantar plane (classic); it enters
/// beside the head, which makes the plane a little divergent. The oblique cuts are vertical planes at 45° to the ray. The
/// reverse cut starts proximal to the head line. The transverse cut is a reference case, across the shaft.
const NAMED: [(Technique, &str, [f64; 2], PlaneReference); 5] = [
    (Technique::Classic, "classic", [45.0, 10.0], PlaneReference::Ground),
    (Technique::ObliqueDivergent, "oblique-divergent", [0.0, 45.0], PlaneReference::Ground),
    (Technique::ObliqueConvergent, "oblique-convergent", [0.0, -45.0], PlaneReference::Ground),
    (Technique::Reverse, "reverse", [-20.0, 0.0], PlaneReference::Ground),
    (Technique::Transverse, "transverse", [0.0, 0.0], PlaneReference::Shaft),
];

/// Names a scenario file may use.
pub(super) const NAMES: [&str; 5] = [NAMED[0].1, NAMED[1].1, NAMED[2].1, NAMED[3].1, NAMED[4].1];

impl Technique {
    /// The technique that scenario files call `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        NAMED.iter().find(|entry| entry.1 == name).map(|entry| entry.0)
    }

    /// What scenario files and reports call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMED.iter().find(|entry| entry.0 == self).map_or("custom", |entry| entry.1)
    }

    /// What it asks of the surgeon's hand on a cut head, N: push backwards along the shaft (30 to 60 N telescope an oblique cut), lift of a
    /// finger under the head (5 to 10 N, reverse). Estimates; the technique paper names the hand and no force.
    pub(super) fn hand_n(self) -> [f64; 2] {
        match self {
            Self::ObliqueDivergent | Self::ObliqueConvergent => [40.0, 0.0],
            Self::Reverse => [0.0, 7.5],
            Self::Classic | Self::Transverse | Self::Custom => [0.0, 0.0],
        }
    }

    /// The plane it cuts unless angles are given; `None` for a custom plane.
    #[must_use]
    pub fn plane(self) -> Option<PlaneAngles> {
        let (_, _, [sagittal_deg, transverse_deg], reference) =
            *NAMED.iter().find(|entry| entry.0 == self)?;
        Some(PlaneAngles { sagittal_deg, transverse_deg, reference })
    }
}

impl PlaneReference {
    /// What scenario files call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shaft => "shaft",
            Self::Ground => "ground",
        }
    }
}
