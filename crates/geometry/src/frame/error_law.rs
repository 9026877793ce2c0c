//! How the error of a direction is distributed: mostly narrowly, in some people widely.

/// A mixture of two normal laws about the same direction: that of people like those the expectations were taken from, and that of others.
///
/// No single normal law fits: feet that the expectations came from are off by some degrees, one in three of the others by several times that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorLaw {
    /// Deviation about each axis in most people, degrees.
    pub core_deg: f64,
    /// Deviation about each axis in the others, degrees.
    pub wide_deg: f64,
    /// Share of the others.
    pub wide_share: f64,
    /// Axes about which the direction may be off: 1 if it turns about a shaft, 2 if it is free.
    pub axes: u8,
}

impl ErrorLaw {
    /// Probability that the direction is off by less than `angle_deg`.
    #[must_use]
    pub fn probability_within(&self, angle_deg: f64) -> f64 {
        let within = |deviation_deg: f64| {
            let ratio = angle_deg / deviation_deg;
            match self.axes {
                1 => libm::erf(ratio / std::f64::consts::SQRT_2),
                _ => 1.0 - (-0.5 * ratio * ratio).exp(),
            }
        };
        (1.0 - self.wide_share) * within(self.core_deg) + self.wide_share * within(self.wide_deg)
    }

    /// Root of the mean square of the error, degrees.
    #[must_use]
    pub fn standard_uncertainty_deg(&self) -> f64 {
        let square =
            (1.0 - self.wide_share) * self.core_deg.powi(2) + self.wide_share * self.wide_deg.powi(2);
        (f64::from(self.axes) * square).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorLaw;

    #[test]
    fn one_law_of_the_two_is_the_textbook_one() {
        let normal = ErrorLaw { core_deg: 5.0, wide_deg: 50.0, wide_share: 0.0, axes: 1 };
        assert!((normal.probability_within(5.0) - 0.682_689_492_137).abs() < 1e-9);
        assert!((normal.standard_uncertainty_deg() - 5.0).abs() < 1e-12);
        let rayleigh = ErrorLaw { axes: 2, ..normal };
        assert!((rayleigh.probability_within(10.0) - (1.0 - (-2.0_f64).exp())).abs() < 1e-12);
        assert!((rayleigh.standard_uncertainty_deg() - 50.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn the_share_of_the_others_is_what_is_left_outside_the_core() {
        let law = ErrorLaw { core_deg: 1.0, wide_deg: 1000.0, wide_share: 0.3, axes: 1 };
        assert!((law.probability_within(10.0) - 0.7).abs() < 5e-3);
        assert!((law.probability_within(1e5) - 1.0).abs() < 1e-9);
    }
}
