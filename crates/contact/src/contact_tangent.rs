//! Linearised contact of a cluster: bodies that touch each other, directly or through others.

use crate::evaluation::{Evaluation, StepContext};
use crate::kinematics::Configuration;
use crate::layer::{Layer, TieEvaluation};
use crate::pair_model::PairModel;
use crate::pair_tangent::PairTangent;
use nalgebra::{DMatrix, Matrix3};

/// Derivatives of contact forces of one cluster. `n` is the number of loaded nodal displacements.
pub(crate) struct ContactTangent {
    /// Bodies of the cluster.
    pub(crate) bodies: Vec<usize>,
    /// Interface nodes under load, per body of the cluster, ascending; empty for rigid bodies.
    pub(crate) nodes: Vec<Vec<usize>>,
    /// First unknown of each body's nodes.
    pub(crate) first: Vec<usize>,
    /// Cᵀ, C = −∂f/∂z, n × n: transposed, so that what a row of C consists of is side by side.
    pub(crate) stiffness: DMatrix<f64>,
    /// D = ∂f/∂q, n × 6 bodies.
    pub(crate) rigid_load: DMatrix<f64>,
    /// E = ∂(balance)/∂z, 6 bodies × n.
    pub(crate) balance_elastic: DMatrix<f64>,
    /// H = ∂(balance)/∂q, 6 bodies × 6 bodies.
    pub(crate) balance_rigid: DMatrix<f64>,
}

/// A node of a pair as the cluster sees it.
struct Place {
    side: usize,
    /// Its first unknown; none of a body that does not bend.
    unknown: Option<usize>,
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
        let pairs: Vec<PairTangent> = (0..context.models.len())
            .filter(|pair| bodies.contains(&context.models[*pair].surfaces[0].body))
            .filter_map(|pair| pair_tangent(context, configuration, evaluation, pair))
            .collect();
        let mut tangent = Self::allocate(context, bodies, &pairs);
        for pair in &pairs {
            tangent.add(configuration, pair);
        }
        tangent
    }

    fn allocate(context: &StepContext, bodies: Vec<usize>, pairs: &[PairTangent]) -> Self {
        let loaded = |body: &usize| -> Vec<usize> {
            if context.rigid[*body] {
                return Vec::new();
            }
            let sides = pairs.iter().flat_map(|pair| pair.bodies.iter().zip(&pair.nodes));
            let own = sides.filter(|(owner, _)| *owner == body).flat_map(|(_, nodes)| nodes);
            let mut nodes: Vec<usize> = own.copied().collect();
            nodes.sort_unstable();
            nodes.dedup();
            nodes
        };
        let nodes: Vec<Vec<usize>> = bodies.iter().map(loaded).collect();
        let mut n = 0;
        let mut first = Vec::new();
        for nodes in &nodes {
            first.push(n);
            n += 3 * nodes.len();
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
        }
    }

    /// Adds a pair, turned into the frames of its bodies.
    fn add(&mut self, configuration: &Configuration, pair: &PairTangent) {
        let rotations = pair.bodies.map(|body| configuration.motions[body].rotation.to_rotation_matrix());
        let rotations = rotations.map(|rotation| rotation.into_inner());
        let members = pair.bodies.map(|body| self.bodies.iter().position(|member| *member == body));
        let members = members.map(|member| member.unwrap_or(0));
        let places = self.places(pair, members);
        for (row, place) in places.iter().enumerate() {
            let Some(unknown) = place.unknown else { continue };
            let turn = &rotations[place.side];
            for (side, member) in members.iter().enumerate() {
                let mut target = self.rigid_load.fixed_view_mut::<3, 6>(unknown, 6 * member);
                target += turn.tr_mul(&pair.rigid.fixed_view::<3, 6>(3 * row, 6 * side));
            }
            // δ(Rᵀ F) = Rᵀ (δF − φ × F) = Rᵀ (δF + F × φ)
            let spin = 6 * members[place.side] + 3;
            let mut target = self.rigid_load.fixed_view_mut::<3, 3>(unknown, spin);
            target += turn.tr_mul(&pair.forces[row].cross_matrix());
        }
        self.add_stiffness(pair, &places, &rotations);
        self.add_balance(pair, members, &places, &rotations);
    }

    fn add_stiffness(&mut self, pair: &PairTangent, places: &[Place], rotations: &[Matrix3<f64>; 2]) {
        for (j, column) in places.iter().enumerate() {
            let Some(first) = column.unknown else { continue };
            for (i, row) in places.iter().enumerate() {
                let Some(unknown) = row.unknown else { continue };
                let block = pair.stiffness.fixed_view::<3, 3>(3 * i, 3 * j);
                // Only nodes of facets that meet have to do with each other.
                if block.iter().any(|value| *value != 0.0) {
                    let mut target = self.stiffness.fixed_view_mut::<3, 3>(first, unknown);
                    target -= (block * rotations[column.side]).tr_mul(&rotations[row.side]);
                }
            }
        }
    }

    fn add_balance(
        &mut self,
        pair: &PairTangent,
        members: [usize; 2],
        places: &[Place],
        rotations: &[Matrix3<f64>; 2],
    ) {
        for (side, row) in members.iter().enumerate() {
            for (other, member) in members.iter().enumerate() {
                let mut target = self.balance_rigid.fixed_view_mut::<6, 6>(6 * row, 6 * member);
                target += pair.balance_rigid[side].fixed_columns::<6>(6 * other);
            }
            for (j, column) in places.iter().enumerate() {
                let Some(first) = column.unknown else { continue };
                let mut target = self.balance_elastic.fixed_view_mut::<6, 3>(6 * row, first);
                target += pair.balance[side].fixed_view::<6, 3>(0, 3 * j) * rotations[column.side];
            }
        }
    }

    /// Where the nodes of a pair are among the unknowns.
    fn places(&self, pair: &PairTangent, members: [usize; 2]) -> Vec<Place> {
        let place = |side: usize, node: &usize| {
            let nodes = &self.nodes[members[side]];
            let found = nodes.binary_search(node).ok();
            Place { side, unknown: found.map(|k| self.first[members[side]] + 3 * k) }
        };
        let sides = pair.nodes.iter().enumerate();
        sides.flat_map(|(side, nodes)| nodes.iter().map(move |node| place(side, node))).collect()
    }
}

/// A pair with the callus within it; none if it bears nothing.
fn pair_tangent(
    context: &StepContext,
    configuration: &Configuration,
    evaluation: &Evaluation,
    pair: usize,
) -> Option<PairTangent> {
    let layers = context.layers.iter().zip(&evaluation.layers).filter(|(layer, _)| layer.pair == pair);
    let ties: Vec<(&Layer, &[TieEvaluation])> =
        layers.map(|(layer, found)| (layer, found.as_slice())).collect();
    let bears = evaluation.touching(pair) || !ties.is_empty();
    bears.then(|| {
        let model = &context.models[pair];
        PairTangent::new(context, configuration, model, &evaluation.pairs[pair], &ties)
    })
}
