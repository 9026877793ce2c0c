//! Mistakes of text files, for people and for machines.

use crate::console::{Console, printable};
use crate::excerpt::Excerpt;
use crate::failure::FaultyFile;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, Report};
use osteotome_foot::scenario::{Diagnostic, Severity};
use serde_json::{Value, json};
use std::ops::Range;
use std::path::Path;

/// Width of messages: wide enough for a line of a scenario file, narrow enough for half a screen.
const WIDTH: usize = 100;

/// Mistakes of one file that are shown; whoever mends these sees the next.
const MOST_SHOWN: usize = 20;

/// Longest message, hint or list of what is accepted that is shown whole, characters.
const LONGEST_TEXT: usize = 600;

/// Prints mistakes with the line each is in, then how many there were.
pub(crate) fn print(console: &Console, path: &Path, source: &str, mistakes: &[Diagnostic]) {
    for mistake in mistakes.iter().take(MOST_SHOWN) {
        let related = mistake.related.iter().map(|related| related.span.clone());
        let places: Vec<Range<usize>> = std::iter::once(mistake.span.clone()).chain(related).collect();
        let excerpt = Excerpt::new(&path.to_string_lossy(), source, &places);
        let report = Report::new(diagnostic(mistake, &excerpt)).with_source_code(excerpt);
        console.rendered(&rendered(console, &report, mistake.hint.as_deref()));
    }
    if let Some(summary) = summary(mistakes) {
        let rest = match mistakes.len().saturating_sub(MOST_SHOWN) {
            0 => String::new(),
            rest => format!("; the first {MOST_SHOWN} are shown, {rest} more follow"),
        };
        console.note(&format!("{}: {summary}{rest}", path.display()));
    }
}

/// Prints a message that belongs to no place in a file.
pub(crate) fn print_message(console: &Console, message: &str, hint: Option<&str>) {
    let report = Report::new(MietteDiagnostic::new(readable(message)));
    console.rendered(&rendered(console, &report, hint));
}

/// A text with nothing in it that a terminal obeys, and with its middle left out if it is very long.
fn readable(text: &str) -> String {
    let characters = text.chars().count();
    if characters <= LONGEST_TEXT {
        return printable(text).into_owned();
    }
    let half = LONGEST_TEXT / 2;
    let start: String = text.chars().take(half).collect();
    let end: String = text.chars().skip(characters - half).collect();
    format!("{} … {}", printable(&start), printable(&end))
}

/// Mistakes as JSON: one object a file.
pub(crate) fn json(files: &[FaultyFile]) -> Value {
    let entries: Vec<Value> = files
        .iter()
        .map(|file| {
            let mistakes: Vec<Value> =
                file.mistakes.iter().map(|mistake| json_of(mistake, &file.source)).collect();
            json!({ "file": file.path.to_string_lossy(), "mistakes": mistakes })
        })
        .collect();
    json!({ "error": "mistakes in the input", "files": entries })
}

/// One mistake as JSON.
pub(crate) fn json_of(mistake: &Diagnostic, source: &str) -> Value {
    let (line, column) = mistake.position(source);
    json!({
        "severity": severity_name(mistake.severity),
        "line": line,
        "column": column,
        "message": mistake.message,
        "accepted": mistake.accepted,
        "hint": mistake.hint,
    })
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What is to be drawn of a mistake; whole tables are pointed at by their first line only.
fn diagnostic(mistake: &Diagnostic, excerpt: &Excerpt) -> MietteDiagnostic {
    let accepted = mistake.accepted.as_ref().map(|accepted| readable(&format!("accepted: {accepted}")));
    let primary = LabeledSpan::new_primary_with_span(accepted, excerpt.place(&mistake.span));
    let related = mistake.related.iter().map(|related| {
        LabeledSpan::new_with_span(Some(readable(&related.label)), excerpt.place(&related.span))
    });
    let severity = match mistake.severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
    };
    MietteDiagnostic::new(readable(&mistake.message))
        .with_severity(severity)
        .with_labels(std::iter::once(primary).chain(related))
}

fn rendered(console: &Console, report: &Report, hint: Option<&str>) -> String {
    let theme = if console.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(WIDTH).with_links(false);
    let mut text = String::new();
    // Writing to a string cannot fail, and a report always renders.
    let _ = handler.render_report(&mut text, report.as_ref());
    let text = text.trim_end().to_owned();
    match hint {
        Some(hint) => format!("{text}\n  hint: {}\n", readable(hint)),
        None => format!("{text}\n"),
    }
}

fn summary(mistakes: &[Diagnostic]) -> Option<String> {
    let count = |severity| mistakes.iter().filter(|mistake| mistake.severity == severity).count();
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => None,
        (errors, 0) => Some(numbered(errors, "mistake")),
        (0, warnings) => Some(numbered(warnings, "warning")),
        (errors, warnings) => {
            Some(format!("{}, {}", numbered(errors, "mistake"), numbered(warnings, "warning")))
        }
    }
}

fn numbered(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
