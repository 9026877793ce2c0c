//! The scenario: what a user asks for, validated, with every default filled in.
//!
//! [`read`] turns the text of a file into a [`Scenario`], or into all of its mistakes. One description of the keys
//! (`description.rs`) drives reading, [`json_schema`] and [`reference_markdown`].

mod accepted;
mod approach;
mod bone_mistakes;
mod burr_section;
mod description;
mod diagnostic;
mod ensemble;
mod field;
mod foot_section;
mod healing_section;
mod load_history;
mod load_phase;
mod misread;
mod nearest;
mod osteotomy_section;
mod read;
mod reference;
mod resection_section;
mod schema;
mod technique;
mod tissue_set;
mod values;
mod walk;
mod words;
mod written;

pub use accepted::Doubt;
pub use approach::{Approach, ApproachSide};
pub use bone_mistakes::bone_mistakes;
pub use diagnostic::{Diagnostic, Related, Severity, position};
pub use ensemble::ensemble_digest;
pub use load_history::{LoadStage, RESTING_WEIGHT, SWING};
pub use nearest::nearest;
pub use read::{Reading, read};
pub use reference::reference_markdown;
pub use schema::json_schema;

use crate::{Ray, Side, SoftTissue};
use osteotome_geometry::BurrEnd;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A validated scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Title for reports.
    pub title: String,
    /// Whose bones.
    pub foot: Foot,
    /// The cuts; with no resections either, empty means the intact foot only.
    pub osteotomies: Vec<Osteotomy>,
    /// Bone taken away for good.
    pub resections: Vec<Resection>,
    /// What the foot carries.
    pub load: Load,
    /// The order in which loads come, at least one stage.
    pub history: Vec<LoadStage>,
    /// Callus to grow once the foot has settled; none to leave the faces as they are.
    pub healing: Option<Healing>,
    /// Element sizes and order.
    pub mesh: Mesh,
    /// Bone elasticity.
    pub bone: Bone,
    /// Contact between cut faces.
    pub contact: Contact,
    /// Soft tissue: every parameter of the foot that is not bone.
    pub soft_tissue: SoftTissue,
}

/// Where bones come from.
#[derive(Clone, Debug, PartialEq)]
pub enum BoneSource {
    /// The parametric template, scaled in length by a factor.
    Template {
        /// 1 is the adult mean.
        scale: f64,
    },
    /// One surface file a ray, all in one common frame; paths already resolved against the scenario's folder.
    Files(BTreeMap<Ray, PathBuf>),
}

/// Whose bones, which of them, how they lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Foot {
    /// Template or files.
    pub source: BoneSource,
    /// Side of the body.
    pub side: Side,
    /// Rays in the model, medial to lateral (all five by default; one for a single-ray study).
    pub rays: Vec<Ray>,
    /// Foot frame in the frame of the files, if given: distal and dorsal directions (need not be unit or exactly orthogonal).
    pub distal_dorsal: Option<([f64; 3], [f64; 3])>,
    /// Body weight, N.
    pub body_weight_n: f64,
    /// Added to the declination of every ray, degrees.
    pub declination_offset_deg: f64,
    /// Doubts about the bones that are accepted.
    pub accept: Vec<Doubt>,
}

/// A named technique; `Custom` when the plane is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Technique {
    /// Classic DMMO: dorsal-distal to plantar-proximal.
    Classic,
    /// Vertical oblique plane, distal-medial to proximal-lateral.
    ObliqueDivergent,
    /// Vertical oblique plane, distal-lateral to proximal-medial.
    ObliqueConvergent,
    /// Dorsal-proximal to plantar-distal.
    Reverse,
    /// Across the shaft: the reference case.
    Transverse,
    /// Angles given by the user.
    Custom,
}

/// What the angles of a cut plane are measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaneReference {
    /// The shaft axis of the ray.
    Shaft,
    /// The distal direction of the ray in the plane of the ground.
    Ground,
}

/// Angles of a cut plane (design: signs in the anatomical sense, the same on both sides of the body).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaneAngles {
    /// Positive: dorsal-distal to plantar-proximal.
    pub sagittal_deg: f64,
    /// Positive: divergent, distal-medial to proximal-lateral.
    pub transverse_deg: f64,
    /// What the angles are measured against.
    pub reference: PlaneReference,
}

