//! What can be put right without changing the bone.

mod orientation;
mod slivers;
mod vertices;

use serde::Serialize;

use crate::TriangleSurface;
use crate::diagnosis::{Body, is_speck, longest_body, millimetres_per_unit};
use crate::topology::{component_triangles, edges, extract};

pub(crate) use orientation::{Oriented, OrientedBody, orient};

/// Kinds of repairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RepairKind {
    /// Vertices nearer than 1e-5 mm to each other became one.
    MergedVertices,
    /// Facets that name a vertex twice were dropped.
    DroppedFacets,
    /// The longest sides of facets without height were turned to their third corners.
    FlippedSlivers,
    /// Bodies too small to be bone were dropped.
    DroppedSpecks,
    /// Facets were turned round.
    TurnedFacets,
}

/// One repair that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// What was done.
    pub kind: RepairKind,
    /// To how many vertices, facets or bodies.
    pub count: usize,
}

impl std::fmt::Display for Repair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (what, count) = (self.kind, self.count);
        match what {
            RepairKind::MergedVertices => write!(f, "merged {count} vertices nearer than 1e-5 mm to others"),
            RepairKind::DroppedFacets => write!(f, "dropped {count} facets that name a vertex twice"),
            RepairKind::FlippedSlivers => write!(f, "retriangulated {count} facets without height"),
            RepairKind::DroppedSpecks => write!(f, "dropped {count} specks"),
            RepairKind::TurnedFacets => write!(f, "turned {count} facets round"),
        }
    }
}

/// Repairs what is safe: duplicate vertices, collapsed facets, slivers without height, specks, orientation. No vertex moves by
/// more than 1e-5 mm.
///
/// Returns the repaired surface and what was done, nothing if nothing was needed. Units, holes, self-intersections,
/// several bones and handles are left for [`diagnose`](crate::diagnose) to report.
#[must_use]
pub fn repair(surface: &TriangleSurface) -> (TriangleSurface, Vec<Repair>) {
    let Tidied { surface: proper, merged, dropped, flipped } = tidy(surface);
    let (whole, specks) = drop_specks(&proper);
    let Oriented { surface: oriented, turned, .. } = orient(&whole);
    let done = [
        (RepairKind::MergedVertices, merged),
        (RepairKind::DroppedFacets, dropped),
        (RepairKind::FlippedSlivers, flipped),
        (RepairKind::DroppedSpecks, specks),
        (RepairKind::TurnedFacets, turned),
    ];
    let repairs = done.into_iter().filter(|(_, count)| *count > 0);
    (oriented, repairs.map(|(kind, count)| Repair { kind, count }).collect())
}

/// A surface whose vertices lie apart and whose facets have a height, as far as that can be had.
pub(crate) struct Tidied {
    pub(crate) surface: TriangleSurface,
    /// Vertices that became one with others.
    pub(crate) merged: usize,
    /// Facets that named a vertex twice.
    pub(crate) dropped: usize,
    /// Facets that had no height.
    pub(crate) flipped: usize,
}

pub(crate) fn tidy(surface: &TriangleSurface) -> Tidied {
    let tolerance = vertices::same_place(surface);
    let (one_place, merged) = vertices::merge(surface, tolerance);
    let (proper, dropped) = vertices::drop_collapsed(one_place);
    let (surface, flipped) = slivers::flip(proper, tolerance);
    Tidied { surface, merged, dropped, flipped }
}

fn drop_specks(surface: &TriangleSurface) -> (TriangleSurface, usize) {
    let parts = component_triangles(surface, &edges(surface));
    let bodies: Vec<Body> = parts.iter().map(|part| Body::new(extract(surface, part))).collect();
    let cubed = millimetres_per_unit(longest_body(&bodies)).powi(3);
    let largest = bodies.iter().map(|body| body.volume.abs() * cubed).fold(0.0, f64::max);
    let is_kept = |k: &usize| !is_speck(bodies[*k].volume * cubed, largest);
    let kept: Vec<usize> = (0..parts.len()).filter(is_kept).collect();
    if kept.len() == parts.len() {
        return (surface.clone(), 0);
    }
    let mut triangles: Vec<u32> = kept.iter().flat_map(|&k| &parts[k]).copied().collect();
    triangles.sort_unstable();
    (extract(surface, &triangles), parts.len() - kept.len())
}
