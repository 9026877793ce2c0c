//! Why a command could not do what it was asked for.

use crate::console::Console;
use crate::mistakes;
use osteotome_foot::FootError;
use osteotome_foot::scenario::Diagnostic;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A text file with its mistakes.
#[derive(Debug)]
pub(crate) struct FaultyFile {
    pub(crate) path: PathBuf,
    pub(crate) source: String,
    pub(crate) mistakes: Vec<Diagnostic>,
}

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Mistakes in text files.
    Mistakes(Vec<FaultyFile>),
    /// Another mistake in what was given: a path, an option.
    Input { message: String, hint: Option<String> },
    /// The input was understood, but there is no outcome.
    Run(FootError),
    /// The system refused.
    System { message: String },
}

impl Failure {
    /// A mistake in what was given.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::Input { message: message.into(), hint: None }
    }

    /// A refusal of the file system.
    pub(crate) fn system(doing: &str, path: &Path, error: &dyn std::fmt::Display) -> Self {
        Self::System { message: format!("cannot {doing} {}: {error}", path.display()) }
    }

    /// A failure whose message says it all.
    pub(crate) fn other(error: impl std::fmt::Display) -> Self {
        Self::System { message: error.to_string() }
    }

    /// The same failure with something to try.
    pub(crate) fn hinting(self, hint: impl Into<String>) -> Self {
        match self {
            Self::Input { message, .. } => Self::Input { message, hint: Some(hint.into()) },
            other => other,
        }
    }

    /// 2 for a mistake in the input, 1 for anything else.
    pub(crate) fn exit_code(&self) -> ExitCode {
        let is_input = match self {
            Self::Mistakes(_) | Self::Input { .. } => true,
            Self::Run(error) => error.is_input_mistake(),
            Self::System { .. } => false,
        };
        ExitCode::from(if is_input { 2 } else { 1 })
    }

    /// Tells the user: on standard error for people, on standard output as JSON.
    pub(crate) fn report(&self, console: &Console, as_json: bool) {
        match (self, as_json) {
            (Self::Mistakes(files), true) => console.result(&mistakes::json(files).to_string()),
            (Self::Mistakes(files), false) => {
                for file in files {
                    mistakes::print(console, &file.path, &file.source, &file.mistakes);
                }
            }
            (other, true) => console.result(&json!({ "error": other.message() }).to_string()),
            (other, false) => mistakes::print_message(console, &other.message(), other.hint()),
        }
    }

    pub(crate) fn message(&self) -> String {
        match self {
            Self::Mistakes(_) => "mistakes in the input".to_owned(),
            Self::Input { message, .. } | Self::System { message } => message.clone(),
            Self::Run(error) => error.to_string(),
        }
    }

    fn hint(&self) -> Option<&str> {
        match self {
            Self::Input { hint, .. } => hint.as_deref(),
            _ => None,
        }
    }
}
