//! Smooth profiles through given values.

/// A C1 piecewise cubic through given knots that never overshoots them, so that the sections asked for are met exactly
/// and a narrowest section stays the narrowest.
///
/// Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5 (1984) 300: at an interior knot the slope is the weighted harmonic
/// mean of the neighbouring secants, zero where they change sign. The slopes at both ends are zero.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    knots: Vec<f64>,
    values: Vec<f64>,
    slopes: Vec<f64>,
}

impl Profile {
    /// A profile through `values` at strictly increasing `knots` (at least two).
    pub(super) fn new(knots: Vec<f64>, values: Vec<f64>) -> Self {
        let mut slopes = vec![0.0; knots.len()];
        for i in 1..knots.len() - 1 {
            slopes[i] = harmonic_slope(&knots[i - 1..=i + 1], &values[i - 1..=i + 1]);
        }
        Self { knots, values, slopes }
    }

    /// Value at `t`, constant beyond both ends.
    pub(super) fn at(&self, t: f64) -> f64 {
        let last = self.knots.len() - 1;
        if t <= self.knots[0] {
            return self.values[0];
        }
        if t >= self.knots[last] {
            return self.values[last];
        }
        let i = self.knots.partition_point(|knot| *knot <= t) - 1;
        self.hermite(i, t)
    }

    fn hermite(&self, i: usize, t: f64) -> f64 {
        let h = self.knots[i + 1] - self.knots[i];
        let s = (t - self.knots[i]) / h;
        let (a, b) = (self.values[i], self.values[i + 1]);
        let (p, q) = (self.slopes[i] * h, self.slopes[i + 1] * h);
        let blend = s * s * (3.0 - 2.0 * s);
        a + (b - a) * blend + s * (1.0 - s) * ((1.0 - s) * p - s * q)
    }
}

fn harmonic_slope(knots: &[f64], values: &[f64]) -> f64 {
    let (h0, h1) = (knots[1] - knots[0], knots[2] - knots[1]);
    let (d0, d1) = ((values[1] - values[0]) / h0, (values[2] - values[1]) / h1);
    if d0 * d1 <= 0.0 {
        return 0.0;
    }
    let (w0, w1) = (2.0 * h1 + h0, h1 + 2.0 * h0);
    (w0 + w1) / (w0 / d0 + w1 / d1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Profile {
        Profile::new(vec![0.0, 4.0, 5.0, 9.0], vec![10.0, 6.0, 6.5, 12.0])
    }

    #[test]
    fn knots_are_met_and_nothing_overshoots() {
        let profile = sample();
        for (t, value) in [(0.0, 10.0), (4.0, 6.0), (5.0, 6.5), (9.0, 12.0)] {
            assert!((profile.at(t) - value).abs() < 1e-14);
        }
        for i in 0..=900 {
            let value = profile.at(f64::from(i) * 0.01);
            assert!((6.0..=12.0).contains(&value), "{value}");
        }
    }

    #[test]
    fn the_slope_is_continuous() {
        let profile = sample();
        let step = 1e-6;
        for knot in [4.0, 5.0] {
            let before = (profile.at(knot) - profile.at(knot - step)) / step;
            let after = (profile.at(knot + step) - profile.at(knot)) / step;
            assert!((before - after).abs() < 1e-5, "{before} {after}");
        }
    }
}
