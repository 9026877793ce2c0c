//! Linearised contact of a cluster: bodies that touch each other, directly or through others.

use crate::evaluation::{Evaluation, StepContext};
use crate::kinematics::{Configuration, deformed_nodes};
use crate::layer::{Layer, Tie, TieEvaluation};
use crate::pair_model::{PairModel, PointEvaluation};
use crate::point_law;
use crate::surface::{Facet, Hats};
use nalgebra::{DMatrix, Matrix3, Matrix6, SMatrix};
use osteotome_geometry::{Point3, Vector3};

type Matrix12 = SMatrix<f64, 12, 12>;
type Matrix3x12 = SMatrix<f64, 3, 12>;
const NONE: usize = usize::MAX;

/// Derivatives of contact forces of one cluster. `n` is the number of loaded nodal displacements.
pub(crate) struct ContactTangent {
    /// Bodies of the cluster.
    pub(crate) bodies: Vec<usize>,
    /// Interface nodes under load, per body of the cluster, ascending; empty for rigid bodies.
    pub(crate) nodes: Vec<Vec<usize>>,
    /// First unknown of each body's nodes.
    pub(crate) first: Vec<usize>,
    /// C = −∂f/∂z, n × n.
    pub(crate) stiffness: DMatrix<f64>,
    /// D = ∂f/∂q, n × 6 bodies.
    pub(crate) rigid_load: DMatrix<f64>,
    /// E = ∂(balance)/∂z, 6 bodies × n.
    pub(crate) balance_elastic: DMatrix<f64>,
    /// H = ∂(balance)/∂q, 6 bodies × 6 bodies.
    pub(crate) balance_rigid: DMatrix<f64>,
    slots: Vec<Vec<usize>>,
    rotations: Vec<Matrix3<f64>>,
}

/// One side of a loaded point.
struct End<'a> {
    local_body: usize,
    facet: &'a Facet,
    shape: [f64; 3],
    rotation: Matrix3<f64>,
    /// From the centre of the body to the material point.
    lever: Vector3,
    /// From the centre of the body to where the force acts, and how that place moves.
    arm: Vector3,
    place: Matrix3x12,
}

/// A force on the slave, its opposite on the master, and its derivative.
struct Linearised<'a> {
    ends: [End<'a>; 2],
    force: Vector3,
    gradient: Matrix3x12,
}

/// Groups of bodies that touch, every body in exactly one, in order of their least member.
pub(crate) fn clusters(
    bodies: usize,
    models: &[PairModel],
    layers: &[Layer],
    evaluation: &Evaluation,
) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..bodies).collect();
    for (pair, model) in models.iter().enumerate() {
        if evaluation.touching(pair) {
            let [a, b] = [0, 1].map(|side| group[model.surfaces[side].body]);
            group.iter_mut().filter(|g| **g == a.max(b)).for_each(|g| *g = a.min(b));
        }
    }
    for layer in layers {
        let [a, b] = [0, 1].map(|side| group[models[layer.pair].surfaces[side].body]);
        group.iter_mut().filter(|g| **g == a.max(b)).for_each(|g| *g = a.min(b));
    }
    (0..bodies)
        .map(|leader| (0..bodies).filter(|body| group[*body] == leader).collect::<Vec<_>>())
        .filter(|members| !members.is_empty())
        .collect()
}

impl ContactTangent {
    pub(crate) fn new(
        context: &StepContext,
        configuration: &Configuration,
        evaluation: &Evaluation,
        bodies: Vec<usize>,
    ) -> Self {
        let turn = |body: &usize| configuration.motions[*body].rotation.to_rotation_matrix().into_inner();
        let rotations = bodies.iter().map(turn).collect();
        let mut tangent = Self::allocate(context, evaluation, bodies, rotations);
        for (model, pair) in context.models.iter().zip(&evaluation.pairs) {
            if !tangent.bodies.contains(&model.surfaces[0].body) {
                continue;
            }
            for (side, points) in pair.iter().enumerate() {
                let master = model.surfaces[1 - side].body;
                let master_nodes =
                    deformed_nodes(&context.assembly.bodies[master], &configuration.displacements[master]);
                for found in points.iter().filter(|found| found.touches()) {
                    tangent.add_point(context, configuration, (model, side), found, &master_nodes);
                }
            }
        }
        for (layer, found) in context.layers.iter().zip(&evaluation.layers) {
            if tangent.bodies.contains(&context.models[layer.pair].surfaces[0].body) {
                for (tie, now) in layer.ties.iter().zip(found) {
                    tangent.add_tie(context, configuration, layer, tie, now);
                }
            }
        }
        tangent
    }

