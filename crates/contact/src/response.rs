//! How a cluster answers to loads on its patches and to its rigid motions, contact eliminated (docs/theory/contact.md 5).

use crate::contact_tangent::ContactTangent;
use crate::dense;
use crate::evaluation::{Evaluation, StepContext};
use crate::unknowns::Part;
use nalgebra::{DMatrix, DVector};

/// Linear in, column by column: one (what is left over), six rigid unknowns a body, loads on the parts of patches.
pub(crate) struct Response {
    pub(crate) bodies: Vec<usize>,
    /// Parts of the patches of these bodies, those first that are eliminated.
    pub(crate) parts: Vec<Part>,
    /// Displacements of the parts, then force and moment of contact on each body.
    pub(crate) matrix: DMatrix<f64>,
    /// Loads on nodes in contact.
    nodal: DMatrix<f64>,
    /// Those nodes, per body, and the first unknown of each body.
    nodes: Vec<Vec<usize>>,
    first: Vec<usize>,
}

impl Response {
    /// (1 + C G) df = C r + D dq − C G_NP df_P, and what follows for patches and balance.
    pub(crate) fn new(
        context: &StepContext,
        evaluation: &Evaluation,
        tangent: ContactTangent,
        parts: Vec<Part>,
    ) -> Option<Self> {
        let flexibility = nodal_flexibility(context, evaluation, &tangent, &parts);
        let nodal = solve_nodal(&tangent, &flexibility)?;
        let matrix = Self::assemble(context, evaluation, &tangent, &parts, &flexibility, &nodal);
        let ContactTangent { bodies, nodes, first, .. } = tangent;
        Some(Self { bodies, parts, matrix, nodal, nodes, first })
    }

    /// dz_P = −r_P + G_PN df + G_PP df_P and dB = H dq + E (−r_N + G_NN df + G_NP df_P).
    fn assemble(
        context: &StepContext,
        evaluation: &Evaluation,
        tangent: &ContactTangent,
        parts: &[Part],
        flexibility: &DMatrix<f64>,
        nodal: &DMatrix<f64>,
    ) -> DMatrix<f64> {
        let (n, patch, rigid) = (nodal.nrows(), 3 * parts.len(), 6 * tangent.bodies.len());
        // E (G_NN, G_NP, r_N)
        let through = dense::product_with_transposed(&tangent.balance_elastic, flexibility);
        let mut left = DMatrix::zeros(patch + rigid, n);
        left.rows_mut(0, patch).copy_from(&flexibility.rows(n, patch));
        left.rows_mut(patch, rigid).copy_from(&through.columns(0, n));
        let mut matrix = dense::product(&left, nodal);
        let mut balance = matrix.rows_mut(patch, rigid);
        let mut constant = balance.column_mut(0);
        constant -= through.column(n + patch);
        let mut moved = balance.columns_mut(1, rigid);
        moved += &tangent.balance_rigid;
        let mut loaded = balance.columns_mut(1 + rigid, patch);
        loaded += through.columns(n, patch);
        for (i, row) in parts.iter().enumerate() {
            let mut constant = matrix.fixed_view_mut::<3, 1>(3 * i, 0);
            constant -= evaluation.mismatch[row.body].fixed_rows::<3>(row.dof);
            let flexibility = &context.assembly.bodies[row.body].elasticity.flexibility;
            for (j, column) in parts.iter().enumerate().filter(|(_, column)| column.body == row.body) {
                let mut target = matrix.fixed_view_mut::<3, 3>(3 * i, 1 + rigid + 3 * j);
                target += flexibility.fixed_view::<3, 3>(row.dof, column.dof);
            }
        }
        matrix
    }

    /// z + dz = G (f + df) for every body of the cluster, given what [`Response`] is linear in.
    pub(crate) fn recover(
        &self,
        context: &StepContext,
        evaluation: &Evaluation,
        given: &DVector<f64>,
        elastic: &mut [DVector<f64>],
    ) {
        let nodal = &self.nodal * given;
        let loads = given.rows(1 + 6 * self.bodies.len(), 3 * self.parts.len());
        for (member, body) in self.bodies.iter().enumerate() {
            let mut terms = Vec::new();
            for (k, node) in self.nodes[member].iter().enumerate() {
                terms.extend((0..3).map(|axis| (3 * node + axis, nodal[self.first[member] + 3 * k + axis])));
            }
            for (k, part) in self.parts.iter().enumerate().filter(|(_, part)| part.body == *body) {
                terms.extend((0..3).map(|axis| (part.dof + axis, loads[3 * k + axis])));
            }
            if context.rigid[*body] {
                terms.clear();
            }
            let flexibility = &context.assembly.bodies[*body].elasticity.flexibility;
            elastic[*body] = dense::combination(&terms, flexibility) - &evaluation.mismatch[*body];
        }
    }
}

/// G from loads on nodes in contact: rows of the nodes, of the parts of patches, and under them the mismatch of the nodes.
fn nodal_flexibility(
    context: &StepContext,
    evaluation: &Evaluation,
    tangent: &ContactTangent,
    parts: &[Part],
) -> DMatrix<f64> {
    let n = tangent.stiffness.nrows();
    let mut matrix = DMatrix::zeros(n + 3 * parts.len() + 1, n);
    for (member, body) in tangent.bodies.iter().enumerate() {
        let (nodes, first) = (&tangent.nodes[member], tangent.first[member]);
        let flexibility = &context.assembly.bodies[*body].elasticity.flexibility;
        let own = parts.iter().enumerate().filter(|(_, part)| part.body == *body);
        let rows = nodes.iter().enumerate().map(|(k, node)| (first + 3 * k, 3 * node));
        let rows: Vec<(usize, usize)> = rows.chain(own.map(|(k, part)| (n + 3 * k, part.dof))).collect();
        for (column, dof) in nodes.iter().flat_map(|node| 3 * node..3 * node + 3).enumerate() {
            let source = flexibility.column(dof);
            let mut target = matrix.column_mut(first + column);
            for (row, dof) in &rows {
                target.fixed_rows_mut::<3>(*row).copy_from(&source.fixed_rows::<3>(*dof));
            }
            target[n + 3 * parts.len()] = evaluation.mismatch[*body][dof];
        }
    }
    matrix
}

/// Change of the nodal loads.
fn solve_nodal(tangent: &ContactTangent, flexibility: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let n = tangent.stiffness.nrows();
    let (rigid, patch) = (tangent.rigid_load.ncols(), flexibility.nrows() - n - 1);
    // C (G_NN, G_NP, r_N), transposed
    let product = dense::product_with_sparse(flexibility, &tangent.stiffness);
    let mut matrix = product.rows(0, n).transpose();
    for k in 0..n {
        matrix[(k, k)] += 1.0;
    }
    let mut right = DMatrix::zeros(n, 1 + rigid + patch);
    right.column_mut(0).tr_copy_from(&product.row(n + patch));
    right.columns_mut(1, rigid).copy_from(&tangent.rigid_load);
    for (mut column, row) in
        right.columns_mut(1 + rigid, patch).column_iter_mut().zip(product.rows(n, patch).row_iter())
    {
        column.iter_mut().zip(row.iter()).for_each(|(target, value)| *target = -value);
    }
    dense::solve(&matrix, right)
}
