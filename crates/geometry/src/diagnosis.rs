//! Is this surface a usable bone? What is wrong with it, where, how much, and what to do.

mod bodies;
mod facets;
mod finding;
mod joining;
mod metatarsal;
mod units;

pub use finding::{Defect, Finding, Severity};
pub use metatarsal::{ExpectedMetatarsal, diagnose_metatarsal};

pub(crate) use bodies::{Body, is_speck};
pub(crate) use units::{longest_body, millimetres_per_unit};

use serde::Serialize;

use crate::topology::{Edge, component_triangles, edges, extract, fans_at_vertices};
use crate::{BoundingBox, SurfaceIndex, TriangleSurface};

/// Figures about a surface as it was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SurfaceFacts {
    /// Vertices.
    pub vertices: usize,
    /// Triangles.
    pub triangles: usize,
    /// Parts connected over edges, specks included.
    pub bodies: usize,
    /// Sides of the box around it, mm (or the unit of the file).
    pub size_mm: [f64; 3],
    /// Area, mm².
    pub area_mm2: f64,
    /// Enclosed volume, mm³.
    pub volume_mm3: f64,
    /// Handles of all closed bodies together.
    pub handles: usize,
    /// Facets that meet another one elsewhere than at a common edge or vertex.
    pub self_intersecting_facets: usize,
    /// Smallest angle of a facet, degrees.
    pub smallest_angle_deg: f64,
    /// Shortest edge, mm.
    pub shortest_edge_mm: f64,
}

/// What was found out about a surface.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diagnosis {
    /// Figures.
    pub facts: SurfaceFacts,
    /// What is wrong, the worst first.
    pub findings: Vec<Finding>,
}

impl Diagnosis {
    /// No finding that is more than a note.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity == Severity::Note)
    }

    /// No finding that forbids use after [`repair`](crate::repair).
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Fatal || finding.repairable)
    }

    /// The finding of a kind, if there is one.
    #[must_use]
    pub fn finding(&self, defect: Defect) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.defect == defect)
    }

    fn new(facts: SurfaceFacts, mut findings: Vec<Finding>) -> Self {
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        Self { facts, findings }
    }
}

/// A surface with what every check needs.
struct Examined<'a> {
    surface: &'a TriangleSurface,
    edges: Vec<Edge>,
    bodies: Vec<Body>,
    bounds: BoundingBox,
    /// Millimetres in a unit of the file, as far as can be told.
    scale: f64,
}

/// Examines any surface: units, closedness, orientation, self-intersections, bodies, facets.
///
/// Nothing is changed; see [`repair`](crate::repair). O(n log n).
#[must_use]
pub fn diagnose(surface: &TriangleSurface) -> Diagnosis {
    let edges = edges(surface);
    let fans = fans_at_vertices(surface, &edges);
    let parts = component_triangles(surface, &edges);
    let bodies: Vec<Body> = parts.into_iter().map(|part| Body::new(extract(surface, &part))).collect();
    let bounds = BoundingBox::around(&surface.vertices);
    let longest = units::longest_body(&bodies);
    let scale = units::millimetres_per_unit(longest);
    let examined = Examined { surface, edges, bodies, bounds, scale };
    let pairs = crate::self_intersections(surface, &SurfaceIndex::new(surface));
    let mut findings: Vec<Finding> = units::examine(longest, &examined.bounds).into_iter().collect();
    findings.extend(joining::examine(&examined, &fans));
    findings.extend(joining::self_intersections(&examined, &pairs));
    findings.extend(bodies::examine(&examined));
    findings.extend(facets::examine(&examined));
    Diagnosis::new(facts(&examined, &pairs), findings)
}

fn facts(examined: &Examined, pairs: &[[u32; 2]]) -> SurfaceFacts {
    let shapes = facets::Shapes::of(examined.surface);
    SurfaceFacts {
        vertices: examined.surface.vertices.len(),
        triangles: examined.surface.triangles.len(),
        bodies: examined.bodies.len(),
        size_mm: examined.bounds.size_mm().into(),
        area_mm2: examined.surface.area_mm2(),
        volume_mm3: examined.surface.volume_mm3(),
        handles: examined.bodies.iter().map(|body| body.handles).sum(),
        self_intersecting_facets: joining::distinct_facets(pairs).len(),
        smallest_angle_deg: shapes.smallest_angle_deg,
        shortest_edge_mm: shapes.shortest_edge_mm,
    }
}
