//! The `osteotome` command.

use std::process::ExitCode;

/// Parses the arguments of this process and runs the command.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
