//! Linearised connectors: their share of the small system.

use crate::evaluation::{Evaluation, StepContext};
use crate::kinematics::Configuration;
use crate::layout::Layout;
use crate::unknowns::Unknowns;
use crate::{Anchor, ConnectorResponse, Pose, Wrench};
use nalgebra::{DMatrix, Matrix3, Matrix6, SMatrix};
use osteotome_geometry::Vector3;

/// Derivatives of connector forces with respect to all unknowns.
pub(crate) struct ConnectorTangent {
    /// Of the balance of each body (force, moment) and of the platform.
    pub(crate) balance: DMatrix<f64>,
    /// Of the forces and moments on patches, co-rotated, in the order of the unknowns they work on.
    pub(crate) patch_loads: DMatrix<f64>,
    /// Number of unknowns before those of patches.
    motions: usize,
}

/// What moves an anchor: its body and its patch (first unknowns of both), or the platform, or nothing.
enum Mover {
    Patch { rigid: usize, parts: [Option<usize>; 2], lever: Vector3, rotation: Matrix3<f64> },
    Platform { column: usize, direction: Vector3 },
    Nothing,
}

impl ConnectorTangent {
    pub(crate) fn new(
        context: &StepContext,
        (layout, unknowns): (&Layout, &Unknowns),
        configuration: &Configuration,
        evaluation: &Evaluation,
    ) -> Self {
        let Unknowns { motions, total, .. } = *unknowns;
        let mut tangent = Self {
            balance: DMatrix::zeros(motions, total),
            patch_loads: DMatrix::zeros(total - motions, total),
            motions,
        };
        let connectors = &context.assembly.connectors;
        for ((connector, poses), response) in
            connectors.iter().zip(&evaluation.poses).zip(&evaluation.responses)
        {
            let anchors = connector.anchors().iter().zip(poses);
            let movers: Vec<Mover> = anchors
                .map(|(anchor, pose)| mover(context, (layout, unknowns), configuration, anchor, pose))
                .collect();
            for (row, mover) in movers.iter().enumerate() {
                tangent.add_own(mover, &response.wrenches[row]);
                for (column, other) in movers.iter().enumerate() {
                    tangent.add_pair(mover, other, &block(response, row, column));
                }
            }
        }
        tangent
    }

    /// What a wrench adds at its own anchor because that turns and moves: nothing of its change.
    fn add_own(&mut self, mover: &Mover, wrench: &Wrench) {
        let Mover::Patch { rigid, parts, lever, rotation } = mover else { return };
        let (force, moment) = (wrench.force_n.cross_matrix(), wrench.moment_nmm.cross_matrix());
        // (δx − δt) × F = −F × (δx − δt) with δx − δt = −l × φ + R u
        let mut turned = self.balance.fixed_view_mut::<3, 3>(rigid + 3, rigid + 3);
        turned += force * lever.cross_matrix();
        if let Some(column) = parts[0] {
            let mut bent = self.balance.fixed_view_mut::<3, 3>(rigid + 3, column);
            bent -= force * rotation;
        }
        // Rᵀ (δW − φ × W) = Rᵀ (δW + W × φ)
        for (part, load) in parts.iter().zip([force, moment]) {
            if let Some(row) = part.map(|part| part - self.motions) {
                let mut spin = self.patch_loads.fixed_view_mut::<3, 3>(row, rigid + 3);
                spin += rotation.tr_mul(&load);
            }
        }
    }

    /// What the motion of the anchor `other` adds to the forces at `mover`; `block`: d(force, moment)/d(position, rotation).
    fn add_pair(&mut self, mover: &Mover, other: &Mover, block: &Matrix6<f64>) {
        match other {
            // Position and spatial rotation of the anchor: (1, −l ×; 0, 1) of the body, R of the patch.
            Mover::Patch { rigid, parts, lever, rotation } => {
                let mut body = *block;
                let mut turned = body.fixed_columns_mut::<3>(3);
                turned -= block.fixed_columns::<3>(0) * lever.cross_matrix();
                self.add_columns(mover, *rigid, &body);
                for (half, part) in parts.iter().enumerate() {
                    if let Some(column) = part {
                        let patch = block.fixed_columns::<3>(3 * half) * rotation;
                        self.add_columns(mover, *column, &patch);
                    }
                }
            }
            Mover::Platform { column, direction } => {
                let wrench = block.fixed_view::<6, 3>(0, 0) * direction;
                self.add_columns(mover, *column, &wrench);
            }
            Mover::Nothing => {}
        }
    }

    fn add_columns<const C: usize>(&mut self, mover: &Mover, column: usize, wrench: &SMatrix<f64, 6, C>) {
        let (force, moment) = (wrench.fixed_rows::<3>(0), wrench.fixed_rows::<3>(3));
        match mover {
            Mover::Patch { rigid, parts, lever, rotation } => {
                let mut target = self.balance.fixed_view_mut::<3, C>(*rigid, column);
                target += force;
                let mut target = self.balance.fixed_view_mut::<3, C>(rigid + 3, column);
                target += moment + lever.cross_matrix() * force;
                for (part, rows) in parts.iter().zip([force, moment]) {
                    if let Some(row) = part.map(|part| part - self.motions) {
                        let mut target = self.patch_loads.fixed_view_mut::<3, C>(row, column);
                        target += rotation.tr_mul(&rows);
                    }
                }
            }
            Mover::Platform { column: row, direction } => {
                let mut target = self.balance.fixed_view_mut::<1, C>(*row, column);
                target += direction.transpose() * force;
            }
            Mover::Nothing => {}
        }
    }
}

fn block(response: &ConnectorResponse, row: usize, column: usize) -> Matrix6<f64> {
    response.tangent.fixed_view::<6, 6>(6 * row, 6 * column).into_owned()
}

fn mover(
    context: &StepContext,
    (layout, unknowns): (&Layout, &Unknowns),
    configuration: &Configuration,
    anchor: &Anchor,
    pose: &Pose,
) -> Mover {
    match anchor {
        Anchor::World(_) => Mover::Nothing,
        Anchor::Platform(_) => {
            let direction = context.assembly.platform.map_or_else(Vector3::zeros, |p| *p.direction);
            layout.platform().map_or(Mover::Nothing, |column| Mover::Platform { column, direction })
        }
        Anchor::Patch { body, patch } => {
            let parts = unknowns.of_slot(layout.slot(*body, *patch));
            let lever = pose.position - configuration.centre(context.assembly, *body);
            let rotation = *configuration.motions[*body].rotation.to_rotation_matrix().matrix();
            Mover::Patch { rigid: layout.rigid(*body), parts, lever, rotation }
        }
    }
}