/// One osteotomy, made alike on several rays.
#[derive(Clone, Debug, PartialEq)]
pub struct Osteotomy {
    /// Rays that are cut.
    pub rays: Vec<Ray>,
    /// The named technique.
    pub technique: Technique,
    /// Its plane.
    pub plane: PlaneAngles,
    /// Distance from the distal tip of the bone to the cut, along the shaft, mm.
    pub level_mm: f64,
    /// Burr diameter, mm; of a wedge burr at its tip.
    pub burr_diameter_mm: f64,
    /// Bone lost across the cut, mm; of a wedge burr at its tip.
    pub kerf_mm: f64,
    /// Diameter of a wedge burr at its shank, mm; `None` for a straight burr.
    pub shank_diameter_mm: Option<f64>,
    /// Shape of the burr's tip.
    pub burr_end: BurrEnd,
    /// Length of the cutting part of the burr, mm; `None` if it is longer than any bone is thick.
    pub working_length_mm: Option<f64>,
    /// How the burr comes to the bone.
    pub approach: Approach,
    /// Whether the bone between this and another cut of the same ray stays.
    pub keeps_segment: bool,
    /// What the surgeon's hand does to each head while the foot lies.
    pub hand: Hand,
}

impl Scenario {
    /// What the surgeon's hand does to the head of `ray`; nothing to one that is not cut.
    #[must_use]
    pub fn hand_on(&self, ray: Ray) -> Hand {
        self.osteotomies.iter().rfind(|cut| cut.rays.contains(&ray)).map_or(Hand::default(), |cut| cut.hand)
    }
}

/// What the surgeon's hand does to a cut head.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hand {
    /// Push backwards along the shaft, N.
    pub push_n: f64,
    /// Lift of a finger under the head, N.
    pub lift_n: f64,
}

/// Bone taken away for good, alike on several rays.
#[derive(Clone, Debug, PartialEq)]
pub struct Resection {
    /// Rays that are resected.
    pub rays: Vec<Ray>,
    /// What is taken away.
    pub part: ResectedPart,
    /// Part of the void that a block of cement fills.
    pub spacer_fraction: Option<f64>,
}

/// What a resection takes away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ResectedPart {
    /// All in front of a plane.
    Head {
        /// Distance from the distal tip of the bone to the plane, along the shaft, mm.
        level_mm: f64,
        /// Angles of the plane.
        plane: PlaneAngles,
    },
    /// The bone.
    Whole,
}

/// What the foot carries, and how it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Total load under the heads of the model, at right angles to the ground, N.
    pub forefoot_n: f64,
    /// How far the foot is turned about its heads, heel up, degrees.
    pub pitch_deg: f64,
    /// Push of the ground forwards over its push upwards, the same under every head.
    pub shear_ratio: f64,
    /// Multiplies the pretension of the fascia.
    pub fascia_factor: f64,
    /// Multiplies the tension of every muscle.
    pub muscle_factor: f64,
}

impl Default for Load {
    /// A foot flat on the ground, without weight.
    fn default() -> Self {
        Self { forefoot_n: 0.0, pitch_deg: 0.0, shear_ratio: 0.0, fascia_factor: 1.0, muscle_factor: 1.0 }
    }
}

/// Callus between settled faces, and the load that strains it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Healing {
    /// Young's modulus of the callus, MPa.
    pub modulus_mpa: f64,
    /// Thickness where faces touch or nearly so, mm.
    pub least_thickness_mm: f64,
    /// Gap beyond which nothing grows, mm.
    pub greatest_gap_mm: f64,
    /// Load under all heads of the model that strains the callus, N.
    pub forefoot_n: f64,
}

/// Element sizes and order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mesh {
    /// Element size away from the cut, mm.
    pub size_mm: f64,
    /// Element size at the cut, mm.
    pub cut_size_mm: f64,
    /// Tet10 if true (default), Tet4 otherwise.
    pub quadratic: bool,
}

/// Bone elasticity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bone {
    /// Young's modulus of cortical bone (of all bone if `cortical_thickness_mm` is none), MPa.
    pub cortical_modulus_mpa: f64,
    /// Young's modulus of cancellous bone, MPa.
    pub cancellous_modulus_mpa: f64,
    /// Poisson's ratio.
    pub poisson_ratio: f64,
    /// Thickness of the cortex of the shaft, mm; `None` for homogeneous bone.
    pub cortical_thickness_mm: Option<f64>,
    /// Thickness of the cortex at base and head, mm; `None` for homogeneous bone.
    pub end_cortical_thickness_mm: Option<f64>,
}

/// Contact between cut faces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contact {
    /// Coulomb friction coefficient.
    pub friction: f64,
    /// Elastic slip before sliding, mm.
    pub elastic_slip_mm: f64,
}
