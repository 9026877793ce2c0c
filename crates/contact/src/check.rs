//! Contradictions in what is to be solved.

use crate::evaluation::Evaluation;
use crate::pair_model::PairModel;
use crate::{Anchor, Assembly, ContactError, Stage};

/// Overlap at rest above which an assembly is refused, mm: what a mesher may leave on closed faces.
const GREATEST_OVERLAP_MM: f64 = 0.05;

fn inconsistent(what: String, remedy: &str) -> ContactError {
    ContactError::Inconsistent { what, remedy: remedy.to_owned() }
}

pub(crate) fn assembly(assembly: &Assembly) -> Result<(), ContactError> {
    for body in &assembly.bodies {
        let elasticity = &body.elasticity;
        let expected = 3 * elasticity.interface_positions.len() + 6 * elasticity.patch_references.len();
        let flexibility = &elasticity.flexibility;
        if flexibility.shape() != (expected, expected) || flexibility.iter().any(|value| !value.is_finite()) {
            let shape = flexibility.shape();
            return Err(inconsistent(
                format!("body {}: flexibility is {} × {}", body.name, shape.0, shape.1),
                &format!("a finite {expected} × {expected} matrix fits its nodes and patches"),
            ));
        }
        let nodes = elasticity.interface_positions.len();
        let inside = |node: &u32| (*node as usize) < nodes;
        if !body.facets.iter().all(|facet| facet.corners.iter().all(inside)) {
            return Err(inconsistent(
                format!("body {}: a facet names a node beyond its {nodes} interface nodes", body.name),
                "number facet corners by interface node",
            ));
        }
    }
    pairs(assembly)?;
    anchors(assembly)
}

fn pairs(assembly: &Assembly) -> Result<(), ContactError> {
    for pair in &assembly.pairs {
        let [a, b] = pair.bodies;
        if a == b || a.max(b) >= assembly.bodies.len() {
            return Err(inconsistent(
                format!("contact pair {}: bodies {a} and {b}", pair.name),
                "name two different bodies of the assembly",
            ));
        }
        for side in 0..2 {
            let count = assembly.bodies[pair.bodies[side]].facets.len();
            if pair.facets[side].iter().any(|facet| *facet as usize >= count) {
                return Err(inconsistent(
                    format!("contact pair {}: a facet of side {side} does not exist", pair.name),
                    &format!("that body has {count} facets"),
                ));
            }
        }
        if !(pair.friction >= 0.0 && pair.elastic_slip_mm > 0.0) {
            return Err(inconsistent(
                format!(
                    "contact pair {}: friction {}, elastic slip {} mm",
                    pair.name, pair.friction, pair.elastic_slip_mm
                ),
                "friction must not be negative, elastic slip must be positive",
            ));
        }
    }
    Ok(())
}

fn anchors(assembly: &Assembly) -> Result<(), ContactError> {
    for connector in &assembly.connectors {
        for anchor in connector.anchors() {
            let fault = match anchor {
                Anchor::World(_) => None,
                Anchor::Platform(_) => {
                    assembly.platform.is_none().then(|| "a platform the assembly lacks".to_owned())
                }
                Anchor::Patch { body, patch } => {
                    let known = assembly
                        .bodies
                        .get(*body)
                        .is_some_and(|body| *patch < body.elasticity.patch_references.len());
                    (!known).then(|| format!("patch {patch} of body {body}, which does not exist"))
                }
            };
            if let Some(fault) = fault {
                let what = format!("connector {} is anchored to {fault}", connector.name());
                return Err(inconsistent(what, "anchor it to the world, the platform or an existing patch"));
            }
        }
    }
    Ok(())
}

pub(crate) fn overlap(
    assembly: &Assembly,
    models: &[PairModel],
    evaluation: &Evaluation,
) -> Result<(), ContactError> {
    for (index, pair) in evaluation.pairs.iter().enumerate() {
        let deepest = pair.iter().flatten().map(|found| -found.geometry.gap).fold(0.0, f64::max);
        if deepest > GREATEST_OVERLAP_MM.min(0.1 * models[index].surfaces[0].edge_mm) {
            let pair = assembly.pairs[index].name.clone();
            return Err(ContactError::InitialOverlap { pair, overlap_mm: deepest });
        }
    }
    Ok(())
}

pub(crate) fn stage(stage: &Stage) -> Result<(), ContactError> {
    let same = stage.from.0.len() == stage.to.0.len();
    let finite = stage.from.0.iter().chain(&stage.to.0).all(|factor| factor.is_finite());
    if same && finite && stage.duration > 0.0 {
        return Ok(());
    }
    Err(inconsistent(
        format!("stage {}: its load factors or its duration of {} make no ramp", stage.name, stage.duration),
        "give equally many finite factors before and after, and a positive duration",
    ))
}
