//! The five rays and the two sides.

use serde::{Deserialize, Serialize};

/// A metatarsal, first (medial) to fifth (lateral).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Ray {
    /// First metatarsal.
    M1,
    /// Second metatarsal.
    M2,
    /// Third metatarsal.
    M3,
    /// Fourth metatarsal.
    M4,
    /// Fifth metatarsal.
    M5,
}

impl Ray {
    /// All five, medial to lateral.
    pub const ALL: [Self; 5] = [Self::M1, Self::M2, Self::M3, Self::M4, Self::M5];

    /// 0 for M1 … 4 for M5.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl std::fmt::Display for Ray {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "M{}", self.index() + 1)
    }
}

/// Side of the body a foot belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Left foot: lateral is +y of the foot frame.
    Left,
    /// Right foot: lateral is −y of the foot frame.
    Right,
}
