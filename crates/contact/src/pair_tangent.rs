//! Linearised forces between the two surfaces of a contact pair, world frame, on the interface nodes they load.

use crate::dense;
use crate::evaluation::StepContext;
use crate::facet_tangent::{FacetTangent, PointTangent};
use crate::kinematics::{Configuration, deformed_nodes};
use crate::layer::{Layer, Tie, TieEvaluation};
use crate::pair_model::PairModel;
use crate::point_evaluation::{PairEvaluation, PointEvaluation};
use crate::point_law::{self, Variation};
use crate::surface::Surface;
use crate::triangle;
use nalgebra::{DMatrix, Matrix6, Rotation3, SMatrix};
use osteotome_geometry::Vector3;

const NONE: usize = usize::MAX;
/// Columns of rigid motion: translation and spin of the body of side 0, then of side 1.
const RIGID: usize = 12;

/// Forces on the nodes that a pair loads and their derivatives. Nodes of side 0 come first; those of rigid bodies are there too.
pub(crate) struct PairTangent {
    /// Bodies of both sides.
    pub(crate) bodies: [usize; 2],
    /// Loaded nodes of either side, ascending.
    pub(crate) nodes: [Vec<usize>; 2],
    /// Force on each node.
    pub(crate) forces: Vec<Vector3>,
    /// Derivative of forces with respect to displacements of nodes.
    pub(crate) stiffness: DMatrix<f64>,
    /// The same with respect to rigid motions.
    pub(crate) rigid: DMatrix<f64>,
    /// Derivative of force and moment on either body, the moment about its centre, with respect to displacements of nodes.
    pub(crate) balance: [DMatrix<f64>; 2],
    /// The same with respect to rigid motions.
    pub(crate) balance_rigid: [SMatrix<f64, 6, RIGID>; 2],
    /// From the centre of its body to each node.
    arms: Vec<Vector3>,
    /// From the centre of the body of side 0 to that of side 1.
    between: Vector3,
    /// Place of each node of either body in the order above.
    places: [Vec<usize>; 2],
}

/// One side of the pair as it is now.
struct Side<'a> {
    surface: &'a Surface,
    /// Deformed nodes relative to the centre, co-rotated frame.
    nodes: Vec<Vector3>,
    rotation: Rotation3<f64>,
}

impl PairTangent {
    /// Contact of a pair and callus within it.
    pub(crate) fn new(
        context: &StepContext,
        configuration: &Configuration,
        model: &PairModel,
        found: &PairEvaluation,
        ties: &[(&Layer, &[TieEvaluation])],
    ) -> Self {
        let sides = [0, 1].map(|side| Side::new(context, configuration, &model.surfaces[side]));
        let touching = [0, 1].map(|side: usize| touching(&model.surfaces, side, &found[side]));
        let mut tangent = Self::allocate(context, configuration, &sides, &touching, ties);
        for (side, points) in touching.iter().enumerate() {
            tangent.add_pass(model, &sides, side, points);
        }
        for (layer, found) in ties {
            for (tie, now) in layer.ties.iter().zip(*found) {
                tangent.add_tie(&sides, layer, tie, now);
            }
        }
        tangent.add_rigid_motion();
        tangent.add_balance();
        tangent
    }

    fn allocate(
        context: &StepContext,
        configuration: &Configuration,
        sides: &[Side; 2],
        touching: &[Vec<&PointEvaluation>; 2],
        ties: &[(&Layer, &[TieEvaluation])],
    ) -> Self {
        let bodies = [0, 1].map(|side: usize| sides[side].surface.body);
        let centres = bodies.map(|body| configuration.centre(context.assembly, body));
        let mut places = [0, 1].map(|side: usize| vec![NONE; sides[side].nodes.len()]);
        mark_loaded(&mut places, sides, touching, ties);
        let mut nodes = [Vec::new(), Vec::new()];
        let mut arms = Vec::new();
        for (side, places) in places.iter_mut().enumerate() {
            for (node, place) in places.iter_mut().enumerate().filter(|(_, place)| **place != NONE) {
                *place = arms.len();
                nodes[side].push(node);
                arms.push(sides[side].rotation * sides[side].nodes[node]);
            }
        }
        let count = 3 * arms.len();
        Self {
            bodies,
            nodes,
            forces: vec![Vector3::zeros(); arms.len()],
            stiffness: DMatrix::zeros(count, count),
            rigid: DMatrix::zeros(count, RIGID),
            balance: [DMatrix::zeros(0, 0), DMatrix::zeros(0, 0)],
            balance_rigid: [SMatrix::zeros(); 2],
            arms,
            between: centres[1] - centres[0],
            places,
        }
    }

