//! Which lattice sites are inside a surface, by running along every lattice column once.

use std::ops::Range;

use osteotome_geometry::{TriangleSurface, Vector3};
use robust::Coord;

use crate::lattice::{Lattice, Site};

/// A block of lattice sites, with the winding number of the surface reduced to inside or not.
pub(crate) struct SiteBlock {
    pub(crate) low: Site,
    pub(crate) counts: [usize; 3],
    inside: Vec<bool>,
    /// First and last inside x of every column; the first is larger if none is.
    spans: Vec<[i32; 2]>,
}

struct Crossing {
    column: u32,
    x: f64,
    leaving: bool,
}

impl SiteBlock {
    /// The sites of `lattice` around `surface` in and next to `layers`, with a margin of four half cells.
    pub(crate) fn new(surface: &TriangleSurface, lattice: &Lattice, layers: &Range<i32>) -> Self {
        let points: Vec<Vector3> = surface.vertices.iter().map(|v| lattice.coordinates(v)).collect();
        let mut low = Vector3::repeat(f64::INFINITY);
        let mut high = Vector3::repeat(f64::NEG_INFINITY);
        for p in &points {
            (low, high) = (low.inf(p), high.sup(p));
        }
        // Even lower corner, so that parity of a site follows from its offset.
        let low = [0, 1, 2].map(|i| 2 * (low[i] * 0.5).floor() as i32 - 4);
        let counts = [0, 1, 2].map(|i| (high[i].ceil() as i32 + 5 - low[i]) as usize);
        let spans = vec![[i32::MAX, i32::MIN]; counts[1] * counts[2]];
        let mut block = Self { low, counts, inside: vec![false; counts.iter().product()], spans };
        block.fill(&crossings(&points, surface, &block, layers));
        block
    }

    pub(crate) fn len(&self) -> usize {
        self.inside.len()
    }

    #[inline]
    pub(crate) fn index(&self, site: Site) -> usize {
        let [x, y, z] = [0, 1, 2].map(|i| (site[i] - self.low[i]) as usize);
        (y * self.counts[2] + z) * self.counts[0] + x
    }

    #[inline]
    pub(crate) fn holds(&self, site: Site) -> bool {
        (0..3).all(|i| site[i] >= self.low[i] && ((site[i] - self.low[i]) as usize) < self.counts[i])
    }

    #[inline]
    pub(crate) fn is_inside(&self, site: Site) -> bool {
        self.inside[self.index(site)]
    }

    /// The even sites, in order, around which a tetrahedron can have a corner inside.
    ///
    /// Coarse tetrahedra may also be cut in halves whose new corners are inside; four half cells cover these.
    pub(crate) fn even_sites(&self) -> Vec<Site> {
        let range = |i: usize| (self.low[i]..self.low[i] + self.counts[i] as i32).step_by(2);
        let mut sites = Vec::new();
        for y in range(1) {
            for z in range(2) {
                let span = self.span_around(y, z);
                sites.extend(span.step_by(2).map(|x| [x, y, z]));
            }
        }
        sites
    }

    /// The even x between which columns near (y, z) have sites inside, and a margin.
    fn span_around(&self, y: i32, z: i32) -> Range<i32> {
        let (mut low, mut high) = (i32::MAX, i32::MIN);
        for j in y - 2..=y + 2 {
            for k in z - 2..=z + 2 {
                if let Some(&[first, last]) = self.column_of(j, k).and_then(|c| self.spans.get(c)) {
                    (low, high) = (low.min(first), high.max(last));
                }
            }
        }
        if low > high { 0..0 } else { (low - 4) / 2 * 2..high + 5 }
    }

    fn column_of(&self, y: i32, z: i32) -> Option<usize> {
        let (j, k) = (y - self.low[1], z - self.low[2]);
        let holds = j >= 0 && k >= 0 && (j as usize) < self.counts[1] && (k as usize) < self.counts[2];
        holds.then(|| j as usize * self.counts[2] + k as usize)
    }

    /// `crossings` are sorted by column, then along it.
    fn fill(&mut self, crossings: &[Crossing]) {
        for column in crossings.chunk_by(|a, b| a.column == b.column) {
            let base = column[0].column as usize * self.counts[0];
            let mut winding = 0;
            for pair in column.windows(2) {
                winding += if pair[0].leaving { -1 } else { 1 };
                let first = (pair[0].x.floor() as i32 + 1 - self.low[0]) as usize;
                let past = (pair[1].x.floor() as i32 + 1 - self.low[0]) as usize;
                if winding > 0 && first < past {
                    self.inside[base + first..base + past].fill(true);
                    let span = &mut self.spans[column[0].column as usize];
                    let [first, last] = [first, past - 1].map(|x| x as i32 + self.low[0]);
                    *span = [span[0].min(first), span[1].max(last)];
                }
            }
        }
    }
}

fn crossings(
    points: &[Vector3],
    surface: &TriangleSurface,
    block: &SiteBlock,
    layers: &Range<i32>,
) -> Vec<Crossing> {
    let mut crossings = Vec::new();
    for triangle in &surface.triangles {
        triangle_crossings(triangle.map(|v| points[v as usize]), block, layers, &mut crossings);
    }
    crossings.sort_by(|a, b| a.column.cmp(&b.column).then(a.x.total_cmp(&b.x)));
    crossings
}

/// Records where the columns through integer (y, z) of equal parity cross a triangle.
fn triangle_crossings(
    corners: [Vector3; 3],
    block: &SiteBlock,
    layers: &Range<i32>,
    crossings: &mut Vec<Crossing>,
) {
    let [a, b, c] = corners;
    let normal = (b - a).cross(&(c - a));
    if normal.x == 0.0 {
        return;
    }
    let range = |i: usize| {
        let (low, high) = (a[i].min(b[i]).min(c[i]), a[i].max(b[i]).max(c[i]));
        low.ceil() as i32..=high.floor() as i32
    };
    let is_needed = |layer: i32| layer >= layers.start && layer <= layers.end;
    for y in range(1) {
        for z in range(2).filter(|z| (z - y) % 2 == 0 && is_needed((z - y) / 2)) {
            if column_hits(&corners, f64::from(y), f64::from(z), normal.x > 0.0) {
                let offset = normal.y * (f64::from(y) - a.y) + normal.z * (f64::from(z) - a.z);
                let column = (y - block.low[1]) as usize * block.counts[2] + (z - block.low[2]) as usize;
                crossings.push(Crossing {
                    column: column as u32,
                    x: a.x - offset / normal.x,
                    leaving: normal.x > 0.0,
                });
            }
        }
    }
}

/// Whether the column meets the triangle: exact, and shifted by an infinitesimal (ε, ε²) so that a column
/// through an edge or a corner is counted once.
#[inline]
fn column_hits(corners: &[Vector3; 3], y: f64, z: f64, counter_clockwise: bool) -> bool {
    (0..3).all(|i| {
        let (a, b) = (&corners[i], &corners[(i + 1) % 3]);
        let o = robust::orient2d(Coord { x: a.y, y: a.z }, Coord { x: b.y, y: b.z }, Coord { x: y, y: z });
        let left = if o != 0.0 {
            o > 0.0
        } else if a.z != b.z {
            b.z < a.z
        } else {
            b.y > a.y
        };
        left == counter_clockwise
    })
}
