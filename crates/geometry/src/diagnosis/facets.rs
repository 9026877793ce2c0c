//! The shape of facets: zero area, slivers, the staircase of voxels.

use super::{Defect, Examined, Finding, Severity};
use crate::{Point3, TriangleSurface};

/// Facets with an angle below this are slivers, degrees.
const SLIVER_DEG: f64 = 1.0;
/// Share of the area whose normal lies within 5° of a coordinate axis, above which a surface is a staircase of
/// voxels: 1.1 % on a sphere, below 7 % on smooth bones, 21 % on voxel surfaces.
const STAIRCASE_SHARE: f64 = 0.18;

/// Figures of the facets of a surface.
pub(super) struct Shapes {
    pub(super) smallest_angle_deg: f64,
    pub(super) shortest_edge_mm: f64,
    zero_area: Vec<usize>,
    slivers: Vec<usize>,
    axis_share: f64,
}

impl Shapes {
    pub(super) fn of(surface: &TriangleSurface) -> Self {
        let mut shapes = Self {
            smallest_angle_deg: 60.0,
            shortest_edge_mm: f64::INFINITY,
            zero_area: Vec::new(),
            slivers: Vec::new(),
            axis_share: 0.0,
        };
        let (mut area, mut axis_area) = (0.0, 0.0);
        for t in 0..surface.triangles.len() {
            shapes.add_facet(t, &surface.corners(t));
            let normal = surface.doubled_area_vector(t);
            area += normal.norm();
            if normal.amax() > 5.0_f64.to_radians().cos() * normal.norm() {
                axis_area += normal.norm();
            }
        }
        shapes.axis_share = axis_area / area;
        shapes
    }

    fn add_facet(&mut self, t: usize, corners: &[Point3; 3]) {
        let [a, b, c] = [0, 1, 2].map(|k| corners[(k + 1) % 3] - corners[k]);
        let shortest = a.norm().min(b.norm()).min(c.norm());
        let longest_squared = a.norm_squared().max(b.norm_squared()).max(c.norm_squared());
        self.shortest_edge_mm = self.shortest_edge_mm.min(shortest);
        // Below rounding of coordinates in 32-bit floats an area has no meaning.
        if a.cross(&b).norm() <= 1e-12 * longest_squared {
            self.zero_area.push(t);
            self.smallest_angle_deg = 0.0;
            return;
        }
        let angle_deg = (-a).angle(&b).min((-b).angle(&c)).min((-c).angle(&a)).to_degrees();
        self.smallest_angle_deg = self.smallest_angle_deg.min(angle_deg);
        if angle_deg < SLIVER_DEG {
            self.slivers.push(t);
        }
    }
}

/// Slivers that were turned into facets with a height.
pub(super) fn flipped(count: usize) -> Option<Finding> {
    let message = format!("{count} facets have no height: their third corner lies on their longest side");
    let finding = Finding::new(Defect::ZeroAreaFacets, Severity::Note, count as f64, "facets");
    (count > 0).then(|| finding.saying(message, "retriangulate them with their neighbours").repairable())
}

pub(super) fn examine(examined: &Examined) -> Vec<Finding> {
    let shapes = Shapes::of(examined.surface);
    let place = |facets: &[usize]| facets.first().map(|&t| examined.surface.corners(t)[0]);
    let count = |defect, facets: &[usize]| {
        place(facets).map(|at| Finding::new(defect, Severity::Note, facets.len() as f64, "facets").at(&at))
    };
    let zero_area = count(Defect::ZeroAreaFacets, &shapes.zero_area).map(|found| {
        found.saying(format!("{} facets without area", shapes.zero_area.len()), "collapse them")
    });
    let slivers = count(Defect::Slivers, &shapes.slivers).map(|found| {
        let message = format!(
            "{} facets with an angle below {SLIVER_DEG}° (smallest {:.3}°, shortest edge {:.4} mm)",
            shapes.slivers.len(),
            shapes.smallest_angle_deg,
            shapes.shortest_edge_mm
        );
        found.saying(message, "none needed: only the shape of the solid counts")
    });
    let staircase = (shapes.axis_share > STAIRCASE_SHARE).then(|| staircase(shapes.axis_share, examined));
    [zero_area, slivers, staircase].into_iter().flatten().collect()
}

fn staircase(share: f64, examined: &Examined) -> Finding {
    let percent = 100.0 * share;
    let message = format!(
        "{percent:.0} % of the area faces along the coordinate axes: a staircase of voxels, not a smooth bone"
    );
    Finding::new(Defect::VoxelStaircase, Severity::Warning, percent, "%")
        .at(&examined.surface.vertices[0])
        .saying(message, "smooth the surface (volume-preserving, by about one voxel)")
}
