//! Six-component elastic joints: tarsometatarsal bases, and the sleeve around a cut.

use super::tangent::{Half, add_block, axial, skew};
use nalgebra::DMatrix;
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
use osteotome_geometry::{Matrix3, Point3, Vector3};

/// Stiffness of a bushing along and about its own three axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BushingStiffness {
    /// The axes (columns, orthonormal) in the reference configuration.
    pub axes: Matrix3,
    /// Translational stiffness along each axis, N/mm.
    pub translation_n_per_mm: Vector3,
    /// Rotational stiffness about each axis, N·mm/rad.
    pub rotation_nmm_per_rad: Vector3,
}

/// An elastic joint between two anchors, at rest in the reference configuration.
///
/// With `E` the axes, `d = Eᵀ(R0ᵀ(x1 − x0) − (X1 − X0))` and `Q = Eᵀ R0ᵀ R1 E`:
/// `U = ½ dᵀ K d + tr(C (I − Q))`, where `C = diag(c)` with `c_i = (k_j + k_k − k_i)/2`, so that small rotations see
/// the rotational stiffnesses `k` and large ones need no logarithm of a rotation.
pub struct Bushing {
    name: String,
    anchors: [Anchor; 2],
    reference_offset: Vector3,
    stiffness: BushingStiffness,
    stiffening_mm: f64,
}

impl Bushing {
    /// A bushing called `name` between `anchors`, whose reference points are `reference`.
    pub fn new(
        name: impl Into<String>,
        anchors: [Anchor; 2],
        reference: [Point3; 2],
        stiffness: BushingStiffness,
    ) -> Self {
        Self {
            name: name.into(),
            anchors,
            reference_offset: reference[1] - reference[0],
            stiffness,
            stiffening_mm: f64::INFINITY,
        }
    }

    /// The same bushing, whose translational stiffness grows with its stretch: twice as stiff, in force over stretch, at `stiffening_mm`.
    #[must_use]
    pub fn stiffening_over(mut self, stiffening_mm: f64) -> Self {
        self.stiffening_mm = stiffening_mm;
        self
    }

    /// Energy, force on anchor 1 reversed (`g`), and stiffness in world axes, of the translational part.
    fn translation(&self, poses: &[Pose]) -> (f64, Vector3, Matrix3) {
        let first = poses[0].rotation.to_rotation_matrix().into_inner();
        let axes = first * self.stiffness.axes;
        let separation = poses[1].position - poses[0].position - first * self.reference_offset;
        let world = axes * Matrix3::from_diagonal(&self.stiffness.translation_n_per_mm) * axes.transpose();
        let (square, pull) = (1.0 / self.stiffening_mm.powi(2), world * separation);
        let (quadratic, stiffer) =
            (0.5 * separation.dot(&pull), 1.0 + 0.5 * square * separation.norm_squared());
        let mixed = (pull * separation.transpose() + separation * pull.transpose()) * square;
        let tangent = world * stiffer + mixed + Matrix3::identity() * (quadratic * square);
        (quadratic * stiffer, pull * stiffer + separation * (quadratic * square), tangent)
    }

    /// Energy and the matrix `M = R1 E C Eᵀ R0ᵀ` of the rotational part.
    fn rotation(&self, poses: &[Pose]) -> (f64, Matrix3) {
        let k = self.stiffness.rotation_nmm_per_rad;
        let c = Vector3::new(k.y + k.z - k.x, k.z + k.x - k.y, k.x + k.y - k.z) * 0.5;
        let [r0, r1] = [0, 1].map(|i| poses[i].rotation.to_rotation_matrix().into_inner());
        let e = self.stiffness.axes;
        let m = r1 * e * Matrix3::from_diagonal(&c) * e.transpose() * r0.transpose();
        (c.sum() - m.trace(), m)
    }
}

