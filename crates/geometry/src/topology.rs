//! How the triangles of a surface hang together.

use std::collections::BTreeMap;

use crate::TriangleSurface;

/// An edge and the triangles at it.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    /// Its vertices, the smaller number first.
    pub(crate) ends: [u32; 2],
    /// Triangles at it, each with whether it runs from `ends[0]` to `ends[1]`.
    pub(crate) triangles: Vec<(u32, bool)>,
}

impl Edge {
    /// One triangle only.
    pub(crate) fn is_open(&self) -> bool {
        self.triangles.len() == 1
    }

    /// More than two triangles.
    pub(crate) fn is_crowded(&self) -> bool {
        self.triangles.len() > 2
    }

    /// Two triangles that run along it the same way, so that one of them faces in where the other faces out.
    pub(crate) fn is_twisted(&self) -> bool {
        self.triangles.len() == 2 && self.triangles[0].1 == self.triangles[1].1
    }
}

/// All edges, by their vertex numbers. Triangles that name a vertex twice have no proper edges and are left out.
pub(crate) fn edges(surface: &TriangleSurface) -> Vec<Edge> {
    let mut sides: Vec<([u32; 2], u32, bool)> = Vec::with_capacity(3 * surface.triangles.len());
    for (t, &[a, b, c]) in surface.triangles.iter().enumerate().filter(|(_, triangle)| !names_twice(triangle))
    {
        sides.extend([(a, b), (b, c), (c, a)].map(|(p, q)| ([p.min(q), p.max(q)], t as u32, p < q)));
    }
    sides.sort_unstable();
    let same_edge = sides.chunk_by(|a, b| a.0 == b.0);
    same_edge
        .map(|group| Edge {
            ends: group[0].0,
            triangles: group.iter().map(|side| (side.1, side.2)).collect(),
        })
        .collect()
}

/// Whether a triangle names a vertex twice.
pub(crate) fn names_twice(&[a, b, c]: &[u32; 3]) -> bool {
    a == b || b == c || c == a
}

/// Sets that grow together; the name of a set is its smallest member.
pub(crate) struct DisjointSets(Vec<u32>);

impl DisjointSets {
    pub(crate) fn new(count: usize) -> Self {
        Self((0..count as u32).collect())
    }

    pub(crate) fn name(&mut self, member: u32) -> u32 {
        let mut at = member;
        while self.0[at as usize] != at {
            self.0[at as usize] = self.0[self.0[at as usize] as usize];
            at = self.0[at as usize];
        }
        at
    }

    pub(crate) fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.name(a), self.name(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

/// The triangles of each component (connected over edges), the component with the lowest triangle number first.
pub(crate) fn component_triangles(surface: &TriangleSurface, edges: &[Edge]) -> Vec<Vec<u32>> {
    let mut sets = DisjointSets::new(surface.triangles.len());
    for edge in edges {
        edge.triangles.windows(2).for_each(|pair| sets.unite(pair[0].0, pair[1].0));
    }
    let mut components: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for t in (0..surface.triangles.len() as u32).filter(|&t| !names_twice(&surface.triangles[t as usize])) {
        components.entry(sets.name(t)).or_default().push(t);
    }
    components.into_values().collect()
}

/// The parts of a surface that are connected over edges, each as a surface of its own, the one with most triangles first.
#[must_use]
pub fn split_components(surface: &TriangleSurface) -> Vec<TriangleSurface> {
    let mut parts = component_triangles(surface, &edges(surface));
    parts.sort_by_key(|triangles| std::cmp::Reverse(triangles.len()));
    parts.iter().map(|triangles| extract(surface, triangles)).collect()
}

/// The given triangles as a surface, vertices numbered in order of appearance.
pub(crate) fn extract(surface: &TriangleSurface, triangles: &[u32]) -> TriangleSurface {
    let mut numbers = vec![u32::MAX; surface.vertices.len()];
    let mut part = TriangleSurface::default();
    for &t in triangles {
        let triangle = surface.triangles[t as usize].map(|v| {
            let number = &mut numbers[v as usize];
            if *number == u32::MAX {
                *number = part.vertices.len() as u32;
                part.vertices.push(surface.vertices[v as usize]);
            }
            *number
        });
        part.triangles.push(triangle);
    }
    part
}

/// For each vertex, in how many fans its triangles fall: more than one means that surfaces touch there in a point.
pub(crate) fn fans_at_vertices(surface: &TriangleSurface, edges: &[Edge]) -> Vec<u32> {
    // Corners 3t + k of all triangles, united across edges: one set a fan.
    let mut sets = DisjointSets::new(3 * surface.triangles.len());
    let corner = |t: u32, v: u32| {
        let k = surface.triangles[t as usize].iter().position(|&w| w == v);
        3 * t + k.expect("an edge has its ends at corners of its triangles") as u32
    };
    for edge in edges {
        for pair in edge.triangles.windows(2) {
            for v in edge.ends {
                sets.unite(corner(pair[0].0, v), corner(pair[1].0, v));
            }
        }
    }
    let mut fans = vec![0; surface.vertices.len()];
    for (t, triangle) in surface.triangles.iter().enumerate().filter(|(_, triangle)| !names_twice(triangle)) {
        for (k, &v) in triangle.iter().enumerate() {
            let number = (3 * t + k) as u32;
            if sets.name(number) == number {
                fans[v as usize] += 1;
            }
        }
    }
    fans
}

/// Which facets to turn so that neighbours across edges with two facets agree. The first facet of each component
/// stays; a component in which no choice agrees (it has only one side) stays as it is.
pub(crate) fn agreeing_turns(
    surface: &TriangleSurface,
    edges: &[Edge],
    components: &[Vec<u32>],
) -> Vec<bool> {
    let mut turns = spread_orientation(surface, edges);
    let mut has_conflict = vec![false; surface.triangles.len()];
    for edge in edges {
        if let [(a, _), (b, _)] = edge.triangles[..] {
            let conflict = (turns[a as usize] != turns[b as usize]) != edge.is_twisted();
            has_conflict[a as usize] |= conflict;
        }
    }
    for component in components {
        if component.iter().any(|&t| has_conflict[t as usize]) {
            component.iter().for_each(|&t| turns[t as usize] = false);
        }
    }
    turns
}

fn spread_orientation(surface: &TriangleSurface, edges: &[Edge]) -> Vec<bool> {
    let mut neighbours: Vec<Vec<(u32, bool)>> = vec![Vec::new(); surface.triangles.len()];
    for edge in edges {
        if let [(a, _), (b, _)] = edge.triangles[..] {
            neighbours[a as usize].push((b, edge.is_twisted()));
            neighbours[b as usize].push((a, edge.is_twisted()));
        }
    }
    let mut turns: Vec<Option<bool>> = vec![None; surface.triangles.len()];
    for start in 0..turns.len() {
        if turns[start].is_some() {
            continue;
        }
        turns[start] = Some(false);
        let mut stack = vec![start];
        while let Some(at) = stack.pop() {
            let is_turned = turns[at] == Some(true);
            for &(next, is_twisted) in &neighbours[at] {
                if turns[next as usize].is_none() {
                    turns[next as usize] = Some(is_turned != is_twisted);
                    stack.push(next as usize);
                }
            }
        }
    }
    turns.into_iter().map(|is_turned| is_turned == Some(true)).collect()
}
