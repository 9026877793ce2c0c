//! FEBio input (`.feb`, specification 4.0).

use std::fmt::Write as _;

use super::auxiliary::Auxiliary;
use super::febio_steps::{
    write_contact, write_control, write_discrete, write_discrete_sets, write_load_curves, write_rigid,
    write_rigid_elements, write_rigid_materials, write_surface_pairs,
};
use super::names::{comment, word};
use super::numbering::{comma_separated, element_nodes, facet_nodes, facet_sets, material_groups, offsets};
use super::{ExportBody, ExportHold, ExportModel};
use crate::ElementOrder;

/// The model as an FEBio input file, its sections in the order of the specification.
#[must_use]
pub fn febio_input(model: &ExportModel) -> String {
    let (offsets, auxiliary) = (offsets(model), Auxiliary::of(model));
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<febio_spec version=\"4.0\">\n");
    let _ = writeln!(text, "<!-- {}: mm, N, MPa -->", comment(&model.title));
    text.push_str("<Module type=\"solid\"/>\n");
    write_control(&mut text, model);
    write_materials(&mut text, model);
    write_mesh(&mut text, model, &auxiliary, &offsets);
    write_domains(&mut text, model);
    write_boundary(&mut text, model, &auxiliary);
    write_rigid(&mut text, model);
    write_loads(&mut text, model);
    write_contact(&mut text, model);
    write_discrete(&mut text, model);
    write_load_curves(&mut text, model);
    text.push_str("<Output><plotfile type=\"febio\"><var type=\"displacement\"/><var type=\"stress\"/></plotfile></Output>\n");
    text.push_str("</febio_spec>\n");
    text
}

fn write_materials(text: &mut String, model: &ExportModel) {
    text.push_str("<Material>\n");
    let mut id = 0;
    for (name, material, _) in model.bodies.iter().flat_map(material_groups) {
        id += 1;
        let _ = writeln!(text, "<material id=\"{id}\" name=\"{name}\" type=\"isotropic elastic\">");
        let _ = writeln!(text, "<E>{}</E><v>{}</v></material>", material.modulus_mpa, material.poisson_ratio);
    }
    write_rigid_materials(text, model, id);
    text.push_str("</Material>\n");
}

fn write_mesh(text: &mut String, model: &ExportModel, auxiliary: &Auxiliary, offsets: &[(usize, usize)]) {
    text.push_str("<Mesh>\n<Nodes name=\"all\">\n");
    let positions = model.bodies.iter().flat_map(|body| &body.mesh.nodes).chain(&auxiliary.positions);
    let rigid = super::febio_steps::rigid_corners(model);
    for (n, at) in positions.chain(rigid.iter().flatten()).enumerate() {
        let _ = writeln!(text, "<node id=\"{}\">{:e},{:e},{:e}</node>", n + 1, at.x, at.y, at.z);
    }
    text.push_str("</Nodes>\n");
    for (body, offset) in model.bodies.iter().zip(offsets) {
        write_elements(text, body, *offset);
    }
    write_rigid_elements(text, model, auxiliary);
    for (body, offset) in model.bodies.iter().zip(offsets) {
        for (name, facets) in facet_sets(body) {
            write_surface(text, body, &name, facets.into_iter(), offset.0);
        }
    }
    for pair in &model.pairs {
        for (side, suffix) in ["primary", "secondary"].into_iter().enumerate() {
            let (body, name) = (&model.bodies[pair.bodies[side]], format!("{}_{suffix}", word(&pair.name)));
            write_surface(text, body, &name, pair.facets[side].iter(), offsets[pair.bodies[side]].0);
        }
    }
    write_node_sets(text, model, auxiliary, offsets);
    write_surface_pairs(text, model);
    write_discrete_sets(text, model, auxiliary);
    text.push_str("</Mesh>\n");
}

fn write_elements(text: &mut String, body: &ExportBody, (nodes, elements): (usize, usize)) {
    let solid = match body.mesh.order {
        ElementOrder::Linear => "tet4",
        ElementOrder::Quadratic => "tet10",
    };
    for (name, _, members) in material_groups(body) {
        let _ = writeln!(text, "<Elements type=\"{solid}\" name=\"{name}\">");
        for e in members {
            let numbers = comma_separated(&element_nodes(body, e, nodes));
            let _ = writeln!(text, "<elem id=\"{}\">{numbers}</elem>", elements + e + 1);
        }
        text.push_str("</Elements>\n");
    }
}

