//! gmsh meshes (`.msh`, ASCII format 2.2).

use std::fmt::Write as _;

use super::ExportModel;
use super::numbering::{element_nodes, facet_nodes, facet_sets, offsets};

/// The bodies of the model as a gmsh mesh; bodies are physical volumes, facet sets physical surfaces, node sets physical
/// points. Materials and loads have no place in the format.
#[must_use]
pub fn gmsh_mesh(model: &ExportModel) -> String {
    let offsets = offsets(model);
    let mut names = Vec::new();
    let mut elements = Vec::new();
    let mut add = |dimension: usize, name: &str, members: Vec<Vec<usize>>| {
        names.push(format!("{dimension} {} \"{name}\"", names.len() + 1));
        let tag = names.len();
        elements.extend(members.into_iter().map(|nodes| (kind(dimension, nodes.len()), tag, nodes)));
    };
    for (body, &(nodes, _)) in model.bodies.iter().zip(&offsets) {
        let members = (0..body.mesh.corners.len()).map(|e| swapped(element_nodes(body, e, nodes)));
        add(3, &body.name, members.collect());
        for (name, facets) in facet_sets(body) {
            add(2, &name, facets.iter().map(|f| facet_nodes(body, f, nodes)).collect());
        }
    }
    for set in &model.node_sets {
        let nodes = set.nodes.iter().map(|n| vec![*n as usize + offsets[set.body].0 + 1]);
        add(0, &set.name, nodes.collect());
    }
    let mut text = format!("$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n{}\n", names.len());
    let _ = writeln!(text, "{}\n$EndPhysicalNames", names.join("\n"));
    write_nodes(&mut text, model);
    let _ = writeln!(text, "$Elements\n{}", elements.len());
    for (e, (kind, tag, nodes)) in elements.iter().enumerate() {
        let nodes: Vec<String> = nodes.iter().map(usize::to_string).collect();
        let _ = writeln!(text, "{} {kind} 2 {tag} {tag} {}", e + 1, nodes.join(" "));
    }
    text.push_str("$EndElements\n");
    text
}

fn write_nodes(text: &mut String, model: &ExportModel) {
    let positions = || model.bodies.iter().flat_map(|b| &b.mesh.nodes);
    let _ = writeln!(text, "$Nodes\n{}", positions().count());
    for (n, at) in positions().enumerate() {
        let _ = writeln!(text, "{} {:e} {:e} {:e}", n + 1, at.x, at.y, at.z);
    }
    text.push_str("$EndNodes\n");
}

/// gmsh's number of an element type.
fn kind(dimension: usize, nodes: usize) -> usize {
    match (dimension, nodes) {
        (3, 4) => 4,
        (3, _) => 11,
        (2, 3) => 2,
        (2, _) => 9,
        _ => 15,
    }
}

/// gmsh has the midsides of edges 1–3 and 2–3 the other way round.
fn swapped(mut nodes: Vec<usize>) -> Vec<usize> {
    if nodes.len() == 10 {
        nodes.swap(8, 9);
    }
    nodes
}
