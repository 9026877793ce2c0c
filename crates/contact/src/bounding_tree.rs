//! A tree of bounding boxes over the facets of a surface.

use crate::surface::Ray;
use osteotome_geometry::Vector3;

#[derive(Clone, Copy, Debug)]
struct Bounds {
    low: Vector3,
    high: Vector3,
}

impl Bounds {
    fn of(corners: &[Vector3; 3], margin: f64) -> Self {
        let low = corners[0].inf(&corners[1]).inf(&corners[2]).add_scalar(-margin);
        let high = corners[0].sup(&corners[1]).sup(&corners[2]).add_scalar(margin);
        Self { low, high }
    }

    fn union(&self, other: &Self) -> Self {
        Self { low: self.low.inf(&other.low), high: self.high.sup(&other.high) }
    }

    fn distance(&self, point: &Vector3) -> f64 {
        (self.low - point).sup(&(point - self.high)).sup(&Vector3::zeros()).norm()
    }

    /// Slab test. Where the ray runs along a slab, on its very border, one bound is not a number and does not count.
    fn meets(&self, origin: &Vector3, inverse: &Vector3, [mut near, mut far]: [f64; 2]) -> bool {
        for axis in 0..3 {
            let one = (self.low[axis] - origin[axis]) * inverse[axis];
            let other = (self.high[axis] - origin[axis]) * inverse[axis];
            near = near.max(one.min(other));
            far = far.min(one.max(other));
        }
        near <= far
    }
}

#[derive(Clone, Debug)]
struct Node {
    bounds: Bounds,
    /// Leaf: range of `order`; branch: `None` and the right child (the left follows immediately).
    leaf: Option<(usize, usize)>,
    right: usize,
}

/// Median-split tree, leaves of at most four facets.
#[derive(Clone, Debug)]
pub(crate) struct BoundingTree {
    nodes: Vec<Node>,
    order: Vec<u32>,
    boxes: Vec<Bounds>,
}

const LEAF: usize = 4;

impl BoundingTree {
    pub(crate) fn new(corners: &[[Vector3; 3]], margin: f64) -> Self {
        let boxes: Vec<Bounds> = corners.iter().map(|facet| Bounds::of(facet, margin)).collect();
        let mut tree =
            Self { nodes: Vec::new(), order: (0..).take(boxes.len()).collect(), boxes: Vec::new() };
        if !boxes.is_empty() {
            tree.build(&boxes, 0, boxes.len());
        }
        tree.boxes = boxes;
        tree
    }

    fn build(&mut self, boxes: &[Bounds], begin: usize, end: usize) {
        let mut bounds = boxes[self.order[begin] as usize];
        for facet in &self.order[begin..end] {
            bounds = bounds.union(&boxes[*facet as usize]);
        }
        let index = self.nodes.len();
        self.nodes.push(Node { bounds, leaf: Some((begin, end)), right: 0 });
        if end - begin <= LEAF {
            return;
        }
        let axis = (bounds.high - bounds.low).imax();
        let centre = |facet: &u32| boxes[*facet as usize].low[axis] + boxes[*facet as usize].high[axis];
        self.order[begin..end].sort_by(|a, b| centre(a).total_cmp(&centre(b)).then(a.cmp(b)));
        let middle = usize::midpoint(begin, end);
        self.build(boxes, begin, middle);
        self.nodes[index].leaf = None;
        self.nodes[index].right = self.nodes.len();
        self.build(boxes, middle, end);
    }

    /// Calls `visitor` for every facet whose box the ray meets, in a fixed order.
    pub(crate) fn visit(&self, ray: &Ray, visitor: &mut dyn FnMut(u32)) {
        if !self.nodes.is_empty() {
            self.descend(0, ray, &ray.direction.map(f64::recip), visitor);
        }
    }

    /// Calls `visitor` for every facet whose box a ball meets, in a fixed order.
    pub(crate) fn around(&self, centre: &Vector3, radius: f64, visitor: &mut dyn FnMut(u32)) {
        if !self.nodes.is_empty() {
            self.around_below(0, centre, radius, visitor);
        }
    }

    fn around_below(&self, index: usize, centre: &Vector3, radius: f64, visitor: &mut dyn FnMut(u32)) {
        let node = &self.nodes[index];
        if node.bounds.distance(centre) > radius {
            return;
        }
        if let Some((begin, end)) = node.leaf {
            let met = |facet: &&u32| self.boxes[**facet as usize].distance(centre) <= radius;
            self.order[begin..end].iter().filter(met).for_each(|facet| visitor(*facet));
        } else {
            self.around_below(index + 1, centre, radius, visitor);
            self.around_below(node.right, centre, radius, visitor);
        }
    }

    /// Those of some facets whose boxes are met by a ball that flies along the ray.
    pub(crate) fn swept<'a>(
        &'a self,
        ray: &'a Ray,
        radius: f64,
        facets: &'a [u32],
    ) -> impl Iterator<Item = u32> + 'a {
        let inverse = ray.direction.map(f64::recip);
        let meets = move |facet: &u32| {
            let Bounds { low, high } = &self.boxes[*facet as usize];
            let widened = Bounds { low: low.add_scalar(-radius), high: high.add_scalar(radius) };
            widened.meets(&ray.origin, &inverse, ray.range)
        };
        facets.iter().copied().filter(meets)
    }

    fn descend(&self, index: usize, ray: &Ray, inverse: &Vector3, visitor: &mut dyn FnMut(u32)) {
        let node = &self.nodes[index];
        if !node.bounds.meets(&ray.origin, inverse, ray.range) {
            return;
        }
        if let Some((begin, end)) = node.leaf {
            self.order[begin..end].iter().for_each(|facet| visitor(*facet));
        } else {
            self.descend(index + 1, ray, inverse, visitor);
            self.descend(node.right, ray, inverse, visitor);
        }
    }
}
