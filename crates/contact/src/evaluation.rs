//! All forces at one configuration: contact, connectors, platform, viscosity, and the residuals they leave.

use crate::dense;
use crate::kinematics::{self, Configuration, deformed_nodes, patch_offset};
use crate::layer::{Layer, TieEvaluation};
use crate::memory::PairMemory;
use crate::pair_model::{PairModel, PairPoints, PairProspects, Placement, Search};
use crate::point_evaluation::{PairEvaluation, PointEvaluation};
use crate::{Anchor, Assembly, ConnectorResponse, LoadFactors, Pose};
use nalgebra::{DMatrix, DVector};
use osteotome_geometry::Vector3;

/// A force and a moment about the current centre of a body, world frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Resultant {
    pub(crate) force: Vector3,
    pub(crate) moment: Vector3,
}

/// What is fixed while Newton's method works on one step.
#[derive(Clone, Copy)]
pub(crate) struct StepContext<'a> {
    pub(crate) assembly: &'a Assembly,
    /// Bodies without any flexibility.
    pub(crate) rigid: &'a [bool],
    pub(crate) models: &'a [PairModel],
    pub(crate) memory: &'a [PairMemory],
    /// Callus between faces.
    pub(crate) layers: &'a [Layer],
    /// Points that may touch within the step, per pair, and those of them that take part.
    pub(crate) prospects: &'a [PairProspects],
    pub(crate) points: &'a [PairPoints],
    /// Whether points that touched at the beginning of the step are held: so the first iteration starts from the contact that was.
    pub(crate) hold: bool,
    /// Configuration at the beginning of the step.
    pub(crate) previous: &'a Configuration,
    /// Deformed interface nodes of every body there.
    pub(crate) previous_nodes: &'a [Vec<Vector3>],
    pub(crate) factors: &'a LoadFactors,
    pub(crate) viscosity: &'a Viscosity,
    pub(crate) time_step: f64,
}

/// Resistance of soft tissue to motion.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Viscosity {
    /// Force per velocity, N·s/mm, the same for every body and the platform.
    pub(crate) translation: f64,
    /// Moment per angular velocity, N·mm·s, one per body.
    pub(crate) rotation: Vec<f64>,
}

impl Viscosity {
    /// No resistance to the motion of `bodies` bodies.
    pub(crate) fn none(bodies: usize) -> Self {
        Self { translation: 0.0, rotation: vec![0.0; bodies] }
    }
}

/// Forces at one configuration.
#[derive(Clone)]
pub(crate) struct Evaluation {
    pub(crate) pairs: Vec<PairEvaluation>,
    /// Ties of each layer.
    pub(crate) layers: Vec<Vec<TieEvaluation>>,
    pub(crate) poses: Vec<Vec<Pose>>,
    pub(crate) responses: Vec<ConnectorResponse>,
    /// Generalised loads of each body, co-rotated frame.
    pub(crate) loads: Vec<DVector<f64>>,
    /// Elastic mismatch z − G f of each body.
    pub(crate) mismatch: Vec<DVector<f64>>,
    /// Sum of connector and contact forces on each body: what must vanish at rest.
    pub(crate) balance: Vec<Resultant>,
    /// Viscous force on each body.
    pub(crate) viscous: Vec<Resultant>,
    /// Sum of the magnitudes of the forces on each body, and of the moments with lever arms.
    pub(crate) magnitude: Vec<[f64; 2]>,
    /// Force along the platform's direction, without and of viscosity.
    pub(crate) platform: [f64; 2],
    /// The part of it that is given, N.
    pub(crate) platform_given: f64,
}

impl Evaluation {
    pub(crate) fn new(context: &StepContext, configuration: &Configuration, search: Search<&Self>) -> Self {
        let mut evaluation = Self::empty(context, configuration);
        evaluation.add_contact(context, configuration, search);
        evaluation.add_layers(context, configuration);
        evaluation.add_connectors(context, configuration);
        evaluation.add_viscosity(context, configuration);
        evaluation.mismatch = (0..context.assembly.bodies.len())
            .map(|body| {
                let flexibility = &context.assembly.bodies[body].elasticity.flexibility;
                &configuration.displacements[body] - sparse_product(flexibility, &evaluation.loads[body])
            })
            .collect();
        evaluation
    }

