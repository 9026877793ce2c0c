//! Progress on standard error: a moving line on a terminal, one line a stage elsewhere.

use crate::console::Console;
use indicatif::{ProgressBar, ProgressStyle};
use osteotome_foot::Progress;
use std::time::Duration;

/// Shows what a run is doing, until it is dropped.
pub(crate) struct ProgressDisplay {
    console: Console,
    bar: Option<ProgressBar>,
}

/// Passes the news of a run on to a display.
pub(crate) struct ProgressObserver {
    console: Console,
    bar: Option<ProgressBar>,
    stage: String,
}

impl ProgressDisplay {
    /// A display that is silent until the first news.
    pub(crate) fn new(console: Console) -> Self {
        let bar = console.interactive.then(|| {
            let bar = ProgressBar::new_spinner();
            let template =
                if console.colour { "{spinner:.cyan} {elapsed} {msg}" } else { "{spinner} {elapsed} {msg}" };
            bar.set_style(
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner()),
            );
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self { console, bar }
    }

    /// What hears of the run, on whichever thread that is.
    pub(crate) fn observer(&self) -> ProgressObserver {
        ProgressObserver { console: self.console, bar: self.bar.clone(), stage: String::new() }
    }

    /// Shows on a terminal what the command waits for; a log need not hear of seconds.
    pub(crate) fn waiting(&self, what: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_owned());
        }
    }

    /// Shows a stage that the command itself goes through.
    pub(crate) fn stage(&self, stage: &str) {
        match &self.bar {
            Some(bar) => bar.set_message(stage.to_owned()),
            None => self.console.note(stage),
        }
    }
}

impl Drop for ProgressDisplay {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl ProgressObserver {
    /// Shows the news of a run.
    pub(crate) fn observe(&mut self, progress: &Progress) {
        let (stage, detail) = words(progress);
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{stage}{detail}"));
        } else if stage != self.stage {
            self.console.note(&stage);
        }
        self.stage = stage;
    }
}

/// What is being done, and how far it is.
fn words(progress: &Progress) -> (String, String) {
    match progress {
        Progress::Meshing(ray) => (format!("mesh {ray}"), String::new()),
        Progress::Condensing(body) => (format!("condense {body}"), String::new()),
        Progress::Settling { foot, event } => (
            format!("settle the {foot} foot: {}", event.stage),
            format!(", {:.0} %, step {}", 100.0 * event.ramp, event.step),
        ),
        Progress::Tilting(tilt) => (format!("tilt the foot: {tilt}"), String::new()),
        Progress::Recovering => ("recover stresses".to_owned(), String::new()),
    }
}
