//! The order in which loads come to a foot, from the table to walking.

use super::description as keys;
use super::values::Given;

/// A stage of loading: what it ends with. Loads change in proportion from the end of the stage before, at first from none.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadStage {
    /// Name for reports.
    pub name: String,
    /// Tension of fascia and tendons over that of the full load.
    pub tendons: f64,
    /// Load under the heads over the full load.
    pub weight: f64,
    /// Part of the force of the surgeon's hand.
    pub hand: f64,
    /// Part of the pull of the dressing.
    pub dressing: f64,
    /// Greatest number of steps that the foot then walks: each takes weight and tendons down to [`SWING`] and back. It stops walking
    /// when no head moves any more.
    pub cycles: usize,
}

impl LoadStage {
    fn new(name: &str, [tendons, weight, hand, dressing]: [f64; 4]) -> Self {
        Self { name: name.to_owned(), tendons, weight, hand, dressing, cycles: 0 }
    }
}

/// Share of the weight that counts as none: a foot that lies on the ground. Without any, the height of the ground would be nobody's
/// business and the equilibrium not unique.
pub const RESTING_WEIGHT: f64 = 0.02;

/// Share of weight and tendons that is left between two steps of a foot that walks.
pub const SWING: f64 = 0.1;

/// Steps that a foot walks unless the file says otherwise: none, for time, since a step costs as much as the first weight. Classic heads
/// creep when they walk, by a tenth of a millimetre at the fifth step and by a fiftieth at the twentieth.
pub(super) const STEPS: usize = 0;

/// Names a scenario file may use.
pub(super) const NAMES: [&str; 2] = ["stance", "tendons-first"];

/// The stages of the history called `name`, with the passive tone `tone` of a foot at rest, which then walks `steps` at most.
pub(super) fn named(name: &str, tone: f64, steps: usize) -> Vec<LoadStage> {
    if name == NAMES[1] {
        return vec![
            LoadStage::new("tendons", [1.0, RESTING_WEIGHT, 1.0, 0.0]),
            LoadStage::new("weight", [1.0, 1.0, 0.0, 0.0]),
        ];
    }
    vec![
        LoadStage::new("table", [tone, RESTING_WEIGHT, 1.0, 0.0]),
        LoadStage::new("dressing", [tone, RESTING_WEIGHT, 0.0, 1.0]),
        LoadStage::new("standing up", [1.0, 1.0, 0.0, 1.0]),
        LoadStage { cycles: steps, ..LoadStage::new("walking", [1.0, 1.0, 0.0, 1.0]) },
    ]
}

/// The stages that a file gives, each key with its own default.
pub(super) fn given(tables: &[Given]) -> Vec<LoadStage> {
    let stage = |table: &Given| LoadStage {
        name: table.text(&keys::STAGE_NAME).to_owned(),
        tendons: table.number(&keys::STAGE_TENDONS),
        weight: table.number(&keys::STAGE_WEIGHT),
        hand: table.number(&keys::STAGE_HAND),
        dressing: table.number(&keys::STAGE_DRESSING),
        cycles: table.number(&keys::STAGE_CYCLES) as usize,
    };
    tables.iter().map(stage).collect()
}
