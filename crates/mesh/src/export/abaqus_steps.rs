//! Rigid parts, springs, contact and steps of an Abaqus or CalculiX input file.

use std::fmt::Write as _;

use super::abaqus::{face_number, write_numbers};
use super::auxiliary::Auxiliary;
use super::names::word;
use super::{CONTACT_MPA_PER_MM, ExportGround, ExportHold, ExportModel, STATES};

/// Springs as elements, each with a law of its own.
///
/// The temperature of a node is the state of load, as no other quantity makes a spring of CalculiX depend on time.
pub(super) fn write_springs(text: &mut String, model: &ExportModel, auxiliary: &Auxiliary) {
    for (i, (spring, [a, b])) in model.springs.iter().zip(&auxiliary.springs).enumerate() {
        let name = word(&spring.name);
        let element = auxiliary.first_element + i;
        let _ = writeln!(text, "*ELEMENT, TYPE=SPRINGA, ELSET={name}\n{element}, {a}, {b}");
        let _ = writeln!(text, "*SPRING, ELSET={name}, NONLINEAR\n");
        for state in 0..STATES {
            for (out_mm, tensions_n) in &spring.law {
                let _ = writeln!(text, "{:.9e}, {out_mm:.9e}, {state}.", tensions_n[state]);
            }
        }
    }
}

/// Rigid parts with the ends of springs they hold, fixed ends, and those that stand on the ground.
pub(super) fn write_holds(
    text: &mut String,
    model: &ExportModel,
    auxiliary: &Auxiliary,
    offsets: &[(usize, usize)],
) {
    for (i, (rigid, [reference, rotation])) in model.rigid.iter().zip(&auxiliary.rigid).enumerate() {
        let mut nodes: Vec<usize> =
            rigid.nodes.iter().map(|n| *n as usize + offsets[rigid.body].0 + 1).collect();
        nodes.extend(auxiliary.ends_on(model, ExportHold::Rigid(i)));
        let name = word(&rigid.name);
        let _ = writeln!(text, "*NSET, NSET={name}");
        write_numbers(text, &nodes);
        let _ = writeln!(text, "*NSET, NSET={name}_motion\n{reference}, {rotation}");
        let _ = writeln!(text, "*RIGID BODY, NSET={name}, REF NODE={reference}, ROT NODE={rotation}");
    }
    let fixed = auxiliary.ends_on(model, ExportHold::Fixed);
    if !fixed.is_empty() {
        text.push_str("*NSET, NSET=fixed_ends\n");
        write_numbers(text, &fixed);
        text.push_str("*BOUNDARY\nfixed_ends, 1, 3\n");
    }
    if let (Some(ground), Some(node)) = (&model.ground, auxiliary.ground) {
        write_ground(text, ground, node, &auxiliary.ends_on(model, ExportHold::Ground));
    }
}

/// The third displacement of the node `ground` is how far the ground moves along its normal.
fn write_ground(text: &mut String, ground: &ExportGround, node: usize, ends: &[usize]) {
    let _ = writeln!(text, "*NSET, NSET=ground\n{node}\n*BOUNDARY\nground, 1, 2");
    for end in ends {
        for (k, along) in ground.up.iter().enumerate() {
            let axis = k + 1;
            let _ = match *along == 0.0 {
                true => writeln!(text, "*BOUNDARY\n{end}, {axis}, {axis}"),
                false => writeln!(text, "*EQUATION\n2\n{end}, {axis}, 1., {node}, 3, {:.12e}", -along),
            };
        }
    }
}

pub(super) fn write_contact(text: &mut String, model: &ExportModel, offsets: &[(usize, usize)]) {
    for pair in &model.pairs {
        let name = word(&pair.name);
        for (side, letter) in ["slave", "master"].into_iter().enumerate() {
            let body = &model.bodies[pair.bodies[side]];
            let _ = writeln!(text, "*SURFACE, NAME={name}_{letter}, TYPE=ELEMENT");
            for facet in &pair.facets[side] {
                let element = offsets[pair.bodies[side]].1 + facet.element as usize + 1;
                let _ = writeln!(text, "{element}, S{}", face_number(body, facet));
            }
        }
        let _ = writeln!(text, "*SURFACE INTERACTION, NAME={name}");
        let _ =
            writeln!(text, "*SURFACE BEHAVIOR, PRESSURE-OVERCLOSURE=LINEAR\n{CONTACT_MPA_PER_MM:.9e}, 1.");
        let _ = writeln!(text, "*FRICTION\n{}, {:.9e}", pair.friction, pair.stick_mpa_per_mm());
        let _ = writeln!(text, "*CONTACT PAIR, INTERACTION={name}, TYPE=SURFACE TO SURFACE");
        let _ = writeln!(text, "{name}_slave, {name}_master");
    }
}

/// One step with the forces of node sets, or, for springs, one for each state but the first.
pub(super) fn write_steps(text: &mut String, model: &ExportModel) {
    if model.springs.is_empty() {
        return write_static_step(text, model);
    }
    text.push_str("*INITIAL CONDITIONS, TYPE=TEMPERATURE\nall, 0.\n");
    for state in 1..STATES {
        text.push_str("*STEP, NLGEOM, INC=10000\n*STATIC\n0.02, 1., 1e-7, 0.1\n");
        let _ = writeln!(text, "*TEMPERATURE\nall, {state}.");
        if let Some(ground) = &model.ground {
            let _ = writeln!(text, "*CLOAD\nground, 3, {:.12e}", ground.force_n[state]);
        }
        for rigid in &model.rigid {
            let _ = writeln!(text, "*NODE PRINT, NSET={}_motion, FREQUENCY=10000\nU", word(&rigid.name));
        }
        text.push_str("*NODE FILE, FREQUENCY=10000\nU\n*EL FILE, FREQUENCY=10000\nS, E\n*END STEP\n");
    }
}

fn write_static_step(text: &mut String, model: &ExportModel) {
    text.push_str("*STEP\n*STATIC\n");
    for set in &model.node_sets {
        for (axis, force_n) in set.force_n.iter().enumerate().filter(|(_, f)| **f != 0.0) {
            let each_n = force_n / set.nodes.len() as f64;
            let _ = writeln!(text, "*CLOAD\n{}, {}, {each_n:.12e}", word(&set.name), axis + 1);
        }
    }
    text.push_str("*NODE FILE\nU\n*EL FILE\nS, E\n*END STEP\n");
}
