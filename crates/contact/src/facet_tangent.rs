//! Linearised forces between one facet and another: a sum over the points they share, in the world frame.

use crate::point_law::Gradient3;
use nalgebra::{Matrix3, SMatrix};
use osteotome_geometry::{Point3, Vector3};

/// Derivatives of three components with respect to displacements of the corners of the slave facet, then of the master facet (nine
/// columns each), then translation and spin of the slave, then of the master (three each).
pub(crate) type Columns = SMatrix<f64, 3, 30>;
/// First column of the rigid unknowns of the slave and of the master.
pub(crate) const RIGID: [usize; 2] = [18, 24];

/// One point that transmits a force: that on the slave, where it acts, and how both change with the variations of the point.
pub(crate) struct PointTangent {
    pub(crate) force: Vector3,
    /// Its derivative.
    pub(crate) gradient: Gradient3,
    /// Where it acts.
    pub(crate) place: Point3,
    /// Derivative of that place.
    pub(crate) moves: Gradient3,
    /// Derivative of the shape functions of the master where the point has landed, one row a corner.
    pub(crate) sliding: Gradient3,
    /// Shape functions of slave and master there.
    pub(crate) shapes: [[f64; 3]; 2],
    /// From the centres of both bodies to their material points there.
    pub(crate) levers: [Vector3; 2],
}

impl PointTangent {
    /// From variations of the point to columns: a material point moves by `Σ N_a u_a + t + φ × lever`.
    fn through(&self, gradient: &Gradient3) -> Columns {
        let mut columns = Columns::zeros();
        for (side, rigid) in RIGID.into_iter().enumerate() {
            let moved: Matrix3<f64> = gradient.fixed_view::<3, 3>(0, 3 * side).into_owned();
            for (corner, share) in self.shapes[side].iter().enumerate() {
                columns.fixed_view_mut::<3, 3>(0, 9 * side + 3 * corner).copy_from(&(moved * *share));
            }
            let turned =
                gradient.fixed_view::<3, 3>(0, 6 + 3 * side) - moved * self.levers[side].cross_matrix();
            columns.fixed_view_mut::<3, 3>(0, rigid).copy_from(&moved);
            columns.fixed_view_mut::<3, 3>(0, rigid + 3).copy_from(&turned);
        }
        columns
    }
}

/// Sums over the points of a pair of facets.
pub(crate) struct FacetTangent {
    /// Point about which moments are taken.
    origin: Point3,
    /// Forces on the corners of slave and master, and their derivatives.
    pub(crate) corner_forces: [Vector3; 6],
    pub(crate) corners: [Columns; 6],
    /// Force on the slave, its derivative, and that of its moment about the origin as fixed in space.
    pub(crate) force: Vector3,
    pub(crate) forces: Columns,
    pub(crate) moments: Columns,
}

impl FacetTangent {
    pub(crate) fn about(origin: Point3) -> Self {
        Self {
            origin,
            corner_forces: [Vector3::zeros(); 6],
            corners: [Columns::zeros(); 6],
            force: Vector3::zeros(),
            forces: Columns::zeros(),
            moments: Columns::zeros(),
        }
    }

    pub(crate) fn add(&mut self, point: &PointTangent) {
        let through = point.through(&point.gradient);
        let sliding = point.through(&point.sliding);
        for corner in 0..3 {
            let [own, other] = point.shapes.map(|shape| shape[corner]);
            self.corner_forces[corner] += point.force * own;
            self.corners[corner] += through * own;
            self.corner_forces[3 + corner] -= point.force * other;
            self.corners[3 + corner] -= through * other + point.force * sliding.row(corner);
        }
        self.force += point.force;
        self.forces += through;
        let moves = point.through(&point.moves);
        self.moments +=
            (point.place - self.origin).cross_matrix() * through - point.force.cross_matrix() * moves;
    }
}
