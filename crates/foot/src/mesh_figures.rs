//! Figures of the mesh of a fragment, and what a reader of them should know.

use crate::outcome::FragmentOutcome;
use crate::{Warning, WarningCode};
use osteotome_mesh::Fragment;

/// A mesh with more than so many times the elements that its sizes make is finer than asked for.
///
/// Elements that the surface cuts to smaller ones are up to as many again, see `docs/mesher.md`.
const FAR_TOO_MANY: f64 = 2.0;
/// Less is rounding, mm³.
const LEAST_CRUMB_MM3: f64 = 1e-9;

impl FragmentOutcome {
    /// The figures of `fragment`, without moduli.
    #[must_use]
    pub fn of(fragment: &Fragment) -> Self {
        let quality = fragment.quality;
        Self {
            tetrahedra: quality.tetrahedra,
            nodes: quality.nodes,
            volume_mm3: quality.volume_mm3,
            min_dihedral_deg: quality.min_dihedral_deg,
            max_dihedral_deg: quality.max_dihedral_deg,
            crumbs_mm3: fragment.crumbs_mm3,
            expected_tetrahedra: fragment.expected_tetrahedra,
            moduli: Vec::new(),
        }
    }

    /// Bone lost beside the cut, and more elements than asked for, of the fragment called `name`.
    #[must_use]
    pub fn warnings(&self, name: &str) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.crumbs_mm3 > LEAST_CRUMB_MM3 {
            let message = format!(
                "the cut leaves {:.2} mm³ of loose crumbs beside it, which are taken as lost",
                self.crumbs_mm3
            );
            warnings.push(Warning::new(WarningCode::CrumbsLost, name, message));
        }
        let times = self.tetrahedra as f64 / self.expected_tetrahedra;
        if times > FAR_TOO_MANY && times.is_finite() {
            let message = format!(
                "{} elements, {times:.1} times the {:.0} that its sizes make, because the bone is in places thinner than they are; \
                 smaller size_mm and cut_size_mm are followed more closely",
                self.tetrahedra, self.expected_tetrahedra
            );
            warnings.push(Warning::new(WarningCode::MeshFinerThanAsked, name, message));
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(tetrahedra: usize, crumbs_mm3: f64) -> FragmentOutcome {
        let (nodes, volume_mm3, min_dihedral_deg, max_dihedral_deg) = (100, 50.0, 20.0, 140.0);
        FragmentOutcome {
            tetrahedra,
            nodes,
            volume_mm3,
            min_dihedral_deg,
            max_dihedral_deg,
            crumbs_mm3,
            expected_tetrahedra: 1000.0,
            moduli: Vec::new(),
        }
    }

    #[test]
    fn a_lost_crumb_and_a_mesh_far_too_fine_are_remarked_with_their_numbers() {
        assert!(figures(1300, 0.0).warnings("M2").is_empty());
        let remarks: Vec<String> =
            figures(6700, 1.39).warnings("M2-proximal").iter().map(ToString::to_string).collect();
        assert!(remarks[0].contains("M2-proximal") && remarks[0].contains("1.39 mm³"), "{remarks:?}");
        assert!(remarks[1].contains("6.7 times the 1000"), "{remarks:?}");
    }
}
