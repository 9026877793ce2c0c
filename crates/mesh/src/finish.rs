//! From a raw mesh to the mesh other crates work on.

use osteotome_geometry::Point3;

use crate::boundary::{LowestVertexMap, RawFacet};
use crate::embed::{OnSurfaces, RawMesh};
use crate::interface::face_bit;
use crate::{BoundaryFacet, BoundaryTag, EDGES, ElementOrder, TetMesh};

/// Adds midside nodes if asked for, and tags the boundary; `tags[i]` is the tag of face number `i`.
pub(crate) fn finish(
    raw: RawMesh,
    facets: &[RawFacet],
    tags: &[BoundaryTag],
    order: ElementOrder,
) -> TetMesh {
    let facets = facets.iter().map(|f| BoundaryFacet {
        corners: f.corners,
        midsides: [0; 3],
        element: f.tetrahedron,
        tag: tag_of(&raw, f, tags),
    });
    let mut mesh = TetMesh {
        facets: facets.collect(),
        nodes: raw.points,
        order: ElementOrder::Linear,
        corners: raw.tetrahedra,
        midsides: Vec::new(),
    };
    if order == ElementOrder::Quadratic {
        add_midsides(&mut mesh);
    }
    mesh
}

fn tag_of(raw: &RawMesh, facet: &RawFacet, tags: &[BoundaryTag]) -> BoundaryTag {
    let shared = facet.corners.iter().fold(OnSurfaces::MAX, |bits, &v| bits & raw.on[v as usize]);
    let face = (0..tags.len()).find(|&i| shared & face_bit(i) != 0);
    face.map_or(BoundaryTag::Outer, |i| tags[i])
}

/// Turns a mesh of 4-node elements into one of straight 10-node elements.
pub(crate) fn add_midsides(mesh: &mut TetMesh) {
    let mut edges = LowestVertexMap::<2>::new(mesh.nodes.len());
    let nodes = &mut mesh.nodes;
    let mut midside = |a: u32, b: u32| {
        let (slot, is_new) = edges.get_or_insert([a, b], nodes.len() as u32);
        if is_new {
            let (p, q) = (nodes[a as usize], nodes[b as usize]);
            nodes.push(Point3::from((p.coords + q.coords) * 0.5));
        }
        *slot
    };
    mesh.midsides = mesh.corners.iter().map(|c| EDGES.map(|[i, j]| midside(c[i], c[j]))).collect();
    for facet in &mut mesh.facets {
        let [a, b, c] = facet.corners;
        facet.midsides = [midside(a, b), midside(b, c), midside(c, a)];
    }
    mesh.order = ElementOrder::Quadratic;
}
