//! A uniform grid of triangles: where a segment crosses a surface, and the point of it nearest to another.

use osteotome_geometry::{
    BoundingBox, PlaneCrossing, Point3, TriangleSurface, Vector3, closest_point_of_triangle,
};

/// Triangles filed under every cell their bounding box touches.
pub(crate) struct TriangleGrid<'a> {
    surface: &'a TriangleSurface,
    minimum: Point3,
    cell_mm: f64,
    counts: [usize; 3],
    starts: Vec<u32>,
    triangles: Vec<u32>,
}

impl<'a> TriangleGrid<'a> {
    pub(crate) fn new(surface: &'a TriangleSurface, cell_mm: f64) -> Self {
        let bounds = BoundingBox::around(&surface.vertices);
        let (minimum, extent) = (bounds.min, bounds.size_mm());
        let counts = [0, 1, 2].map(|i| ((extent[i] / cell_mm).floor() as usize + 1).max(1));
        let mut grid = Self { surface, minimum, cell_mm, counts, starts: Vec::new(), triangles: Vec::new() };
        grid.file_triangles();
        grid
    }

    pub(crate) fn surface(&self) -> &TriangleSurface {
        self.surface
    }

    fn file_triangles(&mut self) {
        let boxes: Vec<_> = (0..self.surface.triangles.len())
            .map(|t| {
                let bounds = BoundingBox::around(&self.surface.corners(t));
                (self.cell(&bounds.min), self.cell(&bounds.max))
            })
            .collect();
        let mut starts = vec![0_u32; self.counts.iter().product::<usize>() + 1];
        for (low, high) in &boxes {
            self.for_cells(*low, *high, |cell| starts[cell + 1] += 1);
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        let mut triangles = vec![0_u32; starts[starts.len() - 1] as usize];
        for (t, (low, high)) in boxes.iter().enumerate() {
            self.for_cells(*low, *high, |cell| {
                triangles[next[cell] as usize] = t as u32;
                next[cell] += 1;
            });
        }
        (self.starts, self.triangles) = (starts, triangles);
    }

    #[inline]
    fn cell(&self, point: &Point3) -> [usize; 3] {
        [0, 1, 2].map(|i| {
            let c = ((point[i] - self.minimum[i]) / self.cell_mm).floor();
            (c.max(0.0) as usize).min(self.counts[i] - 1)
        })
    }

    #[inline]
    fn for_cells(&self, low: [usize; 3], high: [usize; 3], mut visit: impl FnMut(usize)) {
        for i in low[0]..=high[0] {
            for j in low[1]..=high[1] {
                for k in low[2]..=high[2] {
                    visit((i * self.counts[1] + j) * self.counts[2] + k);
                }
            }
        }
    }

    #[inline]
    fn filed(&self, cell: usize) -> &[u32] {
        &self.triangles[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }

    /// The fraction of the way from `a` to `b` at which the segment first meets the surface.
    pub(crate) fn first_crossing(&self, a: &Point3, b: &Point3) -> Option<f64> {
        let bounds = BoundingBox::around([a, b]);
        let mut first: Option<f64> = None;
        self.for_cells(self.cell(&bounds.min), self.cell(&bounds.max), |cell| {
            for &t in self.filed(cell) {
                if let Some(fraction) = segment_crossing(a, b, &self.surface.corners(t as usize)) {
                    first = Some(first.map_or(fraction, |f| f.min(fraction)));
                }
            }
        });
        first
    }

    /// Whether the surface comes within `radius_mm` of `point`.
    pub(crate) fn is_within(&self, point: &Point3, radius_mm: f64) -> bool {
        let margin = Vector3::repeat(radius_mm);
        let (low, high) = (self.cell(&(point - margin)), self.cell(&(point + margin)));
        let is_near = |t: &u32| {
            let nearest = closest_point_of_triangle(&self.surface.corners(*t as usize), point).0;
            (nearest - point).norm_squared() <= radius_mm * radius_mm
        };
        let mut found = false;
        self.for_cells(low, high, |cell| found = found || self.filed(cell).iter().any(is_near));
        found
    }

    /// The point of the surface nearest to `point`.
    pub(crate) fn nearest(&self, point: &Point3) -> Point3 {
        let mut best = *point;
        let mut best_squared = f64::INFINITY;
        let mut radius = 0.5 * self.cell_mm;
        loop {
            let margin = Vector3::repeat(radius);
            let (low, high) = (self.cell(&(point - margin)), self.cell(&(point + margin)));
            self.for_cells(low, high, |cell| {
                for &t in self.filed(cell) {
                    let candidate = closest_point_of_triangle(&self.surface.corners(t as usize), point).0;
                    let squared = (candidate - point).norm_squared();
                    if squared < best_squared {
                        (best_squared, best) = (squared, candidate);
                    }
                }
            });
            let everything = low == [0; 3] && (0..3).all(|i| high[i] + 1 == self.counts[i]);
            if best_squared <= radius * radius || everything {
                return best;
            }
            // A little more than the distance, so that rounding cannot keep the loop going.
            radius = if best_squared.is_finite() { 1.000_001 * best_squared.sqrt() } else { 2.0 * radius };
        }
    }
}

/// The fraction of the way from `a` to `b` at which the segment meets a triangle, with a little slack at the edges.
#[inline]
fn segment_crossing(a: &Point3, b: &Point3, corners: &[Point3; 3]) -> Option<f64> {
    const SLACK: f64 = 1e-9;
    let crossing = PlaneCrossing::new(corners, a, &(b - a));
    if crossing.determinant == 0.0 {
        return None;
    }
    let inverse = 1.0 / crossing.determinant;
    let [u, v] = crossing.scaled_barycentric.map(|scaled| scaled * inverse);
    if !(-SLACK..=1.0 + SLACK).contains(&u) || v < -SLACK || u + v > 1.0 + SLACK {
        return None;
    }
    let fraction = crossing.scaled_parameter * inverse;
    (-SLACK..=1.0 + SLACK).contains(&fraction).then(|| fraction.clamp(0.0, 1.0))
}
