//! Cases that several statements share.

use crate::Case;
use crate::case::M2_TO_M4;
use osteotome_foot::SoftTissue;

pub(crate) use osteotome_sweep::clinical_grades::TECHNIQUES;

/// A technique on M2 to M4 in midstance.
pub(crate) fn on_three(technique: &str) -> Case {
    Case::cut(technique, &M2_TO_M4)
}

pub(crate) fn classic() -> Case {
    on_three("classic")
}

pub(crate) fn convergent() -> Case {
    on_three("oblique-convergent")
}

pub(crate) fn divergent() -> Case {
    on_three("oblique-divergent")
}

pub(crate) fn reverse() -> Case {
    on_three("reverse")
}

/// The four techniques in midstance.
pub(crate) fn four_techniques() -> Vec<Case> {
    TECHNIQUES.map(on_three).to_vec()
}

/// The four techniques in midstance and in push-off.
pub(crate) fn four_techniques_twice() -> Vec<Case> {
    let push_off = TECHNIQUES.map(|technique| on_three(technique).phase("push-off"));
    four_techniques().into_iter().chain(push_off).collect()
}

/// A case held by a stand-in for a screw or wire: a sleeve around the cut at the top of its range.
pub(crate) fn fixed(case: Case) -> Case {
    case.soft_tissue("sleeve_axial_n_per_mm", 200.0)
        .soft_tissue("sleeve_shear_n_per_mm", 200.0)
        .soft_tissue("sleeve_rotation_nm_per_rad", 50.0)
}

/// Default pretension of one slip of the plantar fascia, N: the greater part of the retrograde pull on a head.
pub(crate) fn fascia_n() -> f64 {
    SoftTissue::default().fascia_tension_n
}

/// A case with another retrograde pull: the pretension of the fascia times `factor`.
pub(crate) fn pulled(case: Case, factor: f64) -> Case {
    case.soft_tissue("fascia_tension_n", fascia_n() * factor)
}

/// What a foot may differ in from the default, one thing at a time: retrograde pull, friction, load.
pub(crate) fn samples(technique: &str) -> Vec<Case> {
    let cut = || on_three(technique);
    vec![
        cut(),
        pulled(cut(), 0.5),
        pulled(cut(), 2.0),
        cut().friction(0.1),
        cut().friction(0.8),
        cut().phase("standing"),
        cut().phase("push-off"),
    ]
}
