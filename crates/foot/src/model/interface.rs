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
    let [cut, rim] = if is_loose { touching(fragment) } else { [Vec::new(), Vec::new()] };
    let all: Vec<BoundaryFacet> = cut.iter().chain(&rim).copied().collect();
    Ok(Interface {
        tractions: TractionBasis::new(mesh, &all)?,
        cut_face: cut.iter().map(|facet| facet.corners).collect(),
    })
}

/// The facets of `fragment` that may touch the other one: those of its cut faces, and those of the outer surface near them.
pub(crate) fn touching(fragment: &Fragment) -> [Vec<BoundaryFacet>; 2] {
    let mesh = &fragment.mesh;
    let near_rim = |facet: &&BoundaryFacet| {
        facet.tag == BoundaryTag::Outer && fragment.faces.iter().any(|(_, plane)| near(mesh, facet, plane))
    };
    let cut = mesh.facets.iter().filter(|facet| facet.tag != BoundaryTag::Outer).copied().collect();
    [cut, mesh.facets.iter().filter(near_rim).copied().collect()]
}

fn near(mesh: &TetMesh, facet: &BoundaryFacet, plane: &Plane) -> bool {
    facet.corners.iter().all(|n| plane.signed_distance_mm(&mesh.nodes[*n as usize]) > -RIM_STRIP_MM)
}