    fn allocate(
        context: &StepContext,
        evaluation: &Evaluation,
        bodies: Vec<usize>,
        rotations: Vec<Matrix3<f64>>,
    ) -> Self {
        let mut slots = Vec::new();
        let mut nodes = Vec::new();
        let mut first = Vec::new();
        let mut n = 0;
        for body in &bodies {
            let loaded = loaded_nodes(context, evaluation, *body);
            let count = context.assembly.bodies[*body].elasticity.interface_positions.len();
            let mut slot = vec![NONE; count];
            first.push(n);
            for node in &loaded {
                slot[*node] = n;
                n += 3;
            }
            slots.push(slot);
            nodes.push(loaded);
        }
        let rigid = 6 * bodies.len();
        Self {
            bodies,
            nodes,
            first,
            stiffness: DMatrix::zeros(n, n),
            rigid_load: DMatrix::zeros(n, rigid),
            balance_elastic: DMatrix::zeros(rigid, n),
            balance_rigid: DMatrix::zeros(rigid, rigid),
            slots,
            rotations,
        }
    }

    fn add_point(
        &mut self,
        context: &StepContext,
        configuration: &Configuration,
        (model, side): (&PairModel, usize),
        found: &PointEvaluation,
        master_nodes: &[Vector3],
    ) {
        let (slave, master) = (&model.surfaces[side], &model.surfaces[1 - side]);
        let point = &slave.points[found.point as usize];
        let geometry = &found.geometry;
        let master_facet = &master.facets[found.footprint.facet as usize];
        let master_shape = crate::triangle::shape(found.footprint.place);
        // The master point is where the ray from the slave meets it: δx_m = v_s + n δg + g φ × n.
        let mut place = point_law::landing_gradient(geometry) * 0.5;
        let mut own = place.fixed_view_mut::<3, 3>(0, 0);
        own += Matrix3::identity() * 0.5;
        let middle = geometry.middle();
        let traction = found.force.traction(geometry);
        let weight = found.share.value * point.area;
        let slave_facet = &slave.facets[point.facet as usize];
        let site = Site { context, configuration, tangent: self };
        let linearised = Linearised {
            ends: [
                site.end(slave.body, slave_facet, point.shape, [geometry.slave, middle], place),
                site.end(master.body, master_facet, master_shape, [geometry.master, middle], place),
            ],
            force: traction * weight,
            gradient: point_law::traction_gradient(&model.law, geometry, &found.force) * weight
                + traction * found.share_gradient().transpose() * point.area,
        };
        self.add(&linearised);
        let hats = master.hats(master_nodes, found.footprint.facet);
        self.add_sliding(&linearised, &point_law::sliding_gradient(geometry), &hats);
    }

    fn add_tie(
        &mut self,
        context: &StepContext,
        configuration: &Configuration,
        layer: &Layer,
        tie: &Tie,
        now: &TieEvaluation,
    ) {
        let surfaces = &context.models[layer.pair].surfaces;
        let (own, other) = (&surfaces[tie.side], &surfaces[1 - tie.side]);
        let point = &own.points[tie.point];
        let mut place = Matrix3x12::zeros();
        place.fixed_view_mut::<3, 3>(0, 0).copy_from(&(Matrix3::identity() * 0.5));
        place.fixed_view_mut::<3, 3>(0, 3).copy_from(&(Matrix3::identity() * 0.5));
        let middle = now.middle();
        let site = Site { context, configuration, tangent: self };
        let slave_facet = &own.facets[point.facet as usize];
        let linearised = Linearised {
            ends: [
                site.end(own.body, slave_facet, point.shape, [now.slave, middle], place),
                site.end(other.body, &other.facets[tie.facet], tie.shape, [now.master, middle], place),
            ],
            force: now.traction * tie.area,
            gradient: layer.gradient(tie, now) * tie.area,
        };
        self.add(&linearised);
    }

    fn add(&mut self, linearised: &Linearised) {
        let Linearised { ends, force, gradient } = linearised;
        let rows = balance_rows(linearised);
        let rigid = through_rigid(&rows, ends);
        self.add_rigid(ends, *force, &rigid);
        self.add_nodal(ends, *force, gradient, &rigid.fixed_rows::<3>(0).into_owned());
        self.add_balance(ends, &rows);
    }

