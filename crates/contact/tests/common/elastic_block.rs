//! Condensed elastic blocks.

#[path = "../../../elastic/tests/common/mod.rs"]
pub(crate) mod boxes;

use osteotome_contact::{Body, InterfaceFacet};
use osteotome_elastic::{
    CondensedBody, DistributingPatch, ElementMaterials, IsotropicMaterial, TractionBasis,
};
use osteotome_geometry::Point3;
use osteotome_mesh::{BoundaryFacet, ElementOrder, TetMesh};

/// A facet chosen by its centroid.
pub(crate) type Where<'a> = dyn Fn(&Point3) -> bool + 'a;

/// A body of one material with facets that may touch, and patches, both chosen by position.
pub(crate) fn elastic_body(
    name: &str,
    mesh: &TetMesh,
    modulus_mpa: f64,
    touching: &Where,
    patches: &[(Point3, &Where)],
) -> Body {
    let chosen = mesh.facets.iter().filter(|f| touching(&centroid(mesh, f))).copied().collect();
    let patches: Vec<DistributingPatch> =
        patches.iter().map(|(reference, here)| patch(mesh, *reference, here)).collect();
    elastic_body_of(name, mesh, modulus_mpa, chosen, &patches)
}

/// The same with facets and patches given.
pub(crate) fn elastic_body_of(
    name: &str,
    mesh: &TetMesh,
    modulus_mpa: f64,
    touching: Vec<BoundaryFacet>,
    patches: &[DistributingPatch],
) -> Body {
    let basis = TractionBasis::new(mesh, &touching).expect("facets with area");
    let facets = basis.facets.iter().map(|corners| InterfaceFacet { corners: *corners }).collect();
    let material = IsotropicMaterial { modulus_mpa, poisson: 0.3 };
    let materials = ElementMaterials::homogeneous(mesh, material).expect("material");
    let condensed = CondensedBody::with_tractions(mesh, &materials, basis, patches).expect("condensation");
    Body { name: name.to_owned(), elasticity: condensed.flexible(), facets }
}

fn centroid(mesh: &TetMesh, facet: &BoundaryFacet) -> Point3 {
    let [a, b, c] = facet.corners.map(|node| mesh.nodes[node as usize].coords);
    Point3::from((a + b + c) / 3.0)
}

/// Spreads a force as a uniform traction: a third of each facet's area to its corners, of quadratic ones to its midsides.
fn patch(mesh: &TetMesh, reference: Point3, here: &Where) -> DistributingPatch {
    let mut weights = vec![0.0; mesh.nodes.len()];
    for facet in mesh.facets.iter().filter(|facet| here(&centroid(mesh, facet))) {
        let [a, b, c] = facet.corners.map(|node| mesh.nodes[node as usize]);
        let loaded = if mesh.order == ElementOrder::Linear { facet.corners } else { facet.midsides };
        for node in loaded {
            weights[node as usize] += (b - a).cross(&(c - a)).norm() / 6.0;
        }
    }
    let total: f64 = weights.iter().sum();
    let nodes: Vec<u32> = (0..).zip(&weights).filter(|(_, w)| **w > 0.0).map(|(node, _)| node).collect();
    let weights = nodes.iter().map(|node| weights[*node as usize] / total).collect();
    DistributingPatch { reference, nodes, weights }
}
