//! Mistakes of text files, for people and for machines.

use crate::console::Console;
use crate::failure::FaultyFile;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};
use osteotome_foot::scenario::{Diagnostic, Severity};
use serde_json::{Value, json};
use std::path::Path;

/// Width of messages: wide enough for a line of a scenario file, narrow enough for half a screen.
const WIDTH: usize = 100;

/// Prints every mistake with the line it is in, then how many there were.
pub(crate) fn print(console: &Console, path: &Path, source: &str, mistakes: &[Diagnostic]) {
    for mistake in mistakes {
        let named = NamedSource::new(path.to_string_lossy(), source.to_owned());
        let report = Report::new(diagnostic(mistake, source)).with_source_code(named);
        console.note(&rendered(console, &report, mistake.hint.as_deref()));
    }
    if let Some(summary) = summary(mistakes) {
        console.note(&format!("{}: {summary}", path.display()));
    }
}

/// Prints a message that belongs to no place in a file.
pub(crate) fn print_message(console: &Console, message: &str, hint: Option<&str>) {
    let report = Report::new(MietteDiagnostic::new(message));
    console.note(&rendered(console, &report, hint));
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

fn diagnostic(mistake: &Diagnostic, source: &str) -> MietteDiagnostic {
    let accepted = mistake.accepted.as_ref().map(|accepted| format!("accepted: {accepted}"));
    let place = mistake.span.start..visible_end(source, &mistake.span);
    let primary = LabeledSpan::new_primary_with_span(accepted, place);
    let related = mistake
        .related
        .iter()
        .map(|related| LabeledSpan::new_with_span(Some(related.label.clone()), related.span.clone()));
    let severity = match mistake.severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
    };
    MietteDiagnostic::new(&mistake.message)
        .with_severity(severity)
        .with_labels(std::iter::once(primary).chain(related))
}

/// The end of the first line of a span: whole tables are pointed at by their first line only.
fn visible_end(source: &str, span: &std::ops::Range<usize>) -> usize {
    let text = source.get(span.clone()).unwrap_or_default();
    span.start + text.find(['\n', '\r']).unwrap_or(text.len())
}

fn rendered(console: &Console, report: &Report, hint: Option<&str>) -> String {
    let theme = if console.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(WIDTH).with_links(false);
    let mut text = String::new();
    // Writing to a string cannot fail, and a report always renders.
    let _ = handler.render_report(&mut text, report.as_ref());
    let text = text.trim_end().to_owned();
    match hint {
        Some(hint) => format!("{text}\n  hint: {hint}\n"),
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
