//! The bone along its length: principal axis, sections, shaft line, end centroids.

use super::FrameError;
use crate::moments::principal_axes;
use crate::section::in_plane_axes;
use crate::{Matrix3, Plane, Point3, Section, TriangleSurface, UnitVector3, Vector3, section, solid_moments};

/// Sections at equal steps of the length, the first at half a step.
const STATIONS: usize = 50;
/// Mid-shaft area over length² above which a metatarsal is a first one (firsts: 0.023–0.039, others: 0.005–0.019).
const STOUT_AREA_RATIO: f64 = 0.021;
/// Part of the length of each end whose vertices give the end centroid.
const END_FRACTION: f64 = 0.12;

/// The bone along its length. "Far" is the end at length fraction 1: distal once the head is known.
#[derive(Clone, Debug)]
pub(super) struct ShaftProfile {
    /// Long principal axis.
    pub(super) principal: UnitVector3,
    /// Direction of the line through the section centroids between 25 % and 75 %.
    pub(super) shaft: UnitVector3,
    /// Mean of those centroids.
    pub(super) shaft_point: Point3,
    /// Extent along `principal`.
    pub(super) length_mm: f64,
    /// Sections perpendicular to `principal`, from the near end to the far end.
    pub(super) sections: Vec<Section>,
    /// Means of the vertices of the near and of the far end.
    pub(super) end_centroids: [Point3; 2],
}

