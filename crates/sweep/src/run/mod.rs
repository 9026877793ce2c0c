//! Runs the cases of a plan in parallel; each case on one thread, so that its outcome does not depend on the others.

mod outcomes;
mod parts;
mod reason;
mod schedule;

use crate::journal::{Entry, Journal, JournalError};
use crate::plan::{Case, Plan};
use crate::status::Status;
use osteotome_foot::Progress;
use osteotome_foot::frames::Scene;
use osteotome_foot::outcome::Outcome;
use osteotome_foot::scenario::Scenario;
use osteotome_foot::study::{CondensedBone, IntactFoot, PlacedFoot, SettledCase, settle_case};
use outcomes::outcome_columns;
pub(crate) use outcomes::usual_columns;
pub use parts::Census;
pub(crate) use parts::Parts;
use parts::{Failed, Kind, Made};
use reason::readable;
use schedule::{Schedule, Task};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use thiserror::Error;

/// A case that is kept for looking at.
#[derive(Debug)]
pub struct KeptCase<'a> {
    /// Its number.
    pub number: usize,
    /// Content hash of everything it depends on.
    pub key: &'a str,
    /// Its scenario.
    pub scenario: &'a Scenario,
    /// The numbers.
    pub outcome: &'a Outcome,
    /// Meshes, fields, faces, lines.
    pub scene: &'a Scene,
    /// The steps of its intact and of its cut foot.
    pub steps: &'a [Progress],
}

/// Says whether the case with this row is kept.
pub type KeepRule<'a> = dyn Fn(&Case, &Entry) -> bool + Sync + 'a;

/// What is done besides the table.
pub struct Running<'a> {
    /// Number of threads.
    pub threads: usize,
    /// Whether anything may be kept: fields are only recovered if it is.
    pub keep: Option<&'a KeepRule<'a>>,
    /// Writes a kept case; what goes wrong stops the sweep.
    pub write: &'a (dyn Fn(&KeptCase) -> Result<(), String> + Sync),
    /// Hears of every finished case: its status.
    pub observer: &'a (dyn Fn(Status) + Sync),
    /// Asked before anything new is begun: whether to begin nothing more.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// Why a sweep stopped before its end.
#[derive(Debug, Error)]
pub enum RunError {
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A kept case could not be written.
    #[error("cannot write case {number}: {reason}; finished cases are safe, run the same command again")]
    Kept {
        /// Its number.
        number: usize,
        /// What went wrong.
        reason: String,
    },
    /// Threads could not be started.
    #[error("cannot start {threads} threads: {reason}")]
    Threads {
        /// How many were wanted.
        threads: usize,
        /// What went wrong.
        reason: String,
    },
}

/// Cases that are planned and shared among each other at a time: some quarter of an hour's work, and as much memory as an element
/// mesh.
const CHUNK: usize = 4096;

/// Runs the cases `numbers` of `plan`, in this order, and enters each into `journal` when it is done. Cases of the same content
/// are run once; returns how many were spared by that.
///
/// A case that fails gets its row and the others go on. Once [`Running::stop`] says so what has begun comes to its end, and the
/// rest is left. The rows do not depend on the number of threads or on the order.
///
/// # Errors
/// If a row or a kept case cannot be written; everything entered before is safe.
///
/// # Panics
/// If a case panics, which is a defect of osteotome: the threads end what they are at, every case entered before is safe, and the panic
/// goes on.
pub fn run_cases(
    plan: &Plan,
    numbers: &[usize],
    journal: &mut Journal,
    running: &Running,
) -> Result<usize, RunError> {
    let pools = pools(running.threads.min(numbers.len()))?;
    let (mut known, mut same) = (BTreeSet::new(), 0);
    for chunk in numbers.chunks(CHUNK) {
        let mut cases = plan.cases(chunk);
        let count = cases.len();
        cases.retain(|case| known.insert(case.key.clone()));
        same += count - cases.len();
        run_chunk(&cases, journal, running, &pools)?;
    }
    Ok(same)
}

