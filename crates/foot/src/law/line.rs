//! A straight line between two anchors.

use super::TOES;
use super::length_law::LengthLaw;
use super::tangent::{Half, add_block};
use nalgebra::DMatrix;
use osteotome_contact::{Anchor, Connector, ConnectorResponse, LoadFactors, Pose, Wrench};
use osteotome_geometry::{Matrix3, Point3, Vector3};

/// A straight line between two anchors with a potential of its length: tendon, fascia slip, ligament, buffer.
///
/// With `r = x1 − x0`, `ℓ = |r|`, `e = r/ℓ`: force on anchor 0 is `T e`, on anchor 1 `−T e`; stiffness
/// `k e eᵀ + (T/ℓ)(I − e eᵀ)`.
///
/// A line that goes on to a toe, see [`Line::to_toe`], is shorter by `v·(x1 − X1)`: force on anchor 1 is `−T (e − v)`.
pub struct Line<L> {
    name: String,
    anchors: [Anchor; 2],
    law: L,
    lift: Vector3,
    rest: Point3,
}

impl<L: LengthLaw> Line<L> {
    /// A line called `name` between `anchors`.
    pub fn new(name: impl Into<String>, anchors: [Anchor; 2], law: L) -> Self {
        Self { name: name.into(), anchors, law, lift: Vector3::zeros(), rest: Point3::origin() }
    }

    /// The same line passing the joint at anchor 1 and ending on a toe whose tip lies on the ground.
    ///
    /// The balance of the toe about the joint makes the ground push it up by `T d/L` (`d` the distance of the line below the
    /// joint, `L` that of the toe's pulp in front of it), and the joint hands that push on: `lift` is `d/L` times the upward
    /// normal of the ground, negative for a line that passes above the joint. The same in lengths: a head that rises turns the toe
    /// down and slackens the line by `lift · rise`. The ground gives that push to a foot that stands on it: `lift` is multiplied by the
    /// factor of [`TOES`]. `rest` is the place of the joint in the reference configuration, mm.
    #[must_use]
    pub fn to_toe(mut self, lift: Vector3, rest: Point3) -> Self {
        (self.lift, self.rest) = (lift, rest);
        self
    }
}

impl<L: LengthLaw> Connector for Line<L> {
    fn name(&self) -> &str {
        &self.name
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let difference = poses[1].position - poses[0].position;
        // Two anchors in one point have no direction; a tiny length keeps the result finite there.
        let length = difference.norm().max(1e-9);
        let direction = difference / length;
        let lift = self.lift * factors.0[TOES];
        let t = self.law.evaluate(length - lift.dot(&(poses[1].position - self.rest)), factors);
        // How the length grows as either end moves.
        let growth = [-direction, direction - lift];
        let across = Matrix3::identity() - direction * direction.transpose();
        let turning = across * (t.tension_n / length);
        let mut tangent = DMatrix::zeros(12, 12);
        for (row, column, sign) in [(0, 0, -1.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, -1.0)] {
            let stretching = growth[row] * growth[column].transpose() * t.stiffness_n_per_mm;
            add_block(
                &mut tangent,
                (row, Half::Linear),
                (column, Half::Linear),
                &(turning * sign - stretching),
            );
        }
        let wrench = |force_n| Wrench { force_n, ..Wrench::default() };
        ConnectorResponse {
            energy_nmm: t.energy_nmm,
            wrenches: growth.map(|g| wrench(g * -t.tension_n)).to_vec(),
            tangent,
            magnitude_n: t.tension_n,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finite_difference::check;
    use super::super::{Buffer, Ligament, Muscle, PretensionedSlip};
    use super::*;
    use nalgebra::UnitQuaternion;

    fn tendon(tension_n: f64, reference_length_mm: f64) -> Muscle {
        Muscle { tension_n, reference_length_mm, fibre_mm: 28.0, channel: 0 }
    }

    fn anchors() -> [Anchor; 2] {
        [Anchor::World(Point3::origin()), Anchor::Patch { body: 0, patch: 0 }]
    }

    #[test]
    fn wrenches_and_tangent_come_from_the_potential() {
        // Poses of `check` are about 12 mm apart.
        let slip = PretensionedSlip {
            reference_length_mm: 11.0,
            pretension_n: 87.0,
            stiffness_n_per_mm: 15.0,
            toe_mm: 0.2,
            channel: 0,
        };
        check(&Line::new("slip", anchors(), slip));
        let lift = Vector3::new(-0.1, 0.05, 0.3);
        check(&Line::new("slip", anchors(), slip).to_toe(lift, Point3::new(0.5, -0.3, 0.2)));
        check(&Line::new("tendon", anchors(), tendon(18.0, 15.0)));
        let ligament = Ligament { reference_length_mm: 9.0, stiffness_n_per_mm: 69.0, toe_mm: 0.2 };
        check(&Line::new("ligament", anchors(), ligament));
        let buffer =
            Buffer { reference_length_mm: 20.0, slack_mm: 1.5, stiffness_n_per_mm: 10.0, toe_mm: 0.2 };
        check(&Line::new("buffer", anchors(), buffer));
    }

    #[test]
    fn a_toe_hands_the_push_of_the_ground_to_its_joint() {
        let pose = |x: f64| Pose { position: Point3::new(x, 0.0, 0.0), rotation: UnitQuaternion::identity() };
        let line = Line::new("tendon", anchors(), tendon(60.0, 100.0));
        let toe = line.to_toe(Vector3::z() * 0.25, Point3::new(100.0, 0.0, 0.0));
        let response = toe.evaluate(&[pose(0.0), pose(100.0)], &LoadFactors(vec![1.0; 4]));
        // Moment about the joint: 60 N on a quarter of the lever, against 15 N on all of it.
        assert!((response.wrenches[1].force_n - Vector3::new(-60.0, 0.0, 15.0)).norm() < 1e-12);
        let hanging = LoadFactors(vec![1.0, 0.0, 0.0, 0.0]);
        let response = toe.evaluate(&[pose(0.0), pose(100.0)], &hanging);
        assert!((response.wrenches[1].force_n - Vector3::new(-60.0, 0.0, 0.0)).norm() < 1e-12);
    }
}
