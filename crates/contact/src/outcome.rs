//! Areas, resultants and pressures of a contact pair.

use crate::{ContactPoint, ContactStatus, PairState};
use osteotome_geometry::{Point3, Vector3};

/// Gap below which facing surfaces count as apposed, mm (design: one definition everywhere).
pub const APPOSITION_GAP_MM: f64 = 0.5;

/// Share of the traction below which a point does not count when pressures or penetrations are compared.
pub(crate) const LEAST_SHARE: f64 = 0.01;

/// What a contact pair carries, integrated at the quadrature points of the solver.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContactSummary {
    /// Area of each side, mm².
    pub face_area_mm2: [f64; 2],
    /// Area under pressure on the smaller side, mm².
    pub contact_area_mm2: f64,
    /// Area facing the other side with a gap below [`APPOSITION_GAP_MM`], on the smaller side, mm².
    pub apposition_area_mm2: f64,
    /// Greatest pressure on either side, MPa; at an edge the force is spread over half a facet.
    pub peak_pressure_mpa: f64,
    /// Mean pressure over the bearing area, MPa.
    pub mean_pressure_mpa: f64,
    /// Force on side 0, N, world frame (that on side 1 is its opposite).
    pub force_n: Vector3,
    /// Pressure-weighted centre, mm, world frame; `None` without contact.
    pub centre: Option<Point3>,
    /// Greatest gap among apposed points and mean gap over the apposition area, mm.
    pub gap_mm: [f64; 2],
    /// Greatest slip path among points in contact, mm.
    pub slip_mm: f64,
    /// Points in contact that stick, share of the contact area.
    pub sticking_share: f64,
}

impl ContactSummary {
    /// Integrates a pair; pressure counts above `threshold_mpa`.
    #[must_use]
    pub fn of(pair: &PairState, threshold_mpa: f64) -> Self {
        let face_area_mm2 = [0, 1].map(|side| pair.sides[side].iter().map(|point| point.area_mm2).sum());
        let smaller = usize::from(face_area_mm2[1] < face_area_mm2[0]);
        let points = &pair.sides[smaller];
        let touching = |point: &&ContactPoint| point.pressure_mpa > threshold_mpa;
        let counted =
            || points.iter().filter(|point| !point.on_edge).chain(both(pair).filter(|point| point.on_edge));
        let area = |stuck: bool| -> f64 {
            let kept = |point: &&ContactPoint| !stuck || point.status == ContactStatus::Stick;
            total(counted().filter(touching).filter(kept).map(|point| point.contact_area_mm2))
        };
        let (contact_area_mm2, sticking) = (area(false), area(true));
        let bearing: f64 = both(pair).map(|point| point.bearing_area_mm2).sum();
        let normal_n: f64 = both(pair).map(|point| point.bearing_area_mm2 * point.pressure_mpa).sum();
        let apposed = |point: &&ContactPoint| point.gap_mm.is_some_and(|gap| gap < APPOSITION_GAP_MM);
        let gaps = apposed_gaps(points);
        Self {
            face_area_mm2,
            contact_area_mm2,
            apposition_area_mm2: total(points.iter().filter(apposed).map(|point| point.area_mm2)),
            peak_pressure_mpa: bearing_points(pair).map(|point| point.pressure_mpa).fold(0.0, f64::max),
            mean_pressure_mpa: if bearing > 0.0 { normal_n / bearing } else { 0.0 },
            force_n: force_on_first(pair),
            centre: centre(pair),
            gap_mm: gaps,
            slip_mm: bearing_points(pair).filter(touching).map(|point| point.slip_mm).fold(0.0, f64::max),
            sticking_share: if contact_area_mm2 > 0.0 { sticking / contact_area_mm2 } else { 0.0 },
        }
    }
}

fn both(pair: &PairState) -> impl Iterator<Item = &ContactPoint> {
    pair.sides.iter().flatten()
}

/// Points that transmit a noticeable share of their traction.
fn bearing_points(pair: &PairState) -> impl Iterator<Item = &ContactPoint> {
    both(pair).filter(|point| point.share > LEAST_SHARE)
}

fn force_on_first(pair: &PairState) -> Vector3 {
    let [first, second]: [Vector3; 2] =
        [0, 1].map(|side: usize| pair.sides[side].iter().map(|point| point.force_n).sum());
    first - second
}

fn centre(pair: &PairState) -> Option<Point3> {
    let load = |point: &ContactPoint| point.bearing_area_mm2 * point.pressure_mpa;
    let weight: f64 = both(pair).map(load).sum();
    let moment: Vector3 = both(pair).map(|point| point.position.coords * load(point)).sum();
    (weight > 0.0).then(|| Point3::from(moment / weight))
}

fn apposed_gaps(points: &[ContactPoint]) -> [f64; 2] {
    let mut greatest = 0.0_f64;
    let (mut sum, mut area) = (0.0, 0.0);
    for point in points {
        if let Some(gap) = point.gap_mm.filter(|gap| *gap < APPOSITION_GAP_MM) {
            greatest = greatest.max(gap);
            sum += gap * point.area_mm2;
            area += point.area_mm2;
        }
    }
    [greatest, if area > 0.0 { sum / area } else { 0.0 }]
}

/// A sum that is 0 where there is nothing to sum; that of the standard library is −0.
fn total(areas: impl Iterator<Item = f64>) -> f64 {
    areas.fold(0.0, |sum, area| sum + area)
}
