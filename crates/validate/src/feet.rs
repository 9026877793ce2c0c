//! Distinct forefeet, each settled once.

use crate::workshop::Workshop;
use crate::{Bench, Case};
use osteotome_foot::Ray;
use osteotome_foot::outcome::{HeadOutcome, Outcome};
use osteotome_foot::scenario::Scenario;
use osteotome_sweep::statistics::standard_deviation;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A forefoot that came to rest.
#[derive(Clone, Debug, PartialEq)]
pub struct SettledFoot {
    /// Its outcome.
    pub outcome: Outcome,
}

/// Why a foot is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsettled {
    /// The run gave no outcome.
    #[error("no outcome for the case below: {why}\n{case}")]
    NoOutcome {
        /// Its scenario file.
        case: String,
        /// The message of the run.
        why: String,
    },
    /// A statement asked for a case that it had not announced.
    #[error("the case below was not planned\n{case}")]
    NotPlanned {
        /// Its scenario file.
        case: String,
    },
}

impl Unsettled {
    /// The reason without the scenario file, which may name places on this machine.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::NoOutcome { why, .. } => why.clone(),
            Self::NotPlanned { .. } => "a case was not planned".to_owned(),
        }
    }
}

/// All settled forefeet of one bench.
#[derive(Clone, Debug, Default)]
pub struct Feet {
    bench: Bench,
    settled: BTreeMap<String, Result<SettledFoot, String>>,
}

/// Feet whose cut bones are in memory at the same time: those of one take a gigabyte.
const FEET_AT_ONCE: usize = 3;

/// Cases with the same surgery, a few feet at a time.
fn batches<'a>(
    texts: &[&'a String],
    scenarios: &BTreeMap<&String, Result<Scenario, String>>,
) -> Vec<Vec<&'a String>> {
    let mut feet: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for text in texts {
        let foot = scenarios[*text].as_ref().map(|scenario| format!("{:?}", scenario.foot));
        feet.entry(foot.unwrap_or_default()).or_default().push(text);
    }
    let feet: Vec<Vec<&String>> = feet.into_values().collect();
    feet.chunks(FEET_AT_ONCE).map(<[Vec<&String>]>::concat).collect()
}

impl Feet {
    /// Settles every distinct case, those with the same surgery in parallel; `observer` hears how many are done and how many there are.
    #[must_use]
    pub fn settle(cases: &[Case], bench: &Bench, observer: &(dyn Fn(usize, usize) + Sync)) -> Self {
        let distinct: BTreeMap<String, &Case> = cases.iter().map(|case| (case.text(bench), case)).collect();
        let scenarios: BTreeMap<&String, Result<Scenario, String>> =
            distinct.iter().map(|(text, case)| (text, case.scenario(bench))).collect();
        let mut alike: BTreeMap<Vec<String>, Vec<&String>> = BTreeMap::new();
        for (text, case) in &distinct {
            alike.entry(case.surgery()).or_default().push(text);
        }
        let readable: Vec<&Scenario> = scenarios.values().flatten().collect();
        let workshop = Workshop::prepare(&readable);
        let done = AtomicUsize::new(0);
        let mut settled = BTreeMap::new();
        for texts in alike.values().flat_map(|texts| batches(texts, &scenarios)) {
            let group: Vec<&Scenario> = texts.iter().flat_map(|text| &scenarios[*text]).collect();
            let cut = workshop.cut_bones(&group);
            let settle = |text: &&String| {
                let outcome = scenarios[*text].as_ref().map_err(Clone::clone);
                let outcome = outcome.and_then(|scenario| workshop.settle(scenario, &cut));
                observer(done.fetch_add(1, Ordering::Relaxed) + 1, distinct.len());
                ((*text).clone(), outcome.map(|outcome| SettledFoot { outcome }))
            };
            settled.par_extend(texts.par_iter().map(settle));
        }
        Self { bench: bench.clone(), settled }
    }

    /// The settled foot of a case.
    ///
    /// # Errors
    /// If it was not planned or gave no outcome.
    pub fn of(&self, case: &Case) -> Result<&SettledFoot, Unsettled> {
        let text = case.text(&self.bench);
        match self.settled.get(&text) {
            Some(Ok(foot)) => Ok(foot),
            Some(Err(why)) => Err(Unsettled::NoOutcome { case: text, why: why.clone() }),
            None => Err(Unsettled::NotPlanned { case: text }),
        }
    }

    /// Number of distinct feet, and how many of them gave no outcome.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        (self.settled.len(), self.settled.values().filter(|foot| foot.is_err()).count())
    }
}

impl SettledFoot {
    /// One head.
    ///
    /// # Panics
    /// If the ray is not in the model; every bench has all five.
    #[must_use]
    pub fn head(&self, ray: Ray) -> &HeadOutcome {
        &self.outcome.heads[&ray]
    }

    /// Mean of a figure over the cut rays.
    pub(crate) fn mean(&self, figure: impl Fn(&HeadOutcome) -> f64) -> f64 {
        let figures: Vec<f64> = self.outcome.heads.values().filter(|head| head.cut).map(figure).collect();
        figures.iter().sum::<f64>() / figures.len() as f64
    }

    /// Mean shortening of the cut rays, mm.
    pub(crate) fn shortening_mm(&self) -> f64 {
        self.mean(|head| head.shortening_mm)
    }

    /// Mean elevation of the cut rays, mm.
    pub(crate) fn elevation_mm(&self) -> f64 {
        self.mean(|head| head.elevation_mm)
    }

    /// Mean lateralization of the cut rays, mm.
    pub(crate) fn lateralization_mm(&self) -> f64 {
        self.mean(|head| head.lateralization_mm)
    }

    /// Greatest load ratio of the heads that are not cut, and whose it is.
    pub(crate) fn greatest_overload(&self) -> (Ray, f64) {
        let uncut = self.outcome.heads.iter().filter(|(_, head)| !head.cut);
        uncut
            .map(|(ray, head)| (*ray, head.load_ratio))
            .fold((Ray::M1, f64::NEG_INFINITY), |a, b| if b.1 > a.1 { b } else { a })
    }

    /// Standard deviation of the five head loads over their mean.
    pub(crate) fn load_spread(&self) -> f64 {
        let loads: Vec<f64> = self.outcome.heads.values().map(|head| head.load_n).collect();
        standard_deviation(&loads) * loads.len() as f64 / loads.iter().sum::<f64>()
    }
}
