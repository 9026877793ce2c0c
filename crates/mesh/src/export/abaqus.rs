//! Abaqus and CalculiX input (`.inp`): C3D4 or C3D10.

use std::fmt::Write as _;

use super::numbering::{comma_separated, element_nodes, facet_sets, material_groups, offsets};
use super::{ExportBody, ExportModel};
use crate::{BoundaryFacet, ElementOrder, FACES};

/// Abaqus's number of each of our element faces (S1 is 1-2-3, S2 is 1-4-2, S3 is 2-4-3, S4 is 3-4-1).
const ABAQUS_FACE: [usize; 4] = [3, 4, 2, 1];

/// The model as an Abaqus or CalculiX input file, with one static step.
#[must_use]
pub fn abaqus_input(model: &ExportModel) -> String {
    let mut text = format!("*HEADING\n{}\n** mm, N, MPa\n", model.title);
    let offsets = offsets(model);
    for (body, offset) in model.bodies.iter().zip(&offsets) {
        write_body(&mut text, body, *offset);
    }
    for set in &model.node_sets {
        let numbers: Vec<usize> = set.nodes.iter().map(|n| *n as usize + offsets[set.body].0 + 1).collect();
        let _ = writeln!(text, "*NSET, NSET={}", set.name);
        write_numbers(&mut text, &numbers);
    }
    for (body, offset) in model.bodies.iter().zip(&offsets) {
        write_materials(&mut text, body, offset.1);
    }
    write_step(&mut text, model);
    text
}

fn write_body(text: &mut String, body: &ExportBody, (nodes, elements): (usize, usize)) {
    let _ = writeln!(text, "*NODE, NSET={}_nodes", body.name);
    // CalculiX reads at most 20 characters a number.
    for (n, at) in body.mesh.nodes.iter().enumerate() {
        let _ = writeln!(text, "{}, {:.12e}, {:.12e}, {:.12e}", nodes + n + 1, at.x, at.y, at.z);
    }
    let kind = match body.mesh.order {
        ElementOrder::Linear => "C3D4",
        ElementOrder::Quadratic => "C3D10",
    };
    let _ = writeln!(text, "*ELEMENT, TYPE={kind}, ELSET={}", body.name);
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

fn face_number(body: &ExportBody, facet: &BoundaryFacet) -> usize {
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

fn write_numbers(text: &mut String, numbers: &[usize]) {
    for line in numbers.chunks(12) {
        let _ = writeln!(text, "{},", comma_separated(line));
    }
}

fn write_step(text: &mut String, model: &ExportModel) {
    for set in model.node_sets.iter().filter(|s| s.held) {
        let _ = writeln!(text, "*BOUNDARY\n{}, 1, 3", set.name);
    }
    text.push_str("*STEP\n*STATIC\n");
    for set in &model.node_sets {
        for (axis, force_n) in set.force_n.iter().enumerate().filter(|(_, f)| **f != 0.0) {
            let each_n = force_n / set.nodes.len() as f64;
            let _ = writeln!(text, "*CLOAD\n{}, {}, {each_n:.12e}", set.name, axis + 1);
        }
    }
    text.push_str("*NODE FILE\nU\n*EL FILE\nS, E\n*END STEP\n");
}
