//! Grouping of neighbouring nodes (Vaněk, Mandel & Brezina, Computing 56 (1996) 179, algorithm 5.1).

use super::block_rows::BlockRows;

/// A node without aggregate, while they are formed.
const NONE: u32 = u32::MAX;

/// Couplings weaker than this, against the diagonals, do not bind nodes together.
const STRENGTH: f64 = 0.01;

/// Nodes grouped into aggregates.
pub(super) struct Aggregates {
    pub(super) count: usize,
    pub(super) of_node: Vec<u32>,
}

impl Aggregates {
    pub(super) fn new<const N: usize>(matrix: &BlockRows<N, N>) -> Self {
        let strong = strong_neighbours(matrix);
        let mut aggregates = Self { count: 0, of_node: vec![NONE; matrix.rows()] };
        aggregates.form_neighbourhoods(&strong);
        aggregates.join_neighbours(&strong);
        aggregates.gather_rest(&strong);
        aggregates
    }

    /// Every node whose whole neighbourhood is free becomes the root of an aggregate.
    fn form_neighbourhoods(&mut self, strong: &Neighbours) {
        for node in 0..self.of_node.len() {
            let free = self.of_node[node] == NONE
                && strong.of(node).iter().all(|n| self.of_node[n.0 as usize] == NONE);
            if free && !strong.of(node).is_empty() {
                self.start(node, strong);
            }
        }
    }

    fn start(&mut self, root: usize, strong: &Neighbours) {
        let aggregate = self.count as u32;
        self.count += 1;
        self.of_node[root] = aggregate;
        for &(near, _) in strong.of(root) {
            let slot = &mut self.of_node[near as usize];
            if *slot == NONE {
                *slot = aggregate;
            }
        }
    }

    /// Free nodes join the aggregate of their strongest neighbour.
    fn join_neighbours(&mut self, strong: &Neighbours) {
        let formed = self.of_node.clone();
        for (node, slot) in self.of_node.iter_mut().enumerate().filter(|(_, slot)| **slot == NONE) {
            let candidates = strong.of(node).iter().filter(|n| formed[n.0 as usize] != NONE);
            if let Some(best) = candidates.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))) {
                *slot = formed[best.0 as usize];
            }
        }
    }

    fn gather_rest(&mut self, strong: &Neighbours) {
        for node in 0..self.of_node.len() {
            if self.of_node[node] == NONE {
                self.start(node, strong);
            }
        }
    }

    /// Nodes of each aggregate.
    pub(super) fn members(&self) -> Vec<Vec<u32>> {
        let mut members = vec![Vec::new(); self.count];
        for (node, &aggregate) in self.of_node.iter().enumerate() {
            members[aggregate as usize].push(node as u32);
        }
        members
    }
}

/// Strong neighbours of each node with their strength.
struct Neighbours {
    offsets: Vec<usize>,
    list: Vec<(u32, f32)>,
}

impl Neighbours {
    fn of(&self, node: usize) -> &[(u32, f32)] {
        &self.list[self.offsets[node]..self.offsets[node + 1]]
    }
}

fn strong_neighbours<const N: usize>(matrix: &BlockRows<N, N>) -> Neighbours {
    let own = |row: usize| matrix.row(row).find(|(c, _)| *c == row).map_or(1.0, |(_, block)| block.norm());
    let diagonal: Vec<f64> = (0..matrix.rows()).map(own).collect();
    let mut neighbours = Neighbours { offsets: vec![0], list: Vec::new() };
    for row in 0..matrix.rows() {
        for (column, block) in matrix.row(row).filter(|(column, _)| *column != row) {
            let strength = block.norm() / (diagonal[row] * diagonal[column]).sqrt();
            if strength > STRENGTH {
                neighbours.list.push((column as u32, strength as f32));
            }
        }
        neighbours.offsets.push(neighbours.list.len());
    }
    neighbours
}
