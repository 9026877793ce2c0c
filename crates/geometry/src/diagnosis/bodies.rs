//! Bodies: how many, how big, which way round, with how many tunnels.

use super::{Defect, Finding, Severity};
use crate::moments::principal_axes;
use crate::repair::OrientedBody;
use crate::topology::{Edge, edges, fans_at_vertices};
use crate::{Matrix3, Plane, Point3, Section, SurfaceIndex, TriangleSurface, UnitVector3, Vector3, section};

/// A body smaller than this and than 2 % of the largest is no bone, mm³ (the smallest sesamoids measured have 160).
const SPECK_MM3: f64 = 80.0;

/// A part of a surface that hangs together over edges.
pub(crate) struct Body {
    pub(crate) surface: TriangleSurface,
    /// Signed volume, cube of the unit of the file.
    pub(crate) volume: f64,
    /// Extent along the longest axis of its vertices, unit of the file.
    pub(crate) longest_extent: f64,
    /// Direction of that axis.
    longest_axis: UnitVector3,
    /// Every edge has two facets.
    pub(crate) is_closed: bool,
    /// Tunnels; 0 for an open body.
    pub(crate) handles: usize,
}

impl Body {
    pub(crate) fn new(surface: TriangleSurface) -> Self {
        let volume = surface.volume_mm3();
        let (longest_axis, longest_extent) = longest_extent(&surface.vertices);
        let edges = edges(&surface);
        let is_closed = edges.iter().all(|edge| edge.triangles.len() == 2);
        let handles = if is_closed { count_handles(&surface, &edges) } else { 0 };
        Self { surface, volume, longest_extent, longest_axis, is_closed, handles }
    }

    /// The same body facing the other way.
    pub(crate) fn turned(mut self) -> Self {
        self.surface.triangles.iter_mut().for_each(|triangle| triangle.swap(1, 2));
        self.volume = -self.volume;
        self
    }

    /// Its surface, turned if it encloses a negative volume.
    pub(crate) fn facing_outward(&self) -> TriangleSurface {
        let mut surface = self.surface.clone();
        if self.volume < 0.0 {
            surface.triangles.iter_mut().for_each(|triangle| triangle.swap(1, 2));
        }
        surface
    }

    pub(crate) fn middle(&self) -> Point3 {
        let sum: Vector3 = self.surface.vertices.iter().map(|p| p.coords).sum();
        Point3::from(sum / self.surface.vertices.len() as f64)
    }
}

/// Whether a body of `volume` is too small to be a bone beside the `largest`, both mm³.
pub(crate) fn is_speck(volume: f64, largest: f64) -> bool {
    volume.abs() < SPECK_MM3 && volume.abs() < 0.02 * largest.abs()
}

fn longest_extent(vertices: &[Point3]) -> (UnitVector3, f64) {
    let mean = vertices.iter().map(|p| p.coords).sum::<Vector3>() / vertices.len() as f64;
    let covariance: Matrix3 =
        vertices.iter().map(|p| (p.coords - mean) * (p.coords - mean).transpose()).sum();
    let axis = principal_axes(&covariance).0[0];
    let heights = vertices.iter().map(|p| axis.dot(&p.coords));
    let (low, high) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    (axis, high - low)
}

/// Genus from V − E + F = 2 − 2g, a vertex counting once for each fan of triangles at it.
fn count_handles(surface: &TriangleSurface, edges: &[Edge]) -> usize {
    let fans: u32 = fans_at_vertices(surface, edges).iter().sum();
    let euler = f64::from(fans) - edges.len() as f64 + surface.triangles.len() as f64;
    (0.5 * (2.0 - euler)).max(0.0) as usize
}

pub(super) fn examine(bodies: &[OrientedBody], scale: f64) -> Vec<Finding> {
    let cubed = scale.powi(3);
    let largest = bodies.iter().map(|found| found.body.volume.abs() * cubed).fold(0.0, f64::max);
    let (specks, bones): (Vec<&OrientedBody>, Vec<&OrientedBody>) =
        bodies.iter().partition(|found| is_speck(found.body.volume * cubed, largest));
    let mut findings = Vec::new();
    findings.extend(several(&bones));
    findings.extend(speck_finding(&specks, cubed));
    findings.extend(bones.iter().filter_map(|found| inside_out(found, cubed)));
    findings.extend(bones.iter().filter_map(|found| cavity(found, bodies, scale)));
    findings.extend(partly_inverted(&bones));
    findings.extend(handles(&bones));
    findings
}

/// A body that passes through itself at a neck may turn inside out there although all neighbouring facets agree: some of
/// its sections then enclose a negative area.
fn partly_inverted(bones: &[&OrientedBody]) -> Option<Finding> {
    let outer = bones.iter().map(|found| &found.body).filter(|body| body.volume > 0.0);
    let place = outer.into_iter().find_map(inverted_section)?;
    Some(Finding::new(Defect::InsideOut, Severity::Fatal, 1.0, "bodies").at(&place).saying(
        "part of a body faces inward, because the surface passes through itself".into(),
        "separate the parts at the place where they cross, and turn one round",
    ))
}

