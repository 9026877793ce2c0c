//! The contact law of one quadrature point: force, and its derivative, from gap and slip (docs/theory/contact.md 3–4).

use nalgebra::{Matrix3, SMatrix, SVector};
use osteotome_geometry::{Point3, Vector3};

/// Constants of a contact pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Law {
    /// Contact stiffness ε, MPa/mm.
    pub(crate) stiffness: f64,
    /// Penetration over which the stiffness grows from zero to ε, mm.
    pub(crate) smoothing_mm: f64,
    /// Coulomb coefficient μ.
    pub(crate) friction: f64,
    /// Elastic slip ℓ at which friction reaches its limit, mm.
    pub(crate) elastic_slip_mm: f64,
}

impl Law {
    /// Pressure and its derivative with respect to penetration: quadratic, then linear (C¹).
    pub(crate) fn pressure(&self, penetration: f64) -> (f64, f64) {
        let (e, d) = (self.stiffness, self.smoothing_mm);
        if penetration <= 0.0 {
            (0.0, 0.0)
        } else if penetration < d {
            (e * penetration * penetration / (2.0 * d), e * penetration / d)
        } else {
            (e * (penetration - 0.5 * d), e)
        }
    }

    /// The same of a point that is held: linear, tension beyond zero.
    fn held(&self, penetration: f64) -> (f64, f64) {
        (self.stiffness * (penetration - 0.5 * self.smoothing_mm), self.stiffness)
    }

    /// Energy per area stored at a penetration, N/mm.
    pub(crate) fn energy(&self, penetration: f64) -> f64 {
        let (e, d) = (self.stiffness, self.smoothing_mm);
        if penetration <= 0.0 {
            0.0
        } else if penetration < d {
            e * penetration.powi(3) / (6.0 * d)
        } else {
            let s = penetration - 0.5 * d;
            0.5 * e * s * s + e * d * d / 24.0
        }
    }
}

/// Where a quadrature point stands, world frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PointGeometry {
    /// The slave point.
    pub(crate) slave: Point3,
    /// Direction n along which the gap is measured and pressure acts on the master: the slave normal, on an edge the opposite
    /// of the master normal.
    pub(crate) normal: Vector3,
    /// The body that turns it: first row of its spin in a [`Variation`].
    pub(crate) spin: Spin,
    /// The master point `slave + gap · normal`.
    pub(crate) master: Point3,
    /// Normal of the master facet as the elastic field tilts it: the plane that the normal meets.
    pub(crate) landing_normal: Vector3,
    /// Gap g along the normal.
    pub(crate) gap: f64,
    /// Elastic slip at the last accepted step, convected with the slave body.
    pub(crate) old_slip: Vector3,
    /// Current position of the master material point that lay opposite at the last accepted step.
    pub(crate) anchor: Point3,
}

impl PointGeometry {
    /// Where force and counterforce act for the balance of the bodies: half-way, so that friction across a penetration is no
    /// couple.
    pub(crate) fn middle(&self) -> Point3 {
        nalgebra::center(&self.slave, &self.master)
    }
}

/// Which body turns a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spin {
    Slave,
    Master,
}

impl Spin {
    /// Its first row in a [`Variation`].
    fn row(self) -> usize {
        match self {
            Self::Slave => 3,
            Self::Master => 6,
        }
    }
}

/// Variations a point force depends on: velocity of the slave material point against that of the master, spins of the two bodies.
pub(crate) type Variation = SVector<f64, 9>;
/// Derivative of a vector with respect to [`Variation`].
pub(crate) type Gradient3 = SMatrix<f64, 3, 9>;

/// What the law answers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PointForce {
    /// Pressure, MPa.
    pub(crate) pressure: f64,
    /// dp/d(penetration).
    pub(crate) pressure_slope: f64,
    /// Pressure at which the tangent takes what turns and moves with the bodies: that pressure, or of a held point the one at the
    /// beginning of the step, as what a first guess gives is noise.
    pub(crate) carried_pressure: f64,
    /// Frictional traction on the slave, MPa.
    pub(crate) friction: Vector3,
    /// Trial slip, before the Coulomb limit.
    pub(crate) trial_slip: Vector3,
    /// Elastic slip after it.
    pub(crate) slip: Vector3,
    /// Whether the Coulomb limit holds it.
    pub(crate) slipping: bool,
}

