//! The plan of a sweep: its cases, what each depends on, and what they share.

mod design_points;
mod fingerprint;
mod shard;
mod sharing;
mod table;

pub use shard::{MOST_SHARDS, Shard, ShardError};
pub(crate) use table::field_columns;

use crate::file::{Axis, Spread, Sweep};
use design_points::{DesignPoints, case_count};
use fingerprint::{BoneDigests, case_key};
use osteotome_foot::scenario::Scenario;
use rayon::prelude::*;
use sharing::Touched;
use std::collections::{BTreeSet, HashSet};
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

/// Beginning of the names of folders of kept cases.
pub const CASE_FOLDER: &str = "case-";

/// The folder that a case is kept in, by the content it depends on: it never holds another one, whatever its number becomes.
#[must_use]
pub fn case_folder(key: &str) -> String {
    format!("{CASE_FOLDER}{}", key.get(..16).unwrap_or(key))
}

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

/// A planned sweep. Its cases are made when they are asked for.
#[derive(Debug)]
pub struct Plan {
    /// The sweep.
    pub sweep: Sweep,
    /// Content hash of all cases: equal only for the same sweep of the same bones with the same version.
    pub digest: String,
    points: DesignPoints,
    bones: BoneDigests,
    touched: Touched,
    /// Numbers of the cases in the order that lets neighbours share most.
    order: Vec<usize>,
    /// Numbers of cases that have every field and every kind of value that any case has.
    examples: Vec<usize>,
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
    /// Plans `sweep`.
    ///
    /// # Errors
    /// Too many cases, or a bone file cannot be read.
    pub fn new(sweep: Sweep) -> Result<Self, PlanError> {
        let count = case_count(&sweep);
        if count > MOST_CASES {
            return Err(PlanError::TooMany(count));
        }
        let points = DesignPoints::of(&sweep);
        let touched = Touched::of(&sweep, &points);
        let order = touched.order(&points);
        let examples = examples(&sweep, &points);
        let mut plan = Self {
            sweep,
            digest: String::new(),
            points,
            bones: BoneDigests::default(),
            touched,
            order,
            examples,
        };
        let made: Vec<MadeScenario> =
            plan.examples.par_iter().map(|&number| plan.scenario(&plan.values(number))).collect();
        plan.bones.read(made.iter().filter_map(|scenario| scenario.as_deref().ok()))?;
        plan.digest = fingerprint::plan_digest(&plan);
        Ok(plan)
    }

    /// Number of cases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Never: a sweep has at least one axis with a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The case with this number.
    #[must_use]
    pub fn case(&self, number: usize) -> Case {
        let values = self.values(number);
        let scenario = self.scenario(&values);
        let key = case_key(&values, scenario.as_deref(), &self.bones);
        Case { number, values, scenario, key }
    }

    /// The cases with these numbers, made in parallel.
    #[must_use]
    pub fn cases(&self, numbers: &[usize]) -> Vec<Case> {
        numbers.par_iter().map(|&number| self.case(number)).collect()
    }

    fn values(&self, number: usize) -> Vec<Value> {
        self.points.values(&self.sweep.axes, number)
    }

    fn scenario(&self, values: &[Value]) -> MadeScenario {
        self.sweep.case(values).map(Box::new)
    }

    /// Numbers of the cases of `shard`, in the order that lets neighbours share most; of all cases without a shard.
    #[must_use]
    pub fn order(&self, shard: Option<Shard>) -> &[usize] {
        shard.map_or(&self.order, |shard| shard.part_of(&self.order))
    }

    /// How many different feet, sets of whole bones, sets of cut bones and intact feet the cases of `shard` have at most.
    pub(crate) fn classes(&self, shard: Option<Shard>) -> [usize; 4] {
        let Touched { placement, whole_bones, cut_bones, intact } = &self.touched;
        [placement, whole_bones, cut_bones, intact].map(|chosen| {
            let numbers = self.order(shard).iter();
            numbers.map(|&number| self.points.class(number, chosen)).collect::<HashSet<_>>().len()
        })
    }

    /// Which axes change the geometry of some bone, by their index: two values of such an axis share no bone they act on.
    #[must_use]
    pub fn geometric_axes(&self) -> Vec<bool> {
        let Touched { whole_bones, cut_bones, .. } = &self.touched;
        whole_bones.iter().zip(cut_bones).map(|(whole, cut)| *whole || *cut).collect()
    }
}

/// Cases that are looked at one by one when there are not many more.
const MOST_EXAMPLES: usize = 2_000;

/// Numbers of cases that have every combination of the values that are no numbers, at both ends of the others, and some more.
/// Numbers change no more of a scenario than themselves: which fields it has and of what kind follows from the rest.
fn examples(sweep: &Sweep, points: &DesignPoints) -> Vec<usize> {
    let count = points.len();
    if count <= MOST_EXAMPLES {
        return (0..count).collect();
    }
    let is_word = |axis: &Axis| match &axis.spread {
        Spread::Values(values) => !values.iter().all(|value| value.is_float() || value.is_integer()),
        Spread::Distribution(_) => false,
    };
    let words: Vec<bool> = sweep.axes.iter().map(is_word).collect();
    let mut found: BTreeSet<usize> =
        (0..MOST_EXAMPLES).map(|step| step * (count - 1) / (MOST_EXAMPLES - 1)).collect();
    let mut classes = BTreeSet::new();
    // Words vary slowest where their axes come first: every case must be looked at, but only until all have come.
    let all: usize =
        words.iter().enumerate().filter(|(_, word)| **word).map(|(axis, _)| points.count(axis)).product();
    for number in 0..count {
        if classes.len() == all.min(MOST_EXAMPLES) {
            break;
        }
        if classes.insert(points.class(number, &words)) {
            found.insert(number);
        }
    }
    found.into_iter().collect()
}