/// Centroid of the most negative of 24 sections along the body, if it counts against the largest.
fn inverted_section(body: &Body) -> Option<Point3> {
    let heights = body.surface.vertices.iter().map(|p| body.longest_axis.dot(&p.coords));
    let low = heights.fold(f64::INFINITY, f64::min);
    let station = |k: i32| low + (f64::from(k) + 0.5) / 24.0 * body.longest_extent;
    let cut = |k: i32| {
        let origin = Point3::from(body.longest_axis.into_inner() * station(k));
        section(&body.surface, &Plane { origin, normal: body.longest_axis })
    };
    let sections: Vec<Section> = (0..24).filter_map(cut).collect();
    let largest = sections.iter().map(|section| section.area_mm2).fold(0.0, f64::max);
    let worst = sections.iter().min_by(|a, b| a.area_mm2.total_cmp(&b.area_mm2))?;
    (worst.area_mm2 < -0.05 * largest).then_some(worst.centroid)
}

fn several(bones: &[&OrientedBody]) -> Option<Finding> {
    let outer: Vec<&Body> =
        bones.iter().map(|found| &found.body).filter(|body| body.volume >= 0.0 || bones.len() == 1).collect();
    let second = outer.iter().min_by(|a, b| a.volume.total_cmp(&b.volume))?;
    (outer.len() > 1).then(|| {
        Finding::new(Defect::SeveralBodies, Severity::Fatal, outer.len() as f64, "bodies")
            .at(&second.middle())
            .saying(format!("{} bodies in one file", outer.len()), "split it into one file a bone")
    })
}

fn speck_finding(specks: &[&OrientedBody], cubed: f64) -> Option<Finding> {
    let volume: f64 = specks.iter().map(|found| found.body.volume.abs() * cubed).sum();
    let message = format!("{} loose specks, together {volume:.3} mm³", specks.len());
    let finding = Finding::new(Defect::Specks, Severity::Warning, specks.len() as f64, "specks");
    Some(finding.at(&specks.first()?.body.middle()).saying(message, "drop them").repairable())
}

/// Bodies that faced the wrong way.
fn inside_out(found: &OrientedBody, cubed: f64) -> Option<Finding> {
    let volume_mm3 = found.body.volume.abs() * cubed;
    let message = match found.inside {
        None => "the facets face inward",
        Some(_) => "the wall of a cavity faces into the bone",
    };
    found.was_turned.then(|| {
        Finding::new(Defect::InsideOut, Severity::Fatal, volume_mm3, "mm³")
            .at(&found.body.middle())
            .saying(message.into(), "turn them round")
            .repairable()
    })
}

/// A closed hollow in a bone: the medullary canal where a scan was segmented so.
fn cavity(found: &OrientedBody, bodies: &[OrientedBody], scale: f64) -> Option<Finding> {
    let outer = &bodies.get(found.inside?)?.body;
    if found.body.volume >= 0.0 {
        return None;
    }
    let volume_mm3 = -found.body.volume * scale.powi(3);
    let [thinnest, thickest] = wall(&found.body, outer)?;
    let message = format!(
        "hollow: a closed canal of {volume_mm3:.1} mm³, its wall from {:.2} to {:.2} mm thick",
        thinnest.distance * scale,
        thickest.distance * scale
    );
    let remedy =
        "none if the canal is meant: it stays empty; else fill it in the program that made the surface";
    let finding = Finding::new(Defect::InnerCavity, Severity::Note, volume_mm3, "mm³");
    Some(finding.at(&thinnest.place).saying(message, remedy))
}

/// A place on the wall of a cavity, and how far the outside is from there.
struct WallPlace {
    place: Point3,
    distance: f64,
}

/// Where the wall between a cavity and the outside is thinnest and thickest, at the vertices of the cavity.
fn wall(cavity: &Body, outer: &Body) -> Option<[WallPlace; 2]> {
    let index = SurfaceIndex::new(&outer.surface);
    let at = |vertex: &Point3| {
        let distance = index.closest_point(vertex)?.distance_mm;
        Some(WallPlace { place: *vertex, distance })
    };
    let by_distance = |a: &WallPlace, b: &WallPlace| a.distance.total_cmp(&b.distance);
    let vertices = &cavity.surface.vertices;
    let thinnest = vertices.iter().filter_map(at).min_by(by_distance)?;
    Some([thinnest, vertices.iter().filter_map(at).max_by(by_distance)?])
}

fn handles(bones: &[&OrientedBody]) -> Option<Finding> {
    let bodies = || bones.iter().map(|found| &found.body);
    let count: usize = bodies().map(|body| body.handles).sum();
    let worst = bodies().max_by_key(|body| body.handles)?;
    (count > 0).then(|| {
        Finding::new(Defect::Handles, Severity::Warning, count as f64, "handles").at(&worst.middle()).saying(
            format!("{count} tunnels through the bone (a closed body without tunnels has none)"),
            "close them in the program that made the surface, or remesh from a filled segmentation",
        )
    })
}
