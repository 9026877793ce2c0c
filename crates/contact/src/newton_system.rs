//! One Newton direction: elastic unknowns of each cluster eliminated into the small system (docs/theory/contact.md 5).

use crate::connector_tangent::ConnectorTangent;
use crate::contact_tangent::{ContactTangent, clusters};
use crate::dense;
use crate::evaluation::{Evaluation, StepContext, sparse_product};
use crate::kinematics::{Configuration, patch_offset};
use crate::layout::Layout;
use nalgebra::{DMatrix, DVector, UnitQuaternion};
use osteotome_geometry::Vector3;

/// A change of all unknowns.
#[derive(Clone, Debug)]
pub(crate) struct Direction {
    /// Change of rigid motions and platform, in the order of the layout.
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

/// What the elimination of one cluster leaves behind for the way back.
struct Eliminated {
    tangent: ContactTangent,
    /// Patch slots of the bodies of the cluster.
    slots: Vec<usize>,
    /// G_NN.
    flexibility: DMatrix<f64>,
    /// df for zero small unknowns, n × 1.
    constant: DVector<f64>,
    /// df per rigid unknown of the cluster, n × 6 bodies.
    per_rigid: DMatrix<f64>,
    /// −df per patch load, n × 6 patches.
    per_patch: DMatrix<f64>,
}

/// Solves the linearised equations; `None` if they are singular.
pub(crate) fn direction(
    context: &StepContext,
    layout: &Layout,
    configuration: &Configuration,
    evaluation: &Evaluation,
) -> Option<Direction> {
    let connectors = ConnectorTangent::new(context, layout, configuration, evaluation);
    let mut system = SmallSystem::new(context, layout, evaluation, &connectors);
    let mut eliminated = Vec::new();
    for bodies in clusters(context.assembly.bodies.len(), context.models, context.layers, evaluation) {
        let tangent = ContactTangent::new(context, configuration, evaluation, bodies);
        let cluster = Eliminated::new(context, layout, evaluation, tangent)?;
        system.add_cluster(context, layout, evaluation, &connectors, &cluster);
        eliminated.push(cluster);
    }
    let small = system.solve()?;
    let patch_loads = &connectors.patch_loads * &small;
    let mut elastic = vec![DVector::zeros(0); context.assembly.bodies.len()];
    for cluster in &eliminated {
        cluster.recover(context, layout, evaluation, &small, &patch_loads, &mut elastic);
    }
    Some(Direction { small, elastic })
}

struct SmallSystem {
    matrix: DMatrix<f64>,
    right: DVector<f64>,
}

impl SmallSystem {
    /// Balance of bodies and platform, without what contact adds.
    fn new(
        context: &StepContext,
        layout: &Layout,
        evaluation: &Evaluation,
        connectors: &ConnectorTangent,
    ) -> Self {
        let mut matrix = connectors.balance.clone();
        let mut right = DVector::zeros(layout.size());
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
            matrix[(at, at)] -= context.viscosity.translation * rate;
            right[at] = -(evaluation.platform[0] + evaluation.platform[1]);
        }
        Self { matrix, right }
    }

    fn add_cluster(
        &mut self,
        context: &StepContext,
        layout: &Layout,
        evaluation: &Evaluation,
        connectors: &ConnectorTangent,
        cluster: &Eliminated,
    ) {
        self.add_balance(context, layout, evaluation, connectors, cluster);
        self.add_patches(context, layout, evaluation, connectors, cluster);
    }

    /// dB = H dq + E dz with dz = −r + G_NN df + G_NP df_P.
    fn add_balance(
        &mut self,
        context: &StepContext,
        layout: &Layout,
        evaluation: &Evaluation,
        connectors: &ConnectorTangent,
        cluster: &Eliminated,
    ) {
        let tangent = &cluster.tangent;
        let elastic = &tangent.balance_elastic;
        let through = dense::product(elastic, &cluster.flexibility);
        let rigid = &tangent.balance_rigid + &through * &cluster.per_rigid;
        let patch = elastic * node_patch(context, layout, cluster) - &through * &cluster.per_patch;
        let small = patch * rows(&connectors.patch_loads, &cluster.slots);
        let constant = elastic * -gather(tangent, &evaluation.mismatch) + &through * &cluster.constant;
        for (i, body) in tangent.bodies.iter().enumerate() {
            let at = layout.rigid(*body);
            for (j, other) in tangent.bodies.iter().enumerate() {
                let mut target = self.matrix.fixed_view_mut::<6, 6>(at, layout.rigid(*other));
                target += rigid.fixed_view::<6, 6>(6 * i, 6 * j);
            }
            let mut target = self.matrix.fixed_rows_mut::<6>(at);
            target += small.fixed_rows::<6>(6 * i);
            let mut target = self.right.fixed_rows_mut::<6>(at);
            target -= constant.fixed_rows::<6>(6 * i);
        }
    }

