//! Areas, resultants and pressures of a contact pair.

use crate::{ContactStatus, PairState};
use osteotome_geometry::{Point3, Vector3};

/// Gap below which facing surfaces count as apposed, mm (design: one definition everywhere).
pub const APPOSITION_GAP_MM: f64 = 0.5;

/// What a contact pair carries, integrated at the quadrature points of the solver.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContactSummary {
    /// Area of each side, mm².
    pub face_area_mm2: [f64; 2],
    /// Area under pressure on the smaller side, mm².
    pub contact_area_mm2: f64,
    /// Area facing the other side with a gap below [`APPOSITION_GAP_MM`], on the smaller side, mm².
    pub apposition_area_mm2: f64,
    /// Greatest pressure on either side, MPa.
    pub peak_pressure_mpa: f64,
    /// Mean pressure over the contact area, MPa.
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
        let area = |keep: &dyn Fn(&crate::ContactPoint) -> bool| -> f64 {
            points.iter().filter(|point| keep(point)).map(|point| point.area_mm2).sum()
        };
        let contact_area_mm2 = area(&|point| point.pressure_mpa > threshold_mpa);
        let sticking =
            area(&|point| point.pressure_mpa > threshold_mpa && point.status == ContactStatus::Stick);
        let normal_n: f64 = points.iter().map(|point| point.area_mm2 * point.pressure_mpa).sum();
        let gaps = apposed_gaps(points);
        Self {
            face_area_mm2,
            contact_area_mm2,
            apposition_area_mm2: area(&|point| point.gap_mm.is_some_and(|gap| gap < APPOSITION_GAP_MM)),
            peak_pressure_mpa: both(pair).map(|point| point.pressure_mpa).fold(0.0, f64::max),
            mean_pressure_mpa: if contact_area_mm2 > 0.0 { normal_n / contact_area_mm2 } else { 0.0 },
            force_n: force_on_first(pair),
            centre: centre(pair),
            gap_mm: gaps,
            slip_mm: both(pair)
                .filter(|point| point.pressure_mpa > threshold_mpa)
                .map(|point| point.slip_mm)
                .fold(0.0, f64::max),
            sticking_share: if contact_area_mm2 > 0.0 { sticking / contact_area_mm2 } else { 0.0 },
        }
    }
}

fn both(pair: &PairState) -> impl Iterator<Item = &crate::ContactPoint> {
    pair.sides.iter().flatten()
}

/// Either side transmits its share of the force.
fn force_on_first(pair: &PairState) -> Vector3 {
    let traction = |point: &crate::ContactPoint| {
        (point.friction_mpa - point.normal * point.pressure_mpa) * (point.share * point.area_mm2)
    };
    let first: Vector3 = pair.sides[0].iter().map(traction).sum();
    let second: Vector3 = pair.sides[1].iter().map(traction).sum();
    first - second
}

fn centre(pair: &PairState) -> Option<Point3> {
    let weight: f64 = both(pair).map(|point| point.share * point.area_mm2 * point.pressure_mpa).sum();
    let moment: Vector3 = both(pair)
        .map(|point| point.position.coords * (point.share * point.area_mm2 * point.pressure_mpa))
        .sum();
    (weight > 0.0).then(|| Point3::from(moment / weight))
}

fn apposed_gaps(points: &[crate::ContactPoint]) -> [f64; 2] {
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
