//! A bounding-volume tree over the triangles of a surface.

use super::closest::Pseudonormals;
use crate::{Point3, TriangleSurface, Vector3};

/// Triangles in a leaf: few enough that testing them costs about as much as testing a box.
const LEAF_TRIANGLES: usize = 4;

/// A box along the axes, mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoundingBox {
    /// Corner with the smallest coordinates.
    pub min: Point3,
    /// Corner with the largest coordinates.
    pub max: Point3,
}

impl BoundingBox {
    /// The smallest box around `points`; min above max if there are none.
    #[inline]
    #[must_use]
    pub fn around<'a>(points: impl IntoIterator<Item = &'a Point3>) -> Self {
        let empty = Self {
            min: Point3::from(Vector3::repeat(f64::INFINITY)),
            max: Point3::from(Vector3::repeat(f64::NEG_INFINITY)),
        };
        points.into_iter().fold(empty, |bounds, p| Self { min: bounds.min.inf(p), max: bounds.max.sup(p) })
    }

    /// Length of the sides, mm.
    #[must_use]
    pub fn size_mm(&self) -> Vector3 {
        self.max - self.min
    }

    /// Whether the two boxes share a point.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        (0..3).all(|k| self.min[k] <= other.max[k] && other.min[k] <= self.max[k])
    }

    /// Squared distance from `p` to the box, mm²; 0 inside.
    pub(super) fn squared_distance(&self, p: &Point3) -> f64 {
        let outside = |k: usize| (self.min[k] - p[k]).max(p[k] - self.max[k]).max(0.0);
        let [x, y, z] = [outside(0), outside(1), outside(2)];
        x * x + y * y + z * z
    }

    fn union(&self, other: &Self) -> Self {
        Self { min: self.min.inf(&other.min), max: self.max.sup(&other.max) }
    }
}

/// A node: a leaf holds `count > 0` triangles from `first`, an inner node its right child at `first`
/// and its left child directly behind itself.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) bounds: BoundingBox,
    pub(super) first: u32,
    pub(super) count: u32,
}

/// Answers closest-point, signed-distance and intersection queries about one surface in logarithmic time.
#[derive(Clone, Debug)]
pub struct SurfaceIndex {
    pub(super) nodes: Vec<Node>,
    /// Corners of the triangles in the order of the leaves.
    pub(super) corners: Vec<[Point3; 3]>,
    /// Number in the surface of each of `corners`.
    pub(super) numbers: Vec<u32>,
    pub(super) pseudonormals: Pseudonormals,
}

impl SurfaceIndex {
    /// Builds the tree; deterministic, O(n log n).
    #[must_use]
    pub fn new(surface: &TriangleSurface) -> Self {
        let boxes: Vec<_> =
            (0..surface.triangles.len()).map(|t| BoundingBox::around(&surface.corners(t))).collect();
        let mut numbers: Vec<u32> = (0..surface.triangles.len() as u32).collect();
        let mut nodes = Vec::with_capacity(numbers.len());
        if !numbers.is_empty() {
            build(&mut nodes, &boxes, &mut numbers, 0);
        }
        let corners = numbers.iter().map(|&t| surface.corners(t as usize)).collect();
        Self { nodes, corners, numbers, pseudonormals: Pseudonormals::new(surface) }
    }

    /// Box around the whole surface; `None` if it has no triangles.
    #[must_use]
    pub fn bounds(&self) -> Option<BoundingBox> {
        self.nodes.first().map(|root| root.bounds)
    }

    /// Numbers of the triangles whose bounding boxes overlap `region`, in the order of the tree.
    #[must_use]
    pub fn triangles_near(&self, region: &BoundingBox) -> Vec<u32> {
        let mut found = Vec::new();
        let mut stack = vec![0];
        while let Some(at) = stack.pop() {
            let Some(node) = self.nodes.get(at).filter(|node| node.bounds.overlaps(region)) else { continue };
            if node.count == 0 {
                stack.extend([node.first as usize, at + 1]);
            }
            for slot in node.triangles() {
                if BoundingBox::around(&self.corners[slot]).overlaps(region) {
                    found.push(self.numbers[slot]);
                }
            }
        }
        found
    }
}

impl Node {
    /// Slots of the triangles of a leaf; empty for an inner node.
    pub(super) fn triangles(&self) -> std::ops::Range<usize> {
        let first = self.first as usize;
        first..first + self.count as usize
    }
}

/// Splits at the median of the centres along the longest side, depth first.
fn build(nodes: &mut Vec<Node>, boxes: &[BoundingBox], numbers: &mut [u32], offset: usize) {
    let bounds = numbers.iter().map(|&t| boxes[t as usize]).reduce(|a, b| a.union(&b)).expect("not empty");
    let at = nodes.len();
    nodes.push(Node { bounds, first: offset as u32, count: numbers.len() as u32 });
    if numbers.len() <= LEAF_TRIANGLES {
        return;
    }
    let axis = bounds.size_mm().imax();
    let key = |t: u32| boxes[t as usize].min[axis] + boxes[t as usize].max[axis];
    let middle = numbers.len() / 2;
    // The number breaks ties, so that the tree does not depend on the selection algorithm.
    numbers.select_nth_unstable_by(middle, |&a, &b| key(a).total_cmp(&key(b)).then(a.cmp(&b)));
    let (left, right) = numbers.split_at_mut(middle);
    build(nodes, boxes, left, offset);
    nodes[at] = Node { bounds, first: nodes.len() as u32, count: 0 };
    build(nodes, boxes, right, offset + middle);
}
