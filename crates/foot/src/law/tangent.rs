//! Small helpers to fill the tangent of a connector.

use nalgebra::DMatrix;
use osteotome_geometry::{Matrix3, Vector3};

/// The matrix `[v]×` with `[v]× w = v × w`.
pub(crate) fn skew(v: &Vector3) -> Matrix3 {
    v.cross_matrix()
}

/// The axial vector `(m32 − m23, m13 − m31, m21 − m12)`.
pub(crate) fn axial(m: &Matrix3) -> Vector3 {
    Vector3::new(m[(2, 1)] - m[(1, 2)], m[(0, 2)] - m[(2, 0)], m[(1, 0)] - m[(0, 1)])
}

/// Which half of an anchor's six rows or columns.
#[derive(Clone, Copy)]
pub(crate) enum Half {
    /// Force, or displacement.
    Linear,
    /// Moment, or rotation.
    Angular,
}

/// Adds `block` to the rows of one anchor and the columns of another.
pub(crate) fn add_block(
    tangent: &mut DMatrix<f64>,
    (row_anchor, row_half): (usize, Half),
    (column_anchor, column_half): (usize, Half),
    block: &Matrix3,
) {
    let row = 6 * row_anchor + 3 * row_half as usize;
    let column = 6 * column_anchor + 3 * column_half as usize;
    let mut view = tangent.fixed_view_mut::<3, 3>(row, column);
    view += block;
}
