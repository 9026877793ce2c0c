//! `osteotome schema`: what a file may hold.

use crate::Verdict;
use crate::arguments::{Format, SchemaOptions};
use crate::console::Console;
use crate::failure::Failure;
use osteotome_foot::scenario::{self, reference_markdown};
use osteotome_sweep::file;

/// Prints the JSON Schema or the reference page of a file format.
pub(crate) fn schema(options: &SchemaOptions, console: &Console) -> Result<Verdict, Failure> {
    match (options.format, options.markdown) {
        (Format::Scenario, true) => console.result(reference_markdown().trim_end()),
        (Format::Scenario, false) => console.result(&format!("{:#}", scenario::json_schema())),
        (Format::Sweep, false) => console.result(&format!("{:#}", file::json_schema())),
        (Format::Sweep, true) => {
            return Err(Failure::input("sweep files are described in docs/sweeps.md; leave --markdown out"));
        }
    }
    Ok(Verdict::Passed)
}
