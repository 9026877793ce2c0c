//! Calibration: from priors and measured targets to an ensemble of plausible feet, by history matching.
//!
//! Points of the priors are run as a sweep, each as an intact foot in three phases of stance, with and without its fascia. A point
//! is plausible if no output is farther from its target than three standard deviations of measurement and model discrepancy together
//! (docs/theory/calibration.md). Only targets with the role `calibrate` are read: intact feet, cadaver mechanics, open surgery.

mod ensemble;
mod implausibility;
mod observable;
mod page;
mod prior;
mod target;
mod wave;

pub use ensemble::{Ensemble, choose, inputs_digest};
pub use implausibility::{Judged, judge};
pub use observable::{Foot, Outcomes, observe};
pub use page::markdown;
pub use prior::{Apply, Prior, Scale, priors, priors_text};
pub use target::{Scored, Side, Targets, targets, targets_text, treatment_text};
pub use wave::{Calibration, CalibrationError, Point, calibrate, paths};