    /// Nodal forces of the master as their point of attack moves over the facet: `−F δN_a`.
    fn add_sliding(&mut self, linearised: &Linearised, sliding: &Matrix3x12, hats: &Hats) {
        let Linearised { ends, force, .. } = linearised;
        let master = &ends[1];
        if self.nodes[master.local_body].is_empty() {
            return;
        }
        let local = master.rotation.transpose() * -*force;
        for a in 0..3 {
            let share = (master.rotation * hats.gradients[a]).transpose() * sliding;
            let rigid = local * through_rigid(&share, ends);
            let row = self.slot(master, a);
            for (j, end) in ends.iter().enumerate() {
                let mut target = self.rigid_load.fixed_view_mut::<3, 6>(row, 6 * end.local_body);
                target += rigid.fixed_view::<3, 6>(0, 6 * j);
                if self.nodes[end.local_body].is_empty() {
                    continue;
                }
                let block = local * (share.fixed_view::<1, 3>(0, 3 * j) * end.rotation);
                for b in 0..3 {
                    let column = self.slot(end, b);
                    let mut target = self.stiffness.fixed_view_mut::<3, 3>(row, column);
                    target -= block * end.shape[b];
                }
            }
        }
    }

    /// Balance against rigid motion.
    fn add_rigid(&mut self, ends: &[End; 2], force: Vector3, rigid: &Matrix12) {
        let mut block = *rigid;
        // The lever arm is x − c: its change is that of x less that of c.
        let mut own = block.fixed_view_mut::<3, 3>(3, 0);
        own += force.cross_matrix();
        let mut other = block.fixed_view_mut::<3, 3>(9, 6);
        other -= force.cross_matrix();
        for (i, row_end) in ends.iter().enumerate() {
            for (j, column_end) in ends.iter().enumerate() {
                let mut target = self
                    .balance_rigid
                    .fixed_view_mut::<6, 6>(6 * row_end.local_body, 6 * column_end.local_body);
                let part: Matrix6<f64> = block.fixed_view::<6, 6>(6 * i, 6 * j).into_owned();
                target += part;
            }
        }
    }

    /// Nodal forces against everything; `turned` is the derivative of the force with respect to rigid motion.
    fn add_nodal(&mut self, ends: &[End; 2], force: Vector3, gradient: &Matrix3x12, turned: &Matrix3x12) {
        for (i, row_end) in ends.iter().enumerate() {
            if self.nodes[row_end.local_body].is_empty() {
                continue;
            }
            let sign = if i == 0 { 1.0 } else { -1.0 };
            let back = row_end.rotation.transpose();
            // δ(Rᵀ F) = Rᵀ (δF − φ × F) = Rᵀ (δF + F × φ)
            let mut rigid = back * turned * sign;
            let mut spin = rigid.fixed_view_mut::<3, 3>(0, 6 * i + 3);
            spin += back * force.cross_matrix() * sign;
            for a in 0..3 {
                let row = self.slot(row_end, a);
                for (j, column_end) in ends.iter().enumerate() {
                    let mut target = self.rigid_load.fixed_view_mut::<3, 6>(row, 6 * column_end.local_body);
                    target += rigid.fixed_view::<3, 6>(0, 6 * j) * row_end.shape[a];
                }
            }
            for (j, column_end) in ends.iter().enumerate() {
                let block = back * gradient.fixed_view::<3, 3>(0, 3 * j) * column_end.rotation * -sign;
                self.add_stiffness(row_end, column_end, &block);
            }
        }
    }

    /// Balance against nodal displacements.
    fn add_balance(&mut self, ends: &[End; 2], rows: &Matrix12) {
        for (j, column_end) in ends.iter().enumerate() {
            if self.nodes[column_end.local_body].is_empty() {
                continue;
            }
            let columns = rows.fixed_view::<12, 3>(0, 3 * j) * column_end.rotation;
            for b in 0..3 {
                let column = self.slot(column_end, b);
                for (i, row_end) in ends.iter().enumerate() {
                    let mut target =
                        self.balance_elastic.fixed_view_mut::<6, 3>(6 * row_end.local_body, column);
                    target += columns.fixed_view::<6, 3>(6 * i, 0) * column_end.shape[b];
                }
            }
        }
    }

