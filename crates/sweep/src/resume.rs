//! A sweep that another program runs: to its end, going on where an earlier one stopped.

use crate::journal::Journal;
use crate::plan::Plan;
use crate::run::{RunError, Running, run_cases};
use crate::status::Status;
use std::path::Path;

/// Who is told and asked on the way.
pub struct Hearing<'a> {
    /// Hears of every sweep that begins: its name and how many cases are left to run.
    pub begun: &'a (dyn Fn(&str, usize) + Sync),
    /// Hears of every finished case.
    pub finished: &'a (dyn Fn(Status) + Sync),
    /// Asked before anything new is begun: whether to begin nothing more.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// Runs the cases of `plan` that have no row in the journal `name`.jsonl of `folder`; its journal, or `None` if it was told to stop.
///
/// # Errors
/// If the journal cannot be read or written.
pub fn finish(
    plan: &Plan,
    folder: &Path,
    name: &str,
    threads: usize,
    hearing: &Hearing,
) -> Result<Option<Journal>, RunError> {
    let mut journal = Journal::open(&folder.join(format!("{name}.jsonl")))?;
    let is_left = |number: &usize| journal.get(&plan.case(*number).key).is_none();
    let left: Vec<usize> = plan.order(None).iter().copied().filter(is_left).collect();
    (hearing.begun)(name, left.len());
    let running =
        Running { threads, keep: None, write: &|_| Ok(()), observer: hearing.finished, stop: hearing.stop };
    if !left.is_empty() {
        run_cases(plan, &left, &mut journal, &running)?;
    }
    Ok((!(hearing.stop)()).then_some(journal))
}
