//! Linearised forces between one facet and another: a sum over the points they share, in the world frame.

use crate::point_law::{Gradient3, Variation};
use nalgebra::{Matrix3, SMatrix};
use osteotome_geometry::Vector3;

/// Derivative of a force with respect to spin of the slave, then of the master.
pub(crate) type Spins = SMatrix<f64, 3, 6>;

/// Corners of both facets: first those of the slave.
const CORNERS: usize = 6;

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

/// Entries of a 3 × 3 block, column by column.
const BLOCK: usize = 9;
/// Pairs of corners, row down to the diagonal.
const PAIRS: usize = CORNERS * (CORNERS + 1) / 2;

/// Sums over the points of a pair of facets. Forces depend on the velocity of slave against master point only, so that those on the
/// corners, `ω_i f` with `ω` the shape functions of the slave and the negative ones of the master, change with the displacement of
/// corner `j` by `ω_i ω_j ∂f`: symmetric in the corners. (Rigid motions are motions of the corners, but for what turns with a body.)
/// Corners are the inner index, over which sums run fastest.
pub(crate) struct FacetTangent {
    /// Forces on the corners.
    forces: [[f64; CORNERS]; 3],
    /// Their derivatives with respect to what else turns with the bodies, at fixed corners.
    spins: [[f64; CORNERS]; 2 * BLOCK],
    /// Derivatives with respect to displacements of corners, without sliding.
    common: [[f64; PAIRS]; BLOCK],
    /// What sliding takes from them in the rows of the first two corners of the master and adds to that of the third.
    sliding: [[[f64; CORNERS]; BLOCK]; 2],
}

impl FacetTangent {
    pub(crate) fn zeros() -> Self {
        Self {
            forces: [[0.0; CORNERS]; 3],
            spins: [[0.0; CORNERS]; 2 * BLOCK],
            common: [[0.0; PAIRS]; BLOCK],
            sliding: [[[0.0; CORNERS]; BLOCK]; 2],
        }
    }

    pub(crate) fn add(&mut self, point: &PointTangent) {
        let [[a, b, c], [d, e, f]] = point.shapes;
        let shares = [a, b, c, -d, -e, -f];
        let mut pairs = [0.0; PAIRS];
        for row in 0..CORNERS {
            for column in 0..=row {
                pairs[pair(row, column)] = shares[row] * shares[column];
            }
        }
        add_outer(&mut self.forces, point.force.as_slice(), &shares);
        let (moved, turned) = point.gradient.as_slice().split_at(BLOCK);
        add_outer(&mut self.common, moved, &pairs);
        add_outer(&mut self.spins, turned, &shares);
        for (corner, slid) in point.sliding.iter().enumerate() {
            let change = point.force * slid.transpose();
            let (moved, turned) = change.as_slice().split_at(BLOCK);
            add_outer(&mut self.sliding[corner], moved, &shares);
            for (spins, turned) in self.spins.iter_mut().zip(turned) {
                spins[3 + corner] -= turned;
                spins[5] += turned;
            }
        }
    }

    /// Force on a corner.
    pub(crate) fn force(&self, corner: usize) -> Vector3 {
        Vector3::from_fn(|axis, _| self.forces[axis][corner])
    }

    /// Derivative of the force on a corner with respect to what else turns with the bodies.
    pub(crate) fn spin(&self, corner: usize) -> Spins {
        Spins::from_fn(|row, column| self.spins[3 * column + row][corner])
    }

    /// Derivative of the force on a corner with respect to the displacement of another.
    pub(crate) fn block(&self, row: usize, column: usize) -> Matrix3<f64> {
        let place = pair(row.max(column), row.min(column));
        let [first, second] = &self.sliding;
        Matrix3::from_fn(|i, j| {
            let entry = 3 * j + i;
            let common = self.common[entry][place];
            match row {
                3 => common - first[entry][column],
                4 => common - second[entry][column],
                5 => common + first[entry][column] + second[entry][column],
                _ => common,
            }
        })
    }
}

const fn pair(row: usize, column: usize) -> usize {
    row * (row + 1) / 2 + column
}

/// `target += rows · columnsᵀ`
fn add_outer<const C: usize>(target: &mut [[f64; C]], rows: &[f64], columns: &[f64; C]) {
    for (target, row) in target.iter_mut().zip(rows) {
        for (target, column) in target.iter_mut().zip(columns) {
            *target += row * column;
        }
    }
}
