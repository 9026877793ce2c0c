//! Progress of a sweep on standard error: a moving line on a terminal, a line now and then elsewhere.

use crate::console::Console;
use indicatif::{ProgressBar, ProgressStyle};
use osteotome_sweep::status::Status;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Time between two lines in a log: the first comes soon, and a day has a hundred.
const FIRST_LINE: Duration = Duration::from_secs(10);
const LONGEST_SILENCE: Duration = Duration::from_secs(900);

/// Counts finished cases.
pub(crate) struct SweepProgress {
    console: Console,
    bar: Option<ProgressBar>,
    cases: usize,
    started: Instant,
    count: Mutex<Count>,
}

struct Count {
    done: usize,
    failed: usize,
    next_line: Duration,
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
        let count = Mutex::new(Count { done: 0, failed: 0, next_line: FIRST_LINE });
        Self { console, bar, cases, started: Instant::now(), count }
    }

    /// A case is over.
    pub(crate) fn finished(&self, status: Status) {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        count.done += 1;
        count.failed += usize::from(status != Status::Settled);
        let failed = if count.failed > 0 { format!(", {} failed", count.failed) } else { String::new() };
        if let Some(bar) = &self.bar {
            bar.set_message(failed);
            bar.inc(1);
            return;
        }
        let elapsed = self.started.elapsed();
        if elapsed >= count.next_line {
            count.next_line = elapsed + elapsed.clamp(FIRST_LINE, LONGEST_SILENCE);
            self.console.note(&line(count.done, self.cases, &failed, elapsed));
        }
    }
}

/// One line of a log; what is left goes by the time that cases took so far.
fn line(done: usize, cases: usize, failed: &str, elapsed: Duration) -> String {
    let left = elapsed.mul_f64(cases.saturating_sub(done) as f64 / done.max(1) as f64);
    format!("{done} of {cases} cases{failed}, {} passed, about {} left", clock(elapsed), clock(left))
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

impl Drop for SweepProgress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::line;
    use std::time::Duration;

    #[test]
    fn a_line_says_how_far_it_is_and_how_long_it_takes() {
        assert_eq!(
            line(30, 120, ", 2 failed", Duration::from_secs(1_250)),
            "30 of 120 cases, 2 failed, 0:20:50 passed, about 1:02:30 left"
        );
    }
}
