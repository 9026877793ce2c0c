//! The elastic response of one free body, reduced to what touches it.

use nalgebra::DMatrix;
use osteotome_geometry::Point3;

/// A distributing patch: a weighted set of nodes that carries a force and a moment, and moves as their weighted mean.
///
/// With positive weights `w` that sum to one, `X` the reference point and `r = x − X`, its translation `t` (of the
/// point `X` carried along) and rotation `θ` minimise `Σ w |u − t − θ × r|²`. Dual to that it spreads a force `F`
/// and a moment `M` about `X` over the nodes, `Σ f = F` and `Σ r × f = M`, so that `F·t + M·θ = Σ f·u`.
#[derive(Clone, Debug)]
pub struct DistributingPatch {
    /// Reference point of the patch in the undeformed body, mm.
    pub reference: Point3,
    /// Mesh nodes, at least three not in line.
    pub nodes: Vec<u32>,
    /// Weight of each node, positive; they sum to one.
    pub weights: Vec<f64>,
}

/// The flexibility of a free elastic body at its interface nodes and patches.
///
/// Generalised displacements are ordered: x, y, z of each interface node, then for each patch translation (3) and
/// rotation (3, radians). `flexibility` is symmetric positive semidefinite; it maps the dual loads (N, N·mm) to
/// displacements relative to the volume-mean (Tisserand) rigid motion of the body, in the axes of the mesh. The part
/// of a load that is out of balance is taken up by inertia relief: body forces proportional to a rigid acceleration.
/// So a load spread like the body's own inertia gives zero, and the mean over the volume of the displacement and of
/// its moment is zero for every load.
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

impl FlexibleBody {
    /// The same body with every Young's modulus multiplied by a factor: nothing is factorised again.
    ///
    /// Fields recovered from the original body are to be divided by the same factor.
    #[must_use]
    pub fn with_modulus_factor(&self, factor: f64) -> Self {
        Self { flexibility: &self.flexibility / factor, ..self.clone() }
    }

    /// The same body with one patch referred to another point: it holds the same nodes, but reads their motion and takes its force
    /// there.
    ///
    /// With `d` from the old to the new reference the translation becomes `t + θ × d`, and dual to it the force `F` and moment `M`
    /// there are `F` and `M + d × F` at the old one.
    ///
    /// # Panics
    /// If there is no such patch.
    #[must_use]
    pub fn with_patch_at(&self, patch: usize, reference: Point3) -> Self {
        let mut moved = self.clone();
        let turn = (moved.patch_references[patch] - reference).cross_matrix();
        let translation = 3 * self.interface_nodes.len() + 6 * patch;
        let rows = turn * moved.flexibility.fixed_rows::<3>(translation + 3);
        let mut target = moved.flexibility.fixed_rows_mut::<3>(translation);
        target += rows;
        let columns = moved.flexibility.fixed_columns::<3>(translation + 3) * turn.transpose();
        let mut target = moved.flexibility.fixed_columns_mut::<3>(translation);
        target += columns;
        moved.patch_references[patch] = reference;
        moved
    }
}
