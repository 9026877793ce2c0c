//! Elimination tree, postorder and column counts of a graph in a given order.
//!
//! Liu, "The role of elimination trees in sparse factorization", SIAM J. Matrix Anal. Appl. 11 (1990) 134.

use crate::graph::NodalGraph;

/// A root has no parent.
pub(crate) const NO_PARENT: u32 = u32::MAX;

/// An elimination order and its inverse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Permutation {
    /// Node at each place of the order.
    pub(crate) old_of_new: Vec<u32>,
    /// Place of each node.
    pub(crate) new_of_old: Vec<u32>,
}

impl Permutation {
    pub(crate) fn from_order(old_of_new: Vec<u32>) -> Self {
        let mut new_of_old = vec![0; old_of_new.len()];
        for (new, &old) in old_of_new.iter().enumerate() {
            new_of_old[old as usize] = new as u32;
        }
        Self { old_of_new, new_of_old }
    }
}

/// The parent of each place of the order, with a chain through the last `trailing` places.
///
/// The chain stands for the dense Schur complement: it keeps those places last in a postorder.
pub(crate) fn elimination_tree(graph: &NodalGraph, order: &Permutation, trailing: usize) -> Vec<u32> {
    let count = graph.len();
    let mut parent = vec![NO_PARENT; count];
    let mut ancestor = vec![NO_PARENT; count];
    for new in 0..count {
        let chained = (new + trailing > count).then(|| (new - 1) as u32);
        let earlier =
            graph.neighbours(order.old_of_new[new] as usize).iter().map(|&o| order.new_of_old[o as usize]);
        for start in earlier.chain(chained).filter(|&place| (place as usize) < new) {
            climb(start, new as u32, &mut parent, &mut ancestor);
        }
    }
    parent
}

/// Walks from `start` to its root, compresses the path, and hangs the root below `new`.
fn climb(start: u32, new: u32, parent: &mut [u32], ancestor: &mut [u32]) {
    let mut place = start;
    loop {
        let next = std::mem::replace(&mut ancestor[place as usize], new);
        if next == new {
            return;
        }
        if next == NO_PARENT {
            if place != new {
                parent[place as usize] = new;
            }
            return;
        }
        place = next;
    }
}

/// The order in which a depth-first walk leaves the tree, children in ascending order.
pub(crate) fn postorder(parent: &[u32]) -> Vec<u32> {
    let (mut first_child, mut next_sibling) = child_lists(parent);
    let mut order = Vec::with_capacity(parent.len());
    let mut stack = Vec::new();
    for root in (0..parent.len()).filter(|&place| parent[place] == NO_PARENT) {
        stack.push(root as u32);
        while let Some(&place) = stack.last() {
            let child = first_child[place as usize];
            if child == NO_PARENT {
                order.push(place);
                stack.pop();
            } else {
                first_child[place as usize] = std::mem::replace(&mut next_sibling[child as usize], NO_PARENT);
                stack.push(child);
            }
        }
    }
    order
}

/// First child and next sibling of each place, ascending.
fn child_lists(parent: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut first_child = vec![NO_PARENT; parent.len()];
    let mut next_sibling = vec![NO_PARENT; parent.len()];
    for place in (0..parent.len()).rev() {
        if parent[place] != NO_PARENT {
            let head = &mut first_child[parent[place] as usize];
            next_sibling[place] = std::mem::replace(head, place as u32);
        }
    }
    (first_child, next_sibling)
}

/// Entries of each column of the factor, diagonal included, for a scalar matrix with this graph.
pub(crate) fn column_counts(graph: &NodalGraph, order: &Permutation, parent: &[u32]) -> Vec<u32> {
    let mut counts = vec![1_u32; parent.len()];
    let mut visited = vec![NO_PARENT; parent.len()];
    for new in 0..parent.len() {
        visited[new] = new as u32;
        for &old in graph.neighbours(order.old_of_new[new] as usize) {
            let mut place = order.new_of_old[old as usize] as usize;
            while place < new && visited[place] != new as u32 {
                visited[place] = new as u32;
                counts[place] += 1;
                place = parent[place] as usize;
            }
        }
    }
    counts
}

/// Renumbers an order, in place by place, so that every subtree is contiguous.
pub(crate) fn postordered(
    graph: &NodalGraph,
    order: Permutation,
    trailing: usize,
) -> (Permutation, Vec<u32>) {
    let parent = elimination_tree(graph, &order, trailing);
    let post = postorder(&parent);
    let mut place_after = vec![0_u32; post.len()];
    for (new, &place) in post.iter().enumerate() {
        place_after[place as usize] = new as u32;
    }
    let renumber = |p: u32| if p == NO_PARENT { NO_PARENT } else { place_after[p as usize] };
    let parent = post.iter().map(|&place| renumber(parent[place as usize])).collect();
    let old_of_new = post.iter().map(|&place| order.old_of_new[place as usize]).collect();
    (Permutation::from_order(old_of_new), parent)
}
