//! The lattice tetrahedra that fill a fragment and overlap its surface, finer towards the cut face.

use std::ops::Range;

use osteotome_geometry::TriangleSurface;

use crate::columns::SiteBlock;
use crate::embed::RawMesh;
use crate::interface::face_bit;
use crate::lattice::{CELL_PER_MEAN_EDGE, Lattice, Site, layer, tetrahedra_around};

/// Layers of the finest tetrahedra behind a cut face: about 2.5 element sizes.
const FINEST_LAYERS: i32 = 4;
/// Layers of every further size, before it doubles again.
const FURTHER_LAYERS: i32 = 2;

/// What part of space to fill with lattice tetrahedra.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it, in tetrahedra of one size; if `face`, the vertices of the plane y = z are marked as on face 0.
    Everywhere {
        /// Whether a face lies on y = z.
        face: bool,
    },
    /// All of it in tetrahedra of one size, and those next to it, for a lattice that is yet to be bent.
    WithMargin,
    /// Behind the face on y = z, in tetrahedra that double in size so many times.
    BehindFace {
        /// Number of doublings.
        doublings: u32,
    },
}

/// Lattice tetrahedra of one size, in the layers parallel to the face where that size is used.
struct Level {
    lattice: Lattice,
    block: SiteBlock,
    layers: Range<i32>,
    /// Number of each site's vertex, once it has one.
    numbers: Vec<u32>,
}

struct Builder {
    levels: Vec<Level>,
    mesh: RawMesh,
    inside: Vec<bool>,
    mark_face: bool,
    /// Whether tetrahedra wholly outside stay, too.
    has_margin: bool,
}

/// A vertex-to-be: its level and its site there.
type Place = (usize, Site);

/// Every lattice tetrahedron with a corner inside `surface`, and which vertices are inside.
///
/// Halving all edges of the lattice's tetrahedra gives the lattice of half the cell (their octahedra halve along the
/// shortest diagonal into the same shape), and the planes y − z = const are tiled by faces at every size. So sizes
/// change across such a plane: those in front are small lattice tetrahedra, those behind have the edges they
/// share with them halved, which makes four of one with a face there and two of one with an edge there.
pub(crate) fn around(surface: &TriangleSurface, lattice: &Lattice, extent: Extent) -> (RawMesh, Vec<bool>) {
    let (doublings, mark_face) = match extent {
        Extent::WithMargin => (0, false),
        Extent::Everywhere { face } => (0, face),
        Extent::BehindFace { doublings } => (doublings, true),
    };
    let first_layer = if matches!(extent, Extent::BehindFace { .. }) { 0 } else { i32::MIN };
    let levels = (0..=doublings).zip(level_layers(first_layer, doublings)).map(|(level, layers)| {
        let lattice =
            Lattice { half_cell_mm: lattice.half_cell_mm * f64::from(1 << level), ..lattice.clone() };
        let block = SiteBlock::new(surface, &lattice, &layers);
        Level { numbers: vec![u32::MAX; block.len()], block, lattice, layers }
    });
    let levels = levels.collect();
    let mut builder = Builder {
        levels,
        mesh: RawMesh::default(),
        inside: Vec::new(),
        mark_face,
        has_margin: extent == Extent::WithMargin,
    };
    for level in 0..builder.levels.len() {
        builder.fill(level);
    }
    (builder.mesh, builder.inside)
}

/// The layers of every level, each counted in its own thickness.
fn level_layers(first: i32, doublings: u32) -> Vec<Range<i32>> {
    let (mut start, mut layers) = (first, Vec::new());
    for level in 0..=doublings {
        let end = match (level == doublings, level) {
            (true, _) => i32::MAX,
            (_, 0) => FINEST_LAYERS,
            // An even number, so that it ends on a plane of the next size.
            _ => (start + FURTHER_LAYERS + 1) / 2 * 2,
        };
        layers.push(start..end);
        start = end / 2;
    }
    layers
}

