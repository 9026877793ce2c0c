//! Statistics and distances that several statements share.

use crate::SettledFoot;

/// Population standard deviation.
pub(crate) fn standard_deviation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt()
}

/// Pearson's correlation coefficient.
pub(crate) fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let product: f64 = a.iter().zip(b).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum();
    product / (count * standard_deviation(a) * standard_deviation(b))
}

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

#[cfg(test)]
mod tests {
    use super::{correlation, standard_deviation};

    #[test]
    fn a_straight_line_correlates_fully() {
        let a = [1.0, 2.0, 4.0];
        assert!((correlation(&a, &a.map(|x| 3.0 - 2.0 * x)) + 1.0).abs() < 1e-12);
        assert!((standard_deviation(&[1.0, 3.0]) - 1.0).abs() < 1e-12);
    }
}
