//! The CalculiX decks of the peer measurements and of `osteotome export`, read just as far as they go.

use super::{ElementOrder, Point3, TetMesh, Vector3};

/// Mesh, clamped nodes and nodal loads of a deck.
pub(crate) struct Deck {
    pub(crate) mesh: TetMesh,
    pub(crate) clamped: Vec<u32>,
    pub(crate) loads_n: Vec<Vector3>,
}

fn numbers(line: &str) -> Vec<f64> {
    line.split(',').filter_map(|field| field.trim().parse().ok()).collect()
}

impl Deck {
    pub(crate) fn parse(text: &str) -> Self {
        let mut section = String::new();
        let mesh = TetMesh {
            nodes: Vec::new(),
            order: ElementOrder::Linear,
            corners: Vec::new(),
            midsides: Vec::new(),
            facets: Vec::new(),
        };
        let mut deck = Self { mesh, clamped: Vec::new(), loads_n: Vec::new() };
        let mut elements = Vec::new();
        let mut forces = Vec::new();
        let mut pushed = Vec::new();
        for line in text.lines() {
            if line.starts_with('*') {
                section = line.to_uppercase();
            } else if section.starts_with("*NODE,") && !section.contains("PRINT") {
                let values = numbers(line);
                deck.mesh.nodes.push(Point3::new(values[1], values[2], values[3]));
            } else if section.starts_with("*ELEMENT") {
                elements.extend(numbers(line).into_iter().map(|n| n as u32));
            } else if section.contains("NSET=FIX") || section.ends_with("_BASE") {
                deck.clamped.extend(numbers(line).into_iter().map(|n| n as u32 - 1));
            } else if section.ends_with("_GROUND") {
                pushed.extend(numbers(line));
            } else if section.starts_with("*CLOAD") {
                // A set in the first field is that of an exported head.
                match numbers(line)[..] {
                    [axis, force] => forces.extend(pushed.iter().map(|node| vec![*node, axis, force])),
                    _ => forces.push(numbers(line)),
                }
            }
        }
        deck.take_elements(&elements, if text.contains("C3D10") { 10 } else { 4 });
        deck.loads_n = vec![Vector3::zeros(); deck.mesh.nodes.len()];
        for force in forces {
            deck.loads_n[force[0] as usize - 1][force[1] as usize - 1] += force[2];
        }
        deck
    }

    fn take_elements(&mut self, numbers: &[u32], nodes: usize) {
        for element in numbers.chunks_exact(nodes + 1) {
            self.mesh.corners.push(std::array::from_fn(|i| element[1 + i] - 1));
            if nodes == 10 {
                self.mesh.order = ElementOrder::Quadratic;
                self.mesh.midsides.push(std::array::from_fn(|i| element[5 + i] - 1));
            }
        }
    }

    /// Reads a deck file, or unpacks a deck beside the repository or from `OSTEOTOME_PEERS`; none if it is not there.
    pub(crate) fn find(name: &str) -> Option<Self> {
        if name.ends_with(".inp") {
            return Some(Self::parse(&std::fs::read_to_string(name).ok()?));
        }
        let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/peers");
        let folder = std::env::var("OSTEOTOME_PEERS").unwrap_or_else(|_| beside.into());
        let path = std::path::Path::new(&folder).join(format!("{name}.inp.xz"));
        let unpacked = std::process::Command::new("xz").arg("-dc").arg(path).output().ok()?;
        let text = String::from_utf8(unpacked.stdout).ok()?;
        (!text.is_empty()).then(|| Self::parse(&text))
    }

    /// The compliance `f·u / 150 N`, mm.
    pub(crate) fn check_value(&self, displacements_mm: &[Vector3]) -> f64 {
        self.loads_n.iter().zip(displacements_mm).map(|(f, u)| f.dot(u)).sum::<f64>() / 150.0
    }
}