impl PointForce {
    /// Traction on the slave, MPa.
    pub(crate) fn traction(&self, geometry: &PointGeometry) -> Vector3 {
        self.friction - geometry.normal * self.pressure
    }

    /// The same at the pressure that the tangent carries along.
    pub(crate) fn carried_traction(&self, law: &Law, geometry: &PointGeometry) -> Vector3 {
        (self.slip * (-law.friction / law.elastic_slip_mm) - geometry.normal) * self.carried_pressure
    }
}

/// The law: value. A point that is held, given its pressure before, neither lets go nor eases off.
pub(crate) fn evaluate(law: &Law, geometry: &PointGeometry, held: Option<f64>) -> PointForce {
    let penetration = -geometry.gap;
    let (pressure, pressure_slope) =
        if held.is_some() { law.held(penetration) } else { law.pressure(penetration) };
    let carried_pressure = held.unwrap_or(pressure);
    let trial_slip = trial_slip(geometry);
    let length = trial_slip.norm();
    let slipping = length > law.elastic_slip_mm;
    let slip = if slipping { trial_slip * (law.elastic_slip_mm / length) } else { trial_slip };
    let friction = slip * (-law.friction * pressure / law.elastic_slip_mm);
    PointForce { pressure, pressure_slope, carried_pressure, friction, trial_slip, slip, slipping }
}

fn slip_vector(geometry: &PointGeometry) -> Vector3 {
    geometry.old_slip + (geometry.slave - geometry.anchor)
}

fn trial_slip(geometry: &PointGeometry) -> Vector3 {
    let v = slip_vector(geometry);
    v - geometry.normal * geometry.normal.dot(&v)
}

/// Derivative of the gap: [m·(v_m − v_s) − g m·(φ × n)]/(m·n).
pub(crate) fn gap_gradient(geometry: &PointGeometry) -> Variation {
    let (n, m) = (geometry.normal, geometry.landing_normal);
    let d = m.dot(&n);
    let mut gradient = Variation::zeros();
    gradient.fixed_rows_mut::<3>(0).copy_from(&(-m / d));
    gradient.fixed_rows_mut::<3>(geometry.spin.row()).copy_from(&(n.cross(&m) * (-geometry.gap / d)));
    gradient
}

/// Derivative of the traction on the slave, given that of the gap.
pub(crate) fn traction_gradient(
    law: &Law,
    geometry: &PointGeometry,
    force: &PointForce,
    gap: &Variation,
) -> Gradient3 {
    let ratio = law.friction / law.elastic_slip_mm;
    let direction = -geometry.normal - force.slip * ratio;
    let mut gradient = direction * (gap * -force.pressure_slope).transpose();
    // −p δn with δn = φ × n
    let mut spin = gradient.fixed_view_mut::<3, 3>(0, geometry.spin.row());
    spin += geometry.normal.cross_matrix() * force.carried_pressure;
    if ratio > 0.0 {
        gradient -= slip_gradient(law, geometry, force) * (ratio * force.carried_pressure);
    }
    gradient
}

/// Derivative of a linear function of the place on the master, given its slope there and the derivative of the gap: the landing
/// moves over the master by `v_s − v_m + n δg + g φ × n`.
pub(crate) fn sliding_gradient(geometry: &PointGeometry, gap: &Variation, slope: &Vector3) -> Variation {
    let mut gradient = gap * geometry.normal.dot(slope);
    let mut motion = gradient.fixed_rows_mut::<3>(0);
    motion += slope;
    let mut spin = gradient.fixed_rows_mut::<3>(geometry.spin.row());
    spin += geometry.normal.cross(slope) * geometry.gap;
    gradient
}