    /// All points of one side, facet by facet.
    fn add_pass(&mut self, model: &PairModel, sides: &[Side; 2], side: usize, touching: &[&PointEvaluation]) {
        let (slave, master) = (&sides[side], &sides[1 - side]);
        let facets = |found: &PointEvaluation| facets(slave.surface, found);
        for group in touching.chunk_by(|one, other| facets(one) == facets(other)) {
            let facets = facets(group[0]);
            let hats = master.surface.hats(&master.nodes, facets.1);
            let slopes = [0, 1].map(|corner: usize| master.rotation * hats.gradients[corner]);
            let mut sum = FacetTangent::zeros();
            for found in group {
                sum.add(&point_tangent((model, side), found, &slopes));
            }
            self.add(sides, side, facets, &sum);
        }
    }

    fn add_tie(&mut self, sides: &[Side; 2], layer: &Layer, tie: &Tie, now: &TieEvaluation) {
        let point = &sides[tie.side].surface.points[tie.point];
        let mut sum = FacetTangent::zeros();
        sum.add(&PointTangent {
            force: now.traction * tie.area,
            gradient: layer.gradient(tie, now) * tie.area,
            sliding: [Variation::zeros(); 2],
            shapes: [point.shape, tie.shape],
        });
        self.add(sides, tie.side, (point.facet, tie.facet), &sum);
    }

    /// Adds what a facet of the slave side and one of the other side do to each other.
    fn add(&mut self, sides: &[Side; 2], side: usize, facets: (u32, u32), sum: &FacetTangent) {
        let place = |side: usize, facet: u32| {
            sides[side].surface.facets[facet as usize].nodes.map(|node| self.places[side][node as usize])
        };
        let ([a, b, c], [d, e, f]) = (place(side, facets.0), place(1 - side, facets.1));
        let places = [a, b, c, d, e, f];
        for (i, row) in places.iter().enumerate() {
            self.forces[*row] += sum.force(i);
            let turned = sum.spin(i);
            for (half, spinning) in [side, 1 - side].into_iter().enumerate() {
                let mut spin = self.rigid.fixed_view_mut::<3, 3>(3 * row, 6 * spinning + 3);
                spin += turned.fixed_columns::<3>(3 * half);
            }
            for (j, column) in places.iter().enumerate() {
                let mut target = self.stiffness.fixed_view_mut::<3, 3>(3 * row, 3 * column);
                target += sum.block(i, j);
            }
        }
    }

    /// A rigid motion moves the nodes of its body by `t + φ × arm`.
    fn add_rigid_motion(&mut self) {
        let mut motions = DMatrix::zeros(self.stiffness.ncols(), RIGID);
        for (place, arm) in self.arms.iter().enumerate() {
            let first = 6 * self.side_of(place);
            motions.fixed_view_mut::<3, 3>(3 * place, first).fill_diagonal(1.0);
            motions.fixed_view_mut::<3, 3>(3 * place, first + 3).copy_from(&-arm.cross_matrix());
        }
        self.rigid += dense::product(&self.stiffness, &motions);
    }

    /// Sums of forces, and of moments: both bodies are loaded half-way between slave and master points, `½(Σ N_a x_a + Σ M_a x_a)`,
    /// so the moment on side 0 is half of the moments of nodal forces on side 0 less half of those on side 1.
    fn add_balance(&mut self) {
        let first = self.nodes[0].len();
        let mut sums = DMatrix::zeros(6, self.stiffness.nrows());
        for place in 0..self.arms.len() {
            let share = if place < first { 1.0 } else { 0.0 };
            sums.fixed_view_mut::<3, 3>(0, 3 * place).fill_diagonal(share);
            sums.fixed_view_mut::<3, 3>(3, 3 * place).copy_from(&self.lever(place).cross_matrix());
        }
        let mut own = dense::product(&sums, &self.stiffness);
        let mut rigid = SMatrix::<f64, 6, RIGID>::zeros();
        rigid.copy_from(&dense::product(&sums, &self.rigid));
        for (place, force) in self.forces.iter().enumerate() {
            // The node moves under its force.
            let side = self.side_of(place);
            let moved = force.cross_matrix() * if side == 0 { -0.5 } else { 0.5 };
            let mut target = own.fixed_view_mut::<3, 3>(3, 3 * place);
            target += moved;
            let mut target = rigid.fixed_view_mut::<3, 3>(3, 6 * side);
            target += moved;
            let mut target = rigid.fixed_view_mut::<3, 3>(3, 6 * side + 3);
            target -= moved * self.arms[place].cross_matrix();
        }
        let force: Vector3 = self.forces[..first].iter().sum();
        // Moments about the other centre, as fixed in space: M − between × F.
        let mut reaction: Matrix6<f64> = -Matrix6::identity();
        reaction.fixed_view_mut::<3, 3>(3, 0).copy_from(&self.between.cross_matrix());
        let mut other = own.clone();
        for (mut other, own) in other.column_iter_mut().zip(own.column_iter()) {
            other.copy_from(&(reaction * own.fixed_rows::<6>(0)));
        }
        self.balance = [own, other];
        self.balance_rigid = [rigid, reaction * rigid];
        for (side, force) in [force, -force].into_iter().enumerate() {
            // The lever arm is x − c: its change is that of x less that of c.
            let mut target = self.balance_rigid[side].fixed_view_mut::<3, 3>(3, 6 * side);
            target += force.cross_matrix();
        }
    }

