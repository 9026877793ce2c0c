//! What can go wrong between a scenario and its outcome.

use crate::Ray;
use crate::anatomy::accepting;
use osteotome_contact::ContactError;
use osteotome_elastic::ElasticError;
use osteotome_geometry::{Finding, FootFinding};

/// Why a run delivered no outcome.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
pub enum FootError {
    /// The model has no ray.
    #[error("the foot has no rays; name at least one of M1 to M5 under foot.rays")]
    NoRays,
    /// A bone file could not be used.
    #[error("{ray}: {what}")]
    Bone {
        /// Whose file.
        ray: Ray,
        /// What is wrong with it and what would be accepted.
        what: String,
    },
    /// The surface of a bone is unsound in a way that no repair puts right without changing the bone.
    #[error("{ray}{}: {}; {}", place(finding), finding.message, finding.remedy)]
    UnsoundBone {
        /// Whose file.
        ray: Ray,
        /// What is wrong, where, and what to do.
        finding: Box<Finding>,
    },
    /// The bones cannot be those of one foot.
    #[error("{}; {}; {}", finding.message, finding.remedy, accepting(finding))]
    ImpossibleFoot {
        /// What speaks against it.
        finding: Box<FootFinding>,
    },
    /// The frame of a bone was not found.
    #[error(
        "{ray}: cannot tell which end of the bone is the head or which way is up ({what}); give foot.distal and foot.dorsal"
    )]
    FrameNotFound {
        /// Which bone.
        ray: Ray,
        /// What was found instead.
        what: String,
    },
    /// A ray is cut that is not in the model, or in a way that cannot be.
    #[error("{ray}: {what}")]
    Cut {
        /// Which ray.
        ray: Ray,
        /// What is wrong with it and what would be accepted.
        what: String,
    },
    /// What is left of a ray can be meshed, but not settled.
    #[error("{ray} {what}; `osteotome mesh` writes what is left of it")]
    Unsettled {
        /// Which ray.
        ray: Ray,
        /// Why, and what could be settled.
        what: String,
    },
    /// The cut plane does not meet the bone.
    #[error(
        "{ray}: a cut {level_mm} mm from the tip misses the bone, which is {length_mm:.1} mm long; choose a level inside it"
    )]
    PlaneMisses {
        /// Which ray.
        ray: Ray,
        /// Level of the cut, mm.
        level_mm: f64,
        /// Length of the bone, mm.
        length_mm: f64,
    },
    /// Too little of the head is left.
    #[error(
        "{ray}: the kerf of {kerf_mm} mm at {level_mm} mm from the tip leaves too little of the head ({what}); cut further proximal or with a thinner burr"
    )]
    KerfSwallowsHead {
        /// Which ray.
        ray: Ray,
        /// Width of the kerf, mm.
        kerf_mm: f64,
        /// Level of the cut, mm.
        level_mm: f64,
        /// What is missing.
        what: String,
    },
    /// A bone or fragment could not be meshed.
    #[error("{body}: {what}")]
    Mesh {
        /// Which body.
        body: String,
        /// Why.
        what: String,
    },
    /// A body could not be condensed.
    #[error("{body}: {source}")]
    Elastic {
        /// Which body.
        body: String,
        /// Why.
        source: ElasticError,
    },
    /// A head has slipped past the surfaces that may touch and lies inside the bone.
    #[error(
        "{ray}: the head has slipped under the neck and past the surface beside the cut that may touch, and lies {depth_mm:.1} mm inside the bone: \
         what becomes of it further on is not known; more friction, less pull of the tendons or another plane keeps it on its face"
    )]
    PassedThrough {
        /// Which ray.
        ray: Ray,
        /// How deep, mm.
        depth_mm: f64,
    },
    /// No equilibrium.
    #[error("{foot} foot: {source}{}", remedy(source))]
    Equilibrium {
        /// Intact or cut.
        foot: &'static str,
        /// Why.
        source: Box<ContactError>,
    },
}

/// What somebody who lost an equilibrium can do; the solver says itself what to do where nothing holds a body.
fn remedy(source: &ContactError) -> &'static str {
    match source {
        ContactError::NotConverged { .. } => {
            "; faces that meet at a few points only can do that: try another `cut_size_mm` of [mesh], or `friction` of [contact] a little higher"
        }
        _ => "",
    }
}

/// " at (1.0, 2.0, 3.0)", in the coordinates of the file, or nothing for the whole bone.
pub(crate) fn place(finding: &Finding) -> String {
    finding.place.map_or_else(String::new, |[x, y, z]| format!(" at ({x:.1}, {y:.1}, {z:.1})"))
}

impl FootError {
    /// Whether the user's input is at fault (exit code 2) rather than the search for equilibrium (exit code 1).
    #[must_use]
    pub fn is_input_mistake(&self) -> bool {
        match self {
            Self::Equilibrium { source, .. } => matches!(**source, ContactError::NothingHolds { .. }),
            Self::Elastic { .. } | Self::PassedThrough { .. } => false,
            _ => true,
        }
    }
}
