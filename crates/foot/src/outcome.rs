//! What a run reports: one serialisable structure with the names of the result file.

use crate::{FrameCertainty, Ray, Warning, WarningCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Outcome of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Whether every stage of the intact and of the cut foot settled.
    pub converged: bool,
    /// Greatest residual force on a fragment or on the ground, N.
    pub residual_n: f64,
    /// Greatest residual moment on a fragment, N·mm.
    pub residual_moment_nmm: f64,
    /// Rise of the ground against the cut foot, mm, less that against the intact foot.
    pub ground_rise_mm: f64,
    /// One entry for every head of the model, cut or not.
    pub heads: BTreeMap<Ray, HeadOutcome>,
    /// The heads together, before and after.
    pub forefoot: ForefootOutcome,
    /// How the cut foot walked; none if its history of loads has no steps.
    #[serde(default)]
    pub walk: Option<WalkOutcome>,
    /// One entry for every cut between whose faces callus grew; empty without `[healing]`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub healing: BTreeMap<Ray, HealingOutcome>,
    /// One entry for every meshed body of the cut foot.
    pub fragments: BTreeMap<String, FragmentOutcome>,
    /// How sure the side and the frame of the foot are.
    #[serde(default)]
    pub frame: FrameCertainty,
    /// What is doubtful about the input or about what settled.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// Time each part took.
    pub time_s: TimeOutcome,
}

/// Where a head came to rest and what it carries, against the intact foot under the same load.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HeadOutcome {
    /// Whether its ray is cut.
    pub cut: bool,
    /// Shift of the head centre proximally along the ray's ground projection, mm.
    pub shortening_mm: f64,
    /// Shift of the head centre upwards, mm.
    pub elevation_mm: f64,
    /// Shift of the head centre laterally, mm; negative is medial.
    pub lateralization_mm: f64,
    /// Rotation about the lateral axis that lifts the distal end, degrees.
    pub dorsiflexion_deg: f64,
    /// Rotation about the dorsal axis that turns the distal end laterally, degrees.
    pub valgus_deg: f64,
    /// Rotation about the shaft that turns the sole laterally (eversion), degrees.
    pub axial_rotation_deg: f64,
    /// Area of the proximal and the distal cut face, mm².
    pub face_area_mm2: [f64; 2],
    /// Area of the smaller face that faces the other with a gap below 0.5 mm, mm².
    pub apposition_area_mm2: f64,
    /// Area of the smaller face under pressure, mm².
    pub contact_area_mm2: f64,
    /// Normal force between the cut faces, N; the pressures in the files integrate to it over either face.
    #[serde(default)]
    pub contact_force_n: f64,
    /// Normal force between a cut face and the outer surface opposite, or between outer surfaces, N.
    #[serde(default)]
    pub contact_force_beside_n: f64,
    /// Greatest pressure between the faces, mean over a facet, MPa: the greatest that the files show.
    pub peak_pressure_mpa: f64,
    /// Force between the faces over the contact area, MPa.
    pub mean_pressure_mpa: f64,
    /// Mean gap over the apposition area, mm; none where the faces do not face each other within 0.5 mm.
    pub mean_gap_mm: Option<f64>,
    /// Longest path that a point in contact has slipped, mm.
    pub slip_mm: f64,
    /// Volume of bone removed, mm³.
    pub bone_removed_mm3: f64,
    /// Area of bone that the burr left uncut, mm²; zero if the head is free.
    #[serde(default)]
    pub hinge_area_mm2: f64,
    /// Ground load under the ray, N: under its head, and under its stump if that reaches the ground.
    pub load_n: f64,
    /// Ground load under the head of the intact foot, N.
    pub intact_load_n: f64,
    /// Load over intact load.
    pub load_ratio: f64,
    /// Height of the lowest point of the head above the ground, mm: the pad that is left under it.
    pub height_mm: f64,
    /// The same height of the intact foot, mm.
    pub intact_height_mm: f64,
    /// The stump of a cut ray; none of a whole one, and none where the cut left no bone over the tissue under the head.
    #[serde(default)]
    pub stump: Option<StumpOutcome>,
    /// Why this is no plausible place for the head, one code a reason (see [`Outcome::warnings`]); empty if it is one.
    #[serde(default)]
    pub implausible: Vec<WarningCode>,
    /// Strain along the intact shaft at its dorsal middle under the same load, in millionths; compression is negative.
    pub intact_dorsal_strain_microstrain: f64,
}

