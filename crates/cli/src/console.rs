//! Standard output and standard error.

use std::io::{IsTerminal, Write};

/// Where results, progress and mistakes go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    /// Whether standard error is a terminal that somebody watches.
    pub(crate) interactive: bool,
    /// Whether standard error may be coloured.
    pub(crate) colour: bool,
}

impl Console {
    /// The console of this process; `NO_COLOR` (set and not empty) and `TERM=dumb` turn colours off.
    pub(crate) fn of_this_process() -> Self {
        let terminal = std::io::stderr().is_terminal();
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self { interactive: terminal && !dumb, colour: terminal && !dumb && !set("NO_COLOR") }
    }

    /// Prints a result. A reader that has gone away, as in `osteotome … | head`, is no failure.
    #[expect(clippy::unused_self, reason = "results go through the console, wherever it is")]
    pub(crate) fn result(&self, text: &str) {
        let mut output = std::io::stdout().lock();
        let _ = output.write_all(text.as_bytes()).and_then(|()| output.write_all(b"\n"));
    }

    /// Prints progress or a mistake; where standard error is closed there is nobody to tell.
    #[expect(clippy::unused_self, reason = "notes go through the console, wherever it is")]
    pub(crate) fn note(&self, text: &str) {
        let mut output = std::io::stderr().lock();
        let _ = output.write_all(text.as_bytes()).and_then(|()| output.write_all(b"\n"));
    }
}
