//! `osteotome merge`: joins the shards of a sweep.

use super::sweep::summary;
use crate::Verdict;
use crate::arguments::MergeOptions;
use crate::console::Console;
use crate::failure::Failure;
use osteotome_sweep::merge;

/// Joins shards into one folder, as if the sweep had run undivided.
pub(crate) fn merge(options: &MergeOptions, console: &Console) -> Result<Verdict, Failure> {
    let (record, table) =
        merge::merge(&options.shards, &options.output).map_err(|error| Failure::input(error.to_string()))?;
    let summary = summary(&record.title, &table);
    summary.print(console, options.json);
    console.note(&format!("written: {}", options.output.display()));
    Ok(summary.verdict())
}
