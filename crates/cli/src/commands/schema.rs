//! `osteotome schema`: what a file may hold.

use crate::Verdict;
use crate::arguments::{Format, SchemaOptions};
use crate::console::Console;
use crate::failure::Failure;
use osteotome_foot::scenario::{json_schema, reference_markdown};

/// Prints the JSON Schema or the reference page of a file format.
pub(crate) fn schema(options: &SchemaOptions, console: &Console) -> Result<Verdict, Failure> {
    let Format::Scenario = options.format;
    match options.markdown {
        true => console.result(reference_markdown().trim_end()),
        false => console.result(&format!("{:#}", json_schema())),
    }
    Ok(Verdict::Passed)
}
