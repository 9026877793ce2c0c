//! Which nodes and facets of a fragment may touch the other one.

use osteotome_contact::InterfaceFacet;
use osteotome_elastic::{ElasticError, TractionBasis};
use osteotome_geometry::Plane;
use osteotome_mesh::{BoundaryFacet, BoundaryTag, Fragment, TetMesh};

/// Width of the strip of outer surface beside a cut face that may touch the other fragment, mm.
///
/// A head that slides past the rim leans with its face on the outside of the neck, and one that slips under it goes on as far
/// as its face is high, some 8 mm.
const RIM_STRIP_MM: f64 = 8.0;

/// Interface of a fragment.
pub(crate) struct Interface {
    /// Tractions on the facets that may touch: those of cut faces first, then those of the outer surface near them.
    pub(crate) tractions: TractionBasis,
    /// Corner nodes (of the mesh) of the facets of the cut face; these are the first facets.
    pub(crate) cut_face: Vec<[u32; 3]>,
}

impl Interface {
    /// The facets as contact sees them.
    pub(crate) fn facets(&self) -> Vec<InterfaceFacet> {
        self.tractions.facets.iter().map(|corners| InterfaceFacet { corners: *corners }).collect()
    }
}

/// The interface of `fragment`; empty for a whole bone, and for one that is not loose, as nothing touches it.
///
/// # Errors
/// If facets have no area.
pub(crate) fn interface_of(fragment: &Fragment, is_loose: bool) -> Result<Interface, ElasticError> {
    let mesh = &fragment.mesh;
    let is_cut = |facet: &&BoundaryFacet| is_loose && facet.tag != BoundaryTag::Outer;
    let near_rim = |facet: &&BoundaryFacet| {
        let is_near = || fragment.faces.iter().any(|(_, plane)| near(mesh, facet, plane));
        is_loose && facet.tag == BoundaryTag::Outer && is_near()
    };
    let cut: Vec<BoundaryFacet> = mesh.facets.iter().filter(is_cut).copied().collect();
    let all: Vec<BoundaryFacet> = cut.iter().chain(mesh.facets.iter().filter(near_rim)).copied().collect();
    Ok(Interface {
        tractions: TractionBasis::new(mesh, &all)?,
        cut_face: cut.iter().map(|facet| facet.corners).collect(),
    })
}

fn near(mesh: &TetMesh, facet: &BoundaryFacet, plane: &Plane) -> bool {
    facet.corners.iter().all(|n| plane.signed_distance_mm(&mesh.nodes[*n as usize]) > -RIM_STRIP_MM)
}
