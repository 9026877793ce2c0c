//! From the solver's own variables to the public state.

use crate::books::Books;
use crate::evaluation::{Evaluation, StepContext, placement};
use crate::kinematics::Configuration;
use crate::memory::PairMemory;
use crate::outcome::LEAST_SHARE;
use crate::pair_model::{PairModel, Search};
use crate::point_evaluation::{PairEvaluation, PointEvaluation};
use crate::quadrature::{PointKind, SurfacePoint};
use crate::surface::interpolate;
use crate::{
    Audit, BodyAudit, BodyState, ConnectorState, ContactPoint, ContactStatus, Equilibrium, PairState, State,
    kinematics::deformed_nodes,
};
use osteotome_geometry::{Point3, Vector3};

/// The solver at an accepted step.
pub struct Moment<'a> {
    pub(crate) solver: &'a Equilibrium,
}

impl Moment<'_> {
    /// Everything known about it; put together when asked for.
    #[must_use]
    pub fn state(&self) -> State {
        self.solver.present()
    }
}

pub(crate) fn state(
    context: &StepContext,
    configuration: &Configuration,
    evaluation: &Evaluation,
    books: &Books,
    time: f64,
) -> State {
    let bodies = (0..context.assembly.bodies.len())
        .map(|body| BodyState {
            motion: configuration.motions[body],
            loads: evaluation.loads[body].clone(),
            displacements: configuration.displacements[body].clone(),
        })
        .collect();
    let pairs = context
        .models
        .iter()
        .enumerate()
        .map(|(index, model)| {
            pair(context, configuration, model, &evaluation.pairs[index], &context.memory[index])
        })
        .collect();
    State {
        time,
        load_factors: context.factors.clone(),
        bodies,
        pairs,
        callus: context
            .layers
            .iter()
            .zip(&evaluation.layers)
            .map(|(layer, found)| layer.state(&context.models[layer.pair], found))
            .collect(),
        connectors: connectors(evaluation),
        platform_mm: context.assembly.platform.map(|_| configuration.platform),
        audit: audit(context, configuration, evaluation, books),
    }
}

fn connectors(evaluation: &Evaluation) -> Vec<ConnectorState> {
    evaluation
        .responses
        .iter()
        .zip(&evaluation.poses)
        .map(|(response, poses)| ConnectorState {
            positions: poses.iter().map(|pose| pose.position).collect(),
            wrenches: response.wrenches.clone(),
            magnitude_n: response.magnitude_n,
            energy_nmm: response.energy_nmm,
        })
        .collect()
}

fn pair(
    context: &StepContext,
    configuration: &Configuration,
    model: &PairModel,
    found: &PairEvaluation,
    memory: &PairMemory,
) -> PairState {
    let distant = distant_points(context, configuration, model, found, memory);
    let sides = [0, 1].map(|side| {
        let surface = &model.surfaces[side];
        let body = &context.assembly.bodies[surface.body];
        let nodes = deformed_nodes(body, &configuration.displacements[surface.body]);
        let motion = &configuration.motions[surface.body];
        let centre = configuration.centre(context.assembly, surface.body);
        let mut points: Vec<ContactPoint> = surface
            .points
            .iter()
            .zip(&memory.sides[side])
            .map(|(point, memory)| {
                let facet = &surface.facets[point.facet as usize];
                let local = interpolate(&nodes, facet, &point.shape);
                let normal = motion.rotation * point.ray;
                open_point(facet.index, point, centre + motion.rotation * local, normal, memory.path)
            })
            .collect();
        for point in &distant[side] {
            points[point.point as usize].gap_mm = Some(point.geometry.gap);
        }
        for point in &found[side] {
            let (place, target) = (&surface.points[point.point as usize], &mut points[point.point as usize]);
            hold(target, point, place);
            if let PointKind::Edge { normals } = place.kind {
                let normals = normals.map(|normal| motion.rotation * normal);
                target.contact_area_mm2 *= strip(point, &normals, 0.5 * surface.edge_mm);
            }
        }
        points
    });
    PairState { sides }
}

/// Points that the solver had no need to look at, for their gaps.
fn distant_points(
    context: &StepContext,
    configuration: &Configuration,
    model: &PairModel,
    found: &PairEvaluation,
    memory: &PairMemory,
) -> PairEvaluation {
    let nodes = [0, 1].map(|side| {
        let body = model.surfaces[side].body;
        deformed_nodes(&context.assembly.bodies[body], &configuration.displacements[body])
    });
    let [one, other] = [0, 1]
        .map(|side| placement(context.assembly, configuration, model.surfaces[side].body, &nodes[side]));
    let mut points = model.every_point();
    for side in 0..2 {
        let seen = |point: u32| found[side].binary_search_by_key(&point, |found| found.point).is_ok();
        points.sides[side].retain(|look| !seen(look.point));
    }
    model.evaluate([&one, &other], [&one, &other], memory, (&points, false), Search::Everywhere)
}

