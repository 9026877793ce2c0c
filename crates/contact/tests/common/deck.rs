//! The contact decks of the peers: Abaqus-style input of two fragments, springs and a load.

use super::elastic_block::{boxes, elastic_body_of};
use super::{Bushing, DeadForce, fixed, pair};
use osteotome_contact::{
    Anchor, Assembly, Body, Connector, ContactSummary, Equilibrium, LoadFactors, Settings, Stage,
    StageOutcome,
};
use osteotome_elastic::DistributingPatch;
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::{ElementOrder, TetMesh};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// What is read of a deck; node numbers are those of the file.
#[derive(Default)]
struct Deck {
    nodes: BTreeMap<u32, Point3>,
    tetrahedra: BTreeMap<u32, [u32; 4]>,
    /// Node, axis, stiffness.
    springs: Vec<(u32, usize, f64)>,
    fixed: Vec<u32>,
    surfaces: BTreeMap<String, Vec<[u32; 3]>>,
    loads: BTreeMap<u32, Vector3>,
}

/// Corners of face S1 … S4.
const FACES: [[usize; 3]; 4] = [[0, 1, 2], [0, 3, 1], [1, 3, 2], [2, 3, 0]];

fn parse(text: &str) -> Deck {
    let mut deck = Deck::default();
    let (mut section, mut header) = (String::new(), String::new());
    let mut pending: Vec<u32> = Vec::new();
    let mut axis = 0;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('*') {
            header = line.to_owned();
            section = name.split(',').next().unwrap_or("").to_owned();
            continue;
        }
        let fields: Vec<&str> = line.split(',').map(str::trim).filter(|f| !f.is_empty()).collect();
        let number = |k: usize| fields[k].parse::<f64>().expect("a number");
        match section.as_str() {
            "NODE" => {
                deck.nodes.insert(number(0) as u32, Point3::new(number(1), number(2), number(3)));
            }
            "ELEMENT" if header.contains("C3D4") => {
                deck.tetrahedra.insert(number(0) as u32, [1, 2, 3, 4].map(|k| number(k) as u32));
            }
            "ELEMENT" => pending.push(number(1) as u32),
            "SPRING" if axis == 0 => axis = number(0) as usize,
            "SPRING" => {
                deck.springs.extend(pending.drain(..).map(|node| (node, axis - 1, number(0))));
                axis = 0;
            }
            "NSET" if header.contains("FIX") => {
                deck.fixed.extend((0..fields.len()).map(|k| number(k) as u32))
            }
            "SURFACE" => {
                let face = fields[1][1..].parse::<usize>().expect("a face") - 1;
                let corners = deck.tetrahedra[&(number(0) as u32)];
                let name = header.split("NAME=").nth(1).and_then(|rest| rest.split(',').next()).unwrap_or("");
                deck.surfaces.entry(name.to_owned()).or_default().push(FACES[face].map(|k| corners[k]));
            }
            "CLOAD" => deck.loads.entry(number(0) as u32).or_default()[number(1) as usize - 1] += number(2),
            _ => {}
        }
    }
    deck
}

/// How a deck is run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choices {
    /// Straight-sided elements on the tetrahedra of the deck.
    pub(crate) order: ElementOrder,
    /// Coulomb coefficient; the decks say 0.4.
    pub(crate) friction: f64,
    /// The solver's knobs.
    pub(crate) settings: Settings,
}

impl Default for Choices {
    fn default() -> Self {
        Self { order: ElementOrder::Linear, friction: 0.4, settings: Settings::default() }
    }
}

/// Where the fragments of a deck came to rest.
pub(crate) struct Rest {
    /// Mean displacement of the loaded nodes, weighted by their loads, mm.
    pub(crate) displacement: Vector3,
    pub(crate) outcome: StageOutcome,
    pub(crate) contact: ContactSummary,
}

/// The text of a deck, plain or compressed, from `OSTEOTOME_PEERS` or beside the repository.
pub(crate) fn find(name: &str) -> Option<String> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/peers");
    let folder = std::env::var_os("OSTEOTOME_PEERS").map_or_else(beside, PathBuf::from);
    read(&folder.join(name))
}

/// A deck, or its `.xz` through the command of that name.
pub(crate) fn read(path: &Path) -> Option<String> {
    if let Ok(text) = std::fs::read_to_string(path) {
        return Some(text);
    }
    let packed = PathBuf::from(format!("{}.xz", path.display()));
    let output = Command::new("xz").arg("-dc").arg(packed.exists().then_some(packed)?).output().ok()?;
    String::from_utf8(output.stdout).ok()
}

/// Ramps the load of a deck and waits for rest.
pub(crate) fn settle(text: &str, choices: &Choices) -> Rest {
    let assembly = assembly(text, choices);
    let reference = assembly.bodies[1].elasticity.patch_references[0];
    let mut solver = Equilibrium::new(assembly, choices.settings).expect("consistent");
    let stage = Stage {
        name: "close".to_owned(),
        from: LoadFactors(vec![0.0]),
        to: LoadFactors(vec![1.0]),
        duration: 1.0,
    };
    let outcome = solver.run_stage(&stage, &mut |event, _| super::show(event)).expect("settles");
    // The load comes second.
    let displacement = solver.state().connectors[1].positions[0] - reference;
    Rest { displacement, outcome, contact: ContactSummary::of(&solver.state().pairs[0], 0.0) }
}

