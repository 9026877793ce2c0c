//! Predictions: operated feet of the whole ensemble, cut by hands that err, beside what series of patients reported.
//!
//! Nothing here was fitted: the ensemble was chosen on intact feet, and is committed before this is run.

mod operated;
mod page;
mod reported;
mod series;

pub use operated::{OperatedFoot, Technique};
pub use page::prediction_markdown;
pub use reported::{Predicted, Reported, predicted};
pub use series::{PredictionError, Predictions, predict};
