//! The fragments of a scenario's foot, meshed and no more.

use crate::anatomy::{FootAnatomy, RayAnatomy};
use crate::model::{Piece, kerf_of, mesh_cut, mesh_whole, osteotomy_of};
use crate::scenario::Scenario;
use crate::{FootError, Progress, Side};
use osteotome_mesh::Fragment;

/// A fragment, or a bone that is not cut.
#[derive(Clone, Debug)]
pub struct NamedFragment {
    /// `M2-proximal`, `M2-distal`, or `M1` for a bone that is not cut.
    pub name: String,
    /// Its mesh, in the foot frame, and the quality of it.
    pub fragment: Fragment,
}

/// Cuts and meshes the bones of `scenario` without loading them; medial to lateral, proximal before distal.
///
/// # Errors
/// If a bone cannot be placed, cut or meshed.
pub fn fragments(
    scenario: &Scenario,
    observer: &mut dyn FnMut(&Progress),
) -> Result<Vec<NamedFragment>, FootError> {
    let foot = FootAnatomy::place(&scenario.foot, scenario.soft_tissue.pad_thickness_mm)?.as_left();
    let mut fragments = Vec::new();
    for ray in &foot.rays {
        observer(&Progress::Meshing(ray.ray));
        fragments.extend(fragments_of(scenario, ray)?);
    }
    if scenario.foot.side == Side::Right {
        fragments.iter_mut().for_each(|named| named.fragment.mirror());
    }
    Ok(fragments)
}

fn fragments_of(scenario: &Scenario, ray: &RayAnatomy) -> Result<Vec<NamedFragment>, FootError> {
    let Some(osteotomy) = osteotomy_of(scenario, ray.ray)? else {
        let fragment = mesh_whole(scenario, ray)?;
        return Ok(vec![NamedFragment { name: Piece::Whole.name(ray.ray), fragment }]);
    };
    let bone = mesh_cut(scenario, ray, &kerf_of(ray, osteotomy)?, osteotomy)?;
    let names = [Piece::Proximal, Piece::Distal].map(|piece| piece.name(ray.ray));
    Ok(names
        .into_iter()
        .zip(bone.fragments)
        .map(|(name, fragment)| NamedFragment { name, fragment })
        .collect())
}
