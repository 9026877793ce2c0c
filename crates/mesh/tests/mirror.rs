//! A mirrored mesh is as well oriented as the mesh itself.

use osteotome_geometry::Point3;
use osteotome_mesh::{BoundaryFacet, BoundaryTag, EDGES, ElementOrder, FACES, TetMesh};

/// One Tet10 with its four facets.
fn element() -> TetMesh {
    let corners: [Point3; 4] =
        [[0.1, 0.2, 0.0], [2.0, 0.3, 0.1], [0.2, 1.5, -0.1], [0.4, 0.5, 1.0]].map(Point3::from);
    let mut nodes = corners.to_vec();
    nodes.extend(EDGES.map(|[a, b]| nalgebra::center(&corners[a], &corners[b])));
    let middle = |a: u32, b: u32| {
        let edge = EDGES.iter().position(|e| e.contains(&(a as usize)) && e.contains(&(b as usize)));
        4 + u32::try_from(edge.unwrap()).unwrap()
    };
    let facets = FACES.map(|face| {
        let [a, b, c] = face.map(|n| u32::try_from(n).unwrap());
        let midsides = [middle(a, b), middle(b, c), middle(c, a)];
        BoundaryFacet { corners: [a, b, c], midsides, element: 0, tag: BoundaryTag::Outer }
    });
    TetMesh {
        nodes,
        order: ElementOrder::Quadratic,
        corners: vec![[0, 1, 2, 3]],
        midsides: vec![[4, 5, 6, 7, 8, 9]],
        facets: facets.to_vec(),
    }
}

#[test]
fn volumes_stay_positive_and_midside_nodes_stay_in_the_middle() {
    let mut mesh = element();
    let volume = mesh.volume_mm3();
    mesh.mirror();
    assert!((mesh.volume_mm3() - volume).abs() < 1e-15);
    for (edge, [a, b]) in EDGES.iter().enumerate() {
        let [a, b] = [a, b].map(|&n| mesh.nodes[mesh.corners[0][n] as usize]);
        let middle = mesh.nodes[mesh.midsides[0][edge] as usize];
        assert!((nalgebra::center(&a, &b) - middle).norm() < 1e-15, "edge {edge}");
    }
}

#[test]
fn facets_stay_outward_with_their_midside_nodes() {
    let mut mesh = element();
    mesh.mirror();
    let centre = Point3::from(mesh.nodes[..4].iter().map(|n| n.coords).sum::<nalgebra::Vector3<f64>>() / 4.0);
    for facet in &mesh.facets {
        let [a, b, c] = facet.corners.map(|n| mesh.nodes[n as usize]);
        assert!((b - a).cross(&(c - a)).dot(&(a - centre)) > 0.0);
        for (k, (p, q)) in [(a, b), (b, c), (c, a)].into_iter().enumerate() {
            assert!((nalgebra::center(&p, &q) - mesh.nodes[facet.midsides[k] as usize]).norm() < 1e-15);
        }
    }
}
