//! Is this surface a usable bone? What is wrong with it, where, how much, and what to do.

mod bodies;
mod facets;
mod finding;
mod joining;
mod metatarsal;
mod units;
mod waist;

pub use finding::{Defect, Finding, Severity};
pub use metatarsal::{ExpectedMetatarsal, diagnose_metatarsal};

pub(crate) use bodies::{Body, is_speck};
pub(crate) use units::{longest_body, millimetres_per_unit};

use serde::Serialize;

use crate::repair::{Oriented, orient, tidy};
use crate::topology::{Edge, edges};
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
    bounds: BoundingBox,
}

impl<'a> Examined<'a> {
    fn new(surface: &'a TriangleSurface) -> Self {
        Self { surface, edges: edges(surface), bounds: BoundingBox::around(&surface.vertices) }
    }
}

/// Examines any surface: units, closedness, orientation, self-intersections, bodies, facets.
///
/// What [`repair`](crate::repair) puts right is put right before the rest is judged, and reported as repairable; the surface that
/// was given stays as it is. The figures are those of the surface as it was given. O(n log n).
#[must_use]
pub fn diagnose(surface: &TriangleSurface) -> Diagnosis {
    let tidied = tidy(surface);
    let proper = Examined::new(&tidied.surface);
    let oriented = orient(&tidied.surface);
    let longest = oriented.bodies.iter().map(|found| found.body.longest_extent).fold(0.0, f64::max);
    let scale = units::millimetres_per_unit(longest);
    let pairs = crate::self_intersections(&oriented.surface, &SurfaceIndex::new(&oriented.surface));
    let mut findings: Vec<Finding> = units::examine(longest, &proper.bounds).into_iter().collect();
    findings.extend(joining::near_vertices(tidied.merged));
    findings.extend(joining::examine(&proper));
    findings.extend(joining::self_intersections(&oriented.surface, &pairs));
    findings.extend(bodies::examine(&oriented.bodies, scale));
    findings.extend(facets::flipped(tidied.flipped));
    findings.extend(facets::examine(&proper));
    Diagnosis::new(facts(surface, &oriented, &pairs), findings)
}

fn facts(surface: &TriangleSurface, oriented: &Oriented, pairs: &[[u32; 2]]) -> SurfaceFacts {
    let shapes = facets::Shapes::of(surface);
    SurfaceFacts {
        vertices: surface.vertices.len(),
        triangles: surface.triangles.len(),
        bodies: oriented.bodies.len(),
        size_mm: BoundingBox::around(&surface.vertices).size_mm().into(),
        area_mm2: surface.area_mm2(),
        volume_mm3: surface.volume_mm3(),
        handles: oriented.bodies.iter().map(|found| found.body.handles).sum(),
        self_intersecting_facets: joining::distinct_facets(pairs).len(),
        smallest_angle_deg: shapes.smallest_angle_deg,
        shortest_edge_mm: shapes.shortest_edge_mm,
    }
}
