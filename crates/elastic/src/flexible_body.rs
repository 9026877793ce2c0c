//! The elastic response of one free body, reduced to what touches it.

use nalgebra::DMatrix;
use osteotome_geometry::Point3;

/// A distributing patch: a weighted set of nodes that carries a force and a moment, and moves as their weighted mean.
///
/// With positive weights `w` that sum to one, `X` the reference point and `r = x − X`:
/// translation `t = Σ w u − θ × Σ w r`… its dual spreads a force `F` and a moment `M` (about `X`) over the nodes.
#[derive(Clone, Debug)]
pub struct DistributingPatch {
    /// Reference point of the patch in the undeformed body, mm.
    pub reference: Point3,
    /// Mesh nodes.
    pub nodes: Vec<u32>,
    /// Weight of each node; they sum to one.
    pub weights: Vec<f64>,
}

/// The flexibility of a free elastic body at its interface nodes and patches.
///
/// Generalised displacements are ordered: x, y, z of each interface node, then for each patch translation (3) and
/// rotation (3, radians). `flexibility` is symmetric; it maps the dual loads (N, N·mm) to displacements relative to the
/// volume-mean (Tisserand) rigid motion of the body. Resultants that are not in balance are taken up by
/// volume-proportional inertia relief, so a rigid load vector gives zero.
#[derive(Clone, Debug)]
pub struct FlexibleBody {
    /// Mesh node of each interface node.
    pub interface_nodes: Vec<u32>,
    /// Reference positions of the interface nodes, mm.
    pub interface_positions: Vec<Point3>,
    /// Reference points of the patches, mm.
    pub patch_references: Vec<Point3>,
    /// Centre of volume, mm: the origin of the body's rigid motion.
    pub centre: Point3,
    /// Volume, mm³.
    pub volume_mm3: f64,
    /// (3 n + 6 p)² flexibility, mm/N and its angular counterparts.
    pub flexibility: DMatrix<f64>,
}