/// What the heads did while the foot walked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WalkOutcome {
    /// Steps until no head moved any more, or until the history ended.
    pub steps: usize,
    /// Greatest motion of a head from the last step but one to the last, mm.
    pub creep_mm: f64,
}

/// The heads together, before and after.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ForefootOutcome {
    /// The intact foot.
    pub intact: ForefootState,
    /// The same foot with its cuts.
    pub cut: ForefootState,
}

/// The end that a cut has left of a bone, where it lies over the tissue under the head: what it bears, and the spike on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StumpOutcome {
    /// Part of the ground load of the ray that is under the stump, N.
    pub load_n: f64,
    /// Height of its lowest point above the ground, mm, as the height of the head is counted.
    pub height_mm: f64,
    /// How far its lowest point lies below that of the head, mm; negative if it is higher.
    pub below_head_mm: f64,
    /// Area of bone that bears, mm²: the facets that look down, each as far as the tissue under it is squeezed.
    pub bearing_area_mm2: f64,
    /// Load over that of the same tissue under the intact head: how much harder it presses there.
    pub pressure_ratio: f64,
    /// Length along the shaft of the part that is thinner than half the bone, mm.
    pub spike_length_mm: f64,
    /// Volume of that part, mm³.
    pub spike_volume_mm3: f64,
}

/// The heads together, in one equilibrium.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ForefootState {
    /// Sum of the ground loads under the heads, N.
    pub load_n: f64,
    /// Part of that sum that M2, M3 and M4 carry, percent.
    pub central_share_percent: f64,
    /// Standard deviation of the loads of the heads, N.
    pub load_deviation_n: f64,
    /// Metatarsal arch: greatest height of the heads of M2 to M4 above the straight line from M1's to M5's, mm; none without
    /// both ends and one between.
    pub arch_mm: Option<f64>,
    /// Parabola: how far the tip of each ray reaches distally of that of its lateral neighbour, mm (Maestro's differences);
    /// keys `M1-M2` and so on.
    pub parabola_mm: BTreeMap<String, f64>,
    /// Distance of the centres of neighbouring heads, mm.
    pub head_distance_mm: BTreeMap<String, f64>,
    /// Tension of the slip of the plantar fascia of each ray, N; keys `M1` and so on.
    #[serde(default)]
    pub fascia_n: BTreeMap<String, f64>,
    /// Push of the ground under the toe of each ray, which balances what pulls at the toe, N; keys `M1` and so on. Not part of the
    /// load of the heads; negative where extensors would lift the toe.
    #[serde(default)]
    pub toe_n: BTreeMap<String, f64>,
    /// Tension of the ligament between neighbouring plates, N.
    pub ligament_n: BTreeMap<String, f64>,
    /// Push between neighbouring heads through the tissue between them, N.
    pub between_heads_n: BTreeMap<String, f64>,
    /// Lateral load on the first ray from its neighbour, N: positive pulls it laterally, negative pushes it medially; none
    /// without M1 and M2.
    pub first_ray_lateral_n: Option<f64>,
    /// Sum of all forces on the whole foot, N: zero but for what the solver left.
    pub balance_force_n: f64,
    /// Sum of all their moments about the origin of the foot frame, N·mm.
    pub balance_moment_nmm: f64,
}

