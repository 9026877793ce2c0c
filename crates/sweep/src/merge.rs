//! Joins the shards of a sweep that ran on many machines.

use crate::folder::{FolderError, Record, open_folder, read_table, write_tables};
use crate::journal::{Journal, JournalError};
use crate::table::{Column, Table, TableError, Values};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why shards cannot be joined.
#[derive(Debug, Error)]
pub enum MergeError {
    /// Nothing to join.
    #[error("no folders of shards were given")]
    Nothing,
    /// Another sweep, other bones or another version.
    #[error(
        "{path} does not belong with {first}: {what}; run all shards from one sweep file, with the same bones and version"
    )]
    Foreign {
        /// The folder that differs.
        path: PathBuf,
        /// The first folder.
        first: PathBuf,
        /// In what it differs.
        what: String,
    },
    /// A shard that is there twice.
    #[error("{path} has case {case}, which an earlier folder has too; name every shard once")]
    Twice {
        /// The folder.
        path: PathBuf,
        /// The case.
        case: i64,
    },
    /// Not all cases are there.
    #[error(
        "{missing} of {cases} cases are missing, the first is case {first}; finish all shards before they are merged"
    )]
    Incomplete {
        /// How many are missing.
        missing: usize,
        /// How many there should be.
        cases: usize,
        /// The first that is missing.
        first: usize,
    },
    /// One of the shards is to be written to.
    #[error(
        "{0} is one of the shards and the folder to write to; give another folder with -o: shards stay as they are"
    )]
    IntoSource(PathBuf),
    /// A folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The joined table.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// Shards that were joined.
#[derive(Debug)]
pub struct Merged {
    /// What the whole is about.
    pub record: Record,
    /// Its table.
    pub table: Table,
    /// Shards with damaged lines in their journals, and how many. The table has all rows; these are run again if the
    /// merged folder is gone on with.
    pub damaged: Vec<(PathBuf, usize)>,
}

/// Joins the shards in `folders` into the folder `target`. The shards are only read. With `force` the target may hold files of
/// another origin.
///
/// # Errors
/// If they are not the shards of one sweep, each once and complete, or one of them is the target.
pub fn merge(folders: &[PathBuf], target: &Path, force: bool) -> Result<Merged, MergeError> {
    let first = folders.first().ok_or(MergeError::Nothing)?;
    if let Some(source) = folders.iter().find(|folder| is_same(folder, target)) {
        return Err(MergeError::IntoSource(source.clone()));
    }
    let mut record = Record::read(first)?;
    let mut tables = Vec::new();
    for folder in folders {
        let shard = belonging(&record, first, folder)?;
        record.add_provenance(&shard.provenance);
        tables.push(read_table(folder, &shard)?);
    }
    check_cases(&record, folders, &tables)?;
    let table = joined(&record, &tables)?;
    record.shard = None;
    record.tables.clear();
    let journals = folders.iter().map(|folder| Journal::read(&folder.join(crate::folder::JOURNAL)));
    let journals = journals.collect::<Result<Vec<_>, _>>()?;
    let mut journal = open_folder(target, &mut record, force)?;
    let mut damaged = Vec::new();
    for (folder, shard) in folders.iter().zip(journals) {
        damaged.extend((shard.damaged > 0).then(|| (folder.clone(), shard.damaged)));
        for entry in shard.entries {
            if journal.get(&entry.key).is_none() {
                journal.append(entry)?;
            }
        }
    }
    write_tables(target, &record, &table)?;
    Ok(Merged { record, table, damaged })
}

/// Whether two paths lead to one folder.
fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    real(one).is_some_and(|one| real(other) == Some(one))
}

/// The record of `folder`, if it is a shard of the sweep of `record`.
fn belonging(record: &Record, first: &Path, folder: &Path) -> Result<Record, MergeError> {
    let other = Record::read(folder)?;
    let foreign =
        |what: String| MergeError::Foreign { path: folder.to_owned(), first: first.to_owned(), what };
    if other.version != record.version {
        return Err(foreign(format!("version {} against {}", other.version, record.version)));
    }
    if other.digest != record.digest {
        return Err(foreign(format!(
            "\"{}\" with {} cases against \"{}\" with {}, or other values, or other bones",
            other.title, other.cases, record.title, record.cases
        )));
    }
    Ok(other)
}

fn check_cases(record: &Record, folders: &[PathBuf], tables: &[Table]) -> Result<(), MergeError> {
    let mut known: BTreeSet<i64> = BTreeSet::new();
    for (folder, table) in folders.iter().zip(tables) {
        if let Some(case) = case_numbers(table).into_iter().find(|case| !known.insert(*case)) {
            return Err(MergeError::Twice { path: folder.clone(), case });
        }
    }
    let missing: Vec<usize> = (0..record.cases)
        .filter(|case| !i64::try_from(*case).is_ok_and(|case| known.contains(&case)))
        .collect();
    match missing.first() {
        None => Ok(()),
        Some(&first) => Err(MergeError::Incomplete { missing: missing.len(), cases: record.cases, first }),
    }
}

fn case_numbers(table: &Table) -> Vec<i64> {
    match table.column("case").map(|column| &column.values) {
        Some(Values::Integer(numbers)) => numbers.clone(),
        _ => Vec::new(),
    }
}

/// All rows by case number; inputs as the record names them, then outcomes by name, as in an undivided sweep.
fn joined(record: &Record, tables: &[Table]) -> Result<Table, TableError> {
    let all = tables.iter().flat_map(Table::columns);
    let outcomes: BTreeSet<&String> =
        all.map(|column| &column.name).filter(|name| !record.inputs.contains(name)).collect();
    let mut order: Vec<(i64, usize)> = tables.iter().flat_map(case_numbers).zip(0..).collect();
    order.sort_unstable();
    let rows: Vec<usize> = order.into_iter().map(|(_, row)| row).collect();
    let columns = record.inputs.iter().chain(outcomes).filter_map(|name| {
        let kind = tables.iter().find_map(|table| table.column(name))?;
        let mut values = kind.values.blank(0);
        for table in tables {
            values.append(
                table.column(name).map_or_else(|| kind.values.blank(table.rows()), |c| c.values.clone()),
            );
        }
        Some(Column { name: name.clone(), values: values.rows(&rows) })
    });
    Table::new(columns.collect())
}
