//! Named sets of soft tissue, each with the loads it belongs to.

use super::ensemble::Member;
use super::{Technique, load_history};
use crate::SoftTissue;

/// A set of soft-tissue values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TissueSet {
    /// [`SoftTissue::default`]: tensions follow the load, loads come as they come to a foot.
    Default,
    /// A member of the ensemble, with the same loads.
    Member(Member),
    /// The set of version 0.1.
    HandTuned,
}

/// Names a scenario file may use.
pub(super) const NAMES: [&str; 2] = ["default", "hand-tuned"];

/// What the set of version 0.1 has that is not the default. Some 200 sets were looked at with the clinical grades of the techniques in
/// view before this one was taken; tensions were the same in all phases but push-off.
const HAND_TUNED: [(&str, f64); 46] = [
    ("pad_reference_load_n", 95.0),
    ("pad_stiffening", 5.5),
    ("pad_ratio_m1", 1.0),
    ("pad_ratio_m5", 1.0),
    ("pad_shear_n_per_mm", 3.0),
    ("fascia_tension_n", 5.0 * 87.0),
    ("fascia_stiffness_n_per_mm", 5.0 * 15.0),
    ("fascia_share_m1", 0.2),
    ("fascia_share_m2", 0.2),
    ("fascia_share_m3", 0.2),
    ("fascia_share_m4", 0.2),
    ("fascia_share_m5", 0.2),
    ("flexor_tension_n", 30.0),
    ("flexor_tension_m1_n", 30.0),
    ("peroneus_longus_tension_n", 0.0),
    ("peroneus_longus_lever_mm", 10.0),
    ("extensor_longus_tension_n", 9.0),
    ("extensor_brevis_tension_n", 39.0),
    ("interosseous_tension_n", 0.0),
    ("muscle_exponent", 1.0),
    ("capsule_nmm_per_deg", 23.0),
    ("toe_lever_m1_mm", 45.0),
    ("sesamoid_depth_ratio", 1.0),
    ("extensor_brevis_lateral_mm", 34.0),
    ("dressing_n", 0.0),
    ("sleeve_axial_n_per_mm", 5.5),
    ("sleeve_shear_n_per_mm", 2.0),
    ("sleeve_stiffening_mm", 4.8),
    ("sleeve_rotation_nm_per_rad", 2.3),
    ("strip_stiffness_n_per_mm", 0.0),
    ("strip_length_mm", 8.0),
    ("strip_strength_n", 20.0),
    ("transverse_ligament_n_per_mm", 69.0),
    ("transverse_ligament_m1_ratio", 0.05),
    ("between_heads_n_per_mm", 180.0),
    ("between_heads_slack_mm", 0.0),
    ("base_sagittal_m1_nm_per_deg", 2.0),
    ("base_sagittal_m2_nm_per_deg", 11.7),
    ("base_sagittal_m3_nm_per_deg", 4.4),
    ("base_sagittal_m4_nm_per_deg", 0.73),
    ("base_sagittal_m5_nm_per_deg", 0.69),
    ("base_transverse_m1_nm_per_deg", 5.0),
    ("base_transverse_m2_nm_per_deg", 11.7),
    ("base_transverse_m3_nm_per_deg", 4.4),
    ("base_transverse_m4_nm_per_deg", 4.4),
    ("base_translation_n_per_mm", 1000.0),
];

impl TissueSet {
    pub(super) fn from_name(name: &str) -> Self {
        if name == NAMES[1] { Self::HandTuned } else { Self::Default }
    }

    /// Its values.
    pub(super) fn tissue(self) -> SoftTissue {
        let mut tissue = match self {
            Self::Member(member) => return member.tissue(),
            Self::Default | Self::HandTuned => SoftTissue::default(),
        };
        if self == Self::HandTuned {
            for (key, value) in HAND_TUNED {
                *tissue.get_mut(key).expect("the set names parameters of soft tissue") = value;
            }
        }
        tissue
    }

    /// What it has for the key `path` of another section than soft tissue; `None` if that has its own default.
    pub(super) fn value(self, path: &str) -> Option<f64> {
        match self {
            Self::Member(member) => member.value(path),
            Self::Default | Self::HandTuned => None,
        }
    }

    /// Push and lift of the hand that `technique` asks for, N.
    pub(super) fn hand_n(self, technique: Technique) -> [f64; 2] {
        match self {
            Self::Default | Self::Member(_) => technique.hand_n(),
            Self::HandTuned => [0.0; 2],
        }
    }

    /// The history of loads that it was chosen with.
    pub(super) fn history(self) -> &'static str {
        match self {
            Self::Default | Self::Member(_) => load_history::NAMES[0],
            Self::HandTuned => load_history::NAMES[1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hand_tuned_set_names_parameters_once() {
        assert_eq!(TissueSet::from_name("hand-tuned").tissue().flexor_tension_m1_n, 30.0);
        for (i, (key, _)) in HAND_TUNED.iter().enumerate() {
            assert!(HAND_TUNED[..i].iter().all(|(other, _)| other != key), "{key}");
        }
    }
}
