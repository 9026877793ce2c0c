//! The plan of a sweep: its cases, what each depends on, and what they share.

mod design_points;
mod fingerprint;
mod shard;
mod table;

pub use shard::{MOST_SHARDS, Shard, ShardError};
pub(crate) use table::field_columns;

use crate::file::Sweep;
use design_points::{case_count, design_points};
use fingerprint::{BoneDigests, case_key};
use osteotome_foot::PartKeys;
use osteotome_foot::scenario::Scenario;
use rayon::prelude::*;
use std::collections::BTreeMap;
use thiserror::Error;
use toml::Value;

/// Version whose outcomes are kept apart from those of others: that of the package, and a hash of the sources that outcomes depend
/// on, so that a changed program is another version.
#[must_use]
pub fn version() -> &'static str {
    fingerprint::VERSION
}

/// Most cases a sweep may have.
pub const MOST_CASES: u128 = 1_000_000;

/// A scenario, or what is wrong with a combination of values.
pub type MadeScenario = Result<Box<Scenario>, String>;

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its number, from 0.
    pub number: usize,
    /// Its values, one an axis.
    pub values: Vec<Value>,
    /// Its scenario, or what is wrong with this combination of values.
    pub scenario: MadeScenario,
    /// Content hash of everything its outcome depends on: scenario, bone files, version.
    pub key: String,
}

/// A planned sweep.
#[derive(Debug)]
pub struct Plan {
    /// The sweep.
    pub sweep: Sweep,
    /// Its cases, by number.
    pub cases: Vec<Case>,
    /// Content hash of all cases: equal only for the same sweep of the same bones with the same version.
    pub digest: String,
    /// Numbers of the cases in the order that lets neighbours share most.
    order: Vec<usize>,
}

/// Why a sweep cannot be planned.
#[derive(Debug, Error)]
pub enum PlanError {
    /// Too many cases.
    #[error("the sweep has {0} cases, more than {MOST_CASES}; shorten a list, or sample some axes")]
    TooMany(u128),
    /// A bone file that was there a moment ago.
    #[error("{path} {source}")]
    Bone {
        /// The file.
        path: std::path::PathBuf,
        /// The reason.
        source: osteotome_geometry::InputFileError,
    },
}

impl Plan {
    /// Makes the cases of `sweep`.
    ///
    /// # Errors
    /// Too many cases, or a bone file cannot be read.
    pub fn new(sweep: Sweep) -> Result<Self, PlanError> {
        let count = case_count(&sweep);
        if count > MOST_CASES {
            return Err(PlanError::TooMany(count));
        }
        let made: Vec<(Vec<Value>, MadeScenario)> = design_points(&sweep)
            .into_par_iter()
            .map(|values| {
                let scenario = sweep.case(&values).map(Box::new);
                (values, scenario)
            })
            .collect();
        let digests = BoneDigests::of(made.iter().filter_map(|(_, scenario)| scenario.as_deref().ok()))?;
        let cases: Vec<Case> = made
            .into_iter()
            .enumerate()
            .map(|(number, (values, scenario))| {
                let key = case_key(&values, scenario.as_deref(), &digests);
                Case { number, values, scenario, key }
            })
            .collect();
        let digest = fingerprint::plan_digest(&sweep, &cases);
        let order = sharing_order(&cases);
        Ok(Self { sweep, cases, digest, order })
    }

    /// Numbers of the cases of `shard`, in the order that lets neighbours share most; of all cases without a shard.
    #[must_use]
    pub fn order(&self, shard: Option<Shard>) -> &[usize] {
        shard.map_or(&self.order, |shard| shard.part_of(&self.order))
    }

    /// Which axes change the geometry of some bone, by their index: two values of such an axis share no bone they act on.
    #[must_use]
    pub fn geometric_axes(&self) -> Vec<bool> {
        (0..self.sweep.axes.len()).map(|axis| self.changes_geometry(axis)).collect()
    }

    /// Whether the base scenario has other bones with the first than with the last value of an axis.
    fn changes_geometry(&self, axis: usize) -> bool {
        let Some(first) = self.cases.first() else { return false };
        let bones =
            |values: &[Value]| self.sweep.case(values).ok().map(|scenario| scenario.part_keys().bones);
        let other = self.cases.iter().find(|case| case.values[axis] != first.values[axis]);
        let Some(other) = other else { return false };
        let mut values = first.values.clone();
        values[axis] = other.values[axis].clone();
        bones(&first.values) != bones(&values)
    }
}

/// Cases of one foot together, in it those of one set of cut bones, in that those of one intact foot; each in the order of
/// first appearance.
fn sharing_order(cases: &[Case]) -> Vec<usize> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut rank = |key: String| {
        let next = known.len();
        *known.entry(key).or_insert(next)
    };
    let ranks: Vec<[usize; 3]> = cases
        .iter()
        .map(|case| match &case.scenario {
            Ok(scenario) => {
                let PartKeys { placement, bones, intact } = scenario.part_keys();
                let cut = bones.into_iter().filter(|bone| bone.1).map(|bone| bone.2).collect::<String>();
                [rank(placement), rank(cut), rank(intact)]
            }
            Err(_) => [usize::MAX; 3],
        })
        .collect();
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|&number| (ranks[number], number));
    order
}
