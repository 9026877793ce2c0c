//! The two kinds of interface a fragment is cut along: the surface of the bone and a further cut plane.

use osteotome_geometry::{Plane, Point3, SectionSegment, TriangleSurface, Vector3, section_curve};

use crate::embed::{Interface, OUTER, OnSurfaces};
use crate::triangle_grid::TriangleGrid;

/// Fraction of a long edge within which its end is warped to the cut point (Labelle and Shewchuk, table 2).
const WARP_LONG: f64 = 0.249_99;
/// The same for a short edge.
const WARP_SHORT: f64 = 0.411_89;

/// Sine of the angle below which two planes count as parallel.
const PARALLEL: f64 = 1e-6;

/// A cut face of a fragment: its plane, normal out of the fragment, and the curve in which it meets the surface.
pub(crate) struct Face {
    pub(crate) plane: Plane,
    pub(crate) rim: Vec<SectionSegment>,
}

impl Face {
    pub(crate) fn new(surface: &TriangleSurface, plane: Plane) -> Self {
        Self { plane, rim: section_curve(surface, &plane) }
    }

    /// The point of the rim nearest to `point`.
    pub(crate) fn nearest_on_rim(&self, point: &Point3) -> Option<Point3> {
        let nearest = |s: &SectionSegment| {
            let along = s.end - s.start;
            let fraction = along.dot(&(point - s.start)) / along.norm_squared().max(f64::MIN_POSITIVE);
            s.start + along * fraction.clamp(0.0, 1.0)
        };
        let distance = |p: &Point3| (p - point).norm_squared();
        let best = self.rim.iter().map(nearest).min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        Some(project(&self.plane, &best))
    }
}

/// The point of `plane` nearest to `point`.
pub(crate) fn project(plane: &Plane, point: &Point3) -> Point3 {
    point - plane.normal.into_inner() * plane.signed_distance_mm(point)
}

/// The faces whose bit is set in `on`.
pub(crate) fn faces_of(faces: &[Face], on: OnSurfaces) -> impl Iterator<Item = &Face> {
    faces.iter().enumerate().filter(move |(i, _)| on & face_bit(*i) != 0).map(|(_, face)| face)
}

/// The bit of face number `i` of a fragment.
pub(crate) fn face_bit(i: usize) -> OnSurfaces {
    OUTER << (i + 1)
}

/// The surface of the bone.
pub(crate) struct BoneInterface<'a> {
    pub(crate) grid: &'a TriangleGrid<'a>,
    pub(crate) faces: &'a [Face],
    pub(crate) half_cell_mm: f64,
}

impl Interface for BoneInterface<'_> {
    fn cut(&self, inside: &Point3, outside: &Point3) -> f64 {
        self.grid.first_crossing(inside, outside).unwrap_or_else(|| {
            let distance = |p: &Point3| (self.grid.nearest(p) - p).norm();
            let (a, b) = (distance(inside), distance(outside));
            if a + b > 0.0 { a / (a + b) } else { 0.5 }
        })
    }

    /// A vertex on one face moves along it to the rim, unless the surface is so nearly parallel to the face that
    /// the rim is far; then it stays, and the mesh keeps a little more or less bone there.
    fn warp(&self, from: &Point3, on: OnSurfaces, target: &Point3) -> Option<Point3> {
        let mut faces = faces_of(self.faces, on);
        match (faces.next(), faces.next()) {
            (None, _) => Some(*target),
            (Some(face), None) => {
                let near = |p: &Point3| (p - from).norm() < self.half_cell_mm;
                Some(face.nearest_on_rim(from).filter(near).unwrap_or(*from))
            }
            (Some(first), Some(second)) => Some(self.along_both(from, &first.plane, &second.plane)),
        }
    }

    fn warp_limit(&self, along: &Vector3) -> f64 {
        warp_limit(along, self.half_cell_mm)
    }
}

impl BoneInterface<'_> {
    /// Where the line of two faces through `from` leaves the bone within half a cell; `from` if it does not.
    fn along_both(&self, from: &Point3, first: &Plane, second: &Plane) -> Point3 {
        let Some(direction) = first.normal.cross(&second.normal).try_normalize(PARALLEL) else {
            return *from;
        };
        let ends = [1.0, -1.0].map(|side| from + direction * (side * self.half_cell_mm));
        let crossing = |end: &Point3| self.grid.first_crossing(from, end).map(|fraction| (fraction, *end));
        let nearest = ends.iter().filter_map(crossing).min_by(|a, b| a.0.total_cmp(&b.0));
        nearest.map_or(*from, |(fraction, end)| from + (end - from) * fraction)
    }
}

/// A cut plane that the lattice is not aligned with; its back is kept.
pub(crate) struct PlaneInterface<'a> {
    /// The face to be made.
    pub(crate) face: &'a Face,
    /// Those made before.
    pub(crate) faces: &'a [Face],
    pub(crate) half_cell_mm: f64,
}

impl Interface for PlaneInterface<'_> {
    fn cut(&self, inside: &Point3, outside: &Point3) -> f64 {
        let (a, b) =
            (self.face.plane.signed_distance_mm(inside), self.face.plane.signed_distance_mm(outside));
        a / (a - b)
    }

    /// Straight to the plane, or along the face or outer surface the vertex is already on; not along two.
    fn warp(&self, from: &Point3, on: OnSurfaces, _target: &Point3) -> Option<Point3> {
        if on.count_ones() > 1 {
            return None;
        }
        let target =
            if on & OUTER != 0 { self.face.nearest_on_rim(from)? } else { self.along_faces(from, on)? };
        ((target - from).norm() < self.half_cell_mm).then_some(target)
    }

    fn warp_limit(&self, along: &Vector3) -> f64 {
        warp_limit(along, self.half_cell_mm)
    }
}

impl PlaneInterface<'_> {
    /// None if the plane is parallel to a face the vertex is on, as the two sides of a slot are: no way along the one
    /// leads to the other, but the rounding error of that way would.
    fn along_faces(&self, from: &Point3, on: OnSurfaces) -> Option<Point3> {
        let plane = &self.face.plane;
        let mut direction = plane.normal.into_inner();
        for face in faces_of(self.faces, on) {
            let n = face.plane.normal.into_inner();
            direction -= n * n.dot(&direction);
        }
        let slope = direction.dot(&plane.normal);
        (slope > PARALLEL.powi(2)).then(|| from - direction * (plane.signed_distance_mm(from) / slope))
    }
}

/// Long edges are two half cells times a power of two, short ones √3/2 of that.
fn warp_limit(along: &Vector3, half_cell_mm: f64) -> f64 {
    let octaves = (along.norm() / (2.0 * half_cell_mm)).log2();
    // Short edges are 0.2 octaves below a whole number; those of a bent lattice are up to 0.1 longer or shorter.
    if (-0.1..0.2).contains(&(octaves - octaves.round())) { WARP_LONG } else { WARP_SHORT }
}
