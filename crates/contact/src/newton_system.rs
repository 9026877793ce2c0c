//! One Newton direction: elastic unknowns of each cluster eliminated into the small system (docs/theory/contact.md 5).

use crate::connector_tangent::ConnectorTangent;
use crate::contact_tangent::{ContactTangent, clusters};
use crate::dense;
use crate::evaluation::{Evaluation, StepContext};
use crate::front::Front;
use crate::kinematics::Configuration;
use crate::layout::Layout;
use crate::response::Response;
use crate::unknowns::Unknowns;
use nalgebra::{DMatrix, DVector, UnitQuaternion};
use osteotome_geometry::Vector3;

/// A change of all unknowns.
#[derive(Clone, Debug)]
pub(crate) struct Direction {
    /// Change of rigid motions and platform, in the order of the layout (and of patches that tie clusters to each other).
    pub(crate) small: DVector<f64>,
    /// Change of the generalised elastic displacements of each body.
    pub(crate) elastic: Vec<DVector<f64>>,
}

impl Direction {
    /// The configuration reached by going a share of the way.
    pub(crate) fn apply(&self, layout: &Layout, configuration: &Configuration, share: f64) -> Configuration {
        let mut next = configuration.clone();
        for (body, motion) in next.motions.iter_mut().enumerate() {
            let at = layout.rigid(body);
            let translation: Vector3 = self.small.fixed_rows::<3>(at).into_owned();
            let turn: Vector3 = self.small.fixed_rows::<3>(at + 3).into_owned();
            motion.translation_mm += translation * share;
            let mut rotation = UnitQuaternion::from_scaled_axis(turn * share) * motion.rotation;
            rotation.renormalize();
            motion.rotation = rotation;
        }
        for (z, change) in next.displacements.iter_mut().zip(&self.elastic) {
            z.axpy(share, change, 1.0);
        }
        if let Some(at) = layout.platform() {
            next.platform += share * self.small[at];
        }
        next
    }
}

/// Solves the linearised equations; `None` if they are singular.
pub(crate) fn direction(
    context: &StepContext,
    layout: &Layout,
    configuration: &Configuration,
    evaluation: &Evaluation,
) -> Option<Direction> {
    let clusters = clusters(context.assembly.bodies.len(), context.models, context.layers, evaluation);
    let unknowns = Unknowns::new(context, layout, evaluation, &clusters);
    let connectors = ConnectorTangent::new(context, (layout, &unknowns), configuration, evaluation);
    let mut system = SmallSystem::new(context, layout, &unknowns, evaluation, &connectors);
    let mut fronts = Vec::new();
    for bodies in clusters {
        let parts = unknowns.parts(context, layout, &bodies);
        let tangent = ContactTangent::new(context, configuration, evaluation, bodies);
        let response = Response::new(context, evaluation, tangent, parts)?;
        fronts.push(Front::new(layout, &unknowns, &connectors, response, &mut system)?);
    }
    let small = system.solve()?;
    let mut elastic = vec![DVector::zeros(0); context.assembly.bodies.len()];
    for front in &fronts {
        front.recover(context, layout, evaluation, &small, &mut elastic);
    }
    Some(Direction { small, elastic })
}

/// Equations of the unknowns that stay.
pub(crate) struct SmallSystem {
    pub(crate) matrix: DMatrix<f64>,
    pub(crate) right: DVector<f64>,
}

impl SmallSystem {
    /// Viscosity, what is left over, and the balance of the platform, without what clusters add.
    fn new(
        context: &StepContext,
        layout: &Layout,
        unknowns: &Unknowns,
        evaluation: &Evaluation,
        connectors: &ConnectorTangent,
    ) -> Self {
        let mut matrix = DMatrix::zeros(unknowns.kept, unknowns.kept);
        let mut right = DVector::zeros(unknowns.kept);
        let rate = 1.0 / context.time_step;
        for body in 0..context.assembly.bodies.len() {
            let at = layout.rigid(body);
            for axis in 0..3 {
                matrix[(at + axis, at + axis)] -= context.viscosity.translation * rate;
                matrix[(at + 3 + axis, at + 3 + axis)] -= context.viscosity.rotation[body] * rate;
                let (still, moving) = (&evaluation.balance[body], &evaluation.viscous[body]);
                right[at + axis] = -(still.force[axis] + moving.force[axis]);
                right[at + 3 + axis] = -(still.moment[axis] + moving.moment[axis]);
            }
        }
        if let Some(at) = layout.platform() {
            matrix.row_mut(at).copy_from(&connectors.balance.view((at, 0), (1, unknowns.kept)));
            matrix[(at, at)] -= context.viscosity.translation * rate;
            right[at] = -(evaluation.platform[0] + evaluation.platform[1]);
        }
        Self { matrix, right }
    }

    fn solve(self) -> Option<DVector<f64>> {
        let right = DMatrix::from_column_slice(self.right.len(), 1, self.right.as_slice());
        dense::solve(&self.matrix, right).map(|solution| solution.column(0).into_owned())
    }
}