    /// Whether the bodies of a pair touch.
    pub(crate) fn touching(&self, pair: usize) -> bool {
        self.pairs[pair].iter().flatten().any(PointEvaluation::touches)
    }

    /// Least gap of the points of a pair that face the other side, mm; infinite without any.
    pub(crate) fn least_gap(&self, pair: usize) -> f64 {
        let gaps = self.pairs[pair].iter().flatten().map(|found| found.geometry.gap);
        gaps.fold(f64::INFINITY, f64::min)
    }

    fn empty(context: &StepContext, configuration: &Configuration) -> Self {
        let bodies = context.assembly.bodies.len();
        let force = context.assembly.platform.map_or(0.0, |platform| {
            platform.force_n * context.factors.0.get(platform.channel).copied().unwrap_or(0.0)
        });
        Self {
            pairs: Vec::new(),
            layers: Vec::new(),
            poses: Vec::new(),
            responses: Vec::new(),
            loads: configuration.displacements.iter().map(|z| DVector::zeros(z.len())).collect(),
            mismatch: Vec::new(),
            balance: vec![Resultant::default(); bodies],
            viscous: vec![Resultant::default(); bodies],
            magnitude: vec![[0.0; 2]; bodies],
            platform: [force, 0.0],
            platform_given: force,
        }
    }

    fn add_contact(&mut self, context: &StepContext, configuration: &Configuration, search: Search<&Self>) {
        let nodes = all_nodes(context.assembly, configuration);
        for (index, model) in context.models.iter().enumerate() {
            let bodies = [0, 1].map(|side| model.surfaces[side].body);
            let placements =
                bodies.map(|body| placement(context.assembly, configuration, body, &nodes[body]));
            let before = bodies.map(|body| {
                placement(context.assembly, context.previous, body, &context.previous_nodes[body])
            });
            let found = model.evaluate(
                [&placements[0], &placements[1]],
                [&before[0], &before[1]],
                &context.memory[index],
                (&context.points[index], context.hold),
                search.map(|evaluation| &evaluation.pairs[index]),
            );
            for (side, points) in found.iter().enumerate() {
                self.scatter_pass(model, side, &placements, points);
            }
            self.pairs.push(found);
        }
    }

    fn scatter_pass(
        &mut self,
        model: &PairModel,
        side: usize,
        placements: &[Placement; 2],
        points: &[PointEvaluation],
    ) {
        let (slave, master) = (&model.surfaces[side], &model.surfaces[1 - side]);
        for found in points.iter().filter(|found| found.touches()) {
            let place = &slave.points[found.point as usize];
            let force = found.force.traction(&found.geometry) * (found.share.value * place.area);
            let slave_facet = &slave.facets[place.facet as usize];
            let master_facet = &master.facets[found.footprint.facet as usize];
            let master_shape = crate::triangle::shape(found.footprint.place);
            let middle = found.geometry.middle();
            for (surface, facet, shape, sign, at) in [
                (slave, slave_facet, &place.shape, 1.0, &placements[side]),
                (master, master_facet, &master_shape, -1.0, &placements[1 - side]),
            ] {
                let body = surface.body;
                let local = at.rotation.inverse_transform_vector(&(force * sign));
                for (node, share) in facet.nodes.iter().zip(shape) {
                    let row = 3 * *node as usize;
                    let mut target = self.loads[body].fixed_rows_mut::<3>(row);
                    target += local * *share;
                }
                self.add_force(body, force * sign, middle - at.centre, Vector3::zeros());
            }
        }
    }

