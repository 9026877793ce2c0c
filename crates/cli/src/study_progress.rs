//! Progress of a study that runs one sweep after another.

use crate::console::Console;
use crate::failure::Failure;
use crate::interruption::Interruption;
use crate::sweep_progress::SweepProgress;
use osteotome_sweep::resume::Hearing;
use std::sync::{Mutex, PoisonError};

const INTERRUPTED: &str = "interrupted: the feet that have begun come to their end, which is entered; the same command goes on from there. \
A second signal ends this at once, and loses what has begun.";

/// Runs `study` with its progress on the console, until it is done or a signal comes.
///
/// # Errors
/// What the study failed with, or the signal.
pub(crate) fn watched<T>(
    console: &Console,
    study: impl FnOnce(&Hearing) -> Result<Option<T>, Failure>,
) -> Result<T, Failure> {
    let interruption = Interruption::watch()?;
    interruption.announce(*console, INTERRUPTED);
    let progress: Mutex<Option<SweepProgress>> = Mutex::new(None);
    let lock = || progress.lock().unwrap_or_else(PoisonError::into_inner);
    let hearing = Hearing {
        begun: &|name, left| {
            console.note(&format!("{name}: {left} cases to run"));
            *lock() = Some(SweepProgress::new(*console, left));
        },
        finished: &|status| {
            if let Some(progress) = lock().as_ref() {
                progress.finished(status);
            }
        },
        stop: &|| interruption.has_come(),
    };
    let done = study(&hearing)?;
    drop(lock().take());
    interruption.check()?;
    done.ok_or_else(|| Failure::other("stopped before its end; the same command goes on from there"))
}