impl ShaftProfile {
    pub(super) fn new(surface: &TriangleSurface) -> Result<Self, FrameError> {
        let principal = elongated_axis(surface)?;
        let heights: Vec<f64> = surface.vertices.iter().map(|p| principal.dot(&p.coords)).collect();
        let low = heights.iter().copied().fold(f64::INFINITY, f64::min);
        let length_mm = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max) - low;
        let start = Point3::from(principal.into_inner() * low);
        let sections = (0..STATIONS)
            .map(|k| {
                let fraction = (k as f64 + 0.5) / STATIONS as f64;
                let origin = start + principal.into_inner() * (fraction * length_mm);
                let plane = Plane { origin, normal: principal };
                section(surface, &plane).ok_or(FrameError::Interrupted { percent: 100.0 * fraction })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let (shaft_point, shaft) = centroid_line(&sections, &principal);
        let fractions: Vec<f64> = heights.iter().map(|h| (h - low) / length_mm).collect();
        let end_centroids = end_centroids(surface, &fractions);
        Ok(Self { principal, shaft, shaft_point, length_mm, sections, end_centroids })
    }

    /// The same bone seen from the other end.
    pub(super) fn reversed(mut self) -> Self {
        self.principal = -self.principal;
        self.shaft = -self.shaft;
        self.end_centroids.reverse();
        self.sections.reverse();
        self
    }

    /// The section nearest to a fraction of the length.
    pub(super) fn section_at(&self, fraction: f64) -> &Section {
        let k = (fraction * STATIONS as f64 - 0.5).round().clamp(0.0, (STATIONS - 1) as f64);
        &self.sections[k as usize]
    }

    /// Stout like a first metatarsal.
    pub(super) fn is_stout(&self) -> bool {
        self.section_at(0.5).area_mm2 / self.length_mm.powi(2) > STOUT_AREA_RATIO
    }

    /// The sections between two fractions of the length.
    fn sections_between(&self, from: f64, to: f64) -> impl Iterator<Item = &Section> {
        let inside = move |k: usize| (from..to).contains(&((k as f64 + 0.5) / STATIONS as f64));
        self.sections.iter().enumerate().filter(move |(k, _)| inside(*k)).map(|(_, section)| section)
    }

    /// Volume between two fractions of the length, mm³.
    pub(super) fn volume_mm3(&self, from: f64, to: f64) -> f64 {
        let step = self.length_mm / STATIONS as f64;
        self.sections_between(from, to).map(|section| section.area_mm2 * step).sum()
    }

    /// Area of the largest section between two fractions of the length, mm².
    pub(super) fn largest_area_mm2(&self, from: f64, to: f64) -> f64 {
        self.sections_between(from, to).map(|section| section.area_mm2).fold(0.0, f64::max)
    }

    /// What of the way from the shaft axis to `point` is perpendicular to the axis.
    pub(super) fn offset_from_shaft(&self, point: &Point3) -> Vector3 {
        let way = point - self.shaft_point;
        way - self.shaft.into_inner() * self.shaft.dot(&way)
    }

    /// Second moments per area of the section at `fraction`, seen along the shaft: the direction of the largest,
    /// and the ratio of the largest to the smallest radius of gyration.
    pub(super) fn long_direction(&self, fraction: f64) -> (UnitVector3, f64) {
        let covariance = section_covariance(self.section_at(fraction));
        let (u, v) = in_plane_axes(&self.shaft);
        let in_plane = |a: &Vector3, b: &Vector3| a.dot(&(covariance * b));
        let (xx, xy, yy) = (in_plane(&u, &u), in_plane(&u, &v), in_plane(&v, &v));
        let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
        let (mean, radius) = (0.5 * (xx + yy), (0.5 * (xx - yy)).hypot(xy));
        let direction = u.into_inner() * angle.cos() + v.into_inner() * angle.sin();
        (UnitVector3::new_normalize(direction), ((mean + radius) / (mean - radius)).sqrt())
    }
}

fn elongated_axis(surface: &TriangleSurface) -> Result<UnitVector3, FrameError> {
    let moments = solid_moments(surface).filter(|moments| moments.volume_mm3 > 0.0);
    let moments = moments.ok_or_else(|| FrameError::NoVolume { volume_mm3: surface.volume_mm3() })?;
    let ratio = moments.deviations_mm[0] / moments.deviations_mm[1];
    // The stoutest metatarsal measured (first, cadaver CT) has 2.5; cuneiforms and cuboid stay below 1.7.
    if ratio.is_nan() || ratio < 2.0 {
        return Err(FrameError::NotElongated { ratio });
    }
    Ok(moments.axes[0])
}

/// Least-squares line through the section centroids between 25 % and 75 % of the length.
fn centroid_line(sections: &[Section], principal: &Vector3) -> (Point3, UnitVector3) {
    let middle: Vec<Point3> =
        sections[STATIONS / 4..STATIONS - STATIONS / 4].iter().map(|section| section.centroid).collect();
    let mean = middle.iter().map(|p| p.coords).sum::<Vector3>() / middle.len() as f64;
    let covariance: Matrix3 = middle.iter().map(|p| (p.coords - mean) * (p.coords - mean).transpose()).sum();
    let line = principal_axes(&covariance).0[0];
    let shaft = if line.dot(principal) < 0.0 { -line } else { line };
    (Point3::from(mean), shaft)
}

/// Means of the vertices of both ends.
fn end_centroids(surface: &TriangleSurface, fractions: &[f64]) -> [Point3; 2] {
    let mean = |is_inside: &dyn Fn(f64) -> bool| {
        let inside = || surface.vertices.iter().zip(fractions).filter(|(_, f)| is_inside(**f));
        let sum: Vector3 = inside().map(|(point, _)| point.coords).sum();
        Point3::from(sum / inside().count() as f64)
    };
    [mean(&|f| f < END_FRACTION), mean(&|f| f > 1.0 - END_FRACTION)]
}

/// Second moments per area about the centroid, by fans of triangles from the centroid:
/// a triangle 0, p, q of area A has ∫ x xᵀ = A/12 ((p + q)(p + q)ᵀ + p pᵀ + q qᵀ).
fn section_covariance(section: &Section) -> Matrix3 {
    let mut sum = Matrix3::zeros();
    for points in &section.loops {
        for k in 0..points.len() {
            let (p, q) = (points[k] - section.centroid, points[(k + 1) % points.len()] - section.centroid);
            let area = 0.5 * section.plane.normal.dot(&p.cross(&q));
            let s = p + q;
            sum += (s * s.transpose() + p * p.transpose() + q * q.transpose()) * (area / 12.0);
        }
    }
    sum / section.area_mm2
}

/// Proportions of a bone, for telling one metatarsal from more.
#[derive(Clone, Debug)]
pub(crate) struct BoneFigures {
    /// Extent along the principal axis.
    pub(crate) length_mm: f64,
    /// Largest width of a section, and where it is.
    pub(crate) widest_mm: f64,
    pub(crate) widest_place: Point3,
    /// Ratio of the deviations of the volume along the longest and the next axis.
    pub(crate) slenderness: f64,
    /// Stout like a first metatarsal.
    pub(crate) is_stout: bool,
}

/// The proportions of an elongated solid.
pub(crate) fn bone_figures(surface: &TriangleSurface) -> Result<BoneFigures, FrameError> {
    let profile = ShaftProfile::new(surface)?;
    let wider = |a: &&Section, b: &&Section| a.widths_mm[1].total_cmp(&b.widths_mm[1]);
    let widest = profile.sections.iter().max_by(wider).ok_or(FrameError::Interrupted { percent: 50.0 })?;
    let deviations = solid_moments(surface).map_or([1.0; 3], |moments| moments.deviations_mm);
    Ok(BoneFigures {
        length_mm: profile.length_mm,
        widest_mm: widest.widths_mm[1],
        widest_place: widest.centroid,
        slenderness: deviations[0] / deviations[1],
        is_stout: profile.is_stout(),
    })
}
