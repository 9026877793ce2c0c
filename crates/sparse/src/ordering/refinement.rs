//! Fiduccia–Mattheyses refinement of a vertex separator.
//!
//! Moving a node of the separator to one side pulls its neighbours on the other side into the separator. The best such
//! moves are made one after another, also when they do not pay at once, and the best state on the way is kept
//! (Hendrickson & Rothberg, "Improving the run time and quality of nested dissection ordering", SIAM J. Sci. Comput.
//! 20 (1998) 468, section 3).

use std::collections::BinaryHeap;

use super::separator::{LARGEST_SHARE, Side};
use crate::graph::NodalGraph;

/// Passes stop early when one brings nothing.
const PASSES: usize = 6;
/// Moves without a new best state before a pass ends.
const PATIENCE: usize = 300;

/// A possible move: gain first, so that the heap gives the best; then the node, so that ties are always broken alike.
type Move = (i32, std::cmp::Reverse<u32>, usize);

struct Refinement<'a> {
    graph: &'a NodalGraph,
    sides: &'a mut [Side],
    /// Nodes on the first side, the second side, the separator.
    sizes: [usize; 3],
    moved: Vec<bool>,
    queue: BinaryHeap<Move>,
    trail: Vec<(u32, Side)>,
}

/// Improves a separator in place.
pub(super) fn refine(graph: &NodalGraph, sides: &mut [Side]) {
    let mut sizes = [0; 3];
    for side in sides.iter() {
        sizes[index(*side)] += 1;
    }
    let moved = vec![false; graph.len()];
    let mut refinement =
        Refinement { graph, sides, sizes, moved, queue: BinaryHeap::new(), trail: Vec::new() };
    for _ in 0..PASSES {
        if !refinement.pass() {
            break;
        }
    }
}

fn index(side: Side) -> usize {
    match side {
        Side::First => 0,
        Side::Second => 1,
        Side::Middle => 2,
    }
}

const SIDES: [Side; 2] = [Side::First, Side::Second];

impl Refinement<'_> {
    /// One pass; whether it brought a smaller or better balanced separator.
    fn pass(&mut self) -> bool {
        self.queue.clear();
        self.trail.clear();
        self.moved.fill(false);
        for node in 0..self.graph.len() as u32 {
            self.offer(node);
        }
        let start = self.quality();
        let mut best = (start, 0);
        let mut waited = 0;
        while let Some((gain, std::cmp::Reverse(node), target)) = self.queue.pop() {
            if !self.may_move(node, target) {
                continue;
            }
            let current = self.gain(node, target);
            if current < gain {
                self.queue.push((current, std::cmp::Reverse(node), target));
                continue;
            }
            self.shift(node, target);
            waited += 1;
            if self.quality() < best.0 {
                best = (self.quality(), self.trail.len());
                waited = 0;
            }
            if waited > PATIENCE {
                break;
            }
        }
        self.undo_to(best.1);
        best.0 < start
    }

    /// Separator size, then imbalance: smaller is better.
    fn quality(&self) -> (usize, usize) {
        (self.sizes[2], self.sizes[0].abs_diff(self.sizes[1]))
    }

    fn gain(&self, node: u32, target: usize) -> i32 {
        let other = SIDES[1 - target];
        let pulled =
            self.graph.neighbours(node as usize).iter().filter(|&&n| self.sides[n as usize] == other);
        1 - pulled.count() as i32
    }

    /// Queues both moves of a separator node that has not moved yet.
    fn offer(&mut self, node: u32) {
        if self.sides[node as usize] == Side::Middle && !self.moved[node as usize] {
            for target in 0..2 {
                self.queue.push((self.gain(node, target), std::cmp::Reverse(node), target));
            }
        }
    }

    fn may_move(&self, node: u32, target: usize) -> bool {
        let limit = (self.graph.len() as f64 * LARGEST_SHARE) as usize;
        self.sides[node as usize] == Side::Middle && !self.moved[node as usize] && self.sizes[target] < limit
    }

    fn shift(&mut self, node: u32, target: usize) {
        let graph = self.graph;
        self.set(node, SIDES[target]);
        self.moved[node as usize] = true;
        for &near in graph.neighbours(node as usize) {
            if self.sides[near as usize] == SIDES[1 - target] {
                self.set(near, Side::Middle);
                self.offer(near);
                for &next in graph.neighbours(near as usize) {
                    self.offer_one(next, 1 - target);
                }
            }
        }
    }

    /// Queues again the move whose gain rose.
    fn offer_one(&mut self, node: u32, pulled_side: usize) {
        if self.sides[node as usize] == Side::Middle && !self.moved[node as usize] {
            let target = 1 - pulled_side;
            self.queue.push((self.gain(node, target), std::cmp::Reverse(node), target));
        }
    }

    fn set(&mut self, node: u32, side: Side) {
        let old = std::mem::replace(&mut self.sides[node as usize], side);
        self.trail.push((node, old));
        self.sizes[index(old)] -= 1;
        self.sizes[index(side)] += 1;
    }

    fn undo_to(&mut self, length: usize) {
        while self.trail.len() > length {
            if let Some((node, old)) = self.trail.pop() {
                let side = std::mem::replace(&mut self.sides[node as usize], old);
                self.sizes[index(side)] -= 1;
                self.sizes[index(old)] += 1;
            }
        }
    }
}