fn slip_gradient(law: &Law, geometry: &PointGeometry, force: &PointForce) -> Gradient3 {
    let v = slip_vector(geometry);
    let n = geometry.normal;
    let projector = Matrix3::identity() - n * n.transpose();
    let (old, ahead) = (geometry.old_slip, geometry.anchor - geometry.master);
    // P w× = w× − n (n × w)ᵀ
    let projected = |w: &Vector3| w.cross_matrix() - n * n.cross(w).transpose();
    let mut trial = Gradient3::zeros();
    trial.fixed_view_mut::<3, 3>(0, 0).copy_from(&projector);
    trial.fixed_view_mut::<3, 3>(0, 3).copy_from(&-projected(&old));
    trial.fixed_view_mut::<3, 3>(0, 6).copy_from(&projected(&ahead));
    // −n (v·δn) − δn (n·v) with δn = φ × n
    let mut spin = trial.fixed_view_mut::<3, 3>(0, geometry.spin.row());
    spin += n.cross_matrix() * n.dot(&v) - n * n.cross(&v).transpose();
    if !force.slipping {
        return trial;
    }
    let length = force.trial_slip.norm();
    let s = force.trial_slip / length;
    let along = trial.tr_mul(&s);
    (trial - s * along.transpose()) * (law.elastic_slip_mm / length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{Rotation3, Unit};

    fn law() -> Law {
        Law { stiffness: 1e3, smoothing_mm: 1e-3, friction: 0.4, elastic_slip_mm: 0.05 }
    }

    fn geometry(gap: f64, old_slip: Vector3, spin: Spin) -> PointGeometry {
        let normal = Unit::new_normalize(Vector3::new(0.1, -0.2, 1.0)).into_inner();
        let slave = Point3::new(1.0, 2.0, 3.0);
        PointGeometry {
            slave,
            normal,
            spin,
            master: slave + normal * gap,
            landing_normal: Unit::new_normalize(Vector3::new(0.05, 0.3, -1.0)).into_inner(),
            gap,
            old_slip,
            anchor: slave + normal * gap + Vector3::new(0.004, 0.01, 0.002),
        }
    }

    /// The geometry after a small variation: half of the velocity to either point, spins of both bodies.
    fn moved(from: &PointGeometry, variation: &Variation) -> PointGeometry {
        let part = |row: usize| -> Vector3 { variation.fixed_rows::<3>(row).into_owned() };
        let [slave_spin, master_spin] = [3, 6].map(|row| Rotation3::from_scaled_axis(part(row)));
        let normal = if from.spin == Spin::Slave { slave_spin } else { master_spin } * from.normal;
        let slave = from.slave + part(0) * 0.5;
        let (place, landing_normal) = (from.master - part(0) * 0.5, master_spin * from.landing_normal);
        let gap = landing_normal.dot(&(place - slave)) / landing_normal.dot(&normal);
        PointGeometry {
            slave,
            normal,
            spin: from.spin,
            master: slave + normal * gap,
            landing_normal,
            gap,
            old_slip: slave_spin * from.old_slip,
            anchor: place + master_spin * (from.anchor - from.master),
        }
    }

    #[test]
    fn traction_gradient_agrees_with_differences() {
        let slips = [Vector3::new(0.01, -0.01, 0.0), Vector3::new(0.2, 0.1, 0.0)];
        let cases = [-0.02, -0.0004].into_iter().flat_map(|gap| slips.map(|slip| (gap, slip)));
        for (gap, old_slip) in cases {
            let spin = if old_slip.x > 0.1 { Spin::Master } else { Spin::Slave };
            let at = geometry(gap, old_slip, spin);
            let force = evaluate(&law(), &at, None);
            let gradient = traction_gradient(&law(), &at, &force, &gap_gradient(&at));
            for column in 0..9 {
                let traction = |step: f64| {
                    let mut variation = Variation::zeros();
                    variation[column] = step;
                    let there = moved(&at, &variation);
                    evaluate(&law(), &there, None).traction(&there)
                };
                let difference = (traction(1e-7) - traction(-1e-7)) / 2e-7;
                let error = (difference - gradient.column(column)).norm();
                assert!(
                    error < 1e-5 * gradient.norm(),
                    "gap {gap}, column {column}: {difference} {gradient}"
                );
            }
        }
    }

    #[test]
    fn pressure_is_the_derivative_of_energy_and_continuous() {
        for penetration in [0.0002, 0.000_999, 0.001_001, 0.01] {
            let slope = (law().energy(penetration + 1e-8) - law().energy(penetration - 1e-8)) / 2e-8;
            let (pressure, stiffness) = law().pressure(penetration);
            assert!((slope / pressure - 1.0).abs() < 1e-5);
            let change = (law().pressure(penetration + 1e-8).0 - law().pressure(penetration - 1e-8).0) / 2e-8;
            assert!((change / stiffness - 1.0).abs() < 1e-5);
        }
    }
}
