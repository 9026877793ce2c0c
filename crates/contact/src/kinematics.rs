//! Where material points and anchors are, given rigid motions and elastic displacements.

use crate::{Anchor, Assembly, Body, Platform, Pose, RigidMotion};
use nalgebra::{DVector, UnitQuaternion};
use osteotome_geometry::{Point3, Vector3};

/// The unknowns of the equilibrium.
#[derive(Clone, Debug)]
pub(crate) struct Configuration {
    /// Rigid motion of each body.
    pub(crate) motions: Vec<RigidMotion>,
    /// Generalised elastic displacements of each body, co-rotated frame.
    pub(crate) displacements: Vec<DVector<f64>>,
    /// Travel of the platform, mm.
    pub(crate) platform: f64,
}

impl Configuration {
    pub(crate) fn at_rest(assembly: &Assembly) -> Self {
        Self {
            motions: vec![RigidMotion::identity(); assembly.bodies.len()],
            displacements: assembly
                .bodies
                .iter()
                .map(|body| DVector::zeros(body.elasticity.flexibility.nrows()))
                .collect(),
            platform: 0.0,
        }
    }

    /// Where the motion from `before` to `self` leads when it goes on for `share` of its time.
    pub(crate) fn continued(&self, before: &Self, share: f64) -> Self {
        let motion = |(now, old): (&RigidMotion, &RigidMotion)| RigidMotion {
            translation_mm: now.translation_mm + (now.translation_mm - old.translation_mm) * share,
            rotation: (now.rotation * old.rotation.inverse()).powf(share) * now.rotation,
        };
        let displacement = |(now, old): (&DVector<f64>, &DVector<f64>)| now + (now - old) * share;
        Self {
            motions: self.motions.iter().zip(&before.motions).map(motion).collect(),
            displacements: self.displacements.iter().zip(&before.displacements).map(displacement).collect(),
            platform: self.platform + (self.platform - before.platform) * share,
        }
    }

    /// Current position of the centre of a body.
    pub(crate) fn centre(&self, assembly: &Assembly, body: usize) -> Point3 {
        assembly.bodies[body].elasticity.centre + self.motions[body].translation_mm
    }
}

/// First generalised displacement of a patch.
pub(crate) fn patch_offset(body: &Body, patch: usize) -> usize {
    3 * body.elasticity.interface_positions.len() + 6 * patch
}

/// Pose of an anchor.
pub(crate) fn pose(assembly: &Assembly, configuration: &Configuration, anchor: &Anchor) -> Pose {
    match anchor {
        Anchor::World(point) => Pose { position: *point, rotation: UnitQuaternion::identity() },
        Anchor::Platform(point) => {
            let direction =
                assembly.platform.map_or_else(Vector3::zeros, |Platform { direction, .. }| *direction);
            Pose {
                position: point + direction * configuration.platform,
                rotation: UnitQuaternion::identity(),
            }
        }
        Anchor::Patch { body, patch } => patch_pose(assembly, configuration, *body, *patch),
    }
}

fn patch_pose(assembly: &Assembly, configuration: &Configuration, body: usize, patch: usize) -> Pose {
    let offset = patch_offset(&assembly.bodies[body], patch);
    let displacements = &configuration.displacements[body];
    let translation: Vector3 = displacements.fixed_rows::<3>(offset).into_owned();
    let turn: Vector3 = displacements.fixed_rows::<3>(offset + 3).into_owned();
    let elasticity = &assembly.bodies[body].elasticity;
    let motion = &configuration.motions[body];
    Pose {
        position: motion.apply(&elasticity.centre, &(elasticity.patch_references[patch] + translation)),
        rotation: motion.rotation * UnitQuaternion::from_scaled_axis(turn),
    }
}

/// Positions of the interface nodes of a body relative to its centre, elastic displacement included, co-rotated frame.
pub(crate) fn deformed_nodes(body: &Body, displacements: &DVector<f64>) -> Vec<Vector3> {
    let elasticity = &body.elasticity;
    elasticity
        .interface_positions
        .iter()
        .enumerate()
        .map(|(node, position)| {
            position - elasticity.centre + displacements.fixed_rows::<3>(3 * node).into_owned()
        })
        .collect()
}