fn write_surface<'a>(
    text: &mut String,
    body: &ExportBody,
    name: &str,
    facets: impl Iterator<Item = &'a crate::BoundaryFacet>,
    nodes: usize,
) {
    let kind = match body.mesh.order {
        ElementOrder::Linear => "tri3",
        ElementOrder::Quadratic => "tri6",
    };
    let _ = writeln!(text, "<Surface name=\"{name}\">");
    for (i, facet) in facets.enumerate() {
        let numbers = comma_separated(&facet_nodes(body, facet, nodes));
        let _ = writeln!(text, "<{kind} id=\"{}\">{numbers}</{kind}>", i + 1);
    }
    text.push_str("</Surface>\n");
}

fn write_node_sets(
    text: &mut String,
    model: &ExportModel,
    auxiliary: &Auxiliary,
    offsets: &[(usize, usize)],
) {
    let mut write = |name: &str, numbers: Vec<usize>| {
        if !numbers.is_empty() {
            let _ = writeln!(text, "<NodeSet name=\"{name}\">{}</NodeSet>", comma_separated(&numbers));
        }
    };
    let of_body = |body: usize, nodes: &[u32]| -> Vec<usize> {
        nodes.iter().map(|n| *n as usize + offsets[body].0 + 1).collect()
    };
    for set in &model.node_sets {
        write(&word(&set.name), of_body(set.body, &set.nodes));
    }
    for (i, rigid) in model.rigid.iter().enumerate() {
        let mut numbers = of_body(rigid.body, &rigid.nodes);
        numbers.extend(auxiliary.ends_on(model, ExportHold::Rigid(i)));
        numbers.extend(auxiliary.rigid[i]);
        write(&word(&rigid.name), numbers);
    }
    write("fixed_ends", auxiliary.ends_on(model, ExportHold::Fixed));
    let mut on_ground = auxiliary.ends_on(model, ExportHold::Ground);
    on_ground.extend(auxiliary.ground);
    write("ground", on_ground);
}

fn write_domains(text: &mut String, model: &ExportModel) {
    text.push_str("<MeshDomains>\n");
    for (name, ..) in model.bodies.iter().flat_map(material_groups) {
        let _ = writeln!(text, "<SolidDomain name=\"{name}\" mat=\"{name}\"/>");
    }
    for name in super::febio_steps::rigid_names(model) {
        let _ = writeln!(text, "<SolidDomain name=\"{name}_rigid\" mat=\"{name}_rigid\"/>");
    }
    text.push_str("</MeshDomains>\n");
}

fn write_boundary(text: &mut String, model: &ExportModel, auxiliary: &Auxiliary) {
    text.push_str("<Boundary>\n");
    let held = model.node_sets.iter().filter(|s| s.held).map(|s| word(&s.name));
    let fixed = (!auxiliary.ends_on(model, ExportHold::Fixed).is_empty()).then(|| "fixed_ends".to_owned());
    for name in held.chain(fixed) {
        let _ = writeln!(text, "<bc name=\"hold_{name}\" type=\"zero displacement\" node_set=\"{name}\">");
        text.push_str("<x_dof>1</x_dof><y_dof>1</y_dof><z_dof>1</z_dof></bc>\n");
    }
    for name in super::febio_steps::rigid_names(model) {
        let _ = writeln!(
            text,
            "<bc name=\"rigid_{name}\" type=\"rigid\" node_set=\"{name}\"><rb>{name}_rigid</rb></bc>"
        );
    }
    text.push_str("</Boundary>\n");
}

fn write_loads(text: &mut String, model: &ExportModel) {
    text.push_str("<Loads>\n");
    for set in model.node_sets.iter().filter(|s| s.force_n != [0.0; 3]) {
        let [x, y, z] = set.force_n.map(|f| f / set.nodes.len() as f64);
        let name = word(&set.name);
        let _ = writeln!(text, "<nodal_load name=\"load_{name}\" type=\"nodal_force\" node_set=\"{name}\">");
        let _ = writeln!(text, "<value lc=\"1\">{x:e},{y:e},{z:e}</value></nodal_load>");
    }
    text.push_str("</Loads>\n");
}
