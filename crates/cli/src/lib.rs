//! The `osteotome` command: reads files, calls the libraries, prints results and writes them.
//!
//! Results go to standard output, progress and mistakes to standard error. The exit code is 0 only if equilibrium was
//! reached and every check passed, 1 if the command ran but that is not so or the system refused, 2 for a mistake in the
//! input, 130 and 143 after the signals of Ctrl-C and `kill`.
//!
//! The binary is this library and nothing else:
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     osteotome_cli::main()
//! }
//! ```

mod arguments;
mod bone_report;
mod case_files;
mod commands;
mod console;
mod excerpt;
mod failure;
mod frame_tables;
mod frame_tilts;
mod given;
mod input;
mod interruption;
mod meshes;
mod mistakes;
mod named_bone;
mod outcome_csv;
mod outcome_tables;
mod output;
mod pictures;
mod problem;
mod progress;
mod repetition;
mod step_log;
mod study_progress;
mod sweep_progress;
mod sweep_report;
mod table;

use arguments::{Arguments, Command};
use clap::Parser;
use console::Console;
use failure::Failure;
use std::process::ExitCode;

/// Parses the arguments of this process and runs the command.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let console = Console::of_this_process();
    let exit_code = match dispatch(&arguments.command, &console) {
        Ok(verdict) => verdict.exit_code(),
        Err(failure) => {
            failure.report(&console, arguments.command.json());
            failure.exit_code()
        }
    };
    match console.refusal().map(|why| Failure::other(format_args!("cannot write to standard output: {why}")))
    {
        Some(failure) => {
            failure.report(&console, false);
            if exit_code == ExitCode::SUCCESS { failure.exit_code() } else { exit_code }
        }
        None => exit_code,
    }
}

/// Whether every check passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// All is well: exit code 0.
    Passed,
    /// It ran, but without equilibrium or with failed checks: exit code 1.
    Failed,
    /// The report says that the input cannot be used: exit code 2.
    Faulty,
}

impl Verdict {
    fn exit_code(self) -> ExitCode {
        match self {
            Self::Passed => ExitCode::SUCCESS,
            Self::Failed => ExitCode::from(1),
            Self::Faulty => ExitCode::from(2),
        }
    }
}

fn dispatch(command: &Command, console: &Console) -> Result<Verdict, Failure> {
    match command {
        Command::Run(options) => commands::run::run(options, console),
        Command::Mesh(options) => commands::mesh::mesh(options, console),
        Command::Sweep(options) => commands::sweep::sweep(options, console),
        Command::Report(options) => commands::report::report(options, console),
        Command::Merge(options) => commands::merge::merge(options, console),
        Command::Check(options) => commands::check::check(options, console),
        Command::Inspect(options) => commands::inspect::inspect(options, console),
        Command::Export(options) => commands::export::export(options, console),
        Command::Schema(options) => commands::schema::schema(options, console),
        Command::Validate(options) => commands::validate::validate(options, console),
        Command::Calibrate(options) => commands::calibrate::calibrate(options, console),
        Command::Predict(options) => commands::predict::predict(options, console),
    }
}

/// Prints help, the version or what is wrong with the arguments.
fn usage(error: &clap::Error) -> ExitCode {
    // Nothing can be said if standard error itself is closed.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}
