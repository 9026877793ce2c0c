//! Connectors: laws that act between points of bodies, the world and the platform.

use nalgebra::{DMatrix, UnitQuaternion};
use osteotome_geometry::{Point3, Vector3};

/// Where one end of a connector is fixed.
#[derive(Clone, Debug, PartialEq)]
pub enum Anchor {
    /// A point fixed in space.
    World(Point3),
    /// A patch of a body; it translates and rotates with the patch.
    Patch {
        /// Index of the body in the assembly.
        body: usize,
        /// Index of the patch in the body.
        patch: usize,
    },
    /// A point fixed to the movable platform (the ground); it translates with it and does not rotate.
    Platform(Point3),
}

/// Current position and orientation of an anchor. At rest: the reference point and the identity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// Current position, mm, world frame.
    pub position: Point3,
    /// Rotation from the reference to the current configuration, world frame.
    pub rotation: UnitQuaternion<f64>,
}

/// A force and a moment about the position of the anchor it acts on, world frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wrench {
    /// Force, N.
    pub force_n: Vector3,
    /// Moment about the anchor's current position, N·mm.
    pub moment_nmm: Vector3,
}

/// Multipliers of the load channels (tendons, weight, …) at one pseudo-time; which is which is the caller's choice.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadFactors(pub Vec<f64>);

/// What a connector answers at given poses.
#[derive(Clone, Debug)]
pub struct ConnectorResponse {
    /// Stored energy at fixed load factors, N·mm (the potential whose negative gradient the wrenches are).
    pub energy_nmm: f64,
    /// Wrench that the connector exerts on the body at each anchor.
    pub wrenches: Vec<Wrench>,
    /// d(wrenches)/d(pose variations), (6 k)²: per anchor rows force, moment; columns δx (mm), δφ (rad, spatial).
    pub tangent: DMatrix<f64>,
    /// A scalar for display: tension of a line, compression of a pad, N.
    pub magnitude_n: f64,
}

/// A law between anchors: value, gradient and tangent together.
pub trait Connector: Send + Sync {
    /// Name for reports, unique in the assembly.
    fn name(&self) -> &str;
    /// The anchors it acts on.
    fn anchors(&self) -> &[Anchor];
    /// Energy, wrenches and tangent at the poses of its anchors, in their order.
    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse;
}
