//! Distributions: from the unit interval to the values of one field.

use crate::statistics::{normal_cumulative, normal_quantile};
use thiserror::Error;

/// How a field is spread. Values are in the field's own unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Even between two values.
    Uniform {
        /// Least value.
        from: f64,
        /// Greatest value.
        to: f64,
    },
    /// Even in the logarithm between two positive values.
    LogUniform {
        /// Least value, > 0.
        from: f64,
        /// Greatest value.
        to: f64,
    },
    /// Even among the whole numbers between two, both of them included.
    Whole {
        /// Least number.
        from: f64,
        /// Greatest number.
        to: f64,
    },
    /// Normal, cut off at a number of standard deviations so that no case leaves the physical range.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        deviation: f64,
        /// Cut-off in standard deviations.
        cut_off: f64,
    },
}

/// Parameters that describe no distribution.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum DistributionError {
    /// Bounds out of order.
    #[error("from = {from} is not below to = {to}; swap them")]
    Empty {
        /// Lower bound given.
        from: f64,
        /// Upper bound given.
        to: f64,
    },
    /// Bounds of whole numbers that are none.
    #[error("from = {from} and to = {to} are not whole numbers; give whole ones or `kind = \"uniform\"`")]
    NotWhole {
        /// Lower bound given.
        from: f64,
        /// Upper bound given.
        to: f64,
    },
    /// A logarithm of a number that has none.
    #[error("from = {0} has no logarithm; give a positive bound or `distribution = \"uniform\"`")]
    NotPositive(f64),
    /// A standard deviation or a cut-off that is not positive.
    #[error("deviation and cut-off must be positive, got {deviation} and {cut_off}")]
    NoSpread {
        /// Standard deviation given.
        deviation: f64,
        /// Cut-off given.
        cut_off: f64,
    },
}

impl Distribution {
    /// Says what is wrong with the parameters, if anything is.
    ///
    /// # Errors
    /// Bounds out of order, no logarithm, no spread.
    pub fn check(self) -> Result<Self, DistributionError> {
        match self {
            Self::Uniform { from, to } | Self::LogUniform { from, to } | Self::Whole { from, to }
                if from >= to =>
            {
                Err(DistributionError::Empty { from, to })
            }
            Self::Whole { from, to } if from.fract() != 0.0 || to.fract() != 0.0 => {
                Err(DistributionError::NotWhole { from, to })
            }
            Self::LogUniform { from, .. } if from <= 0.0 => Err(DistributionError::NotPositive(from)),
            Self::Normal { deviation, cut_off, .. } if deviation <= 0.0 || cut_off <= 0.0 => {
                Err(DistributionError::NoSpread { deviation, cut_off })
            }
            _ => Ok(self),
        }
    }

    /// The value below which a share `unit` (in [0, 1]) of the distribution lies.
    #[must_use]
    pub fn quantile(self, unit: f64) -> f64 {
        match self {
            Self::Uniform { from, to } => from + unit * (to - from),
            Self::LogUniform { from, to } => from * (to / from).powf(unit),
            Self::Whole { from, to } => (from + (unit * (to - from + 1.0)).floor()).min(to),
            Self::Normal { mean, deviation, cut_off } => {
                let tail = normal_cumulative(-cut_off);
                mean + deviation * normal_quantile(tail + unit * (1.0 - 2.0 * tail))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Distribution, DistributionError};

    #[test]
    fn quantiles_invert() {
        let normal = Distribution::Normal { mean: 2.0, deviation: 0.5, cut_off: 3.0 };
        assert!((normal.quantile(0.5) - 2.0).abs() < 1e-12);
        assert!((normal.quantile(0.0) - 0.5).abs() < 1e-9);
        assert!((normal.quantile(1.0) - 3.5).abs() < 1e-9);
        let log = Distribution::LogUniform { from: 0.1, to: 10.0 };
        assert!((log.quantile(0.5) - 1.0).abs() < 1e-14);
    }

    #[test]
    fn mistakes_name_the_value() {
        let error = Distribution::Uniform { from: 2.0, to: 1.0 }.check().unwrap_err();
        assert_eq!(error, DistributionError::Empty { from: 2.0, to: 1.0 });
        assert!(Distribution::LogUniform { from: 0.0, to: 1.0 }.check().is_err());
        assert!(Distribution::Normal { mean: 0.0, deviation: 0.0, cut_off: 3.0 }.check().is_err());
    }
}
