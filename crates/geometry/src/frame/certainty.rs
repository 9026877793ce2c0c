//! How sure a decision is.

use serde::Serialize;

/// How sure a decision about a frame is, in number and words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Certainty {
    /// 0 to 1: for an end, the probability that it is the right one; for a direction, that it is within 30°.
    pub confidence: f64,
    /// Standard uncertainty of a direction, degrees; none for a choice between two.
    pub uncertainty_deg: Option<f64>,
    /// On what it rests.
    pub reason: String,
}

impl Certainty {
    /// Given by the user.
    pub(super) fn given(name: &str) -> Self {
        Self { confidence: 1.0, uncertainty_deg: None, reason: format!("{name} given") }
    }

    /// A direction with a standard uncertainty.
    pub(super) fn of_direction(uncertainty_deg: f64, reason: String) -> Self {
        Self {
            confidence: probability_within(30.0, uncertainty_deg),
            uncertainty_deg: Some(uncertainty_deg),
            reason,
        }
    }

    /// The confidence in one word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self.confidence {
            c if c >= 0.95 => "sure",
            c if c >= 0.8 => "likely",
            _ => "unsure",
        }
    }
}

/// P(|x| < limit) of a normal deviate with the given deviation.
fn probability_within(limit: f64, deviation: f64) -> f64 {
    libm::erf(limit / (deviation * std::f64::consts::SQRT_2))
}
