//! What a file says, before it is checked.

use std::collections::HashMap;

use super::{FileSurface, ReadFailure};
use crate::{Point3, TriangleSurface};

/// Coordinates beyond this are of no bone in any unit of length: a kilometre in micrometres.
const LARGEST_COORDINATE: f64 = 1e9;

/// Points and facets as a file gives them, indices unchecked.
#[derive(Default)]
pub(super) struct RawSurface {
    pub(super) points: Vec<[f64; 3]>,
    pub(super) facets: Vec<[usize; 3]>,
    /// Facet of the file from which each triangle comes, where polygons were split.
    pub(super) source_facets: Vec<usize>,
    /// What was put right or passed over while reading.
    pub(super) notes: Vec<String>,
    /// Polygons with fewer than three corners.
    bare_polygons: usize,
}

impl RawSurface {
    /// Adds a facet with its own three points.
    pub(super) fn push_free_facet(&mut self, corners: [[f64; 3]; 3]) {
        let first = self.points.len();
        self.points.extend(corners);
        self.push_polygon(&[first, first + 1, first + 2]);
    }

    /// Adds a polygon as a fan around its first corner; fewer than three corners bound nothing and are only counted.
    pub(super) fn push_polygon(&mut self, corners: &[usize]) {
        let facet = self.next_facet();
        self.bare_polygons += usize::from(corners.len() < 3);
        for pair in corners.get(1..).unwrap_or_default().windows(2) {
            self.push_triangle([corners[0], pair[0], pair[1]], facet);
        }
    }

    /// Adds a strip of triangles, every second of which runs the other way round. Triangles that name a corner twice are how
    /// strips are joined.
    pub(super) fn push_strip(&mut self, corners: &[usize]) {
        let facet = self.next_facet();
        self.bare_polygons += usize::from(corners.len() < 3);
        for (k, window) in corners.windows(3).enumerate() {
            let [a, b, c] = if k % 2 == 0 { [0, 1, 2] } else { [1, 0, 2] }.map(|i| window[i]);
            if a != b && b != c && c != a {
                self.push_triangle([a, b, c], facet);
            }
        }
    }

    fn next_facet(&self) -> usize {
        self.source_facets.last().map_or(0, |last| last + 1)
    }

    fn push_triangle(&mut self, corners: [usize; 3], facet: usize) {
        self.facets.push(corners);
        self.source_facets.push(facet);
    }

    /// Checks indices and numbers, and merges exactly coincident vertices.
    pub(super) fn finish(mut self) -> Result<FileSurface, ReadFailure> {
        if self.facets.is_empty() {
            return Err(ReadFailure::Empty);
        }
        let mut merger = VertexMerger::default();
        let mut triangles = Vec::with_capacity(self.facets.len());
        for (facet, &source) in self.facets.iter().zip(&self.source_facets) {
            let mut triangle = [0; 3];
            for (slot, &corner) in triangle.iter_mut().zip(facet) {
                *slot = merger.number_of(self.checked_point(corner, source)?);
            }
            triangles.push(triangle);
        }
        if self.bare_polygons > 0 {
            self.notes
                .push(format!("{} polygons with fewer than three corners passed over", self.bare_polygons));
        }
        Ok(FileSurface {
            surface: TriangleSurface { vertices: merger.vertices, triangles },
            notes: self.notes,
        })
    }

    fn checked_point(&self, corner: usize, facet: usize) -> Result<[f64; 3], ReadFailure> {
        let Some(point) = self.points.get(corner) else {
            let reason =
                format!("facet {facet} names point {corner} (from 0), but there are {}", self.points.len());
            return Err(ReadFailure::Malformed { format: "surface data", reason });
        };
        if !point.iter().all(|x| x.is_finite()) {
            return Err(ReadFailure::NotFinite { facet });
        }
        match point.iter().find(|x| x.abs() > LARGEST_COORDINATE) {
            Some(x) => Err(ReadFailure::Malformed {
                format: "surface data",
                reason: format!("facet {facet} has the coordinate {x:e}, of no bone in any unit of length"),
            }),
            None => Ok(*point),
        }
    }
}

/// Gives equal points equal numbers, in order of first appearance.
#[derive(Default)]
struct VertexMerger {
    vertices: Vec<Point3>,
    // Only looked up, never iterated: the result does not depend on the order inside the map.
    numbers: HashMap<[u64; 3], u32>,
}

impl VertexMerger {
    fn number_of(&mut self, point: [f64; 3]) -> u32 {
        // Adding 0.0 turns −0.0 into 0.0, which is the same place.
        let key = point.map(|x| (x + 0.0).to_bits());
        *self.numbers.entry(key).or_insert_with(|| {
            self.vertices.push(Point3::from(point));
            (self.vertices.len() - 1) as u32
        })
    }
}
