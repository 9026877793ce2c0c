//! What is wrong with a file, where, and what would be accepted.

use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file is readable, but probably does not say what its author meant.
    Warning,
    /// The file cannot be used.
    Error,
}

/// A second place that a mistake refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Bytes of the file.
    pub span: Range<usize>,
    /// What is there.
    pub label: String,
}

/// One mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The bytes of the file that are wrong.
    pub span: Range<usize>,
    /// What is wrong, with the value and its unit.
    pub message: String,
    /// What would be accepted in this place.
    pub accepted: Option<String>,
    /// What was probably meant.
    pub hint: Option<String>,
    /// The other place, where two places contradict each other.
    pub related: Option<Related>,
}

impl Diagnostic {
    /// An error at `span`.
    #[must_use]
    pub fn error(span: Range<usize>, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { severity: Severity::Error, span, message, accepted: None, hint: None, related: None }
    }

    /// A warning at `span`.
    #[must_use]
    pub fn warning(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(span, message) }
    }

    /// Says what would be accepted.
    #[must_use]
    pub fn accepting(mut self, accepted: impl Into<String>) -> Self {
        self.accepted = Some(accepted.into());
        self
    }

    /// Says what was probably meant.
    #[must_use]
    pub fn hinting(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Points at the other place.
    #[must_use]
    pub fn relating(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.related = Some(Related { span, label: label.into() });
        self
    }

    /// Line and column of the mistake in `source`, both from 1, the column in characters.
    #[must_use]
    pub fn position(&self, source: &str) -> (usize, usize) {
        position(source, self.span.start)
    }
}

/// Line and column, both from 1, of the byte at `offset`; the column counts characters.
#[must_use]
pub fn position(source: &str, offset: usize) -> (usize, usize) {
    let before = &source.as_bytes()[..offset.min(source.len())];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    // Continuation bytes of UTF-8 (10xxxxxx) do not begin a character.
    let column = 1 + before[line_start..].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    (line, column)
}
