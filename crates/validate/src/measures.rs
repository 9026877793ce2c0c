//! Distances that several statements share.

use crate::SettledFoot;

/// How far the cut heads of two feet lie apart, mean, mm.
pub(crate) fn motion_mm(one: &SettledFoot, other: &SettledFoot) -> f64 {
    let pairs = one.outcome.heads.values().zip(other.outcome.heads.values());
    let motions: Vec<f64> = pairs
        .filter(|(head, _)| head.cut)
        .map(|(a, b)| {
            let sagittal = (a.shortening_mm - b.shortening_mm).hypot(a.elevation_mm - b.elevation_mm);
            sagittal.hypot(a.lateralization_mm - b.lateralization_mm)
        })
        .collect();
    motions.iter().sum::<f64>() / motions.len() as f64
}