    /// dz_P − G_PP df_P − G_PN df = −r_P.
    fn add_patches(
        &mut self,
        context: &StepContext,
        layout: &Layout,
        evaluation: &Evaluation,
        connectors: &ConnectorTangent,
        cluster: &Eliminated,
    ) {
        let tangent = &cluster.tangent;
        let back = node_patch(context, layout, cluster).transpose();
        let effective = patch_patch(context, layout, cluster) - &back * &cluster.per_patch;
        let small = effective * rows(&connectors.patch_loads, &cluster.slots);
        let rigid = &back * &cluster.per_rigid;
        let constant = &back * &cluster.constant;
        for (i, slot) in cluster.slots.iter().enumerate() {
            let at = layout.patch(*slot);
            let (body, patch) = layout.patches[*slot];
            let offset = patch_offset(&context.assembly.bodies[body], patch);
            let mut target = self.matrix.fixed_rows_mut::<6>(at);
            target -= small.fixed_rows::<6>(6 * i);
            for axis in 0..6 {
                self.matrix[(at + axis, at + axis)] += 1.0;
                self.right[at + axis] = -evaluation.mismatch[body][offset + axis] + constant[6 * i + axis];
            }
            for (j, other) in tangent.bodies.iter().enumerate() {
                let mut target = self.matrix.fixed_view_mut::<6, 6>(at, layout.rigid(*other));
                target -= rigid.fixed_view::<6, 6>(6 * i, 6 * j);
            }
        }
    }

    fn solve(self) -> Option<DVector<f64>> {
        let right = DMatrix::from_column_slice(self.right.len(), 1, self.right.as_slice());
        dense::solve(&self.matrix, &right).map(|solution| solution.column(0).into_owned())
    }
}

impl Eliminated {
    /// (1 + C G) df = C r + D dq − C G_NP df_P.
    fn new(
        context: &StepContext,
        layout: &Layout,
        evaluation: &Evaluation,
        tangent: ContactTangent,
    ) -> Option<Self> {
        let slots: Vec<usize> = (0..layout.patches.len())
            .filter(|slot| tangent.bodies.contains(&layout.patches[*slot].0))
            .collect();
        let mut cluster = Self {
            slots,
            constant: DVector::zeros(0),
            per_rigid: DMatrix::zeros(0, 0),
            per_patch: DMatrix::zeros(0, 0),
            flexibility: block_diagonal(context, &tangent),
            tangent,
        };
        let tangent = &cluster.tangent;
        let n = tangent.stiffness.nrows();
        let matrix = dense::one_plus_product(&tangent.stiffness, &cluster.flexibility);
        let (rigid, patch) = (tangent.rigid_load.ncols(), 6 * cluster.slots.len());
        let mut right = DMatrix::zeros(n, 1 + rigid + patch);
        right.column_mut(0).copy_from(&(&tangent.stiffness * gather(tangent, &evaluation.mismatch)));
        right.columns_mut(1, rigid).copy_from(&tangent.rigid_load);
        right
            .columns_mut(1 + rigid, patch)
            .copy_from(&dense::product(&tangent.stiffness, &node_patch(context, layout, &cluster)));
        let solution = dense::solve(&matrix, &right)?;
        cluster.constant = solution.column(0).into_owned();
        cluster.per_rigid = solution.columns(1, rigid).into_owned();
        cluster.per_patch = solution.columns(1 + rigid, patch).into_owned();
        Some(cluster)
    }

