//! FEBio input (`.feb`, specification 4.0).

use std::fmt::Write as _;

use super::numbering::{comma_separated, element_nodes, facet_nodes, facet_sets, material_groups, offsets};
use super::{ExportBody, ExportModel};
use crate::ElementOrder;

/// The model as an FEBio input file, with one static step.
#[must_use]
pub fn febio_input(model: &ExportModel) -> String {
    let offsets = offsets(model);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<febio_spec version=\"4.0\">\n");
    let _ = writeln!(text, "<!-- {}: mm, N, MPa -->", model.title.replace("--", "- -"));
    text.push_str("<Module type=\"solid\"/>\n<Control><analysis>STATIC</analysis>");
    text.push_str("<time_steps>1</time_steps><step_size>1</step_size></Control>\n<Material>\n");
    for (id, (name, material, _)) in model.bodies.iter().flat_map(material_groups).enumerate() {
        let _ = writeln!(text, "<material id=\"{}\" name=\"{name}\" type=\"isotropic elastic\">", id + 1);
        let _ = writeln!(text, "<E>{}</E><v>{}</v></material>", material.modulus_mpa, material.poisson_ratio);
    }
    text.push_str("</Material>\n<Mesh>\n");
    for (body, offset) in model.bodies.iter().zip(&offsets) {
        write_body(&mut text, body, *offset);
    }
    for set in &model.node_sets {
        let numbers: Vec<usize> = set.nodes.iter().map(|n| *n as usize + offsets[set.body].0 + 1).collect();
        let _ = writeln!(text, "<NodeSet name=\"{}\">{}</NodeSet>", set.name, comma_separated(&numbers));
    }
    text.push_str("</Mesh>\n<MeshDomains>\n");
    for (name, ..) in model.bodies.iter().flat_map(material_groups) {
        let _ = writeln!(text, "<SolidDomain name=\"{name}\" mat=\"{name}\"/>");
    }
    text.push_str("</MeshDomains>\n");
    write_conditions(&mut text, model);
    text.push_str("<Output><plotfile type=\"febio\"><var type=\"displacement\"/><var type=\"stress\"/></plotfile></Output>\n");
    text.push_str("</febio_spec>\n");
    text
}

fn write_body(text: &mut String, body: &ExportBody, (nodes, elements): (usize, usize)) {
    let _ = writeln!(text, "<Nodes name=\"{}_nodes\">", body.name);
    for (n, at) in body.mesh.nodes.iter().enumerate() {
        let _ = writeln!(text, "<node id=\"{}\">{:e},{:e},{:e}</node>", nodes + n + 1, at.x, at.y, at.z);
    }
    let (solid, facet_kind) = match body.mesh.order {
        ElementOrder::Linear => ("tet4", "tri3"),
        ElementOrder::Quadratic => ("tet10", "tri6"),
    };
    text.push_str("</Nodes>\n");
    for (name, _, members) in material_groups(body) {
        let _ = writeln!(text, "<Elements type=\"{solid}\" name=\"{name}\">");
        for e in members {
            let numbers = comma_separated(&element_nodes(body, e, nodes));
            let _ = writeln!(text, "<elem id=\"{}\">{numbers}</elem>", elements + e + 1);
        }
        text.push_str("</Elements>\n");
    }
    for (name, facets) in facet_sets(body) {
        let _ = writeln!(text, "<Surface name=\"{name}\">");
        for (i, facet) in facets.iter().enumerate() {
            let numbers = comma_separated(&facet_nodes(body, facet, nodes));
            let _ = writeln!(text, "<{facet_kind} id=\"{}\">{numbers}</{facet_kind}>", i + 1);
        }
        text.push_str("</Surface>\n");
    }
}

fn write_conditions(text: &mut String, model: &ExportModel) {
    text.push_str("<Boundary>\n");
    for set in model.node_sets.iter().filter(|s| s.held) {
        let _ =
            writeln!(text, "<bc name=\"hold_{0}\" type=\"zero displacement\" node_set=\"{0}\">", set.name);
        text.push_str("<x_dof>1</x_dof><y_dof>1</y_dof><z_dof>1</z_dof></bc>\n");
    }
    text.push_str("</Boundary>\n<Loads>\n");
    for set in model.node_sets.iter().filter(|s| s.force_n != [0.0; 3]) {
        let [x, y, z] = set.force_n.map(|f| f / set.nodes.len() as f64);
        let _ =
            writeln!(text, "<nodal_load name=\"load_{0}\" type=\"nodal_force\" node_set=\"{0}\">", set.name);
        let _ = writeln!(text, "<value lc=\"1\">{x:e},{y:e},{z:e}</value></nodal_load>");
    }
    text.push_str("</Loads>\n<LoadData><load_controller id=\"1\" name=\"ramp\" type=\"loadcurve\">");
    text.push_str("<interpolate>LINEAR</interpolate><points><pt>0,0</pt><pt>1,1</pt></points></load_controller></LoadData>\n");
}
