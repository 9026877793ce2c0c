//! Test helper: do wrenches and tangent of a connector agree with its energy?

use nalgebra::{DMatrix, DVector, UnitQuaternion};
use osteotome_contact::{Connector, ConnectorResponse, LoadFactors, Pose};
use osteotome_geometry::{Point3, Vector3};

/// Two far-from-special poses about 12 mm apart.
fn poses(count: usize) -> Vec<Pose> {
    let all = [
        Pose {
            position: Point3::new(1.0, -2.0, 0.5),
            rotation: UnitQuaternion::from_scaled_axis(Vector3::new(0.2, -0.1, 0.3)),
        },
        Pose {
            position: Point3::new(4.0, 3.0, -9.0),
            rotation: UnitQuaternion::from_scaled_axis(Vector3::new(-0.1, 0.25, 0.4)),
        },
    ];
    all[..count].to_vec()
}

fn varied(poses: &[Pose], coordinate: usize, step: f64) -> Vec<Pose> {
    let mut varied = poses.to_vec();
    let pose = &mut varied[coordinate / 6];
    let axis = coordinate % 6;
    if axis < 3 {
        pose.position[axis] += step;
    } else {
        let mut rotation = Vector3::zeros();
        rotation[axis - 3] = step;
        pose.rotation = UnitQuaternion::from_scaled_axis(rotation) * pose.rotation;
    }
    varied
}

fn stacked(response: &ConnectorResponse) -> DVector<f64> {
    let entries: Vec<f64> = response
        .wrenches
        .iter()
        .flat_map(|w| w.force_n.iter().chain(w.moment_nmm.iter()).copied().collect::<Vec<_>>())
        .collect();
    DVector::from_vec(entries)
}

/// Central differences: truncation ~ step², cancellation ~ 1e-16/step; both below 1e-8 of the scale.
const STEP: f64 = 1e-5;

/// Load factors that are nothing special.
fn factors() -> LoadFactors {
    LoadFactors(vec![0.9, 0.7, 0.8, 0.6, 0.5, 0.4])
}

fn around(connector: &dyn Connector, poses: &[Pose], coordinate: usize) -> [ConnectorResponse; 2] {
    [-STEP, STEP].map(|step| connector.evaluate(&varied(poses, coordinate, step), &factors()))
}

/// Asserts that wrenches are minus the gradient of the energy and the tangent is the derivative of the wrenches.
pub(crate) fn check(connector: &dyn Connector) {
    check_at(connector, &poses(connector.anchors().len()));
}

/// [`check`] at given poses.
pub(crate) fn check_at(connector: &dyn Connector, poses: &[Pose]) {
    let wrenches = stacked(&connector.evaluate(poses, &factors()));
    for c in 0..wrenches.len() {
        let [below, above] = around(connector, poses, c);
        let gradient = (above.energy_nmm - below.energy_nmm) / (2.0 * STEP);
        let error = (gradient + wrenches[c]).abs();
        assert!(
            error < 1e-6 * (1.0 + wrenches.amax()),
            "{}: coordinate {c}: {gradient} {}",
            connector.name(),
            wrenches[c]
        );
    }
    check_tangent_at(connector, poses);
}

/// Asserts that the tangent is the derivative of the wrenches: all there is to ask of a force without a potential.
pub(crate) fn check_tangent(connector: &dyn Connector) {
    check_tangent_at(connector, &poses(connector.anchors().len()));
}

fn check_tangent_at(connector: &dyn Connector, poses: &[Pose]) {
    let at = connector.evaluate(poses, &factors());
    let size = at.tangent.nrows();
    let mut tangent = DMatrix::zeros(size, size);
    for c in 0..size {
        let [below, above] = around(connector, poses, c);
        tangent.set_column(c, &((stacked(&above) - stacked(&below)) / (2.0 * STEP)));
    }
    let scale = 1.0 + at.tangent.amax();
    let error = (&tangent - &at.tangent).amax();
    assert!(error < 1e-6 * scale, "{}: tangent off by {error} of {scale}", connector.name());
}