    fn add_stiffness(&mut self, row_end: &End, column_end: &End, block: &Matrix3<f64>) {
        if self.nodes[column_end.local_body].is_empty() {
            return;
        }
        for b in 0..3 {
            let column = self.slot(column_end, b);
            for a in 0..3 {
                let row = self.slot(row_end, a);
                let mut target = self.stiffness.fixed_view_mut::<3, 3>(row, column);
                target += block * (row_end.shape[a] * column_end.shape[b]);
            }
        }
    }

    fn slot(&self, end: &End, node: usize) -> usize {
        self.slots[end.local_body][end.facet.nodes[node] as usize]
    }
}

/// What is needed to name one end of a force.
struct Site<'a> {
    context: &'a StepContext<'a>,
    configuration: &'a Configuration,
    tangent: &'a ContactTangent,
}

impl Site<'_> {
    /// `places`: the material point, and where the force acts; `moves`: derivative of the latter.
    fn end<'b>(
        &self,
        body: usize,
        facet: &'b Facet,
        shape: [f64; 3],
        places: [Point3; 2],
        moves: Matrix3x12,
    ) -> End<'b> {
        let centre = self.configuration.centre(self.context.assembly, body);
        let local_body = self.tangent.bodies.iter().position(|member| *member == body).unwrap_or(0);
        End {
            local_body,
            facet,
            shape,
            rotation: self.tangent.rotations[local_body],
            lever: places[0] - centre,
            arm: places[1] - centre,
            place: moves,
        }
    }
}

/// Derivatives of (force, moment) on slave and master with respect to the point variations, levers taken as `δx`.
fn balance_rows(Linearised { ends, force, gradient }: &Linearised) -> Matrix12 {
    let mut rows = Matrix12::zeros();
    for (i, (end, sign)) in ends.iter().zip([1.0, -1.0]).enumerate() {
        let moment = end.arm.cross_matrix() * gradient - force.cross_matrix() * end.place;
        rows.fixed_view_mut::<3, 12>(6 * i, 0).copy_from(&(gradient * sign));
        rows.fixed_view_mut::<3, 12>(6 * i + 3, 0).copy_from(&(moment * sign));
    }
    rows
}

/// Derivative with respect to the rigid unknowns (δt, φ) of slave and master, from that with respect to point variations:
/// a material point moves by `δt + φ × lever`.
fn through_rigid<const R: usize>(gradient: &SMatrix<f64, R, 12>, ends: &[End; 2]) -> SMatrix<f64, R, 12> {
    let mut rigid = SMatrix::<f64, R, 12>::zeros();
    for (i, end) in ends.iter().enumerate() {
        let moved = gradient.fixed_view::<R, 3>(0, 3 * i);
        let turned = gradient.fixed_view::<R, 3>(0, 6 + 3 * i) - moved * end.lever.cross_matrix();
        rigid.fixed_view_mut::<R, 3>(0, 6 * i).copy_from(&moved);
        rigid.fixed_view_mut::<R, 3>(0, 6 * i + 3).copy_from(&turned);
    }
    rigid
}

fn loaded_nodes(context: &StepContext, evaluation: &Evaluation, body: usize) -> Vec<usize> {
    let elasticity = &context.assembly.bodies[body].elasticity;
    let count = elasticity.interface_positions.len();
    if context.rigid[body] {
        return Vec::new();
    }
    let mut loaded = vec![false; count];
    for (model, pair) in context.models.iter().zip(&evaluation.pairs) {
        for (side, points) in pair.iter().enumerate() {
            let (slave, master) = (&model.surfaces[side], &model.surfaces[1 - side]);
            for found in points.iter().filter(|found| found.touches()) {
                let place = &slave.points[found.point as usize];
                let mut mark = |facet: &Facet| {
                    facet.nodes.iter().for_each(|node| loaded[*node as usize] = true);
                };
                if slave.body == body {
                    mark(&slave.facets[place.facet as usize]);
                }
                if master.body == body {
                    mark(&master.facets[found.footprint.facet as usize]);
                }
            }
        }
    }
    for layer in context.layers {
        let surfaces = &context.models[layer.pair].surfaces;
        for tie in &layer.ties {
            let (own, other) = (&surfaces[tie.side], &surfaces[1 - tie.side]);
            let near = &own.facets[own.points[tie.point].facet as usize];
            for (surface, facet) in [(own, near), (other, &other.facets[tie.facet])] {
                if surface.body == body {
                    facet.nodes.iter().for_each(|node| loaded[*node as usize] = true);
                }
            }
        }
    }
    (0..count).filter(|node| loaded[*node]).collect()
}
