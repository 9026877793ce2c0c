//! Signals that ask this process to end: Ctrl-C and what `kill` sends.

use crate::console::Console;
use crate::failure::Failure;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How long a signal may go unnoticed.
const NOTICED_WITHIN: Duration = Duration::from_millis(50);

/// Stack of a thread that does the work of the main thread: as large as that of a main thread usually is.
const STACK_BYTES: usize = 8 << 20;

/// Watches for signals from when it is made to the end of the process. The first one is noted here, and the command comes to an
/// orderly end; the second ends the process at once.
#[derive(Clone, Debug)]
pub(crate) struct Interruption {
    signal: Arc<AtomicUsize>,
}

impl Interruption {
    /// Starts to watch.
    pub(crate) fn watch() -> Result<Self, Failure> {
        let (signal, again) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        for number in [SIGINT, SIGTERM] {
            Self::register(number, &signal, &again)
                .map_err(|error| Failure::other(format!("cannot watch for signals: {error}")))?;
        }
        Ok(Self { signal })
    }

    fn register(number: i32, signal: &Arc<AtomicUsize>, again: &Arc<AtomicBool>) -> std::io::Result<()> {
        // In this order: the first signal arms what the second sets off.
        flag::register_conditional_shutdown(number, exit_code(number), Arc::clone(again))?;
        flag::register(number, Arc::clone(again))?;
        flag::register_usize(number, Arc::clone(signal), usize::try_from(number).unwrap_or_default())?;
        Ok(())
    }

    /// Whether a signal has come.
    pub(crate) fn has_come(&self) -> bool {
        self.signal.load(Ordering::Relaxed) != 0
    }

    /// A failure if a signal has come.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        match i32::try_from(self.signal.load(Ordering::Relaxed)).unwrap_or_default() {
            0 => Ok(()),
            number => Err(Failure::Interrupted { exit_code: u8::try_from(exit_code(number)).unwrap_or(1) }),
        }
    }

    /// Does `work` on another thread, and leaves it to itself when a signal comes: the process is about to end.
    pub(crate) fn abortable<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (sender, receiver) = channel();
        let worker = thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn(move || {
                // Nobody listens any more after a signal.
                let _ = sender.send(work());
            })
            .map_err(|error| Failure::other(format!("cannot start a thread: {error}")))?;
        loop {
            match receiver.recv_timeout(NOTICED_WITHIN) {
                Ok(done) => return Ok(done),
                Err(RecvTimeoutError::Timeout) => self.check()?,
                Err(RecvTimeoutError::Disconnected) => match worker.join() {
                    Err(panic) => std::panic::resume_unwind(panic),
                    Ok(()) => return Err(Failure::other("the work ended without a result")),
                },
            }
        }
    }

    /// Says `text` when a signal comes, from a thread of its own.
    pub(crate) fn announce(&self, console: Console, text: &'static str) {
        let watched = self.clone();
        thread::spawn(move || {
            while !watched.has_come() {
                thread::sleep(NOTICED_WITHIN);
            }
            console.note(text);
        });
    }
}

/// What shells report of a process that a signal ended.
fn exit_code(signal: i32) -> i32 {
    128 + signal
}
