//! Numbers, from 1, of nodes and elements over all bodies, and the facet sets of the boundary tags.

use std::collections::BTreeMap;

use super::names::word;
use super::{ExportBody, ExportMaterial, ExportModel};
use crate::{BoundaryFacet, BoundaryTag, ElementOrder};

/// First node and first element of every body, less one.
pub(super) fn offsets(model: &ExportModel) -> Vec<(usize, usize)> {
    let mut next = (0, 0);
    let step = |body: &ExportBody| {
        let own = next;
        next = (next.0 + body.mesh.nodes.len(), next.1 + body.mesh.corners.len());
        own
    };
    model.bodies.iter().map(step).collect()
}

/// Nodes of element `e`, corners first, numbered from `offset + 1`.
pub(super) fn element_nodes(body: &ExportBody, e: usize, offset: usize) -> Vec<usize> {
    let midsides = body.mesh.midsides.get(e).into_iter().flatten();
    body.mesh.corners[e].iter().chain(midsides).map(|n| *n as usize + offset + 1).collect()
}

/// Nodes of a facet, corners first, numbered from `offset + 1`.
pub(super) fn facet_nodes(body: &ExportBody, facet: &BoundaryFacet, offset: usize) -> Vec<usize> {
    let midsides = match body.mesh.order {
        ElementOrder::Linear => &[][..],
        ElementOrder::Quadratic => &facet.midsides[..],
    };
    facet.corners.iter().chain(midsides).map(|n| *n as usize + offset + 1).collect()
}

/// Every material of a body that has elements, under a name of its own in the model, with its elements.
pub(super) fn material_groups<'a>(body: &'a ExportBody) -> Vec<(String, &'a ExportMaterial, Vec<usize>)> {
    let mut elements = vec![Vec::new(); body.materials.len()];
    for (element, material) in body.element_materials.iter().enumerate() {
        elements[*material as usize].push(element);
    }
    let named = |material: &'a ExportMaterial| word(&format!("{}_{}", body.name, material.name));
    let groups = body.materials.iter().zip(elements).filter(|(_, elements)| !elements.is_empty());
    groups.map(|(material, elements)| (named(material), material, elements)).collect()
}

/// The boundary of a body by name.
pub(super) fn facet_sets<'a>(body: &'a ExportBody) -> BTreeMap<String, Vec<&'a BoundaryFacet>> {
    let mut sets: BTreeMap<String, Vec<&BoundaryFacet>> = BTreeMap::new();
    for facet in &body.mesh.facets {
        let suffix = match facet.tag {
            BoundaryTag::Outer => "outer".to_owned(),
            BoundaryTag::CutFace(cut) => format!("cut{cut}"),
        };
        sets.entry(word(&format!("{}_{suffix}", body.name))).or_default().push(facet);
    }
    sets
}

/// Numbers separated by commas.
pub(super) fn comma_separated(numbers: &[usize]) -> String {
    numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
}