/// How far from the face every level but the last ends, mm, if elements at the face have the mean edge `near_mm`.
pub(crate) fn level_ends_mm(near_mm: f64, doublings: u32) -> Vec<f64> {
    let layer_mm = std::f64::consts::FRAC_1_SQRT_2 * CELL_PER_MEAN_EDGE * near_mm;
    let ends = level_layers(0, doublings).into_iter().take(doublings as usize).enumerate();
    ends.map(|(level, layers)| f64::from(layers.end) * layer_mm * f64::from(1 << level)).collect()
}

impl Builder {
    fn fill(&mut self, level: usize) {
        for site in self.levels[level].block.even_sites() {
            for corners in (0..3).flat_map(|axis| tetrahedra_around(site, axis)) {
                self.add(level, corners);
            }
        }
    }

    fn add(&mut self, level: usize, corners: [Site; 4]) {
        let at = &self.levels[level];
        let top = corners.iter().map(|s| layer(*s)).min().unwrap_or(0);
        if !at.layers.contains(&top) || !corners.iter().all(|s| at.block.holds(*s)) {
            return;
        }
        if level > 0 && top == at.layers.start {
            self.add_halved(level, corners);
        } else if self.has_margin || corners.iter().any(|s| at.block.is_inside(*s)) {
            self.push(corners.map(|s| (level, s)));
        }
    }

    /// Adds a tetrahedron whose edges in the first plane of its level are shared with smaller tetrahedra.
    fn add_halved(&mut self, level: usize, corners: [Site; 4]) {
        let start = self.levels[level].layers.start;
        let in_plane = |s: &Site| layer(*s) == start;
        // Rotate the corners in the plane to the front by even permutations.
        let even = [
            [0, 1, 2, 3],
            [1, 2, 0, 3],
            [2, 0, 1, 3],
            [0, 3, 1, 2],
            [3, 1, 0, 2],
            [1, 0, 3, 2],
            [0, 2, 3, 1],
            [2, 3, 0, 1],
            [3, 0, 2, 1],
            [1, 3, 2, 0],
            [2, 1, 3, 0],
            [3, 2, 1, 0],
        ];
        let sorted = even.iter().map(|order| order.map(|i| corners[i]));
        let front = |c: &[Site; 4]| c.windows(2).all(|p| in_plane(&p[0]) || !in_plane(&p[1]));
        let Some(c) = sorted.into_iter().find(front) else { return };
        let place = |s: Site| if in_plane(&s) { (level - 1, s.map(|x| 2 * x)) } else { (level, s) };
        let middle = |i: usize, j: usize| (level - 1, [0, 1, 2].map(|k| c[i][k] + c[j][k]));
        let p = c.map(place);
        match c.iter().filter(|s| in_plane(s)).count() {
            0 | 1 => self.push_if_inside(p),
            2 => {
                let m = middle(0, 1);
                self.push_if_inside([p[0], m, p[2], p[3]]);
                self.push_if_inside([m, p[1], p[2], p[3]]);
            }
            _ => {
                let (ab, bc, ca) = (middle(0, 1), middle(1, 2), middle(2, 0));
                for [a, b, c] in [[p[0], ab, ca], [ab, p[1], bc], [ca, bc, p[2]], [ab, bc, ca]] {
                    self.push_if_inside([a, b, c, p[3]]);
                }
            }
        }
    }

    fn push_if_inside(&mut self, corners: [Place; 4]) {
        // A tetrahedron that sticks out of a block is too far from the surface to have a corner inside.
        let holds = |(level, site): &Place| self.levels[*level].block.holds(*site);
        let is_inside = |(level, site): &Place| self.levels[*level].block.is_inside(*site);
        if corners.iter().all(holds) && corners.iter().any(is_inside) {
            self.push(corners);
        }
    }

    fn push(&mut self, corners: [Place; 4]) {
        let corners = corners.map(|place| self.vertex(place));
        self.mesh.tetrahedra.push(corners);
    }

    fn vertex(&mut self, (level, site): Place) -> u32 {
        let at = &mut self.levels[level];
        let number = &mut at.numbers[at.block.index(site)];
        if *number == u32::MAX {
            *number = self.mesh.points.len() as u32;
            self.mesh.points.push(at.lattice.position(site));
            self.mesh.on.push(if self.mark_face && layer(site) == 0 { face_bit(0) } else { 0 });
            self.inside.push(at.block.is_inside(site));
        }
        *number
    }
}