    fn side_of(&self, place: usize) -> usize {
        usize::from(place >= self.nodes[0].len())
    }

    /// Half of the way from the centre of the body of side 0 to a node of that side; the opposite for one of the other side.
    fn lever(&self, place: usize) -> Vector3 {
        let arm = &self.arms[place];
        if self.side_of(place) == 0 { arm * 0.5 } else { (arm + self.between) * -0.5 }
    }
}

impl<'a> Side<'a> {
    fn new(context: &StepContext, configuration: &Configuration, surface: &'a Surface) -> Self {
        let body = surface.body;
        Self {
            surface,
            nodes: deformed_nodes(&context.assembly.bodies[body], &configuration.displacements[body]),
            rotation: configuration.motions[body].rotation.to_rotation_matrix(),
        }
    }
}

/// Points of one side that touch, by facet of the slave, then of the master.
fn touching<'a>(
    surfaces: &[Surface; 2],
    side: usize,
    points: &'a [PointEvaluation],
) -> Vec<&'a PointEvaluation> {
    let mut touching: Vec<&PointEvaluation> = points.iter().filter(|found| found.touches()).collect();
    touching.sort_by_key(|found| facets(&surfaces[side], found));
    touching
}

/// The facet of a point and the one opposite.
fn facets(slave: &Surface, found: &PointEvaluation) -> (u32, u32) {
    (slave.points[found.point as usize].facet, found.footprint.facet)
}

/// Marks the nodes of all facets that bear, with anything but `NONE`.
fn mark_loaded(
    places: &mut [Vec<usize>; 2],
    sides: &[Side; 2],
    touching: &[Vec<&PointEvaluation>; 2],
    ties: &[(&Layer, &[TieEvaluation])],
) {
    let mut mark = |side: usize, facets: (u32, u32)| {
        for (side, facet) in [(side, facets.0), (1 - side, facets.1)] {
            let nodes = sides[side].surface.facets[facet as usize].nodes;
            nodes.iter().for_each(|node| places[side][*node as usize] = 0);
        }
    };
    for (side, points) in touching.iter().enumerate() {
        points.iter().for_each(|found| mark(side, facets(sides[side].surface, found)));
    }
    for tie in ties.iter().flat_map(|(layer, _)| &layer.ties) {
        mark(tie.side, (sides[tie.side].surface.points[tie.point].facet, tie.facet));
    }
}

/// A point in contact, linearised; `slopes`: gradients of the first two shape functions of its master facet.
fn point_tangent(
    (model, side): (&PairModel, usize),
    found: &PointEvaluation,
    slopes: &[Vector3; 2],
) -> PointTangent {
    let point = &model.surfaces[side].points[found.point as usize];
    let geometry = &found.geometry;
    let gap = point_law::gap_gradient(geometry);
    let traction = found.force.carried_traction(&model.law, geometry);
    let weight = found.share.value * point.area;
    let gradient = point_law::traction_gradient(&model.law, geometry, &found.force, &gap);
    PointTangent {
        force: traction * weight,
        gradient: gradient * weight + traction * (found.share_gradient(&gap) * point.area).transpose(),
        // Nodal forces of the master as their point of attack moves over the facet: −F δN_a.
        sliding: slopes.map(|slope| point_law::sliding_gradient(geometry, &gap, &slope)),
        shapes: [point.shape, triangle::shape(found.footprint.place)],
    }
}
