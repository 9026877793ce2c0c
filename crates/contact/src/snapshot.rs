//! From the solver's own variables to the public state.

use crate::books::Books;
use crate::evaluation::{Evaluation, StepContext};
use crate::kinematics::Configuration;
use crate::pair_model::{PairEvaluation, PairMemory, PairModel, PointEvaluation, PointMemory};
use crate::surface::{Surface, SurfacePoint, interpolate};
use crate::{
    Audit, BodyAudit, BodyState, ConnectorState, ContactPoint, ContactStatus, PairState, State,
    kinematics::deformed_nodes,
};
use osteotome_geometry::Vector3;

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
            .map(|(layer, found)| layer.state(found))
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
    let sides = [0, 1].map(|side| {
        let surface = &model.surfaces[side];
        let body = &context.assembly.bodies[surface.body];
        let nodes = deformed_nodes(body, &configuration.displacements[surface.body]);
        let motion = &configuration.motions[surface.body];
        let centre = configuration.centre(context.assembly, surface.body);
        let place = |point: &SurfacePoint| {
            let facet = &surface.facets[point.facet as usize];
            (
                centre + motion.rotation * interpolate(&nodes, facet, &point.shape),
                motion.rotation * facet.normal,
            )
        };
        surface
            .points
            .iter()
            .enumerate()
            .map(|(k, point)| {
                let (position, normal) = place(point);
                ContactPoint {
                    position,
                    normal,
                    ..contact_point(surface, point, found[side][k].as_ref(), &memory[side][k])
                }
            })
            .collect()
    });
    PairState { sides }
}

fn contact_point(
    surface: &Surface,
    point: &SurfacePoint,
    found: Option<&PointEvaluation>,
    memory: &PointMemory,
) -> ContactPoint {
    let touching = found.filter(|found| found.force.pressure > 0.0);
    let status = match touching {
        None => ContactStatus::Open,
        Some(found) if found.force.slipping => ContactStatus::Slip,
        Some(_) => ContactStatus::Stick,
    };
    ContactPoint {
        facet: surface.facets[point.facet as usize].index,
        area_mm2: point.area,
        position: osteotome_geometry::Point3::origin(),
        normal: Vector3::zeros(),
        gap_mm: found.map(|found| found.geometry.gap),
        share: found.map_or(0.5, |found| found.share.value),
        pressure_mpa: touching.map_or(0.0, |found| found.force.pressure),
        friction_mpa: touching.map_or_else(Vector3::zeros, |found| found.force.friction),
        slip_mm: memory.path,
        status,
    }
}

fn audit(
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
    let (penetration_mm, layer) = contact_layer(context, evaluation);
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

/// Greatest penetration and stored energy of the contact layer.
fn contact_layer(context: &StepContext, evaluation: &Evaluation) -> (f64, f64) {
    let (mut deepest, mut energy) = (0.0_f64, 0.0);
    for (model, pair) in context.models.iter().zip(&evaluation.pairs) {
        for (surface, points) in model.surfaces.iter().zip(pair) {
            for (point, found) in surface.points.iter().zip(points) {
                if let Some(found) = found {
                    deepest = deepest.max(-found.geometry.gap);
                    energy += found.share.value * point.area * model.law.energy(-found.geometry.gap);
                }
            }
        }
    }
    (deepest, energy)
}
