//! The fragments of a scenario's foot, meshed and no more.

use crate::anatomy::{FootAnatomy, RayAnatomy};
use crate::model::{Surgery, remains_of, surgery_of};
use crate::scenario::Scenario;
use crate::{FootError, Progress, Ray, Side};
use osteotome_mesh::Fragment;
use serde::Serialize;

/// A fragment, a bone that is not cut through, or a spacer.
#[derive(Clone, Debug)]
pub struct NamedFragment {
    /// `M2-proximal`, `M2-segment-1`, `M2-distal`, `M2-spacer`, or `M1` for a bone that is not cut through.
    pub name: String,
    /// Its mesh, in the foot frame, and the quality of it.
    pub fragment: Fragment,
}

/// Bone that a burr left uncut.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct NamedHinge {
    /// Whose.
    pub ray: Ray,
    /// Level of the cut, mm from the distal tip.
    pub level_mm: f64,
    /// Area of the uncut bone in the middle plane of the kerf, mm².
    pub area_mm2: f64,
}

/// What surgery leaves of a foot.
#[derive(Clone, Debug, Default)]
pub struct CutFoot {
    /// Its pieces, medial to lateral, proximal before distal, a spacer last.
    pub fragments: Vec<NamedFragment>,
    /// Where a burr did not reach through.
    pub hinges: Vec<NamedHinge>,
    /// Bone removed from each ray that was cut or resected, mm³.
    pub removed_mm3: Vec<(Ray, f64)>,
}

/// Cuts and meshes the bones of `scenario` without loading them.
///
/// # Errors
/// If a bone cannot be placed, cut or meshed.
pub fn fragments(scenario: &Scenario, observer: &mut dyn FnMut(&Progress)) -> Result<CutFoot, FootError> {
    let foot = FootAnatomy::place(&scenario.foot)?.as_left();
    let mut left = CutFoot::default();
    for ray in &foot.rays {
        observer(&Progress::Meshing(ray.ray));
        left.add(scenario, ray)?;
    }
    if scenario.foot.side == Side::Right {
        left.fragments.iter_mut().for_each(|named| named.fragment.mirror());
    }
    Ok(left)
}

impl CutFoot {
    fn add(&mut self, scenario: &Scenario, ray: &RayAnatomy) -> Result<(), FootError> {
        let remains = remains_of(scenario, ray)?;
        let named = |(piece, fragment): (crate::model::Piece, Fragment)| NamedFragment {
            name: piece.name(ray.ray),
            fragment,
        };
        self.fragments.extend(remains.pieces.into_iter().map(named));
        let surgery = surgery_of(scenario, ray.ray);
        if let Surgery::Cuts(osteotomies) = &surgery {
            self.hinges.extend(remains.hinges.iter().map(|hinge| NamedHinge {
                ray: ray.ray,
                level_mm: osteotomies[hinge.cut].level_mm,
                area_mm2: hinge.area_mm2,
            }));
        }
        if !matches!(surgery, Surgery::None) {
            self.removed_mm3.push((ray.ray, remains.removed_mm3));
        }
        Ok(())
    }
}