    /// z + dz = G (f + df) for every body of the cluster.
    fn recover(
        &self,
        context: &StepContext,
        layout: &Layout,
        evaluation: &Evaluation,
        small: &DVector<f64>,
        patch_loads: &DVector<f64>,
        elastic: &mut [DVector<f64>],
    ) {
        let mut nodal = self.constant.clone();
        for (j, body) in self.tangent.bodies.iter().enumerate() {
            nodal += self.per_rigid.columns(6 * j, 6) * small.rows(layout.rigid(*body), 6);
        }
        for (j, slot) in self.slots.iter().enumerate() {
            nodal -= self.per_patch.columns(6 * j, 6) * patch_loads.rows(6 * slot, 6);
        }
        for (i, body) in self.tangent.bodies.iter().enumerate() {
            if context.rigid[*body] {
                elastic[*body] = -&evaluation.mismatch[*body];
                continue;
            }
            let mut change = DVector::zeros(evaluation.loads[*body].len());
            for (k, node) in self.tangent.nodes[i].iter().enumerate() {
                change.rows_mut(3 * node, 3).copy_from(&nodal.rows(self.tangent.first[i] + 3 * k, 3));
            }
            for slot in self.slots.iter().filter(|slot| layout.patches[**slot].0 == *body) {
                let offset = patch_offset(&context.assembly.bodies[*body], layout.patches[*slot].1);
                change.rows_mut(offset, 6).copy_from(&patch_loads.rows(6 * slot, 6));
            }
            let flexibility = &context.assembly.bodies[*body].elasticity.flexibility;
            elastic[*body] = sparse_product(flexibility, &change) - &evaluation.mismatch[*body];
        }
    }
}

/// Generalised displacement of each nodal unknown of a body of the cluster.
fn nodal_dofs(tangent: &ContactTangent, member: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
    let first = tangent.first[member];
    tangent.nodes[member]
        .iter()
        .enumerate()
        .flat_map(move |(k, node)| (0..3).map(move |axis| (first + 3 * k + axis, 3 * node + axis)))
}

fn gather(tangent: &ContactTangent, vectors: &[DVector<f64>]) -> DVector<f64> {
    let mut gathered = DVector::zeros(tangent.stiffness.nrows());
    for (member, body) in tangent.bodies.iter().enumerate() {
        for (unknown, dof) in nodal_dofs(tangent, member) {
            gathered[unknown] = vectors[*body][dof];
        }
    }
    gathered
}

/// G_NN of the cluster.
fn block_diagonal(context: &StepContext, tangent: &ContactTangent) -> DMatrix<f64> {
    let n = tangent.stiffness.nrows();
    let mut matrix = DMatrix::zeros(n, n);
    for (member, body) in tangent.bodies.iter().enumerate() {
        let flexibility = &context.assembly.bodies[*body].elasticity.flexibility;
        for (column, column_dof) in nodal_dofs(tangent, member) {
            for (row, row_dof) in nodal_dofs(tangent, member) {
                matrix[(row, column)] = flexibility[(row_dof, column_dof)];
            }
        }
    }
    matrix
}

/// G_NP of the cluster: nodal displacement per patch load.
fn node_patch(context: &StepContext, layout: &Layout, cluster: &Eliminated) -> DMatrix<f64> {
    let tangent = &cluster.tangent;
    let mut matrix = DMatrix::zeros(tangent.stiffness.nrows(), 6 * cluster.slots.len());
    for (member, body) in tangent.bodies.iter().enumerate() {
        for (k, slot) in
            cluster.slots.iter().enumerate().filter(|(_, slot)| layout.patches[**slot].0 == *body)
        {
            let offset = patch_offset(&context.assembly.bodies[*body], layout.patches[*slot].1);
            let flexibility = &context.assembly.bodies[*body].elasticity.flexibility;
            for (row, dof) in nodal_dofs(tangent, member) {
                for axis in 0..6 {
                    matrix[(row, 6 * k + axis)] = flexibility[(dof, offset + axis)];
                }
            }
        }
    }
    matrix
}

/// G_PP of the cluster.
fn patch_patch(context: &StepContext, layout: &Layout, cluster: &Eliminated) -> DMatrix<f64> {
    let count = 6 * cluster.slots.len();
    let mut matrix = DMatrix::zeros(count, count);
    for (i, row_slot) in cluster.slots.iter().enumerate() {
        for (j, column_slot) in cluster.slots.iter().enumerate() {
            let ((body, row_patch), (other, column_patch)) =
                (layout.patches[*row_slot], layout.patches[*column_slot]);
            if body == other {
                let model = &context.assembly.bodies[body];
                let (row, column) = (patch_offset(model, row_patch), patch_offset(model, column_patch));
                let block = model.elasticity.flexibility.fixed_view::<6, 6>(row, column);
                matrix.fixed_view_mut::<6, 6>(6 * i, 6 * j).copy_from(&block);
            }
        }
    }
    matrix
}

fn rows(matrix: &DMatrix<f64>, slots: &[usize]) -> DMatrix<f64> {
    let mut picked = DMatrix::zeros(6 * slots.len(), matrix.ncols());
    for (k, slot) in slots.iter().enumerate() {
        picked.rows_mut(6 * k, 6).copy_from(&matrix.rows(6 * slot, 6));
    }
    picked
}
