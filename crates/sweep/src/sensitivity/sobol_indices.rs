//! Variance-based indices of a model: first order and total, with bootstrap intervals.
//!
//! Design and estimators: Saltelli et al. 2010 (Comput Phys Commun 181:259), table 2: first order (b), total (f, Jansen).

use crate::design::{SobolError, SplitMix64, sobol_sequence};

/// One index and its 95 % bootstrap interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// Estimate.
    pub value: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
}

/// First-order and total index of every axis.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolIndices {
    /// Share of variance that fixing the axis alone removes.
    pub first: Vec<Index>,
    /// Share of variance that stays when everything but the axis is fixed.
    pub total: Vec<Index>,
}

/// Points of Saltelli's design: for each of `base` rows the blocks A, B, AB₁ … AB_d (row-major, d + 2 points a row).
///
/// # Errors
/// `2 × dimensions` beyond the Sobol table.
pub fn saltelli_points(base: usize, dimensions: usize) -> Result<Vec<Vec<f64>>, SobolError> {
    let rows = sobol_sequence(base, 2 * dimensions)?;
    let mut points = Vec::with_capacity(base * (dimensions + 2));
    for row in rows {
        let (a, b) = row.split_at(dimensions);
        points.push(a.to_vec());
        points.push(b.to_vec());
        for axis in 0..dimensions {
            let mut mixed = a.to_vec();
            mixed[axis] = b[axis];
            points.push(mixed);
        }
    }
    Ok(points)
}

/// Indices from the model's answers at [`saltelli_points`], in their order. Rows with a non-finite answer are left out.
///
/// The intervals are the 2.5 % and 97.5 % quantiles of `resamples` bootstrap draws of rows, seeded.
#[must_use]
pub fn sobol_indices(answers: &[f64], dimensions: usize, resamples: usize, seed: u64) -> SobolIndices {
    let rows: Vec<&[f64]> =
        answers.chunks_exact(dimensions + 2).filter(|row| row.iter().all(|y| y.is_finite())).collect();
    let all: Vec<usize> = (0..rows.len()).collect();
    let best: Vec<(f64, f64)> = (0..dimensions).map(|axis| estimate(&rows, &all, axis)).collect();
    let mut generator = SplitMix64::new(seed);
    let mut draws: Vec<Vec<(f64, f64)>> = vec![Vec::with_capacity(resamples); dimensions];
    for _ in 0..resamples {
        let sample: Vec<usize> = (0..rows.len()).map(|_| generator.next_below(rows.len())).collect();
        for (axis, draw) in draws.iter_mut().enumerate() {
            draw.push(estimate(&rows, &sample, axis));
        }
    }
    let index = |pick: fn(&(f64, f64)) -> f64| {
        best.iter().zip(&draws).map(|(b, d)| interval(pick(b), d.iter().map(pick).collect())).collect()
    };
    SobolIndices { first: index(|pair| pair.0), total: index(|pair| pair.1) }
}

#[expect(clippy::cast_precision_loss, reason = "row counts are small")]
fn estimate(rows: &[&[f64]], sample: &[usize], axis: usize) -> (f64, f64) {
    let count = sample.len() as f64;
    let mean = sample.iter().map(|&r| rows[r][0] + rows[r][1]).sum::<f64>() / (2.0 * count);
    let (mut variance, mut first, mut total) = (0.0, 0.0, 0.0);
    for &r in sample {
        let (a, b, mixed) = (rows[r][0] - mean, rows[r][1] - mean, rows[r][2 + axis] - mean);
        variance += 0.5 * (a * a + b * b);
        first += b * (mixed - a);
        total += 0.5 * (a - mixed).powi(2);
    }
    if variance == 0.0 { (0.0, 0.0) } else { (first / variance, total / variance) }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a rank"
)]
fn interval(value: f64, mut draws: Vec<f64>) -> Index {
    draws.sort_by(f64::total_cmp);
    let rank = |share: f64| draws.get((share * draws.len() as f64) as usize).copied().unwrap_or(value);
    Index { value, lower: rank(0.025), upper: rank(0.975) }
}

#[cfg(test)]
mod tests {
    use super::{saltelli_points, sobol_indices};
    use std::f64::consts::PI;

    /// Ishigami & Homma 1990, a = 7, b = 0.1.
    fn ishigami(unit: &[f64]) -> f64 {
        let x: Vec<f64> = unit.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
    }

    #[test]
    fn ishigami_indices_are_exact_within_two_hundredths() {
        let points = saltelli_points(4096, 3).unwrap();
        let answers: Vec<f64> = points.iter().map(|p| ishigami(p)).collect();
        let indices = sobol_indices(&answers, 3, 200, 1);
        // Closed forms: V = a²/8 + b π⁴/5 + b² π⁸/18 + 1/2 and its parts.
        for (index, exact) in indices.first.iter().zip([0.3139, 0.4424, 0.0]) {
            assert!((index.value - exact).abs() < 0.02, "first {index:?} against {exact}");
            assert!(index.lower <= index.value && index.value <= index.upper);
        }
        for (index, exact) in indices.total.iter().zip([0.5576, 0.4424, 0.2437]) {
            assert!((index.value - exact).abs() < 0.02, "total {index:?} against {exact}");
        }
    }

    #[test]
    fn a_failed_case_removes_its_row_only() {
        let points = saltelli_points(1024, 3).unwrap();
        let mut answers: Vec<f64> = points.iter().map(|p| p[0] + 2.0 * p[1]).collect();
        answers[7] = f64::NAN;
        let indices = sobol_indices(&answers, 3, 50, 1);
        assert!((indices.first[0].value - 0.2).abs() < 0.01);
        assert!((indices.first[1].value - 0.8).abs() < 0.01);
        assert!(indices.total[2].value.abs() < 1e-12);
    }
}
