//! The journal: one line a finished case, appended and checksummed, so that a killed study loses nothing finished.
//!
//! A line is `<checksum> <json>\n`. A line that was cut short, by a kill or a full disk, fails its checksum; everything
//! from there on is dropped when the journal is opened again, and those cases are run again.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Content hash of everything the case depends on.
    pub key: String,
    /// `settled`, `not-settled` or `failed`.
    pub status: String,
    /// Why it did not settle; empty if it did.
    pub reason: String,
    /// Outcomes by column name.
    pub outcomes: BTreeMap<String, f64>,
}

/// Why the journal cannot be read or written.
#[derive(Debug, Error)]
pub enum JournalError {
    /// The operating system refused.
    #[error(
        "cannot {action} the journal {path}: {source}; finished cases are safe, run the same command again when the cause is mended"
    )]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Two runs of one sweep into one folder.
    #[error("{path} is in use by another osteotome; wait for it, or give another folder with -o")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// An entry has no JSON form.
    #[error("cannot encode case {key}: {source}")]
    Encode {
        /// The case.
        key: String,
        /// The encoder's reason.
        source: serde_json::Error,
    },
}

/// An open journal and what it already holds.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// Length of the file up to the last whole line.
    length: u64,
    entries: BTreeMap<String, Entry>,
}

impl Journal {
    /// Opens the journal at `path`, or starts it, and drops what was cut short. Until it is closed nobody else can.
    ///
    /// # Errors
    /// The file cannot be opened, read or shortened, or another process has it open.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let io = |action| move |source| JournalError::Io { action, path: path.to_owned(), source };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(io("open"))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(JournalError::InUse { path: path.to_owned() }),
            // A file system without locks: nothing to be done about it.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io("read"))?;
        let (entries, whole) = read_lines(&bytes);
        file.set_len(whole).map_err(io("shorten"))?;
        file.seek(SeekFrom::Start(whole)).map_err(io("read"))?;
        Ok(Self { path: path.to_owned(), file, length: whole, entries })
    }

    /// The finished case with this key, if there is one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// All finished cases, by key.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Number of different finished cases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Nothing finished yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a finished case. After a failed write the file is as it was before.
    ///
    /// # Errors
    /// The line cannot be written (a full disk).
    pub fn append(&mut self, entry: Entry) -> Result<(), JournalError> {
        let line = encode(&entry)?;
        let written = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        if let Err(source) = written {
            // Best effort: should this fail too, the checksum still gives the broken line away.
            let _ = self.file.set_len(self.length);
            let _ = self.file.seek(SeekFrom::Start(self.length));
            return Err(JournalError::Io { action: "write", path: self.path.clone(), source });
        }
        self.length += line.len() as u64;
        self.entries.insert(entry.key.clone(), entry);
        Ok(())
    }
}

fn encode(entry: &Entry) -> Result<String, JournalError> {
    let json = serde_json::to_string(entry)
        .map_err(|source| JournalError::Encode { key: entry.key.clone(), source })?;
    Ok(format!("{} {json}\n", checksum(&json)))
}

fn checksum(json: &str) -> String {
    blake3::hash(json.as_bytes()).to_hex()[..16].to_owned()
}

/// The entries of all whole lines from the beginning, and how many bytes those take.
fn read_lines(bytes: &[u8]) -> (BTreeMap<String, Entry>, u64) {
    let mut entries = BTreeMap::new();
    let mut whole = 0;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let Some(entry) = decode(line) else { break };
        whole += line.len() as u64;
        entries.insert(entry.key.clone(), entry);
    }
    (entries, whole)
}

fn decode(line: &[u8]) -> Option<Entry> {
    let text = std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?;
    let (sum, json) = text.split_once(' ')?;
    (sum == checksum(json)).then(|| serde_json::from_str(json).ok())?
}

#[cfg(test)]
mod tests {
    use super::{Entry, Journal, JournalError};
    use std::collections::BTreeMap;
    use std::io::Write;

    fn entry(key: &str) -> Entry {
        let outcomes = BTreeMap::from([("M2_shortening_mm".to_owned(), 2.0 + 1.0 / 3.0)]);
        Entry { key: key.into(), status: "settled".into(), reason: String::new(), outcomes }
    }

    #[test]
    fn finished_cases_survive_reopening_bit_for_bit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        Journal::open(&path).unwrap().append(entry("a")).unwrap();
        let mut journal = Journal::open(&path).unwrap();
        journal.append(entry("b")).unwrap();
        assert!(matches!(Journal::open(&path), Err(JournalError::InUse { .. })), "one writer at a time");
        drop(journal);
        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.get("a"), Some(&entry("a")));
        assert_eq!(journal.len(), 2);
    }

    #[test]
    fn a_line_cut_short_anywhere_is_dropped_and_can_be_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let mut journal = Journal::open(&path).unwrap();
        journal.append(entry("a")).unwrap();
        let first = std::fs::metadata(&path).unwrap().len();
        journal.append(entry("b")).unwrap();
        drop(journal);
        let whole = std::fs::read(&path).unwrap();
        for cut in usize::try_from(first).unwrap()..whole.len() {
            std::fs::File::create(&path).unwrap().write_all(&whole[..cut]).unwrap();
            let mut journal = Journal::open(&path).unwrap();
            assert!(journal.get("a").is_some() && journal.get("b").is_none(), "cut at byte {cut}");
            journal.append(entry("b")).unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), whole, "cut at byte {cut}");
        }
    }
}
