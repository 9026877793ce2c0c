//! Linearised connectors: their share of the small system.

use crate::evaluation::{Evaluation, StepContext};
use crate::kinematics::Configuration;
use crate::layout::Layout;
use crate::{Anchor, ConnectorResponse, Pose};
use nalgebra::{DMatrix, Matrix3};
use osteotome_geometry::Vector3;

/// Derivatives of connector forces with respect to the small unknowns.
pub(crate) struct ConnectorTangent {
    /// Of the balance of each body (force, moment) and of the platform: square, patch rows unused.
    pub(crate) balance: DMatrix<f64>,
    /// Of the generalised loads of each patch slot, co-rotated: six rows a slot.
    pub(crate) patch_loads: DMatrix<f64>,
}

impl ConnectorTangent {
    pub(crate) fn new(
        context: &StepContext,
        layout: &Layout,
        configuration: &Configuration,
        evaluation: &Evaluation,
    ) -> Self {
        let size = layout.size();
        let mut tangent = Self {
            balance: DMatrix::zeros(size, size),
            patch_loads: DMatrix::zeros(6 * layout.patches.len(), size),
        };
        let assembly = context.assembly;
        for ((connector, poses), response) in
            assembly.connectors.iter().zip(&evaluation.poses).zip(&evaluation.responses)
        {
            let anchors = connector.anchors();
            let scene = Scene { context, layout, configuration };
            let motion = scene.pose_gradient(anchors, poses);
            let wrench = &response.tangent * &motion;
            for (index, anchor) in anchors.iter().enumerate() {
                scene.add_anchor(&mut tangent, anchor, index, &poses[index], response, &motion, &wrench);
            }
        }
        tangent
    }
}

struct Scene<'a> {
    context: &'a StepContext<'a>,
    layout: &'a Layout,
    configuration: &'a Configuration,
}

impl Scene<'_> {
    fn platform_direction(&self) -> Vector3 {
        self.context.assembly.platform.map_or_else(Vector3::zeros, |platform| *platform.direction)
    }

    /// Derivative of (position, spatial rotation) of each anchor.
    fn pose_gradient(&self, anchors: &[Anchor], poses: &[Pose]) -> DMatrix<f64> {
        let mut gradient = DMatrix::zeros(6 * anchors.len(), self.layout.size());
        for (index, (anchor, pose)) in anchors.iter().zip(poses).enumerate() {
            let row = 6 * index;
            match anchor {
                Anchor::World(_) => {}
                Anchor::Platform(_) => {
                    if let Some(column) = self.layout.platform() {
                        gradient.fixed_view_mut::<3, 1>(row, column).copy_from(&self.platform_direction());
                    }
                }
                Anchor::Patch { body, patch } => {
                    let rigid = self.layout.rigid(*body);
                    let elastic = self.layout.patch(self.layout.slot(*body, *patch));
                    let lever = pose.position - self.configuration.centre(self.context.assembly, *body);
                    let rotation = *self.configuration.motions[*body].rotation.to_rotation_matrix().matrix();
                    gradient.fixed_view_mut::<3, 3>(row, rigid).copy_from(&Matrix3::identity());
                    gradient.fixed_view_mut::<3, 3>(row, rigid + 3).copy_from(&-lever.cross_matrix());
                    gradient.fixed_view_mut::<3, 3>(row + 3, rigid + 3).copy_from(&Matrix3::identity());
                    gradient.fixed_view_mut::<3, 3>(row, elastic).copy_from(&rotation);
                    gradient.fixed_view_mut::<3, 3>(row + 3, elastic + 3).copy_from(&rotation);
                }
            }
        }
        gradient
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one call site; the arguments are one linearised connector"
    )]
    fn add_anchor(
        &self,
        tangent: &mut ConnectorTangent,
        anchor: &Anchor,
        index: usize,
        pose: &Pose,
        response: &ConnectorResponse,
        motion: &DMatrix<f64>,
        wrench: &DMatrix<f64>,
    ) {
        let force_rows = wrench.fixed_rows::<3>(6 * index);
        let moment_rows = wrench.fixed_rows::<3>(6 * index + 3);
        let value = response.wrenches[index];
        match anchor {
            Anchor::World(_) => {}
            Anchor::Platform(_) => {
                if let Some(row) = self.layout.platform() {
                    let mut target = tangent.balance.row_mut(row);
                    target += self.platform_direction().transpose() * force_rows;
                }
            }
            Anchor::Patch { body, patch } => {
                let rigid = self.layout.rigid(*body);
                let lever = pose.position - self.configuration.centre(self.context.assembly, *body);
                // (δx − δt) × F = −F × (δx − δt)
                let mut moved = motion.fixed_rows::<3>(6 * index).into_owned();
                let mut translation = moved.fixed_columns_mut::<3>(rigid);
                translation -= Matrix3::identity();
                let mut force = tangent.balance.fixed_rows_mut::<3>(rigid);
                force += &force_rows;
                let mut moment = tangent.balance.fixed_rows_mut::<3>(rigid + 3);
                moment += &moment_rows;
                moment -= value.force_n.cross_matrix() * moved;
                moment += lever.cross_matrix() * force_rows;
                // Rᵀ (δW − φ × W) = Rᵀ (δW + W × φ)
                let back =
                    self.configuration.motions[*body].rotation.to_rotation_matrix().matrix().transpose();
                let row = 6 * self.layout.slot(*body, *patch);
                for (offset, rows, load) in
                    [(0, &force_rows, value.force_n), (3, &moment_rows, value.moment_nmm)]
                {
                    let mut target = tangent.patch_loads.fixed_rows_mut::<3>(row + offset);
                    target += back * rows;
                    let mut spin = target.fixed_columns_mut::<3>(rigid + 3);
                    spin += back * load.cross_matrix();
                }
            }
        }
    }
}
