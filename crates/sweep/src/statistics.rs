//! Statistics of samples, and of the normal distribution.

/// Quantile 0.975 of the standard normal distribution: 95 % lie within as many standard deviations.
const Z_95: f64 = 1.959_963_984_540_054;

/// Population standard deviation, in the unit of `values`; not a number if there are none.
#[must_use]
pub fn standard_deviation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt()
}

/// Pearson's correlation coefficient of pairs; not a number where one of the two does not vary.
#[must_use]
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let product: f64 = a.iter().zip(b).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum();
    product / (count * standard_deviation(a) * standard_deviation(b))
}

/// Wilson's 95 % interval of a fraction (J Am Stat Assoc 22 (1927) 209): `hits` of `count`.
#[must_use]
pub fn wilson_interval(hits: usize, count: usize) -> [f64; 2] {
    if count == 0 {
        return [0.0, 1.0];
    }
    let (n, p) = (count as f64, hits as f64 / count as f64);
    let middle = p + Z_95 * Z_95 / (2.0 * n);
    let half = Z_95 * (p * (1.0 - p) / n + Z_95 * Z_95 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z_95 * Z_95 / n;
    [((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0)]
}

/// Probability that a standard normal variable lies below `x`.
#[must_use]
pub fn normal_cumulative(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// Inverse of [`normal_cumulative`], by bisection to the last bit; ±38 and 9 where a probability cannot be told from 0 and 1.
#[must_use]
pub fn normal_quantile(probability: f64) -> f64 {
    let p = probability.clamp(1e-300, 1.0 - 1e-16);
    let (mut low, mut high) = (-38.0, 9.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if normal_cumulative(middle) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_correlates_fully() {
        let a = [1.0, 2.0, 4.0];
        assert!((correlation(&a, &a.map(|x| 3.0 - 2.0 * x)) + 1.0).abs() < 1e-12);
        assert!((standard_deviation(&[1.0, 3.0]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn wilson_intervals_of_the_literature() {
        // Newcombe 1998 (Stat Med 17:857), table I: 81 of 263, 15 of 148, 0 of 20; Brown, Cai and DasGupta 2001: 9 of 10.
        for ((hits, count), expected) in [
            ((81, 263), [0.2553, 0.3662]),
            ((15, 148), [0.0624, 0.1605]),
            ((0, 20), [0.0, 0.1611]),
            ((9, 10), [0.5958, 0.9821]),
        ] {
            let found = wilson_interval(hits, count);
            assert!(
                (found[0] - expected[0]).abs() < 1e-4 && (found[1] - expected[1]).abs() < 1e-4,
                "{found:?}"
            );
        }
    }

    #[test]
    fn normal_table_values() {
        for (x, p) in [
            (0.0, 0.5),
            (-1.0, 0.158_655_253_931_457_05),
            (-1.96, 0.024_997_895_148_220_435),
            (-4.0, 3.167_124_183_311_992e-5),
        ] {
            assert!((normal_cumulative(x) - p).abs() < 1e-15 + 1e-14 * p, "{x}: {}", normal_cumulative(x));
        }
        assert!((normal_quantile(0.975) - Z_95).abs() < 1e-14);
    }
}
