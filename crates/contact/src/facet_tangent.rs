//! Linearised forces between one facet and another: a sum over the points they share, in the world frame.

use crate::point_law::{Gradient3, Variation};
use nalgebra::{Matrix3, SMatrix};
use osteotome_geometry::Vector3;

/// Derivative of a force with respect to spin of the slave, then of the master.
pub(crate) type Spins = SMatrix<f64, 3, 6>;

/// Corners of both facets: first those of the slave.
pub(crate) const CORNERS: usize = 6;

/// One point that transmits a force: that on the slave, and how it changes with the variations of the point.
pub(crate) struct PointTangent {
    pub(crate) force: Vector3,
    /// Its derivative.
    pub(crate) gradient: Gradient3,
    /// Derivatives of the first two shape functions of the master as the landing moves over it; the third takes what they give.
    pub(crate) sliding: [Variation; 2],
    /// Shape functions of slave and master there.
    pub(crate) shapes: [[f64; 3]; 2],
}

/// Sums over the points of a pair of facets. Forces depend on the velocity of slave against master point only, so that those on the
/// corners, `ω_i f` with `ω` the shape functions of the slave and the negative ones of the master, change with the displacement of
/// corner `j` by `ω_i ω_j ∂f`: symmetric in the corners. (Rigid motions are motions of the corners, but for what turns with a body.)
pub(crate) struct FacetTangent {
    /// Forces on the corners.
    pub(crate) forces: [Vector3; CORNERS],
    /// Their derivatives with respect to what else turns with the bodies, at fixed corners.
    pub(crate) spins: [Spins; CORNERS],
    /// Derivatives with respect to displacements of corners, row then column, without sliding: rows down to the diagonal.
    common: [[Matrix3<f64>; CORNERS]; CORNERS],
    /// What sliding takes from them in the rows of the first two corners of the master and adds to that of the third.
    sliding: [[Matrix3<f64>; CORNERS]; 2],
}

impl FacetTangent {
    pub(crate) fn zeros() -> Self {
        Self {
            forces: [Vector3::zeros(); CORNERS],
            spins: [Spins::zeros(); CORNERS],
            common: [[Matrix3::zeros(); CORNERS]; CORNERS],
            sliding: [[Matrix3::zeros(); CORNERS]; 2],
        }
    }

    pub(crate) fn add(&mut self, point: &PointTangent) {
        let [[a, b, c], [d, e, f]] = point.shapes;
        let shares = [a, b, c, -d, -e, -f];
        let moved: Matrix3<f64> = point.gradient.fixed_columns::<3>(0).into_owned();
        let turned: Spins = point.gradient.fixed_columns::<6>(3).into_owned();
        for (i, share) in shares.iter().enumerate() {
            self.forces[i] += point.force * *share;
            self.spins[i] += turned * *share;
            let row = moved * *share;
            for (block, other) in self.common[i].iter_mut().zip(&shares[..=i]) {
                *block += row * *other;
            }
        }
        for (corner, slid) in point.sliding.iter().enumerate() {
            let moved = point.force * slid.fixed_rows::<3>(0).transpose();
            for (block, share) in self.sliding[corner].iter_mut().zip(&shares) {
                *block += moved * *share;
            }
            let turned = point.force * slid.fixed_rows::<6>(3).transpose();
            self.spins[3 + corner] -= turned;
            self.spins[5] += turned;
        }
    }

    /// Derivative of the force on a corner with respect to the displacement of another.
    pub(crate) fn block(&self, row: usize, column: usize) -> Matrix3<f64> {
        let common = self.common[row.max(column)][row.min(column)];
        match row {
            3 | 4 => common - self.sliding[row - 3][column],
            5 => common + self.sliding[0][column] + self.sliding[1][column],
            _ => common,
        }
    }
}
