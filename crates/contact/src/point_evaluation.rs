//! A quadrature point that lies opposite the other side: where it stands, what it transmits.

use crate::point_law::{self, PointForce, PointGeometry, Variation};
use crate::surface::Footprint;
use osteotome_geometry::Vector3;

/// A quadrature point that faces the other side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PointEvaluation {
    /// Index of the point on its side.
    pub(crate) point: u32,
    pub(crate) footprint: Footprint,
    pub(crate) geometry: PointGeometry,
    pub(crate) force: PointForce,
    pub(crate) share: Share,
}

/// Share of the traction that this point transmits; the rest is left to points of the other side or to edges.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    pub(crate) value: f64,
    /// Its gradient when the master point moves over the master, world frame.
    pub(crate) sliding: Vector3,
    /// Its gradient with respect to the spin of the slave less that of the master.
    pub(crate) spin: Vector3,
    /// From the master point to the nearest rim of the master, mm.
    pub(crate) way_out_mm: f64,
}

impl PointEvaluation {
    /// Derivative of the share, given that of the gap.
    pub(crate) fn share_gradient(&self, gap: &Variation) -> Variation {
        let mut gradient = point_law::sliding_gradient(&self.geometry, gap, &self.share.sliding);
        let mut own = gradient.fixed_rows_mut::<3>(3);
        own += self.share.spin;
        let mut other = gradient.fixed_rows_mut::<3>(6);
        other -= self.share.spin;
        gradient
    }

    /// Length of the shortest way out of the master, mm: back along the normal, or across the nearest rim.
    pub(crate) fn depth_mm(&self) -> f64 {
        (-self.geometry.gap).min(self.share.way_out_mm)
    }

    /// A point that transmits nothing.
    pub(crate) fn open(point: u32, footprint: Footprint, geometry: PointGeometry) -> Self {
        let share = Share {
            value: 0.0,
            sliding: Vector3::zeros(),
            spin: Vector3::zeros(),
            way_out_mm: f64::INFINITY,
        };
        Self { point, footprint, geometry, force: PointForce::default(), share }
    }

    /// Whether there is pressure (negative where a point is held to the other side).
    pub(crate) fn touches(&self) -> bool {
        self.force.pressure != 0.0
    }
}

/// Evaluation of both sides: points that face the other one, by index.
pub(crate) type PairEvaluation = [Vec<PointEvaluation>; 2];
