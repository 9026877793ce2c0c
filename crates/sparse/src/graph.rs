//! The graph of nodes that share an element.

/// An undirected graph without loops, as compressed adjacency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodalGraph {
    offsets: Vec<usize>,
    neighbours: Vec<u32>,
}

impl NodalGraph {
    /// The graph that joins every two nodes of an element.
    ///
    /// `elements` yields the node lists; it is walked twice, so that nothing is allocated per element.
    pub fn from_elements<'a, I>(nodes: usize, elements: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = &'a [u32]>,
    {
        let (element_offsets, incident) = incidence(nodes, &elements);
        let lists: Vec<&[u32]> = elements().collect();
        let mut offsets = Vec::with_capacity(nodes + 1);
        offsets.push(0);
        let mut neighbours = Vec::with_capacity(nodes * 28);
        let mut seen_by = vec![u32::MAX; nodes];
        for node in 0..nodes {
            let start = neighbours.len();
            seen_by[node] = node as u32;
            for &element in &incident[element_offsets[node]..element_offsets[node + 1]] {
                for &other in lists[element as usize] {
                    if seen_by[other as usize] != node as u32 {
                        seen_by[other as usize] = node as u32;
                        neighbours.push(other);
                    }
                }
            }
            neighbours[start..].sort_unstable();
            offsets.push(neighbours.len());
        }
        Self { offsets, neighbours }
    }

    /// The graph among some of the nodes, renumbered in the order given.
    #[must_use]
    pub fn induced(&self, nodes: &[u32]) -> Self {
        self.induced_with(nodes, &mut vec![u32::MAX; self.len()])
    }

    /// As [`Self::induced`], with scratch of the size of this graph, all `u32::MAX`, and left so.
    pub(crate) fn induced_with(&self, nodes: &[u32], local_of: &mut [u32]) -> Self {
        for (local, &node) in nodes.iter().enumerate() {
            local_of[node as usize] = local as u32;
        }
        let mut offsets = Vec::with_capacity(nodes.len() + 1);
        offsets.push(0);
        let mut neighbours =
            Vec::with_capacity(nodes.iter().map(|&n| self.neighbours(n as usize).len()).sum());
        for &node in nodes {
            let local = self.neighbours(node as usize).iter().map(|&other| local_of[other as usize]);
            neighbours.extend(local.filter(|&l| l != u32::MAX));
            offsets.push(neighbours.len());
        }
        for &node in nodes {
            local_of[node as usize] = u32::MAX;
        }
        Self { offsets, neighbours }
    }

    /// Number of nodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there are no nodes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of joined pairs, each counted in both directions.
    #[must_use]
    pub fn directed_edges(&self) -> usize {
        self.neighbours.len()
    }

    /// Neighbours of a node.
    #[must_use]
    pub fn neighbours(&self, node: usize) -> &[u32] {
        &self.neighbours[self.offsets[node]..self.offsets[node + 1]]
    }

    /// Number of connected pieces.
    #[must_use]
    pub fn connected_pieces(&self) -> usize {
        let mut reached = vec![false; self.len()];
        let mut stack = Vec::new();
        let mut pieces = 0;
        for start in 0..self.len() {
            if reached[start] {
                continue;
            }
            pieces += 1;
            reached[start] = true;
            stack.push(start as u32);
            while let Some(node) = stack.pop() {
                for &other in self.neighbours(node as usize) {
                    if !std::mem::replace(&mut reached[other as usize], true) {
                        stack.push(other);
                    }
                }
            }
        }
        pieces
    }
}

/// Elements around each node, as offsets and element numbers.
fn incidence<'a, I>(nodes: usize, elements: &impl Fn() -> I) -> (Vec<usize>, Vec<u32>)
where
    I: Iterator<Item = &'a [u32]>,
{
    let mut offsets = vec![0_usize; nodes + 1];
    for &node in elements().flatten() {
        offsets[node as usize + 1] += 1;
    }
    for node in 0..nodes {
        offsets[node + 1] += offsets[node];
    }
    let mut next = offsets.clone();
    let mut incident = vec![0_u32; offsets[nodes]];
    for (element, list) in elements().enumerate() {
        for &node in list {
            incident[next[node as usize]] = element as u32;
            next[node as usize] += 1;
        }
    }
    (offsets, incident)
}
