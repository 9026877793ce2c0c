//! The folder of a sweep: what was planned, what is done, and the table.

use crate::file::{Spread, Sweep};
use crate::journal::{Journal, JournalError, put_aside};
use crate::plan::{Plan, Shard, version};
use crate::provenance::{Provenance, essentials};
use crate::table::{Table, TableError, csv_bytes, parquet_bytes, read_parquet};
use osteotome_files::write_whole_file;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
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
    /// Content hashes of the files of the table; none before there is one, and in folders of versions that wrote no hashes.
    #[serde(default)]
    pub tables: BTreeMap<String, String>,
    /// Where the rows come from: one entry for each program, machine, number of threads and contents of files that was at work
    /// here, the earliest first. None in folders of versions that did not say.
    #[serde(default)]
    pub provenance: Vec<Provenance>,
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
    #[error(
        "{0} holds files that are no results of a sweep; nothing was written; give another folder with -o, or --force to write between these files"
    )]
    Foreign(PathBuf),
    /// A file of the name of the record that cannot be read as one.
    #[error(
        "{path} is not the record of a sweep ({reason}); nothing was written; give another folder with -o, or --force to replace it: \
         finished cases are in {JOURNAL} and stay"
    )]
    ForeignRecord {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A table that is not the one that was written.
    #[error(
        "{path} has changed since it was written: its contents are not those that {RECORD} knows; run the sweep again with -o {}: \
         finished cases are not run again, and the table is written anew",
        path.parent().unwrap_or(path).display()
    )]
    Altered {
        /// The file.
        path: PathBuf,
    },
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
            cases: plan.len(),
            shard: shard.map(|shard| [shard.index, shard.count]),
            sample: sample.as_ref().map(|sample| SampleRecord {
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
            tables: BTreeMap::new(),
            provenance: Vec::new(),
        }
    }

    /// Adds where other rows come from, unless rows of the same origin are there already.
    pub(crate) fn add_provenance(&mut self, others: &[Provenance]) {
        for other in others {
            if !self.provenance.iter().any(|known| known.is_alike(other)) {
                self.provenance.push(other.clone());
            }
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

/// Opens the folder `path` for the sweep of `record`, makes it if it is not there, and returns its journal. With `force` it may
/// hold files of another origin, which stay; those called like a journal or a record are put aside or replaced. Where the rows that
/// are there come from is entered into `record`.
///
/// # Errors
/// If it holds foreign files, cannot be written, or another process writes to it.
pub fn open_folder(path: &Path, record: &mut Record, force: bool) -> Result<Journal, FolderError> {
    let io = |action| move |source| FolderError::Io { action, path: path.to_owned(), source };
    let (tables, earlier) = if force { Default::default() } else { known(path)? };
    let now = std::mem::replace(&mut record.provenance, earlier);
    record.add_provenance(&now);
    fs::create_dir_all(path).map_err(io("create"))?;
    let journal = match Journal::open(&path.join(JOURNAL)) {
        Err(JournalError::Foreign { path }) if force => {
            put_aside(&path)?;
            Journal::open(&path)?
        }
        opened => opened?,
    };
    write_record(path, &Record { tables, ..record.clone() })?;
    Ok(journal)
}

/// The hashes of the tables that lie in a folder, and where its rows come from, after a look whether it may be written to.
fn known(path: &Path) -> Result<(BTreeMap<String, String>, Vec<Provenance>), FolderError> {
    if path.join(RECORD).exists() {
        return match Record::read(path) {
            Ok(record) => Ok((record.tables, record.provenance)),
            Err(FolderError::NoRecord { path, reason }) => Err(FolderError::ForeignRecord { path, reason }),
            Err(error) => Err(error),
        };
    }
    let foreign = |entry: fs::DirEntry| !is_ours(&entry.file_name().to_string_lossy());
    let holds_foreign = fs::read_dir(path).is_ok_and(|mut entries| entries.any(|e| e.is_ok_and(foreign)));
    // A record that was removed by hand leaves tables and kept cases behind; the journal tells whose they are.
    let has_rows = || Journal::read(&path.join(JOURNAL)).is_ok_and(|journal| !journal.entries.is_empty());
    match holds_foreign && !has_rows() {
        true => Err(FolderError::Foreign(path.to_owned())),
        false => Ok(Default::default()),
    }
}

fn write_record(path: &Path, record: &Record) -> Result<(), FolderError> {
    let text = serde_json::to_string_pretty(record).unwrap_or_default();
    replace(&path.join(RECORD), format!("{text}\n").as_bytes())
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

/// Writes the table as Parquet and as CSV, and the record with their hashes.
///
/// # Errors
/// If a file cannot be written; an older one is then as it was.
pub fn write_tables(path: &Path, record: &Record, table: &Table) -> Result<(), FolderError> {
    let files =
        [(TABLES[0], parquet_bytes(table, &essentials(&record.provenance))?), (TABLES[1], csv_bytes(table)?)];
    let mut hashes = BTreeMap::new();
    for (name, bytes) in files {
        replace(&path.join(name), &bytes)?;
        hashes.insert(name.to_owned(), hash(&bytes));
    }
    write_record(path, &Record { tables: hashes, ..record.clone() })
}

/// Reads the table of the folder `path`, which `record` describes.
///
/// # Errors
/// If there is none, or it is not the one that was written.
pub fn read_table(path: &Path, record: &Record) -> Result<Table, FolderError> {
    let path = path.join(TABLES[0]);
    let bytes =
        fs::read(&path).map_err(|source| FolderError::Io { action: "open", path: path.clone(), source })?;
    if record.tables.get(TABLES[0]).is_some_and(|known| *known != hash(&bytes)) {
        return Err(FolderError::Altered { path });
    }
    Ok(read_parquet(bytes)?)
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
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
