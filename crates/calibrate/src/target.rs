//! Measured targets and what calibration does with each.

use serde::Deserialize;
use std::collections::BTreeMap;

/// On which side of a target a foot may be.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Near it.
    Both,
    /// Near it or above: the target is a lower bound.
    Above,
    /// Near it or below: the target is an upper bound.
    Below,
}

/// A target that outputs are compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// Its name.
    pub id: String,
    /// What was measured.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
    /// Measured value, in its unit; the sum of those that were measured apart.
    pub value: f64,
    /// Standard deviation between feet, or assigned where none is published.
    pub spread: f64,
    /// Standard deviation of what the model leaves out.
    pub discrepancy: f64,
    /// On which side a foot may be.
    pub side: Side,
    /// Where it comes from.
    pub source: String,
}

/// Targets with the role `calibrate`.
#[derive(Clone, Debug, PartialEq)]
pub struct Targets {
    /// Compared with outputs.
    pub scored: Vec<Scored>,
    /// Orders and signs that a foot has to have.
    pub held: Vec<String>,
    /// Names of those that are in priors or inputs, with the reason.
    pub used: Vec<(String, String)>,
    /// Names of those that the program has no output for, with the reason.
    pub beyond: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Raw {
    id: String,
    quantity: String,
    #[serde(default)]
    unit: String,
    value: Option<f64>,
    values: Option<Vec<f64>>,
    spread: Option<f64>,
    spreads: Option<Vec<f64>>,
    source: String,
    role: String,
}

#[derive(Deserialize)]
struct File {
    target: Vec<Raw>,
}

#[derive(Deserialize)]
struct ScoredAs {
    ids: Vec<String>,
    side: Side,
    discrepancy: f64,
}

#[derive(Deserialize)]
struct Ids {
    ids: Vec<String>,
    #[serde(default)]
    why: String,
}

#[derive(Deserialize)]
struct Treatment {
    scored: Vec<ScoredAs>,
    held: Vec<Ids>,
    used: Vec<Ids>,
    beyond: Vec<Ids>,
}

/// The file of the targets.
#[must_use]
pub fn targets_text() -> &'static str {
    include_str!("../data/targets.toml")
}

/// The file that says what is done with each.
#[must_use]
pub fn treatment_text() -> &'static str {
    include_str!("../data/treatment.toml")
}

/// Every target with the role `calibrate`; those with another role are dropped here and reach nothing else.
///
/// # Panics
/// Never: the files are part of the program and read by its tests.
#[must_use]
pub fn targets() -> Targets {
    let file: File = toml::from_str(targets_text()).expect("the targets are read by a test");
    let treatment: Treatment = toml::from_str(treatment_text()).expect("the treatment is read by a test");
    let raw: BTreeMap<String, Raw> =
        file.target.into_iter().filter(|t| t.role == "calibrate").map(|t| (t.id.clone(), t)).collect();
    let ids = |list: &[Ids]| -> Vec<(String, String)> {
        list.iter().flat_map(|some| some.ids.iter().map(|id| (id.clone(), some.why.clone()))).collect()
    };
    let scored = treatment.scored.iter().flat_map(|some| some.ids.iter().map(move |id| (some, id)));
    Targets {
        scored: scored.filter_map(|(some, id)| Some(scored_as(raw.get(id)?, some))).collect(),
        held: ids(&treatment.held).into_iter().map(|(id, _)| id).collect(),
        used: ids(&treatment.used),
        beyond: ids(&treatment.beyond),
    }
}

fn scored_as(raw: &Raw, how: &ScoredAs) -> Scored {
    let value = raw.value.or_else(|| raw.values.as_ref().map(|values| values.iter().sum()));
    let squares = |spreads: &Vec<f64>| spreads.iter().map(|s| s * s).sum::<f64>().sqrt();
    Scored {
        id: raw.id.clone(),
        quantity: raw.quantity.clone(),
        unit: raw.unit.clone(),
        value: value.unwrap_or(f64::NAN),
        spread: raw.spread.or_else(|| raw.spreads.as_ref().map(squares)).unwrap_or(f64::NAN),
        discrepancy: how.discrepancy,
        side: how.side,
        source: raw.source.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_calibrate_target_is_treated_once_and_no_hold_out_at_all() {
        let file: File = toml::from_str(targets_text()).expect("targets");
        let all = targets();
        let mut treated: Vec<&String> = all.scored.iter().map(|s| &s.id).chain(&all.held).collect();
        treated.extend(all.used.iter().chain(&all.beyond).map(|(id, _)| id));
        for raw in &file.target {
            let times = treated.iter().filter(|id| **id == &raw.id).count();
            assert_eq!(times, usize::from(raw.role == "calibrate"), "{}", raw.id);
        }
        for scored in &all.scored {
            assert!(
                scored.value.is_finite() && scored.spread > 0.0 && scored.discrepancy > 0.0,
                "{}",
                scored.id
            );
        }
    }
}
