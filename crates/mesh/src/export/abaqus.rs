//! Abaqus and CalculiX input (`.inp`): C3D4 or C3D10.

use std::fmt::Write as _;

use super::abaqus_steps::{write_contact, write_holds, write_springs, write_steps};
use super::auxiliary::Auxiliary;
use super::names::{heading, word};
use super::numbering::{comma_separated, element_nodes, facet_sets, material_groups, offsets};
use super::{ExportBody, ExportModel};
use crate::{BoundaryFacet, ElementOrder, FACES};

/// Abaqus's number of each of our element faces (S1 is 1-2-3, S2 is 1-4-2, S3 is 2-4-3, S4 is 3-4-1).
const ABAQUS_FACE: [usize; 4] = [3, 4, 2, 1];

/// The model as an Abaqus or CalculiX input file: one block of nodes, sets for bodies, regions and surfaces, then the steps.
#[must_use]
pub fn abaqus_input(model: &ExportModel) -> String {
    let mut text = format!("*HEADING\n{}\n** mm, N, MPa\n", heading(&model.title));
    let (offsets, auxiliary) = (offsets(model), Auxiliary::of(model));
    write_nodes(&mut text, model, &auxiliary);
    for (body, offset) in model.bodies.iter().zip(&offsets) {
        write_body(&mut text, body, *offset);
    }
    write_springs(&mut text, model, &auxiliary);
    for set in &model.node_sets {
        let numbers: Vec<usize> = set.nodes.iter().map(|n| *n as usize + offsets[set.body].0 + 1).collect();
        let _ = writeln!(text, "*NSET, NSET={}", word(&set.name));
        write_numbers(&mut text, &numbers);
    }
    for (body, offset) in model.bodies.iter().zip(&offsets) {
        write_materials(&mut text, body, offset.1);
    }
    for set in model.node_sets.iter().filter(|s| s.held) {
        let _ = writeln!(text, "*BOUNDARY\n{}, 1, 3", word(&set.name));
    }
    write_holds(&mut text, model, &auxiliary, &offsets);
    write_contact(&mut text, model, &offsets);
    write_steps(&mut text, model);
    text
}

/// All nodes, then a set for each body.
fn write_nodes(text: &mut String, model: &ExportModel, auxiliary: &Auxiliary) {
    text.push_str("*NODE, NSET=all\n");
    let positions = model.bodies.iter().flat_map(|body| &body.mesh.nodes).chain(&auxiliary.positions);
    // CalculiX reads at most 20 characters a number.
    for (n, at) in positions.enumerate() {
        let _ = writeln!(text, "{}, {:.12e}, {:.12e}, {:.12e}", n + 1, at.x, at.y, at.z);
    }
    for (body, offset) in model.bodies.iter().zip(offsets(model)) {
        let (first, last) = (offset.0 + 1, offset.0 + body.mesh.nodes.len());
        let _ = writeln!(text, "*NSET, NSET={}_nodes, GENERATE\n{first}, {last}, 1", word(&body.name));
    }
}

fn write_body(text: &mut String, body: &ExportBody, (nodes, elements): (usize, usize)) {
    let kind = match body.mesh.order {
        ElementOrder::Linear => "C3D4",
        ElementOrder::Quadratic => "C3D10",
    };
    let _ = writeln!(text, "*ELEMENT, TYPE={kind}, ELSET={}", word(&body.name));
    for e in 0..body.mesh.corners.len() {
        let _ = writeln!(text, "{},{}", elements + e + 1, comma_separated(&element_nodes(body, e, nodes)));
    }
    for (name, facets) in facet_sets(body) {
        let _ = writeln!(text, "*SURFACE, NAME={name}, TYPE=ELEMENT");
        for facet in facets {
            let face = face_number(body, facet);
            let _ = writeln!(text, "{}, S{face}", elements + facet.element as usize + 1);
        }
    }
}

pub(super) fn face_number(body: &ExportBody, facet: &BoundaryFacet) -> usize {
    let corners = body.mesh.corners[facet.element as usize];
    let is_it = |face: &[usize; 3]| face.iter().all(|&i| facet.corners.contains(&corners[i]));
    ABAQUS_FACE[FACES.iter().position(is_it).unwrap_or(0)]
}

fn write_materials(text: &mut String, body: &ExportBody, offset: usize) {
    for (name, material, elements) in material_groups(body) {
        let numbers: Vec<usize> = elements.iter().map(|e| offset + e + 1).collect();
        let _ = writeln!(text, "*ELSET, ELSET={name}");
        write_numbers(text, &numbers);
        let _ = writeln!(text, "*MATERIAL, NAME={name}");
        let _ = writeln!(text, "*ELASTIC\n{}, {}", material.modulus_mpa, material.poisson_ratio);
        let _ = writeln!(text, "*SOLID SECTION, ELSET={name}, MATERIAL={name}");
    }
}

pub(super) fn write_numbers(text: &mut String, numbers: &[usize]) {
    for line in numbers.chunks(12) {
        let _ = writeln!(text, "{},", comma_separated(line));
    }
}