/// Reads a deck into two bodies: 0 proximal (patch 0 clamped), 1 distal (patch 0 loaded, then one patch a spring node).
fn assembly(text: &str, choices: &Choices) -> Assembly {
    let deck = parse(text);
    let bodies = [("proximal", "SP"), ("distal", "SD")]
        .map(|(name, surface)| fragment(&deck, name, surface, choices.order));
    let patches = |body: &Body| body.elasticity.patch_references.clone();
    let (clamp, load) = (patches(&bodies[0])[0], deck.loads.values().sum::<Vector3>());
    let mut connectors = vec![
        fixed(0, 0, clamp),
        Arc::new(DeadForce { anchor: [Anchor::Patch { body: 1, patch: 0 }], force: load, channel: 0 }) as _,
    ];
    for (k, (node, stiffness)) in spring_nodes(&deck).into_iter().enumerate() {
        let spring = Bushing {
            anchor: [Anchor::Patch { body: 1, patch: 1 + k }],
            rest: deck.nodes[&node],
            stiffness,
            turning_stiffness: 0.0,
        };
        connectors.push(Arc::new(spring) as Arc<dyn Connector>);
    }
    let bodies = bodies.to_vec();
    Assembly {
        pairs: vec![pair(&bodies, [0, 1], choices.friction, 0.01)],
        bodies,
        connectors,
        platform: None,
    }
}

fn spring_nodes(deck: &Deck) -> BTreeMap<u32, Vector3> {
    let mut nodes: BTreeMap<u32, Vector3> = BTreeMap::new();
    for (node, axis, stiffness) in &deck.springs {
        nodes.entry(*node).or_default()[*axis] += stiffness;
    }
    nodes
}

fn fragment(deck: &Deck, name: &str, surface: &str, order: ElementOrder) -> Body {
    let facets = &deck.surfaces[surface];
    let members = connected(deck, facets[0][0]);
    let numbers: Vec<u32> = members.keys().copied().collect();
    let local = |node: u32| numbers.binary_search(&node).expect("a node of the fragment") as u32;
    let corners =
        deck.tetrahedra.values().filter(|t| members.contains_key(&t[0])).map(|t| t.map(local)).collect();
    let mesh = boxes::finish(numbers.iter().map(|n| deck.nodes[n]).collect(), corners, order);
    let mut keys: Vec<[u32; 3]> = facets.iter().map(|f| sorted(f.map(local))).collect();
    keys.sort_unstable();
    let touching =
        mesh.facets.iter().filter(|f| keys.binary_search(&sorted(f.corners)).is_ok()).copied().collect();
    let patches: Vec<DistributingPatch> = if name == "proximal" {
        let mut nodes: Vec<u32> = deck.fixed.iter().map(|n| local(*n)).collect();
        nodes.sort_unstable();
        nodes.dedup();
        vec![even(&mesh, nodes)]
    } else {
        let springs = spring_nodes(deck).into_keys().map(|node| around(&mesh, local(node)));
        std::iter::once(loaded(deck, &mesh, &local)).chain(springs).collect()
    };
    elastic_body_of(name, &mesh, 10_000.0, touching, &patches)
}

fn sorted(mut corners: [u32; 3]) -> [u32; 3] {
    corners.sort_unstable();
    corners
}

/// Nodes joined to a node by elements.
fn connected(deck: &Deck, seed: u32) -> BTreeMap<u32, ()> {
    let mut members = BTreeMap::from([(seed, ())]);
    loop {
        let before = members.len();
        for tetrahedron in deck.tetrahedra.values() {
            if tetrahedron.iter().any(|n| members.contains_key(n)) {
                members.extend(tetrahedron.map(|n| (n, ())));
            }
        }
        if members.len() == before {
            return members;
        }
    }
}

fn even(mesh: &TetMesh, nodes: Vec<u32>) -> DistributingPatch {
    let weight = 1.0 / nodes.len() as f64;
    let centre: Vector3 = nodes.iter().map(|n| mesh.nodes[*n as usize].coords * weight).sum();
    DistributingPatch { reference: Point3::from(centre), weights: vec![weight; nodes.len()], nodes }
}

/// A spring node and its neighbours on the surface, referred to the node itself.
fn around(mesh: &TetMesh, node: u32) -> DistributingPatch {
    let mut nodes: Vec<u32> =
        mesh.facets.iter().filter(|f| f.corners.contains(&node)).flat_map(|f| f.corners).collect();
    nodes.sort_unstable();
    nodes.dedup();
    DistributingPatch { reference: mesh.nodes[node as usize], ..even(mesh, nodes) }
}

/// The nodes of the load, weighted by their share of it, referred to its centre.
fn loaded(deck: &Deck, mesh: &TetMesh, local: &dyn Fn(u32) -> u32) -> DistributingPatch {
    let total: f64 = deck.loads.values().map(Vector3::norm).sum();
    let nodes: Vec<u32> = deck.loads.keys().map(|n| local(*n)).collect();
    let weights: Vec<f64> = deck.loads.values().map(|f| f.norm() / total).collect();
    let centre: Vector3 = nodes.iter().zip(&weights).map(|(n, w)| mesh.nodes[*n as usize].coords * *w).sum();
    DistributingPatch { reference: Point3::from(centre), nodes, weights }
}