    fn add_layers(&mut self, context: &StepContext, configuration: &Configuration) {
        for layer in context.layers {
            let found = layer.evaluate(context.assembly, &context.models[layer.pair], configuration);
            let surfaces = &context.models[layer.pair].surfaces;
            for (tie, now) in layer.ties.iter().zip(&found) {
                let (own, other) = (&surfaces[tie.side], &surfaces[1 - tie.side]);
                let place = &own.points[tie.point];
                let force = now.traction * tie.area;
                for (surface, facet, shape, sign) in [
                    (own, &own.facets[place.facet as usize], &place.shape, 1.0),
                    (other, &other.facets[tie.facet as usize], &tie.shape, -1.0),
                ] {
                    let rotation = configuration.motions[surface.body].rotation;
                    let local = rotation.inverse_transform_vector(&(force * sign));
                    for (node, share) in facet.nodes.iter().zip(shape) {
                        let mut target = self.loads[surface.body].fixed_rows_mut::<3>(3 * *node as usize);
                        target += local * *share;
                    }
                    let lever = now.middle() - configuration.centre(context.assembly, surface.body);
                    self.add_force(surface.body, force * sign, lever, Vector3::zeros());
                }
            }
            self.layers.push(found);
        }
    }

    fn add_force(&mut self, body: usize, force: Vector3, lever: Vector3, moment: Vector3) {
        let balance = &mut self.balance[body];
        balance.force += force;
        balance.moment += lever.cross(&force) + moment;
        self.magnitude[body][0] += force.norm();
        self.magnitude[body][1] += lever.norm() * force.norm() + moment.norm();
    }

    fn add_connectors(&mut self, context: &StepContext, configuration: &Configuration) {
        for connector in &context.assembly.connectors {
            let anchors = connector.anchors();
            let poses: Vec<Pose> = anchors
                .iter()
                .map(|anchor| kinematics::pose(context.assembly, configuration, anchor))
                .collect();
            let response = connector.evaluate(&poses, context.factors);
            for ((anchor, pose), wrench) in anchors.iter().zip(&poses).zip(&response.wrenches) {
                match anchor {
                    Anchor::World(_) => {}
                    Anchor::Platform(_) => {
                        let direction =
                            context.assembly.platform.map_or_else(Vector3::zeros, |p| *p.direction);
                        self.platform[0] += direction.dot(&wrench.force_n);
                    }
                    Anchor::Patch { body, patch } => {
                        let rotation = configuration.motions[*body].rotation;
                        let offset = patch_offset(&context.assembly.bodies[*body], *patch);
                        let mut force = self.loads[*body].fixed_rows_mut::<3>(offset);
                        force += rotation.inverse_transform_vector(&wrench.force_n);
                        let mut moment = self.loads[*body].fixed_rows_mut::<3>(offset + 3);
                        moment += rotation.inverse_transform_vector(&wrench.moment_nmm);
                        let lever = pose.position - configuration.centre(context.assembly, *body);
                        self.add_force(*body, wrench.force_n, lever, wrench.moment_nmm);
                    }
                }
            }
            self.poses.push(poses);
            self.responses.push(response);
        }
    }

    fn add_viscosity(&mut self, context: &StepContext, configuration: &Configuration) {
        let rate = 1.0 / context.time_step;
        for (body, motion) in configuration.motions.iter().enumerate() {
            let before = &context.previous.motions[body];
            let translation = motion.translation_mm - before.translation_mm;
            let turn = (motion.rotation * before.rotation.inverse()).scaled_axis();
            self.viscous[body] = Resultant {
                force: translation * (-context.viscosity.translation * rate),
                moment: turn * (-context.viscosity.rotation[body] * rate),
            };
        }
        self.platform[1] =
            -context.viscosity.translation * rate * (configuration.platform - context.previous.platform);
    }
}

/// Matrix times a vector that is mostly zero.
fn sparse_product(matrix: &DMatrix<f64>, vector: &DVector<f64>) -> DVector<f64> {
    let terms: Vec<(usize, f64)> =
        vector.iter().copied().enumerate().filter(|(_, value)| *value != 0.0).collect();
    dense::combination(&terms, matrix)
}

pub(crate) fn all_nodes(assembly: &Assembly, configuration: &Configuration) -> Vec<Vec<Vector3>> {
    let bodies = assembly.bodies.iter().zip(&configuration.displacements);
    bodies.map(|(body, z)| deformed_nodes(body, z)).collect()
}

pub(crate) fn placement<'a>(
    assembly: &Assembly,
    configuration: &Configuration,
    body: usize,
    nodes: &'a [Vector3],
) -> Placement<'a> {
    Placement {
        centre: configuration.centre(assembly, body),
        rotation: configuration.motions[body].rotation.to_rotation_matrix(),
        nodes,
    }
}
