//! The tetrahedral mesh every other crate works on.

use osteotome_geometry::Point3;

/// Polynomial order of the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementOrder {
    /// 4-node tetrahedra.
    Linear,
    /// Straight-sided 10-node tetrahedra.
    Quadratic,
}

/// What a boundary facet of a fragment is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BoundaryTag {
    /// The outer surface of the bone.
    Outer,
    /// The face that cut number `0` made (index into the list of cuts).
    CutFace(u16),
}

/// One triangle of the boundary, counter-clockwise seen from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundaryFacet {
    /// Corner nodes.
    pub corners: [u32; 3],
    /// Nodes in the middle of edges 0–1, 1–2, 2–0; unspecified for linear elements.
    pub midsides: [u32; 3],
    /// The tetrahedron this facet belongs to.
    pub element: u32,
    /// What it is part of.
    pub tag: BoundaryTag,
}

/// A conforming mesh of straight-sided tetrahedra, millimetres.
///
/// Corner nodes come before midside nodes. Tetrahedra are positively oriented:
/// `(x1−x0) × (x2−x0) · (x3−x0) > 0`. Midside nodes are in the order of the edges
/// 0–1, 1–2, 2–0, 0–3, 1–3, 2–3 (that of VTK, Abaqus and CalculiX; gmsh swaps the last two).
#[derive(Clone, Debug, PartialEq)]
pub struct TetMesh {
    /// Node positions, mm.
    pub nodes: Vec<Point3>,
    /// Order of the elements.
    pub order: ElementOrder,
    /// Corner nodes of each element.
    pub corners: Vec<[u32; 4]>,
    /// Midside nodes of each element; empty for linear elements.
    pub midsides: Vec<[u32; 6]>,
    /// The whole boundary.
    pub facets: Vec<BoundaryFacet>,
}

/// Local corner pairs of the six edges, in the order of the midside nodes.
pub const EDGES: [[usize; 2]; 6] = [[0, 1], [1, 2], [2, 0], [0, 3], [1, 3], [2, 3]];

/// Local corners of the four faces, counter-clockwise seen from outside.
pub const FACES: [[usize; 3]; 4] = [[1, 2, 3], [0, 3, 2], [0, 1, 3], [0, 2, 1]];

impl TetMesh {
    /// Corner positions of element `e`.
    #[must_use]
    #[inline]
    pub fn corner_positions(&self, e: usize) -> [Point3; 4] {
        self.corners[e].map(|n| self.nodes[n as usize])
    }

    /// Signed volume of element `e`, mm³.
    #[must_use]
    #[inline]
    pub fn element_volume_mm3(&self, e: usize) -> f64 {
        let [a, b, c, d] = self.corner_positions(e);
        (b - a).cross(&(c - a)).dot(&(d - a)) / 6.0
    }

    /// Mirrors the mesh in the plane y = 0; elements and facets keep their numbers and stay well oriented.
    pub fn mirror(&mut self) {
        for node in &mut self.nodes {
            node.y = -node.y;
        }
        for corners in &mut self.corners {
            corners.swap(1, 2);
        }
        // With corners 1 and 2 exchanged, edges 0–1 and 2–0 and edges 1–3 and 2–3 change places.
        for midsides in &mut self.midsides {
            midsides.swap(0, 2);
            midsides.swap(4, 5);
        }
        for facet in &mut self.facets {
            facet.corners.swap(1, 2);
            facet.midsides.swap(0, 2);
        }
    }

    /// Total volume, mm³.
    #[must_use]
    pub fn volume_mm3(&self) -> f64 {
        (0..self.corners.len()).map(|e| self.element_volume_mm3(e)).sum()
    }
}
