//! The folder of a sweep: what was planned, what is done, and the table.

use crate::file::{Spread, Sweep};
use crate::journal::{Journal, JournalError};
use crate::plan::{Plan, Shard, version};
use crate::table::{Table, TableError, csv_bytes, parquet_bytes, read_parquet};
use osteotome_files::write_whole_file;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// File that marks a folder as that of a sweep.
pub const RECORD: &str = "sweep.json";
/// File of the rows that are done.
pub const JOURNAL: &str = "journal.jsonl";
/// The table, twice.
pub const TABLES: [&str; 2] = ["cases.parquet", "cases.csv"];

/// The script that runs the shards of a sweep with Slurm.
pub const SLURM_SCRIPT: &str = "sweep.slurm";

/// What a folder is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Version that made it.
    pub version: String,
    /// Title of the sweep.
    pub title: String,
    /// Content hash of all cases.
    pub digest: String,
    /// Number of cases of the whole sweep.
    pub cases: usize,
    /// `[index, count]` if this is one part of the sweep.
    pub shard: Option<[usize; 2]>,
    /// How distributions were sampled.
    pub sample: Option<SampleRecord>,
    /// What varied.
    pub axes: Vec<AxisRecord>,
    /// Names of the columns that are not outcomes.
    pub inputs: Vec<String>,
}

/// How distributions were sampled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleRecord {
    /// `latin-hypercube`, `sobol` or `saltelli`.
    pub design: String,
    /// Points, or rows of Saltelli's design.
    pub points: usize,
    /// Seed.
    pub seed: u64,
}

/// An axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AxisRecord {
    /// Its column.
    pub column: String,
    /// The fields it acts on.
    pub paths: Vec<String>,
    /// Whether it is a distribution.
    pub sampled: bool,
}

/// Why a folder cannot be used.
#[derive(Debug, Error)]
pub enum FolderError {
    /// The system refused.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Files of another origin.
    #[error("{0} holds files that are no results of a sweep; give another folder with -o")]
    Foreign(PathBuf),
    /// No record, or one that cannot be read.
    #[error("{path} is no folder of a sweep: {reason}")]
    NoRecord {
        /// The record.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The table.
    #[error(transparent)]
    Table(#[from] TableError),
}

impl Record {
    /// The record of `plan`, or of a shard of it.
    #[must_use]
    pub fn of(plan: &Plan, shard: Option<Shard>) -> Self {
        let Sweep { title, axes, sample, .. } = &plan.sweep;
        Self {
            version: version().to_owned(),
            title: title.clone(),
            digest: plan.digest.clone(),
            cases: plan.cases.len(),
            shard: shard.map(|shard| [shard.index, shard.count]),
            sample: sample.map(|sample| SampleRecord {
                design: sample.design.name().to_owned(),
                points: sample.points,
                seed: sample.seed,
            }),
            axes: axes
                .iter()
                .map(|axis| AxisRecord {
                    column: axis.column.clone(),
                    paths: axis.paths.iter().map(ToString::to_string).collect(),
                    sampled: matches!(axis.spread, Spread::Distribution(_)),
                })
                .collect(),
            inputs: plan.input_names(),
        }
    }

    /// The record of the folder `path`.
    ///
    /// # Errors
    /// If there is none.
    pub fn read(path: &Path) -> Result<Self, FolderError> {
        let path = path.join(RECORD);
        let text = fs::read_to_string(&path)
            .map_err(|error| FolderError::NoRecord { path: path.clone(), reason: error.to_string() })?;
        serde_json::from_str(&text).map_err(|error| FolderError::NoRecord { path, reason: error.to_string() })
    }
}

/// Opens the folder `path` for the sweep of `record`, makes it if it is not there, and returns its journal.
///
/// # Errors
/// If it holds foreign files, cannot be written, or another process writes to it.
pub fn open_folder(path: &Path, record: &Record) -> Result<Journal, FolderError> {
    let io = |action| move |source| FolderError::Io { action, path: path.to_owned(), source };
    fs::create_dir_all(path).map_err(io("create"))?;
    let foreign = |entry: fs::DirEntry| !is_ours(&entry.file_name().to_string_lossy());
    if !path.join(RECORD).is_file() && fs::read_dir(path).map_err(io("read"))?.flatten().any(foreign) {
        return Err(FolderError::Foreign(path.to_owned()));
    }
    let journal = Journal::open(&path.join(JOURNAL))?;
    let text = serde_json::to_string_pretty(record).unwrap_or_default();
    replace(&path.join(RECORD), format!("{text}\n").as_bytes())?;
    Ok(journal)
}

/// Whether a file of this name may lie in the folder of a sweep before there is a record.
fn is_ours(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let beginnings = ["shard-", ".osteotome-part-"];
    name == JOURNAL
        || name == SLURM_SCRIPT
        || ending == "log"
        || beginnings.iter().any(|beginning| name.starts_with(beginning))
}

/// Writes the table as Parquet and as CSV.
///
/// # Errors
/// If a file cannot be written; an older one is then as it was.
pub fn write_tables(path: &Path, table: &Table) -> Result<(), FolderError> {
    replace(&path.join(TABLES[0]), &parquet_bytes(table)?)?;
    replace(&path.join(TABLES[1]), &csv_bytes(table)?)
}

/// Reads the table of the folder `path`.
///
/// # Errors
/// If there is none.
pub fn read_table(path: &Path) -> Result<Table, FolderError> {
    let path = path.join(TABLES[0]);
    let file = File::open(&path).map_err(|source| FolderError::Io { action: "open", path, source })?;
    Ok(read_parquet(file)?)
}

/// Writes a file whole or not at all.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    write_whole_file(path, bytes).map_err(|source| FolderError::Io {
        action: "write",
        path: path.to_owned(),
        source,
    })
}

/// Writes another file of the folder, whole or not at all.
///
/// # Errors
/// If it cannot be written.
pub fn write_file(path: &Path, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
    replace(&path.join(name), bytes)
}
