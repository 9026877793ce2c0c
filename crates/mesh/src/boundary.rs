//! Faces, edges and bodies of a raw mesh.

use crate::FACES;
use crate::embed::RawMesh;

/// A map from pairs or triples of vertices to small integers, filed under their lowest vertex.
pub(crate) struct LowestVertexMap<const N: usize> {
    heads: Vec<u32>,
    entries: Vec<([u32; N], u32, u32)>,
}

impl<const N: usize> LowestVertexMap<N> {
    pub(crate) fn new(vertices: usize) -> Self {
        Self { heads: vec![u32::MAX; vertices], entries: Vec::new() }
    }

    /// The value of `key`, set to `value` if it is new; and whether it was.
    #[inline]
    pub(crate) fn get_or_insert(&mut self, mut key: [u32; N], value: u32) -> (&mut u32, bool) {
        key.sort_unstable();
        let head = &mut self.heads[key[0] as usize];
        let mut at = *head;
        while at != u32::MAX {
            if self.entries[at as usize].0 == key {
                return (&mut self.entries[at as usize].1, false);
            }
            at = self.entries[at as usize].2;
        }
        let previous = std::mem::replace(head, self.entries.len() as u32);
        self.entries.push((key, value, previous));
        let last = self.entries.len() - 1;
        (&mut self.entries[last].1, true)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = u32> {
        self.entries.iter().map(|e| e.1)
    }
}

/// A face of a tetrahedron on the boundary.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawFacet {
    /// Counter-clockwise seen from outside.
    pub(crate) corners: [u32; 3],
    pub(crate) tetrahedron: u32,
}

/// Faces that belong to one tetrahedron only, and for every tetrahedron the one across each of its faces.
pub(crate) fn faces(mesh: &RawMesh) -> (Vec<RawFacet>, Vec<[u32; 4]>) {
    const NONE: u32 = u32::MAX;
    let mut map = LowestVertexMap::<3>::new(mesh.points.len());
    let mut across = vec![[NONE; 4]; mesh.tetrahedra.len()];
    for (t, corners) in mesh.tetrahedra.iter().enumerate() {
        for (f, local) in FACES.iter().enumerate() {
            let code = (4 * t + f) as u32;
            let (first, is_new) = map.get_or_insert(local.map(|i| corners[i]), code);
            if !is_new {
                let other = *first;
                across[t][f] = other / 4;
                across[other as usize / 4][other as usize % 4] = t as u32;
            }
        }
    }
    let mut facets = Vec::new();
    for (t, corners) in mesh.tetrahedra.iter().enumerate() {
        for f in (0..4).filter(|&f| across[t][f] == NONE) {
            facets.push(RawFacet { corners: FACES[f].map(|i| corners[i]), tetrahedron: t as u32 });
        }
    }
    (facets, across)
}

/// Number of boundary edges that do not join exactly two facets.
pub(crate) fn unpaired_edges(vertices: usize, facets: impl Iterator<Item = [u32; 3]>) -> usize {
    let mut map = LowestVertexMap::<2>::new(vertices);
    for [a, b, c] in facets {
        for edge in [[a, b], [b, c], [c, a]] {
            let (count, is_new) = map.get_or_insert(edge, 1);
            *count += u32::from(!is_new);
        }
    }
    map.values().filter(|&count| count != 2).count()
}

/// The body each tetrahedron belongs to, joined through faces; bodies are numbered by their first tetrahedron.
pub(crate) fn bodies(across: &[[u32; 4]]) -> (Vec<u32>, usize) {
    let mut body = vec![u32::MAX; across.len()];
    let mut count = 0;
    let mut stack = Vec::new();
    for seed in 0..across.len() {
        if body[seed] != u32::MAX {
            continue;
        }
        body[seed] = count;
        stack.push(seed as u32);
        while let Some(t) = stack.pop() {
            for &next in across[t as usize].iter().filter(|&&n| n != u32::MAX) {
                if body[next as usize] == u32::MAX {
                    body[next as usize] = count;
                    stack.push(next);
                }
            }
        }
        count += 1;
    }
    (body, count as usize)
}
