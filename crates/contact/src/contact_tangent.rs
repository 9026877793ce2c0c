//! Linearised contact of a cluster: bodies that touch each other, directly or through others.

use crate::evaluation::{Evaluation, StepContext};
use crate::facet_tangent::{Columns, FacetTangent, PointTangent, RIGID};
use crate::kinematics::Configuration;
use crate::layer::{Layer, Tie, TieEvaluation};
use crate::pair_model::{PairModel, PointEvaluation};
use crate::point_law::{self, Gradient3};
use crate::surface::{Facet, Surface};
use nalgebra::{DMatrix, Matrix3};
use osteotome_geometry::{Point3, Vector3};

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

/// One of two facets that meet.
struct End<'a> {
    local_body: usize,
    facet: &'a Facet,
    rotation: Matrix3<f64>,
    centre: Point3,
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
    /// `nodes`: deformed interface nodes of every body.
    pub(crate) fn new(
        context: &StepContext,
        configuration: &Configuration,
        nodes: &[Vec<Vector3>],
        evaluation: &Evaluation,
        bodies: Vec<usize>,
    ) -> Self {
        let turn = |body: &usize| configuration.motions[*body].rotation.to_rotation_matrix().into_inner();
        let rotations = bodies.iter().map(turn).collect();
        let mut tangent = Self::allocate(context, evaluation, bodies, rotations);
        for (model, pair) in context.models.iter().zip(&evaluation.pairs) {
            if tangent.bodies.contains(&model.surfaces[0].body) {
                for (side, points) in pair.iter().enumerate() {
                    tangent.add_pass(context, configuration, nodes, (model, side), points);
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

    /// All points of one side, facet by facet.
    fn add_pass(
        &mut self,
        context: &StepContext,
        configuration: &Configuration,
        nodes: &[Vec<Vector3>],
        (model, side): (&PairModel, usize),
        points: &[PointEvaluation],
    ) {
        let (slave, master) = (&model.surfaces[side], &model.surfaces[1 - side]);
        let facets =
            |found: &PointEvaluation| (slave.points[found.point as usize].facet, found.footprint.facet);
        let mut touching: Vec<&PointEvaluation> = points.iter().filter(|found| found.touches()).collect();
        touching.sort_by_key(|found| facets(found));
        for group in touching.chunk_by(|one, other| facets(one) == facets(other)) {
            let (own, other) = facets(group[0]);
            let ends = [(slave, own), (master, other)]
                .map(|(surface, facet)| self.end(context, configuration, surface, facet));
            let hats = master.hats(&nodes[master.body], other);
            let gradients = hats.gradients.map(|gradient| ends[1].rotation * gradient);
            let corners = Matrix3::from_columns(&gradients).transpose();
            let mut sum = FacetTangent::about(ends[0].centre);
            for found in group {
                sum.add(&point_tangent((model, side), found, &ends, &corners));
            }
            self.add(&ends, &sum);
        }
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
        let ends = [(own, point.facet), (other, tie.facet)]
            .map(|(surface, facet)| self.end(context, configuration, surface, facet));
        let mut moves = Gradient3::zeros();
        moves.fixed_view_mut::<3, 3>(0, 0).copy_from(&(Matrix3::identity() * 0.5));
        moves.fixed_view_mut::<3, 3>(0, 3).copy_from(&(Matrix3::identity() * 0.5));
        let mut sum = FacetTangent::about(ends[0].centre);
        sum.add(&PointTangent {
            force: now.traction * tie.area,
            gradient: layer.gradient(tie, now) * tie.area,
            place: now.middle(),
            moves,
            sliding: Gradient3::zeros(),
            shapes: [point.shape, tie.shape],
            levers: [now.slave - ends[0].centre, now.master - ends[1].centre],
        });
        self.add(&ends, &sum);
    }

    fn end<'b>(
        &self,
        context: &StepContext,
        configuration: &Configuration,
        surface: &'b Surface,
        facet: u32,
    ) -> End<'b> {
        let local_body = self.bodies.iter().position(|member| *member == surface.body).unwrap_or(0);
        End {
            local_body,
            facet: &surface.facets[facet as usize],
            rotation: self.rotations[local_body],
            centre: configuration.centre(context.assembly, surface.body),
        }
    }

    fn add(&mut self, ends: &[End; 2], sum: &FacetTangent) {
        for (i, end) in ends.iter().enumerate() {
            self.add_balance(ends, i, sum);
            if !self.nodes[end.local_body].is_empty() {
                for corner in 0..3 {
                    let force = &sum.corner_forces[3 * i + corner];
                    self.add_corner(ends, (i, corner), force, &sum.corners[3 * i + corner]);
                }
            }
        }
    }

    /// Force on one corner, co-rotated, against everything.
    fn add_corner(&mut self, ends: &[End; 2], (i, corner): (usize, usize), force: &Vector3, world: &Columns) {
        let row = self.slot(&ends[i], corner);
        // δ(Rᵀ F) = Rᵀ (δF − φ × F) = Rᵀ (δF + F × φ)
        let mut columns = *world;
        let mut spin = columns.fixed_view_mut::<3, 3>(0, RIGID[i] + 3);
        spin += force.cross_matrix();
        let columns = ends[i].rotation.transpose() * columns;
        let places = self.places(ends);
        add_rigid(&mut self.rigid_load, row, ends, &columns);
        add_elastic(&mut self.stiffness, row, (ends, &places), &-columns);
    }

    /// Force and moment about its centre on the body at one end, against everything.
    fn add_balance(&mut self, ends: &[End; 2], i: usize, sum: &FacetTangent) {
        let sign = if i == 0 { 1.0 } else { -1.0 };
        let shift = (ends[0].centre - ends[i].centre).cross_matrix();
        let forces = sum.forces * sign;
        let mut moments = (sum.moments + shift * sum.forces) * sign;
        // The lever arm is x − c: its change is that of x less that of c.
        let mut own = moments.fixed_view_mut::<3, 3>(0, RIGID[i]);
        own += sum.force.cross_matrix() * sign;
        let row = 6 * ends[i].local_body;
        let places = self.places(ends);
        for (part, rows) in [(row, &forces), (row + 3, &moments)] {
            add_rigid(&mut self.balance_rigid, part, ends, rows);
            add_elastic(&mut self.balance_elastic, part, (ends, &places), rows);
        }
    }

    /// Unknowns of the corners of both facets; none of a body that does not bend.
    fn places(&self, ends: &[End; 2]) -> [Option<[usize; 3]>; 2] {
        [0, 1].map(|i| {
            let bends = !self.nodes[ends[i].local_body].is_empty();
            bends.then(|| [0, 1, 2].map(|corner| self.slot(&ends[i], corner)))
        })
    }

    fn slot(&self, end: &End, node: usize) -> usize {
        self.slots[end.local_body][end.facet.nodes[node] as usize]
    }
}

/// Adds the columns of rigid motion to three rows from `row` on.
fn add_rigid(target: &mut DMatrix<f64>, row: usize, ends: &[End; 2], columns: &Columns) {
    for (end, first) in ends.iter().zip(RIGID) {
        let mut target = target.fixed_view_mut::<3, 6>(row, 6 * end.local_body);
        target += columns.fixed_view::<3, 6>(0, first);
    }
}

/// Adds the columns of the corners, turned into the frames of their bodies, to three rows from `row` on.
fn add_elastic(
    target: &mut DMatrix<f64>,
    row: usize,
    (ends, places): (&[End; 2], &[Option<[usize; 3]>; 2]),
    columns: &Columns,
) {
    for (j, (end, places)) in ends.iter().zip(places).enumerate() {
        for (corner, column) in places.iter().flatten().enumerate() {
            let mut target = target.fixed_view_mut::<3, 3>(row, *column);
            target += columns.fixed_view::<3, 3>(0, 9 * j + 3 * corner) * end.rotation;
        }
    }
}

/// A point in contact, linearised; `corners`: gradients of the shape functions of its master facet, one row each.
fn point_tangent(
    (model, side): (&PairModel, usize),
    found: &PointEvaluation,
    ends: &[End; 2],
    corners: &Matrix3<f64>,
) -> PointTangent {
    let point = &model.surfaces[side].points[found.point as usize];
    let geometry = &found.geometry;
    // The master point is where the ray from the slave meets it: δx_m = v_s + n δg + g φ × n.
    let mut moves = point_law::landing_gradient(geometry) * 0.5;
    let mut own = moves.fixed_view_mut::<3, 3>(0, 0);
    own += Matrix3::identity() * 0.5;
    let traction = found.force.carried_traction(&model.law, geometry);
    let weight = found.share.value * point.area;
    PointTangent {
        force: traction * weight,
        gradient: point_law::traction_gradient(&model.law, geometry, &found.force) * weight
            + traction * found.share_gradient().transpose() * point.area,
        place: geometry.middle(),
        moves,
        // Nodal forces of the master as their point of attack moves over the facet: −F δN_a.
        sliding: corners * point_law::sliding_gradient(geometry),
        shapes: [point.shape, crate::triangle::shape(found.footprint.place)],
        levers: [geometry.slave - ends[0].centre, geometry.master - ends[1].centre],
    }
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
            for (surface, facet) in [(own, near), (other, &other.facets[tie.facet as usize])] {
                if surface.body == body {
                    facet.nodes.iter().for_each(|node| loaded[*node as usize] = true);
                }
            }
        }
    }
    (0..count).filter(|node| loaded[*node]).collect()
}
