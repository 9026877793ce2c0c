//! Progress of a sweep on standard error: a moving line on a terminal, nothing elsewhere.

use crate::console::Console;
use indicatif::{ProgressBar, ProgressStyle};
use osteotome_sweep::status::Status;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Counts finished cases.
pub(crate) struct SweepProgress {
    bar: Option<ProgressBar>,
    failed: AtomicUsize,
}

impl SweepProgress {
    /// A display for `cases` cases.
    pub(crate) fn new(console: Console, cases: usize) -> Self {
        let bar = console.interactive.then(|| {
            let bar = ProgressBar::new(cases as u64);
            let template = "{elapsed} {wide_bar} {pos}/{len} cases{msg}, {per_sec}, {eta} left";
            bar.set_style(
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar.enable_steady_tick(Duration::from_millis(500));
            bar
        });
        Self { bar, failed: AtomicUsize::new(0) }
    }

    /// A case is over.
    pub(crate) fn finished(&self, status: Status) {
        let lost = usize::from(status != Status::Settled);
        let failed = self.failed.fetch_add(lost, Ordering::Relaxed) + lost;
        if let Some(bar) = &self.bar {
            bar.set_message(if failed > 0 { format!(", {failed} failed") } else { String::new() });
            bar.inc(1);
        }
    }
}

impl Drop for SweepProgress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
