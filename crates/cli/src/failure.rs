//! Why a command could not do what it was asked for.

use crate::console::Console;
use crate::mistakes;
use osteotome_files::FolderError;
use osteotome_foot::FootError;
use osteotome_foot::scenario::Diagnostic;
use osteotome_sweep::folder::FolderError as SweepFolderError;
use osteotome_sweep::journal::JournalError;
use serde_json::json;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

impl From<SweepFolderError> for Failure {
    fn from(error: SweepFolderError) -> Self {
        use SweepFolderError as E;
        let is_place = |source: &io::Error| PLACE_MISTAKES.contains(&source.kind());
        match &error {
            E::Foreign(_)
            | E::ForeignRecord { .. }
            | E::NoRecord { .. }
            | E::Journal(JournalError::Foreign { .. } | JournalError::InUse { .. }) => {
                Self::input(error.to_string())
            }
            E::Io { source, .. } | E::Journal(JournalError::Io { source, .. }) if is_place(source) => {
                Self::input(error.to_string()).hinting("give another folder with -o")
            }
            _ => Self::other(error),
        }
    }
}

/// What the system says of a path that was given wrongly, rather than of a disk that is full or broken.
const PLACE_MISTAKES: [io::ErrorKind; 6] = [
    io::ErrorKind::NotFound,
    io::ErrorKind::AlreadyExists,
    io::ErrorKind::NotADirectory,
    io::ErrorKind::IsADirectory,
    io::ErrorKind::PermissionDenied,
    io::ErrorKind::ReadOnlyFilesystem,
];

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
    System { message: String, hint: Option<String> },
    /// Results were printed, but could not be written.
    Unwritten(Box<Failure>),
    /// A signal asked for the end.
    Interrupted { exit_code: u8 },
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        let (message, hint) = (error.to_string(), Some(error.remedy().to_owned()));
        match error.is_mistake() {
            true => Self::Input { message, hint },
            false => Self::System { message, hint },
        }
    }
}

impl Failure {
    /// A mistake in what was given.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::Input { message: message.into(), hint: None }
    }

    /// A refusal of the file system.
    pub(crate) fn system(doing: &str, path: &Path, error: &dyn std::fmt::Display) -> Self {
        Self::other(format_args!("cannot {doing} {}: {error}", path.display()))
    }

    /// A failure whose message says it all.
    pub(crate) fn other(error: impl std::fmt::Display) -> Self {
        Self::System { message: error.to_string(), hint: None }
    }

    /// The same failure, which came when the results had been printed.
    pub(crate) fn after_results(self) -> Self {
        Self::Unwritten(Box::new(self))
    }

    /// The same failure with something to try.
    pub(crate) fn hinting(self, hint: impl Into<String>) -> Self {
        match self {
            Self::Input { message, .. } => Self::Input { message, hint: Some(hint.into()) },
            Self::System { message, .. } => Self::System { message, hint: Some(hint.into()) },
            other => other,
        }
    }

    /// 2 for a mistake in the input, what shells say of a signal, 1 for anything else.
    pub(crate) fn exit_code(&self) -> ExitCode {
        let is_input = match self {
            Self::Mistakes(_) | Self::Input { .. } => true,
            Self::Run(error) => error.is_input_mistake(),
            Self::System { .. } => false,
            Self::Unwritten(failure) => return failure.exit_code(),
            Self::Interrupted { exit_code } => return ExitCode::from(*exit_code),
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
            // Machines have read one document already.
            (Self::Unwritten(failure), _) => failure.report(console, false),
            (other, true) => console.result(&json!({ "error": other.message() }).to_string()),
            (other, false) => mistakes::print_message(console, &other.message(), other.hint()),
        }
    }

    pub(crate) fn message(&self) -> String {
        match self {
            Self::Mistakes(_) => "mistakes in the input".to_owned(),
            Self::Input { message, .. } | Self::System { message, .. } => message.clone(),
            Self::Interrupted { .. } => "interrupted".to_owned(),
            Self::Run(error) => error.to_string(),
            Self::Unwritten(failure) => failure.message(),
        }
    }

    fn hint(&self) -> Option<&str> {
        match self {
            Self::Input { hint, .. } | Self::System { hint, .. } => hint.as_deref(),
            _ => None,
        }
    }
}