fn open_point(
    facet: u32,
    point: &SurfacePoint,
    position: Point3,
    normal: Vector3,
    slip_mm: f64,
) -> ContactPoint {
    ContactPoint {
        facet,
        on_edge: point.is_edge(),
        area_mm2: if point.is_edge() { 0.0 } else { point.area },
        position,
        normal,
        gap_mm: None,
        share: 0.0,
        friction_mpa: Vector3::zeros(),
        force_n: Vector3::zeros(),
        pressure_mpa: 0.0,
        bearing_area_mm2: 0.0,
        contact_area_mm2: 0.0,
        slip_mm,
        status: ContactStatus::Open,
    }
}

/// Writes down what the solver held at a point.
fn hold(target: &mut ContactPoint, found: &PointEvaluation, place: &SurfacePoint) {
    target.gap_mm = Some(found.geometry.gap);
    target.share = found.share.value;
    if !found.touches() {
        return;
    }
    let share = found.share.value;
    target.friction_mpa = found.force.friction;
    target.force_n = found.force.traction(&found.geometry) * (share * place.area);
    target.pressure_mpa = found.force.pressure;
    target.bearing_area_mm2 = share * place.area;
    // Both sides of a face carry half each; to count areas on one side, the half stands for the whole.
    target.contact_area_mm2 = if place.is_edge() { 1.0 } else { 2.0 } * target.bearing_area_mm2;
    target.status = if found.force.slipping { ContactStatus::Slip } else { ContactStatus::Stick };
}

/// Width of the strip along an edge that sinks into the other side, share of `half_mm` (at most all of it).
fn strip(found: &PointEvaluation, normals: &[Vector3; 2], half_mm: f64) -> f64 {
    let cosine = normals.iter().map(|normal| normal.dot(&found.geometry.normal)).fold(0.0, f64::max);
    let tangent = (1.0 - cosine * cosine).max(0.0).sqrt() / cosine.max(1e-9);
    (-found.geometry.gap / (tangent * half_mm)).min(1.0)
}

pub(crate) fn audit(
    context: &StepContext,
    configuration: &Configuration,
    evaluation: &Evaluation,
    books: &Books,
) -> Audit {
    let bodies = evaluation
        .balance
        .iter()
        .zip(&evaluation.magnitude)
        .map(|(balance, [load_n, moment_load_nmm])| BodyAudit {
            force_n: balance.force,
            moment_nmm: balance.moment,
            load_n: *load_n,
            moment_load_nmm: *moment_load_nmm,
        })
        .collect();
    let (penetration_mm, layer) = contact_layer(context.models, evaluation);
    let elastic: f64 =
        configuration.displacements.iter().zip(&evaluation.loads).map(|(z, f)| 0.5 * z.dot(f)).sum();
    Audit {
        bodies,
        platform_n: evaluation.platform[0],
        elastic_mm: evaluation.mismatch.iter().map(nalgebra::DVector::amax).fold(0.0, f64::max),
        penetration_mm,
        work_in_nmm: books.work_in,
        stored_nmm: elastic
            + layer
            + context
                .layers
                .iter()
                .zip(&evaluation.layers)
                .map(|(layer, found)| layer.energy(found))
                .sum::<f64>(),
        friction_nmm: books.friction,
        viscous_nmm: books.viscous,
    }
}

/// Greatest depth of points that bear, and stored energy of the contact layer. A point behind an edge that bears in its stead
/// looks along a normal that is not that of the contact.
pub(crate) fn contact_layer(models: &[PairModel], evaluation: &Evaluation) -> (f64, f64) {
    let (mut deepest, mut energy) = (0.0_f64, 0.0);
    for (model, pair) in models.iter().zip(&evaluation.pairs) {
        for (surface, points) in model.surfaces.iter().zip(pair) {
            for found in points.iter().filter(|found| found.share.value > 0.0) {
                let area = surface.points[found.point as usize].area;
                if found.share.value > LEAST_SHARE {
                    deepest = deepest.max(found.depth_mm());
                }
                energy += found.share.value * area * model.law.energy(-found.geometry.gap);
            }
        }
    }
    (deepest, energy)
}
