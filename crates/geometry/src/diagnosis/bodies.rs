//! Bodies: how many, how big, which way round, with how many tunnels.

use super::{Defect, Examined, Finding, Severity};
use crate::moments::principal_axes;
use crate::topology::{edges, fans_at_vertices};
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
    /// Tunnels; 0 for an open body.
    pub(crate) handles: usize,
}

impl Body {
    pub(crate) fn new(surface: TriangleSurface) -> Self {
        let volume = surface.volume_mm3();
        let (longest_axis, longest_extent) = longest_extent(&surface.vertices);
        let handles = count_handles(&surface);
        Self { surface, volume, longest_extent, longest_axis, handles }
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
fn count_handles(surface: &TriangleSurface) -> usize {
    let edges = edges(surface);
    if edges.iter().any(|edge| edge.triangles.len() != 2) {
        return 0;
    }
    let fans: u32 = fans_at_vertices(surface, &edges).iter().sum();
    let euler = f64::from(fans) - edges.len() as f64 + surface.triangles.len() as f64;
    (0.5 * (2.0 - euler)).max(0.0) as usize
}

pub(super) fn examine(examined: &Examined) -> Vec<Finding> {
    let cubed = examined.scale.powi(3);
    let largest = examined.bodies.iter().map(|body| body.volume.abs() * cubed).fold(0.0, f64::max);
    let (specks, bones): (Vec<&Body>, Vec<&Body>) =
        examined.bodies.iter().partition(|body| is_speck(body.volume * cubed, largest));
    let mut findings = Vec::new();
    findings.extend(several(&bones));
    findings.extend(speck_finding(&specks, cubed));
    findings.extend(inside_out(&bones, cubed));
    findings.extend(partly_inverted(&bones));
    findings.extend(handles(&bones));
    findings
}

/// A body that passes through itself at a neck may turn inside out there although all neighbouring facets agree: some of
/// its sections then enclose a negative area.
fn partly_inverted(bones: &[&Body]) -> Option<Finding> {
    let place = bones.iter().filter(|body| body.volume > 0.0).find_map(|body| inverted_section(body))?;
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

fn several(bones: &[&Body]) -> Option<Finding> {
    let outer = bones.iter().filter(|body| body.volume > 0.0 || bones.len() == 1);
    let count = outer.count();
    let second = bones.iter().min_by(|a, b| a.volume.total_cmp(&b.volume))?;
    (count > 1).then(|| {
        Finding::new(Defect::SeveralBodies, Severity::Fatal, count as f64, "bodies")
            .at(&second.middle())
            .saying(format!("{count} bodies in one file"), "split it into one file a bone")
    })
}

fn speck_finding(specks: &[&Body], cubed: f64) -> Option<Finding> {
    let volume: f64 = specks.iter().map(|body| body.volume.abs() * cubed).sum();
    let message = format!("{} loose specks, together {volume:.3} mm³", specks.len());
    let finding = Finding::new(Defect::Specks, Severity::Warning, specks.len() as f64, "specks");
    Some(finding.at(&specks.first()?.middle()).saying(message, "drop them").repairable())
}

/// Bodies that face inward: a cavity if they lie inside another body, inside out otherwise.
fn inside_out(bones: &[&Body], cubed: f64) -> Vec<Finding> {
    let finding = |body: &&Body| {
        let volume_mm3 = body.volume * cubed;
        let found = |defect, severity| Finding::new(defect, severity, -volume_mm3, "mm³").at(&body.middle());
        if lies_inside(body, bones) {
            found(Defect::InnerCavity, Severity::Warning).saying(
                format!("a closed cavity of {:.1} mm³ inside the bone", -volume_mm3),
                "fill it, unless the marrow is meant",
            )
        } else {
            found(Defect::InsideOut, Severity::Fatal)
                .saying("the facets face inward".into(), "turn them round")
                .repairable()
        }
    };
    bones.iter().filter(|body| body.volume < 0.0).map(finding).collect()
}

/// Whether a vertex of `body` is inside another body that faces outward.
fn lies_inside(body: &Body, bones: &[&Body]) -> bool {
    let point = &body.surface.vertices[0];
    let outer = bones.iter().filter(|other| other.volume > -body.volume);
    outer.into_iter().any(|other| SurfaceIndex::new(&other.surface).signed_distance_mm(point) < 0.0)
}

fn handles(bones: &[&Body]) -> Option<Finding> {
    let count: usize = bones.iter().map(|body| body.handles).sum();
    let worst = bones.iter().max_by_key(|body| body.handles)?;
    (count > 0).then(|| {
        Finding::new(Defect::Handles, Severity::Warning, count as f64, "handles").at(&worst.middle()).saying(
            format!("{count} tunnels through the bone (a closed body without tunnels has none)"),
            "close them in the program that made the surface, or remesh from a filled segmentation",
        )
    })
}
