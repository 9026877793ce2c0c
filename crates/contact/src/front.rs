//! Connectors put into the response of a cluster, and patches eliminated that have to do with nothing outside it.

use crate::connector_tangent::ConnectorTangent;
use crate::dense;
use crate::evaluation::{Evaluation, StepContext};
use crate::layout::Layout;
use crate::newton_system::SmallSystem;
use crate::response::Response;
use crate::unknowns::Unknowns;
use nalgebra::{DMatrix, DVector};

/// What the elimination leaves behind for the way back.
pub(crate) struct Front {
    response: Response,
    /// Number of eliminated unknowns of patches.
    eliminated: usize,
    /// Unknowns that stay, of those that the cluster has to do with.
    columns: Vec<usize>,
    /// Loads on the parts of its patches per eliminated unknown and unknown that stays.
    loads: DMatrix<f64>,
    /// Eliminated unknowns: less the first columns times what stays, plus the last.
    solution: DMatrix<f64>,
}

impl Front {
    /// Eliminates and adds what is left to the small system; `None` if that is singular.
    pub(crate) fn new(
        layout: &Layout,
        unknowns: &Unknowns,
        connectors: &ConnectorTangent,
        response: Response,
        system: &mut SmallSystem,
    ) -> Option<Self> {
        let eliminated = 3 * response.parts.iter().filter(|part| part.unknown >= unknowns.kept).count();
        let columns = coupled(layout, unknowns, connectors, &response);
        let parts = response.parts[..eliminated / 3].iter();
        let all = parts.flat_map(|part| part.unknown..part.unknown + 3).chain(columns.iter().copied());
        let all: Vec<usize> = all.collect();
        let mut loads = DMatrix::zeros(3 * response.parts.len(), all.len());
        for (mut target, column) in loads.column_iter_mut().zip(&all) {
            let source = connectors.patch_loads.column(*column);
            for (k, part) in response.parts.iter().enumerate() {
                let row = part.unknown - unknowns.motions;
                target.fixed_rows_mut::<3>(3 * k).copy_from(&source.fixed_rows::<3>(row));
            }
        }
        let mut front = Self { response, eliminated, columns, loads, solution: DMatrix::zeros(0, 0) };
        let matrix = front.assemble(layout, connectors, &all);
        front.eliminate(layout, &matrix, system)?;
        Some(front)
    }

    /// The linearised equations: rows of patches (`dz_P` on the right: −1), bodies, platform; the last column is the right-hand side.
    fn assemble(&self, layout: &Layout, connectors: &ConnectorTangent, all: &[usize]) -> DMatrix<f64> {
        let Self { response, eliminated, .. } = self;
        let (patch, rigid) = (3 * response.parts.len(), 6 * response.bodies.len());
        let per_load = response.matrix.columns(1 + rigid, patch).into_owned();
        let product = dense::product(&per_load, &self.loads);
        let mut matrix = product.resize(patch + rigid + 1, all.len() + 1, 0.0);
        let place = |unknown: usize| all.iter().position(|other| *other == unknown).unwrap_or(0);
        for (k, part) in response.parts.iter().enumerate() {
            let column = if 3 * k < *eliminated { 3 * k } else { place(part.unknown) };
            let mut own = matrix.fixed_view_mut::<3, 3>(3 * k, column);
            own -= nalgebra::Matrix3::identity();
        }
        for (member, body) in response.bodies.iter().enumerate() {
            let mut moved = matrix.view_mut((0, place(layout.rigid(*body))), (patch + rigid, 6));
            moved += response.matrix.columns(1 + 6 * member, 6);
            for (column, unknown) in all.iter().enumerate() {
                let mut target = matrix.fixed_view_mut::<6, 1>(patch + 6 * member, column);
                target += connectors.balance.fixed_view::<6, 1>(layout.rigid(*body), *unknown);
            }
        }
        if let Some(platform) = layout.platform() {
            for (column, unknown) in all[..*eliminated].iter().enumerate() {
                matrix[(patch + rigid, column)] = connectors.balance[(platform, *unknown)];
            }
        }
        let mut right = matrix.view_mut((0, all.len()), (patch + rigid, 1));
        right -= response.matrix.column(0);
        matrix
    }

    fn eliminate(&mut self, layout: &Layout, matrix: &DMatrix<f64>, system: &mut SmallSystem) -> Option<()> {
        let (first, rows, columns) = (self.eliminated, matrix.nrows(), matrix.ncols());
        let block = |row: usize, column: usize, shape| matrix.view((row, column), shape).into_owned();
        let own = block(0, 0, (first, first));
        self.solution = dense::solve(&own, block(0, first, (first, columns - first)))?;
        let left = block(first, first, (rows - first, columns - first))
            - dense::product(&block(first, 0, (rows - first, first)), &self.solution);
        let shared = self.response.parts[first / 3..].iter().flat_map(|part| part.unknown..part.unknown + 3);
        let rigid = self.response.bodies.iter().map(|body| layout.rigid(*body)).flat_map(|at| at..at + 6);
        for (row, target) in shared.chain(rigid).chain(layout.platform()).enumerate() {
            for (column, unknown) in self.columns.iter().enumerate() {
                system.matrix[(target, *unknown)] += left[(row, column)];
            }
            system.right[target] += left[(row, self.columns.len())];
        }
        Some(())
    }

    /// Elastic displacements of the cluster, given the unknowns that stay.
    pub(crate) fn recover(
        &self,
        context: &StepContext,
        layout: &Layout,
        evaluation: &Evaluation,
        small: &DVector<f64>,
        elastic: &mut [DVector<f64>],
    ) {
        let kept =
            DVector::from_iterator(self.columns.len(), self.columns.iter().map(|column| small[*column]));
        let own =
            self.solution.column(self.columns.len()) - self.solution.columns(0, self.columns.len()) * &kept;
        let loads = self.loads.columns(0, self.eliminated) * own
            + self.loads.columns(self.eliminated, kept.len()) * kept;
        let rigid = self
            .response
            .bodies
            .iter()
            .flat_map(|body| small.fixed_rows::<6>(layout.rigid(*body)).into_owned().data.0[0]);
        let given = std::iter::once(1.0).chain(rigid).chain(loads.iter().copied());
        let given = DVector::from_iterator(self.response.matrix.ncols(), given);
        self.response.recover(context, evaluation, &given, elastic);
    }
}

/// Unknowns that stay and have to do with a cluster: its own, and those that its connectors depend on.
fn coupled(
    layout: &Layout,
    unknowns: &Unknowns,
    connectors: &ConnectorTangent,
    response: &Response,
) -> Vec<usize> {
    let mut own = vec![false; unknowns.kept];
    for body in &response.bodies {
        own[layout.rigid(*body)..layout.rigid(*body) + 6].fill(true);
    }
    for part in response.parts.iter().filter(|part| part.unknown < unknowns.kept) {
        own[part.unknown..part.unknown + 3].fill(true);
    }
    let pulls = |column: usize| {
        let balance = connectors.balance.column(column);
        let loads = connectors.patch_loads.column(column);
        let mut bodies = response.bodies.iter().map(|body| balance.fixed_rows::<6>(layout.rigid(*body)));
        let mut parts =
            response.parts.iter().map(|part| loads.fixed_rows::<3>(part.unknown - unknowns.motions));
        bodies.any(|rows| rows.iter().any(|value| *value != 0.0))
            || parts.any(|rows| rows.iter().any(|value| *value != 0.0))
    };
    (0..unknowns.kept).filter(|column| own[*column] || pulls(*column)).collect()
}
