//! Which nodes and facets of a fragment may touch the other one.

use osteotome_contact::InterfaceFacet;
use osteotome_geometry::Plane;
use osteotome_mesh::{BoundaryFacet, BoundaryTag, ElementOrder, Fragment, TetMesh};
use std::collections::BTreeMap;

/// Width of the strip of outer surface beside a cut face that may touch the other fragment, mm.
///
/// A head that slides past the rim leans with its face on the outside of the neck: a strip as wide as the usual kerf
/// lets it do so without making the whole bone an interface.
const RIM_STRIP_MM: f64 = 2.0;

/// Interface of a fragment: nodes, and facets in interface numbering, those of cut faces first.
pub(crate) struct Interface {
    /// Mesh nodes, ascending.
    pub(crate) nodes: Vec<u32>,
    /// Facets that may touch.
    pub(crate) facets: Vec<InterfaceFacet>,
    /// Corner nodes (of the mesh) of the facets of the cut face; these are the first of `facets`.
    pub(crate) cut_face: Vec<[u32; 3]>,
}

/// The interface of `fragment`; empty for a whole bone.
pub(crate) fn interface_of(fragment: &Fragment) -> Interface {
    let mesh = &fragment.mesh;
    let is_cut = |facet: &&BoundaryFacet| facet.tag != BoundaryTag::Outer;
    let near_rim = |facet: &&BoundaryFacet| {
        facet.tag == BoundaryTag::Outer && fragment.faces.iter().any(|(_, plane)| near(mesh, facet, plane))
    };
    let cut: Vec<&BoundaryFacet> = mesh.facets.iter().filter(is_cut).collect();
    let all: Vec<&BoundaryFacet> = cut.iter().copied().chain(mesh.facets.iter().filter(near_rim)).collect();
    let number = interface_numbers(mesh, &all);
    let facets = all.iter().map(|facet| interface_facet(mesh.order, facet, &number)).collect();
    Interface {
        nodes: number.keys().copied().collect(),
        facets,
        cut_face: cut.iter().map(|facet| facet.corners).collect(),
    }
}

fn near(mesh: &TetMesh, facet: &BoundaryFacet, plane: &Plane) -> bool {
    facet.corners.iter().all(|n| plane.signed_distance_mm(&mesh.nodes[*n as usize]) > -RIM_STRIP_MM)
}

fn interface_numbers(mesh: &TetMesh, facets: &[&BoundaryFacet]) -> BTreeMap<u32, u32> {
    let mut nodes: Vec<u32> = facets.iter().flat_map(|facet| nodes_of(mesh.order, facet)).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes.into_iter().zip(0..).collect()
}

/// Nodes of a facet: corners, and midsides if it is quadratic.
pub(crate) fn nodes_of(order: ElementOrder, facet: &BoundaryFacet) -> Vec<u32> {
    match order {
        ElementOrder::Linear => facet.corners.to_vec(),
        ElementOrder::Quadratic => facet.corners.iter().chain(&facet.midsides).copied().collect(),
    }
}

fn interface_facet(
    order: ElementOrder,
    facet: &BoundaryFacet,
    number: &BTreeMap<u32, u32>,
) -> InterfaceFacet {
    let midsides = (order == ElementOrder::Quadratic).then(|| facet.midsides.map(|n| number[&n]));
    InterfaceFacet { corners: facet.corners.map(|n| number[&n]), midsides }
}
