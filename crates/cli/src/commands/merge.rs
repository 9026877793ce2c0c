//! `osteotome merge`: joins the shards of a sweep.

use super::sweep::summary;
use crate::Verdict;
use crate::arguments::MergeOptions;
use crate::console::Console;
use crate::failure::Failure;
use osteotome_sweep::folder::FolderError;
use osteotome_sweep::merge::{self, MergeError, Merged};

/// Joins shards into one folder, as if the sweep had run undivided.
pub(crate) fn merge(options: &MergeOptions, console: &Console) -> Result<Verdict, Failure> {
    let merged = merge::merge(&options.shards, &options.output, options.force);
    let Merged { record, table, damaged } = merged.map_err(|error| match error {
        MergeError::Folder(error @ FolderError::Altered { .. }) => Failure::input(error.to_string()),
        MergeError::Folder(error) => error.into(),
        MergeError::Journal(error) => FolderError::from(error).into(),
        MergeError::Table(error) => Failure::other(error),
        mistake => Failure::input(mistake.to_string()),
    })?;
    for (shard, lines) in damaged {
        console.note(&format!(
            "{lines} lines of the journal of {} are damaged: the table has their rows, and they run again if the merged folder is gone on with",
            shard.display()
        ));
    }
    let summary = summary(&record.title, &table);
    summary.print(console, options.json);
    console.note(&format!("written: {}", options.output.display()));
    Ok(summary.verdict())
}
