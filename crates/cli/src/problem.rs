//! The problem of a scenario in the words of other solvers.

use crate::pictures::cells;
use crate::table::{Column, fixed, render};
use osteotome_elastic::{ElementMaterials, IsotropicMaterial};
use osteotome_foot::{Hold, PlannedBody, Problem, Spring};
use osteotome_mesh::export::{
    ExportBody, ExportGround, ExportHold, ExportMaterial, ExportModel, ExportNodeSet, ExportPair,
    ExportRigid, ExportSpring,
};
use osteotome_vtk::{Field, Grid};
use serde_json::{Value, json};

/// The patch that is held.
const HELD: &str = "base";
/// The patch that the ground pushes.
const PUSHED: &str = "ground";

/// All bodies on a bench: every base is held, the plantar side of every head carries `head_load_n` upwards.
pub(crate) fn on_bench<'a>(title: &str, bodies: &'a [PlannedBody], head_load_n: f64) -> ExportModel<'a> {
    let sets = bodies.iter().enumerate().flat_map(|(number, body)| node_sets(number, body, head_load_n));
    ExportModel {
        title: title.to_owned(),
        bodies: bodies.iter().map(export_body).collect(),
        node_sets: sets.collect(),
        ..ExportModel::default()
    }
}

/// The whole foot: contact, soft tissue and ground.
pub(crate) fn standing<'a>(title: &str, problem: &'a Problem) -> ExportModel<'a> {
    let rigid = problem.regions.iter().map(|region| ExportRigid {
        name: region.name.clone(),
        body: region.body,
        nodes: region.nodes.clone(),
        reference: region.reference,
    });
    let pairs = problem.pairs.iter().map(|pair| ExportPair {
        name: pair.name.clone(),
        bodies: pair.bodies,
        facets: pair.facets.clone(),
        friction: pair.friction,
        elastic_slip_mm: pair.elastic_slip_mm,
    });
    ExportModel {
        title: title.to_owned(),
        bodies: problem.bodies.iter().map(export_body).collect(),
        node_sets: Vec::new(),
        rigid: rigid.collect(),
        springs: problem.springs.iter().map(export_spring).collect(),
        pairs: pairs.collect(),
        ground: Some(ExportGround { up: problem.up, force_n: problem.ground_n }),
    }
}

fn export_spring(spring: &Spring<Hold>) -> ExportSpring {
    let hold = |hold: Hold| match hold {
        Hold::World => ExportHold::Fixed,
        Hold::Ground => ExportHold::Ground,
        Hold::Region(region) => ExportHold::Rigid(region),
    };
    ExportSpring {
        name: spring.name.clone(),
        ends: spring.ends.map(|(point, own)| (point, hold(own))),
        law: spring.law.clone(),
    }
}

fn node_sets(number: usize, body: &PlannedBody, head_load_n: f64) -> Vec<ExportNodeSet> {
    let set = |(name, patch): &(&str, osteotome_elastic::DistributingPatch)| {
        let held = *name == HELD;
        // A uniform traction acts on the nodes of the patch; to hold a surface is to hold its corners, too.
        let nodes = if held { body.surface_nodes(name) } else { patch.nodes.clone() };
        let force_n = if *name == PUSHED { [0.0, 0.0, head_load_n] } else { [0.0; 3] };
        ExportNodeSet { name: format!("{}_{name}", body.name), body: number, nodes, held, force_n }
    };
    body.patches.iter().map(set).collect()
}

fn export_body(body: &PlannedBody) -> ExportBody<'_> {
    let (materials, element_materials) = distinct(&body.materials);
    let named = |(number, material): (usize, IsotropicMaterial)| ExportMaterial {
        name: format!("bone{number}"),
        modulus_mpa: material.modulus_mpa,
        poisson_ratio: material.poisson,
    };
    ExportBody {
        name: body.name.clone(),
        mesh: &body.fragment.mesh,
        materials: materials.into_iter().enumerate().map(named).collect(),
        element_materials,
    }
}

/// The materials that differ, softest first, and which of them each element is of.
fn distinct(materials: &ElementMaterials) -> (Vec<IsotropicMaterial>, Vec<u32>) {
    let order = |a: &IsotropicMaterial, b: &IsotropicMaterial| {
        a.modulus_mpa.total_cmp(&b.modulus_mpa).then(a.poisson.total_cmp(&b.poisson))
    };
    let mut sorted = materials.materials.clone();
    sorted.sort_by(order);
    sorted.dedup();
    let place = |material| {
        sorted.binary_search_by(|known| order(known, material)).expect("every material was sorted in") as u32
    };
    let of_elements = materials.materials.iter().map(place).collect();
    (sorted, of_elements)
}

/// A body for ParaView: moduli, held nodes and nodal forces.
pub(crate) fn grid(body: &PlannedBody, model: &ExportModel) -> Grid {
    let mesh = &body.fragment.mesh;
    let mut held = vec![0; mesh.nodes.len()];
    let mut force_n = vec![[0.0; 3]; mesh.nodes.len()];
    let own = model.node_sets.iter().filter(|set| model.bodies[set.body].name == body.name);
    for set in own {
        for node in &set.nodes {
            held[*node as usize] |= i32::from(set.held);
            for (sum, force) in force_n[*node as usize].iter_mut().zip(set.force_n) {
                *sum += force / set.nodes.len() as f64;
            }
        }
    }
    let materials = &body.materials.materials;
    Grid {
        points_mm: mesh.nodes.iter().map(|node| node.coords.into()).collect(),
        cells: cells(mesh),
        point_fields: vec![Field::labels("held", held), Field::vectors("force_n", force_n)],
        cell_fields: vec![
            Field::scalars("modulus_mpa", materials.iter().map(|m| m.modulus_mpa).collect()),
            Field::scalars("poisson_ratio", materials.iter().map(|m| m.poisson).collect()),
        ],
    }
}

/// Bodies that nothing in the file holds.
pub(crate) fn floating(model: &ExportModel) -> Vec<String> {
    let by_set = |number| model.node_sets.iter().any(|set| set.body == number && set.held);
    let is_held = |number| by_set(number) || model.rigid.iter().any(|rigid| rigid.body == number);
    let bodies = model.bodies.iter().enumerate().filter(|(number, _)| !is_held(*number));
    bodies.map(|(_, body)| body.name.clone()).collect()
}

/// Size of a body.
pub(crate) fn figures(body: &PlannedBody) -> Value {
    let quality = body.fragment.quality;
    json!({ "tetrahedra": quality.tetrahedra, "nodes": quality.nodes, "volume_mm3": quality.volume_mm3 })
}

/// What was written, body by body.
pub(crate) fn table(bodies: &[PlannedBody], model: &ExportModel) -> String {
    let names = ["body", "tetrahedra", "nodes", "volume", "materials", "sets"];
    let units = ["", "", "", "mm³", "", ""];
    let columns: Vec<Column> =
        names.into_iter().zip(units).map(|(name, unit)| Column { name, unit }).collect();
    let row = |(body, exported): (&PlannedBody, &ExportBody)| {
        let quality = body.fragment.quality;
        let sets: Vec<&str> = body.patches.iter().map(|(name, _)| *name).collect();
        vec![
            body.name.clone(),
            quality.tetrahedra.to_string(),
            quality.nodes.to_string(),
            fixed(quality.volume_mm3, 1),
            exported.materials.len().to_string(),
            sets.join(" "),
        ]
    };
    render(&columns, &bodies.iter().zip(&model.bodies).map(row).collect::<Vec<_>>())
}
