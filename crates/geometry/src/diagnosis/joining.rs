//! How facets join: open, crowded and twisted edges, touching vertices, self-intersections.

use super::{Defect, Examined, Finding, Severity};
use crate::topology::{Edge, agreeing_turns, component_triangles, fans_at_vertices};
use crate::{Point3, TriangleSurface};

/// Vertices that were taken for one although their coordinates differ a little.
pub(super) fn near_vertices(count: usize) -> Option<Finding> {
    let message = format!("{count} vertices lie nearer than 1e-5 mm to others and are taken for the same");
    let finding = Finding::new(Defect::NearVertices, Severity::Note, count as f64, "vertices");
    (count > 0).then(|| finding.saying(message, "merge them").repairable())
}

pub(super) fn examine(examined: &Examined) -> Vec<Finding> {
    let Examined { surface, edges, .. } = examined;
    let fans = fans_at_vertices(surface, edges);
    let touching: Vec<usize> = (0..fans.len()).filter(|&v| fans[v] > 1).collect();
    let findings = [
        of_edges(surface, edges, Edge::is_open).map(|(count, place, length)| {
            Finding::new(Defect::OpenEdges, Severity::Fatal, length, "mm").at(&place).saying(
                format!("{count} open edges, {length:.2} mm of hole in all"),
                "close the hole in the program that made the surface",
            )
        }),
        of_edges(surface, edges, Edge::is_crowded).map(|(count, place, _)| {
            Finding::new(Defect::CrowdedEdges, Severity::Fatal, count as f64, "edges").at(&place).saying(
                format!("{count} edges with more than two facets"),
                "remove the inner or doubled facets there, or remesh",
            )
        }),
        of_edges(surface, edges, Edge::is_twisted)
            .map(|(count, place, _)| {
                Finding::new(Defect::MixedOrientation, Severity::Fatal, count as f64, "edges")
                    .at(&place)
                    .saying(
                        format!("{count} edges between facets that face opposite ways"),
                        "turn the facets one way",
                    )
            })
            .map(|finding| if can_agree(examined) { finding.repairable() } else { finding }),
        touching.first().map(|&v| {
            let count = touching.len();
            Finding::new(Defect::TouchingVertices, Severity::Warning, count as f64, "vertices")
                .at(&surface.vertices[v])
                .saying(
                    format!("{count} vertices in which the surface touches itself in a point"),
                    "pull the parts apart there, or remesh",
                )
        }),
    ];
    findings.into_iter().flatten().collect()
}

/// Whether turning facets makes all neighbours agree.
fn can_agree(examined: &Examined) -> bool {
    let Examined { surface, edges, .. } = examined;
    let turns = agreeing_turns(surface, edges, &component_triangles(surface, edges));
    edges.iter().all(|edge| match edge.triangles[..] {
        [(a, _), (b, _)] => (turns[a as usize] != turns[b as usize]) == edge.is_twisted(),
        _ => true,
    })
}

/// Number of the edges of a kind, the middle of the first, and their total length.
fn of_edges(
    surface: &TriangleSurface,
    edges: &[Edge],
    is_kind: impl Fn(&Edge) -> bool,
) -> Option<(usize, Point3, f64)> {
    let ends = |edge: &Edge| edge.ends.map(|v| surface.vertices[v as usize]);
    let length = |edge: &&Edge| {
        let [a, b] = ends(edge);
        (b - a).norm()
    };
    let of_kind: Vec<&Edge> = edges.iter().filter(|edge| is_kind(edge)).collect();
    let [a, b] = ends(of_kind.first()?);
    Some((of_kind.len(), nalgebra::center(&a, &b), of_kind.iter().map(length).sum()))
}

/// The facets named in pairs, each once, sorted.
pub(super) fn distinct_facets(pairs: &[[u32; 2]]) -> Vec<u32> {
    let mut facets: Vec<u32> = pairs.iter().flatten().copied().collect();
    facets.sort_unstable();
    facets.dedup();
    facets
}

pub(super) fn self_intersections(surface: &TriangleSurface, pairs: &[[u32; 2]]) -> Option<Finding> {
    let facets = distinct_facets(pairs);
    let [a, b, c] = surface.corners(*facets.first()? as usize);
    let middle = Point3::from((a.coords + b.coords + c.coords) / 3.0);
    let message = format!("{} facets pass through others ({} pairs)", facets.len(), pairs.len());
    let finding = Finding::new(Defect::SelfIntersections, Severity::Fatal, facets.len() as f64, "facets");
    Some(finding.at(&middle).saying(message, "separate overlapping bones, or remesh the place"))
}