impl Connector for Bushing {
    fn name(&self) -> &str {
        &self.name
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    fn evaluate(&self, poses: &[Pose], _factors: &LoadFactors) -> ConnectorResponse {
        let r = poses[1].position - poses[0].position;
        let (stretch_energy, g, world) = self.translation(poses);
        let (turn_energy, m) = self.rotation(poses);
        let a = axial(&m);
        ConnectorResponse {
            energy_nmm: stretch_energy + turn_energy,
            wrenches: vec![
                Wrench { force_n: g, moment_nmm: r.cross(&g) + a },
                Wrench { force_n: -g, moment_nmm: -a },
            ],
            tangent: translation_tangent(&r, &g, &world) + rotation_tangent(&m),
            magnitude_n: g.norm(),
        }
    }
}

/// `δg = W (δx1 − δx0 + r × δφ0) − g × δφ0`, and `δ(r × g)`.
fn translation_tangent(r: &Vector3, g: &Vector3, world: &Matrix3) -> DMatrix<f64> {
    let turned = world * skew(r) - skew(g);
    let blocks = [(0, Half::Linear, -world), (1, Half::Linear, *world), (0, Half::Angular, turned)];
    let mut tangent = DMatrix::zeros(12, 12);
    for (anchor, half, dg) in blocks {
        let dr = match (anchor, half) {
            (0, Half::Linear) => -Matrix3::identity(),
            (1, Half::Linear) => Matrix3::identity(),
            _ => Matrix3::zeros(),
        };
        add_block(&mut tangent, (0, Half::Linear), (anchor, half), &dg);
        add_block(&mut tangent, (1, Half::Linear), (anchor, half), &-dg);
        let moment = skew(r) * dg - skew(g) * dr;
        add_block(&mut tangent, (0, Half::Angular), (anchor, half), &moment);
    }
    tangent
}

/// `δ axial(M) = (tr M I − M) δφ1 − (tr M I − Mᵀ) δφ0`.
fn rotation_tangent(m: &Matrix3) -> DMatrix<f64> {
    let trace = Matrix3::identity() * m.trace();
    let mut tangent = DMatrix::zeros(12, 12);
    for (row, sign) in [(0, 1.0), (1, -1.0)] {
        add_block(&mut tangent, (row, Half::Angular), (1, Half::Angular), &((trace - m) * sign));
        add_block(&mut tangent, (row, Half::Angular), (0, Half::Angular), &((m.transpose() - trace) * sign));
    }
    tangent
}

#[cfg(test)]
mod tests {
    use super::super::finite_difference::check;
    use super::*;
    use nalgebra::{Rotation3, UnitQuaternion};

    fn bushing() -> Bushing {
        let stiffness = BushingStiffness {
            axes: Rotation3::from_scaled_axis(Vector3::new(0.3, -0.5, 0.2)).into_inner(),
            translation_n_per_mm: Vector3::new(7.0, 8.0, 30.0),
            rotation_nmm_per_rad: Vector3::new(2300.0, 4000.0, 5000.0),
        };
        let reference = [Point3::new(0.0, 0.0, 0.0), Point3::new(2.0, 3.0, -4.0)];
        let anchors = [Anchor::World(reference[0]), Anchor::Patch { body: 0, patch: 0 }];
        Bushing::new("bushing", anchors, reference, stiffness)
    }

    #[test]
    fn wrenches_and_tangent_come_from_the_potential() {
        check(&bushing());
        check(&bushing().stiffening_over(6.0));
    }

    #[test]
    fn a_stiffening_bushing_pulls_twice_as_hard_at_the_named_stretch() {
        let axis: Vector3 = bushing().stiffness.axes.column(1).into();
        let [rest, far] = [Point3::new(0.0, 0.0, 0.0), Point3::new(2.0, 3.0, -4.0)];
        let poses =
            [rest, far + axis * 6.0].map(|position| Pose { position, rotation: UnitQuaternion::identity() });
        let force_n =
            bushing().stiffening_over(6.0).evaluate(&poses, &LoadFactors(vec![])).wrenches[1].force_n;
        assert!((force_n + axis * (2.0 * 8.0 * 6.0)).norm() < 1e-10);
    }

    #[test]
    fn a_common_rigid_motion_costs_nothing() {
        let b = bushing();
        let turn = UnitQuaternion::from_scaled_axis(Vector3::new(0.4, 0.8, -0.3));
        let shift = Vector3::new(3.0, -7.0, 11.0);
        let poses = [Point3::new(0.0, 0.0, 0.0), Point3::new(2.0, 3.0, -4.0)]
            .map(|p| Pose { position: turn * p + shift, rotation: turn });
        let response = b.evaluate(&poses, &LoadFactors(vec![]));
        assert!(response.energy_nmm.abs() < 1e-9);
        for w in response.wrenches {
            assert!(w.force_n.norm() < 1e-10 && w.moment_nmm.norm() < 1e-9);
        }
    }

    #[test]
    fn small_rotations_see_the_named_stiffness_about_each_axis() {
        let b = bushing();
        let angle = 1e-4;
        for (i, stiffness) in [2300.0, 4000.0, 5000.0].into_iter().enumerate() {
            let axis: Vector3 = b.stiffness.axes.column(i).into();
            let turned = UnitQuaternion::from_scaled_axis(axis * angle);
            let poses = [
                Pose { position: Point3::new(0.0, 0.0, 0.0), rotation: UnitQuaternion::identity() },
                Pose { position: Point3::new(2.0, 3.0, -4.0), rotation: turned },
            ];
            let moment = b.evaluate(&poses, &LoadFactors(vec![])).wrenches[1].moment_nmm;
            // sin(angle) against angle: relative error angle²/6.
            assert!((moment + axis * (stiffness * angle)).norm() < 1e-7 * stiffness * angle);
        }
    }
}