/// Callus between the faces of a cut, strained by a step: it grew where the faces lay in quiet standing, under
/// four tenths of weight and tendons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HealingOutcome {
    /// Young's modulus of the callus, MPa.
    pub modulus_mpa: f64,
    /// Area of the layer, mm².
    pub area_mm2: f64,
    /// Mean thickness, mm.
    pub thickness_mm: f64,
    /// Interfragmentary strain, motion over thickness: mean by area.
    pub strain_percent: f64,
    /// Its greatest value.
    pub greatest_strain_percent: f64,
    /// Octahedral shear strain: mean by area.
    pub octahedral_strain_percent: f64,
    /// Its greatest value.
    pub greatest_octahedral_strain_percent: f64,
    /// Least hydrostatic pressure, MPa; negative in tension.
    pub least_pressure_mpa: f64,
    /// Greatest hydrostatic pressure, MPa.
    pub greatest_pressure_mpa: f64,
    /// Part of the layer with an interfragmentary strain of 2.5 to 25 %, in which callus forms bone (Barcik 2025).
    pub within_window_percent: f64,
    /// Part with more than 25 %.
    pub above_window_percent: f64,
    /// Part that forms bone directly: strain below 5 %, pressure below 0.15 MPa (Claes & Heigele 1999).
    pub direct_bone_percent: f64,
    /// Part that forms bone by way of cartilage: compressed by more than 0.15 MPa, strain below 15 %.
    pub bone_by_cartilage_percent: f64,
    /// The rest: connective tissue or fibrocartilage.
    pub fibrous_percent: f64,
    /// The same step between bare faces.
    pub without_callus: HoldOutcome,
    /// The step on callus.
    pub with_callus: HoldOutcome,
}

/// How well the faces of a cut are held in a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HoldOutcome {
    /// Motion of the faces against each other in the step where callus may bridge them, mean by area, mm.
    pub micromotion_mm: f64,
    /// Its greatest value, mm.
    pub greatest_micromotion_mm: f64,
    /// Load that the step brings on the head over that mean motion, N/mm.
    pub step_n_per_mm: f64,
    /// Stiffness of the head against the base under the load of the step, by a small force distally, N/mm. What else holds the head
    /// takes its part of the force; negative where the base gives way more than the head.
    pub distal_n_per_mm: f64,
    /// Sideways, N/mm.
    pub lateral_n_per_mm: f64,
    /// Upwards, N/mm.
    pub up_n_per_mm: f64,
    /// About the distal direction, N·m/rad.
    pub about_distal_nm_per_rad: f64,
    /// About the lateral direction, N·m/rad.
    pub about_lateral_nm_per_rad: f64,
    /// About the upward direction, N·m/rad.
    pub about_up_nm_per_rad: f64,
}

/// How much bone of a body has a modulus in a range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModulusShare {
    /// Lower end, MPa.
    pub from_mpa: f64,
    /// Upper end, MPa; the same as the lower one in homogeneous bone.
    pub to_mpa: f64,
    /// Volume of the elements, mm³.
    pub volume_mm3: f64,
}

/// Mesh and materials of one body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FragmentOutcome {
    /// Number of tetrahedra.
    pub tetrahedra: usize,
    /// Number of nodes.
    pub nodes: usize,
    /// Volume, mm³.
    pub volume_mm3: f64,
    /// Least dihedral angle, degrees.
    pub min_dihedral_deg: f64,
    /// Greatest dihedral angle, degrees.
    pub max_dihedral_deg: f64,
    /// Volume of loose crumbs that the cut left beside the fragment and that are lost, mm³: fragments, crumbs and bone removed add up
    /// to the intact bone.
    #[serde(default)]
    pub crumbs_mm3: f64,
    /// Number of tetrahedra that the sizes asked for make, without those that the surface adds.
    #[serde(default)]
    pub expected_tetrahedra: f64,
    /// Histogram of the moduli of its elements; empty if it was only meshed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moduli: Vec<ModulusShare>,
}

/// Seconds spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TimeOutcome {
    /// Cutting and meshing.
    pub mesh: f64,
    /// Materials, patches and interface.
    pub assemble: f64,
    /// Stiffness, factorisation and condensation.
    pub condense: f64,
    /// Equilibrium of the intact and of the cut foot.
    pub equilibrium: f64,
    /// Recovery of the fields of the exported states.
    pub recover: f64,
    /// Writing files; filled by whoever writes them.
    pub write: f64,
    /// All together.
    pub total: f64,
}