fn run_chunk(
    cases: &[Case],
    journal: &mut Journal,
    running: &Running,
    pools: &[rayon::ThreadPool],
) -> Result<(), RunError> {
    let schedule = Schedule::new(&cases.iter().collect::<Vec<_>>(), running.threads);
    let desk = Desk { schedule, journal, failure: None, is_abandoned: false };
    let cases = cases.iter().map(|case| (case.number, case)).collect();
    let office = Office { cases, running, desk: Mutex::new(desk), news: Condvar::new() };
    std::thread::scope(|scope| {
        for pool in pools {
            let office = &office;
            scope.spawn(move || pool.install(|| office.work()));
        }
    });
    let desk = office.desk.into_inner().unwrap_or_else(PoisonError::into_inner);
    desk.failure.map_or(Ok(()), Err)
}

/// A pool of one thread for each case that runs: what a case would do in parallel it does alone, for the cores are busy
/// with other cases.
fn pools(threads: usize) -> Result<Vec<rayon::ThreadPool>, RunError> {
    let pool = |_| rayon::ThreadPoolBuilder::new().num_threads(1).build();
    (0..threads)
        .map(pool)
        .collect::<Result<_, _>>()
        .map_err(|error| RunError::Threads { threads, reason: error.to_string() })
}

/// What the threads share.
struct Office<'a> {
    cases: BTreeMap<usize, &'a Case>,
    running: &'a Running<'a>,
    desk: Mutex<Desk<'a>>,
    /// Rings when something is made or over.
    news: Condvar,
}

/// What one thread at a time may touch.
struct Desk<'a> {
    schedule: Schedule,
    journal: &'a mut Journal,
    failure: Option<RunError>,
    /// Whether a thread has panicked: what it was making will never come.
    is_abandoned: bool,
}

/// Tells the other threads if this one panics, for they would wait for ever; the panic goes on, and ends the study.
struct Alarm<'a, 'b>(&'a Office<'b>);

impl Drop for Alarm<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.desk().is_abandoned = true;
            self.0.news.notify_all();
        }
    }
}

