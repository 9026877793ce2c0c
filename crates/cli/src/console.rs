//! Standard output and standard error.

use std::borrow::Cow;
use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;

/// Why standard output did not take a result; a process has only one.
static REFUSED: OnceLock<String> = OnceLock::new();

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

    /// Prints a result. A reader that has gone away, as in `osteotome … | head`, is no failure; any other refusal is, see
    /// [`Self::refusal`].
    #[expect(clippy::unused_self, reason = "results go through the console, wherever it is")]
    pub(crate) fn result(&self, text: &str) {
        let mut output = std::io::stdout().lock();
        let written = output
            .write_all(printable(text).as_bytes())
            .and_then(|()| output.write_all(b"\n"))
            .and_then(|()| output.flush());
        match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => drop(REFUSED.set(error.to_string())),
            _ => {}
        }
    }

    /// Why a result did not reach standard output, if one did not.
    #[expect(clippy::unused_self, reason = "results go through the console, wherever it is")]
    pub(crate) fn refusal(&self) -> Option<&'static str> {
        REFUSED.get().map(String::as_str)
    }

    /// Prints progress or a mistake; where standard error is closed there is nobody to tell.
    pub(crate) fn note(&self, text: &str) {
        self.rendered(&printable(text));
    }

    /// Prints a note that may hold the control sequences of colours, and no text of a user that is not [`printable`].
    #[expect(clippy::unused_self, reason = "notes go through the console, wherever it is")]
    pub(crate) fn rendered(&self, text: &str) {
        let mut output = std::io::stderr().lock();
        let _ = output.write_all(text.as_bytes()).and_then(|()| output.write_all(b"\n"));
    }
}

/// The text with what a terminal would obey rather than show written as `\u001b`, which is what JSON calls it, too.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let shown = |character: char| match is_obeyed(character) {
        true => format!("\\u{:04x}", u32::from(character)),
        false => character.to_string(),
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// Control characters but for line breaks and tabs, and those that turn the direction of writing.
pub(crate) fn is_obeyed(character: char) -> bool {
    let turns = matches!(character,
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (character.is_control() && !matches!(character, '\n' | '\t')) || turns
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(printable("M2\u{1b}[2J\u{9b}\u{202e}\r\n\tµm"), "M2\\u001b[2J\\u009b\\u202e\\u000d\n\tµm");
        assert!(matches!(printable("plain\n\t°"), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn json_stays_json() {
        let text = serde_json::json!({ "title": "\u{1b}\u{9b}\u{7f}\u{202e}\"\\" }).to_string();
        let read: serde_json::Value = serde_json::from_str(&printable(&text)).expect("JSON");
        assert_eq!(read["title"], "\u{1b}\u{9b}\u{7f}\u{202e}\"\\");
        assert!(!printable(&text).contains('\u{9b}'));
    }
}
