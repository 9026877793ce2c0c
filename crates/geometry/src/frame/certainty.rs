//! How sure a decision is.

use super::ErrorLaw;
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
    /// How the error of a direction is distributed; none for a choice between two, and of what was given.
    #[serde(skip)]
    pub law: Option<ErrorLaw>,
}

impl Certainty {
    /// Given by the user.
    pub(super) fn given(name: &str) -> Self {
        Self { confidence: 1.0, uncertainty_deg: None, reason: format!("{name} given"), law: None }
    }

    /// A direction whose error has a law.
    pub(super) fn of_direction(law: ErrorLaw, reason: String) -> Self {
        Self {
            confidence: law.probability_within(30.0),
            uncertainty_deg: Some(law.standard_uncertainty_deg()),
            reason,
            law: Some(law),
        }
    }

    /// A choice between two.
    pub(super) fn of_choice(confidence: f64, reason: String) -> Self {
        Self { confidence, uncertainty_deg: None, reason, law: None }
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