impl<'a> Office<'a> {
    fn desk(&self) -> MutexGuard<'_, Desk<'a>> {
        // What a thread that panicked leaves on the desk is not used any more.
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works until nothing is left to do, or something went wrong.
    fn work(&self) {
        let _alarm = Alarm(self);
        let mut desk = self.desk();
        loop {
            if desk.failure.is_some()
                || desk.is_abandoned
                || desk.schedule.is_empty()
                || (self.running.stop)()
            {
                break;
            }
            let Some(task) = desk.schedule.take() else {
                desk = self.news.wait(desk).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            drop(desk);
            self.perform(task);
            desk = self.desk();
            self.news.notify_all();
        }
        self.news.notify_all();
    }

    fn perform(&self, task: Task) {
        match task {
            Task::Part(part, from) => {
                let (kind, case) = {
                    let desk = self.desk();
                    let part = desk.schedule.part(part);
                    (part.kind, part.case)
                };
                let inside = self.running.keep.is_some();
                let made = make(self.cases[&case], kind, from, inside);
                self.desk().schedule.made(part, made);
            }
            Task::Case(number, made) => {
                let case = self.cases[&number];
                let settled = settle(case, made, self.running.keep.is_some());
                self.finish(case, settled);
            }
            Task::Lost(number, why) => self.finish(self.cases[&number], Err(why)),
        }
    }

    /// Writes what there is to see, if it is asked for, then the row: a case with a row needs nothing more.
    fn finish(&self, case: &Case, settled: Result<SettledCase, Failed>) {
        let entry = entry(case, settled.as_ref());
        let status = entry.status;
        let written = match &settled {
            Ok(settled) => self.keep(case, &entry, settled),
            Err(_) => Ok(()),
        };
        let mut desk = self.desk();
        let entered = written.and_then(|()| Ok(desk.journal.append(entry)?));
        desk.schedule.finished(case.number);
        match entered {
            Ok(()) => (self.running.observer)(status),
            Err(error) => drop(desk.failure.get_or_insert(error)),
        }
    }

    fn keep(&self, case: &Case, entry: &Entry, settled: &SettledCase) -> Result<(), RunError> {
        let wanted = self.running.keep.is_some_and(|rule| rule(case, entry));
        let (Ok(scenario), Some(scene), true) = (&case.scenario, &settled.scene, wanted) else {
            return Ok(());
        };
        let kept = KeptCase {
            number: case.number,
            key: &case.key,
            scenario,
            outcome: &settled.outcome,
            scene,
            steps: &settled.steps,
        };
        (self.running.write)(&kept).map_err(|reason| RunError::Kept { number: case.number, reason })
    }
}

fn invalid(reason: impl Into<String>) -> Failed {
    Failed { status: Status::Invalid, reason: reason.into() }
}

/// Makes a part; with what recovers fields inside if that is asked for.
fn make(case: &Case, kind: Kind, from: Vec<Made>, inside: bool) -> Result<Made, Failed> {
    let scenario = case.scenario.as_deref().map_err(invalid)?;
    let (foot, bones) = match (kind, sorted(from)) {
        (Kind::Placement, _) => return Ok(Made::Placement(PlacedFoot::new(scenario)?)),
        (_, Sorted { foot: Some(foot), bones, .. }) => (foot, bones),
        _ => return Err(invalid("the foot was not placed")),
    };
    Ok(match kind {
        Kind::Bone { ray, cut } => {
            let bone = CondensedBone::new(scenario, &foot, ray, cut)?;
            Made::Bone(if inside { bone } else { bone.without_inside() })
        }
        _ => Made::Intact(Arc::new(IntactFoot::settle(scenario, &foot, bones, inside)?)),
    })
}

fn settle(case: &Case, from: Vec<Made>, with_scene: bool) -> Result<SettledCase, Failed> {
    let scenario = case.scenario.as_deref().map_err(invalid)?;
    match sorted(from) {
        Sorted { foot: Some(foot), intact: Some(intact), bones } => {
            Ok(settle_case(scenario, &foot, bones, &intact, with_scene)?)
        }
        _ => Err(invalid("the parts of the foot were not made")),
    }
}

#[derive(Default)]
struct Sorted {
    foot: Option<PlacedFoot>,
    intact: Option<Arc<IntactFoot>>,
    bones: Vec<CondensedBone>,
}

fn sorted(parts: Vec<Made>) -> Sorted {
    let mut sorted = Sorted::default();
    for part in parts {
        match part {
            Made::Placement(foot) => sorted.foot = Some(foot),
            Made::Intact(intact) => sorted.intact = Some(intact),
            Made::Bone(bone) => sorted.bones.push(bone),
        }
    }
    sorted
}

/// Codes of the warnings of an outcome, each once, joined by `;`.
fn warning_codes(outcome: &Outcome) -> String {
    let codes: BTreeSet<&str> = outcome.warnings.iter().map(|warning| warning.code.name()).collect();
    codes.into_iter().collect::<Vec<_>>().join(";")
}

fn entry(case: &Case, settled: Result<&SettledCase, &Failed>) -> Entry {
    let key = case.key.clone();
    match settled {
        Ok(SettledCase { outcome, .. }) => {
            let warnings = warning_codes(outcome);
            Entry {
                key,
                status: Status::Settled,
                reason: String::new(),
                warnings,
                outcomes: outcome_columns(outcome),
            }
        }
        Err(why) => {
            let (warnings, outcomes) = (String::new(), BTreeMap::new());
            Entry { key, status: why.status, reason: readable(&why.reason), warnings, outcomes }
        }
    }
}
