//! Rotating cutters as solids.

use serde::{Deserialize, Serialize};

/// Shape of the cutting part of a burr.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurrShape {
    /// Straight (Shannon) burr.
    Cylinder {
        /// Diameter, mm.
        diameter_mm: f64,
    },
    /// Wedge burr: a frustum that widens from its tip to its shank.
    Cone {
        /// Diameter at the tip, mm.
        tip_diameter_mm: f64,
        /// Diameter where the cutting part meets the shank, mm.
        shank_diameter_mm: f64,
    },
}

/// Shape of the tip of a burr.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurrEnd {
    /// Flat: the tip cuts a plane bottom.
    Flat,
    /// Hemispherical, inside the working length: the tip cuts a rounded bottom.
    Round,
}

/// A burr, and how much wider than itself it cuts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burr {
    /// Shape of the cutting part.
    pub shape: BurrShape,
    /// Shape of the tip.
    pub end: BurrEnd,
    /// Length of the cutting part, mm, tip included.
    pub working_length_mm: f64,
    /// Number of passes through the same cut; at least 1.
    pub passes: u32,
    /// Bone lost beyond the burr's own width by each pass after the first, mm, half of it on either side.
    pub loss_per_extra_pass_mm: f64,
}

impl Burr {
    /// A straight burr with a round end that passes once.
    #[must_use]
    pub fn shannon(diameter_mm: f64, working_length_mm: f64) -> Self {
        Self {
            shape: BurrShape::Cylinder { diameter_mm },
            end: BurrEnd::Round,
            working_length_mm,
            passes: 1,
            loss_per_extra_pass_mm: 0.0,
        }
    }

    /// A wedge burr with a flat end that passes once.
    #[must_use]
    pub fn wedge(tip_diameter_mm: f64, shank_diameter_mm: f64, working_length_mm: f64) -> Self {
        Self {
            shape: BurrShape::Cone { tip_diameter_mm, shank_diameter_mm },
            end: BurrEnd::Flat,
            working_length_mm,
            passes: 1,
            loss_per_extra_pass_mm: 0.0,
        }
    }

    /// Width of the kerf at the tip, mm.
    #[must_use]
    pub fn tip_width_mm(&self) -> f64 {
        self.extra_width_mm()
            + match self.shape {
                BurrShape::Cylinder { diameter_mm } => diameter_mm,
                BurrShape::Cone { tip_diameter_mm, .. } => tip_diameter_mm,
            }
    }

    /// Width of the kerf at the shank end of the cutting part, mm.
    #[must_use]
    pub fn shank_width_mm(&self) -> f64 {
        self.extra_width_mm()
            + match self.shape {
                BurrShape::Cylinder { diameter_mm } => diameter_mm,
                BurrShape::Cone { shank_diameter_mm, .. } => shank_diameter_mm,
            }
    }

    /// Half the angle between the faces the burr leaves, degrees; zero for a cylinder.
    ///
    /// `atan((D_shank − D_tip) / (2 L))` with `L` the working length.
    #[must_use]
    pub fn half_angle_deg(&self) -> f64 {
        (0.5 * (self.shank_width_mm() - self.tip_width_mm())).atan2(self.working_length_mm).to_degrees()
    }

    fn extra_width_mm(&self) -> f64 {
        f64::from(self.passes.saturating_sub(1)) * self.loss_per_extra_pass_mm
    }
}
