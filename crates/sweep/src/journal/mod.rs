//! The journal: one line a finished case, appended and checksummed, so that a killed study loses nothing finished.
//!
//! A line is `<checksum> <json>\n`. One that was cut short at the end, by a kill or a full disk, is dropped when the journal is
//! opened again. Where lines before it are not what was written, the damaged file is kept aside and the sound lines go on. Either
//! way the cases of lost lines are run again.

mod lines;

use crate::status::Status;
use lines::{Lines, begins_like_a_journal, encode, read_lines};
use osteotome_files::write_whole_file;
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
    /// What became of it.
    pub status: Status,
    /// Why it did not settle; empty if it did.
    pub reason: String,
    /// What is doubtful about it: codes of warnings, joined by `;`; empty if nothing is.
    #[serde(default)]
    pub warnings: String,
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
    /// A file of this name that osteotome did not write.
    #[error(
        "{path} holds no line that osteotome wrote; nothing was written; give another folder with -o, or --force to put it aside"
    )]
    Foreign {
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

/// Lines of a journal that were not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// How many.
    pub lines: usize,
    /// The file as it was found.
    pub kept: PathBuf,
}

/// An open journal and what it already holds.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// Length of the file up to the last whole line.
    length: u64,
    entries: BTreeMap<String, Entry>,
    damage: Option<Damage>,
}

/// The sound lines of a journal that was only read.
#[derive(Debug)]
pub struct Reading {
    /// The finished cases, in the order of the file.
    pub entries: Vec<Entry>,
    /// Lines that were not what was written.
    pub damaged: usize,
}

impl Drop for Journal {
    fn drop(&mut self) {
        // Closing it would do if no child were being started that holds it for a moment, too.
        let _ = self.file.unlock();
    }
}

impl Journal {
    /// Opens the journal at `path`, or starts it; drops what was cut short, and puts a damaged file aside. Until it is closed
    /// nobody else can.
    ///
    /// # Errors
    /// The file is not a journal, cannot be opened, read or written, or another process has it open.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let mut file = open_locked(path)?;
        let (bytes, lines) = read(&mut file, path)?;
        if lines.entries.is_empty() && !begins_like_a_journal(&bytes) {
            return Err(JournalError::Foreign { path: path.to_owned() });
        }
        let damage = (lines.damaged > 0).then(|| mend(path, &bytes, &lines)).transpose()?;
        if damage.is_some() {
            // The mended file has taken the place of the one that is open.
            file = open_locked(path)?;
        }
        let io = |action| move |source| JournalError::Io { action, path: path.to_owned(), source };
        let length = lines.sound.len() as u64;
        file.set_len(length).map_err(io("shorten"))?;
        file.seek(SeekFrom::Start(length)).map_err(io("read"))?;
        let entries = lines.entries.into_iter().map(|entry| (entry.key.clone(), entry)).collect();
        Ok(Self { path: path.to_owned(), file, length, entries, damage })
    }

    /// Reads the sound lines at `path` and changes nothing.
    ///
    /// # Errors
    /// The file cannot be read, or another process writes to it.
    pub fn read(path: &Path) -> Result<Reading, JournalError> {
        let io = |action| move |source| JournalError::Io { action, path: path.to_owned(), source };
        let mut file = File::open(path).map_err(io("open"))?;
        if let Err(TryLockError::WouldBlock) = file.try_lock_shared() {
            return Err(JournalError::InUse { path: path.to_owned() });
        }
        let (_, lines) = read(&mut file, path)?;
        Ok(Reading { entries: lines.entries, damaged: lines.damaged })
    }

    /// What was found damaged when it was opened.
    #[must_use]
    pub fn damage(&self) -> Option<&Damage> {
        self.damage.as_ref()
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
        let line =
            encode(&entry).map_err(|source| JournalError::Encode { key: entry.key.clone(), source })?;
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

fn open_locked(path: &Path) -> Result<File, JournalError> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(|source| JournalError::Io { action: "open", path: path.to_owned(), source })?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse { path: path.to_owned() }),
        // A file system without locks: nothing to be done about it.
        Err(TryLockError::Error(_)) | Ok(()) => Ok(file),
    }
}

fn read(file: &mut File, path: &Path) -> Result<(Vec<u8>, Lines), JournalError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|source| JournalError::Io {
        action: "read",
        path: path.to_owned(),
        source,
    })?;
    let lines = read_lines(&bytes);
    Ok((bytes, lines))
}

/// Keeps the damaged file aside and leaves the sound lines in its place.
fn mend(path: &Path, bytes: &[u8], lines: &Lines) -> Result<Damage, JournalError> {
    let kept = free_name(path, "damaged");
    let io = |source| JournalError::Io { action: "mend", path: path.to_owned(), source };
    write_whole_file(&kept, bytes).map_err(io)?;
    write_whole_file(path, &lines.sound).map_err(io)?;
    Ok(Damage { lines: lines.damaged, kept })
}

/// Moves a file that is not a journal out of the way; returns where it lies now.
///
/// # Errors
/// If the system refuses.
pub fn put_aside(path: &Path) -> Result<PathBuf, JournalError> {
    let kept = free_name(path, "foreign");
    match std::fs::rename(path, &kept) {
        Ok(()) => Ok(kept),
        Err(source) => Err(JournalError::Io { action: "put aside", path: path.to_owned(), source }),
    }
}

/// `journal.damaged.jsonl`, or `journal.damaged-2.jsonl` and so on: a name that no file has.
fn free_name(path: &Path, word: &str) -> PathBuf {
    let named = |number: usize| match number {
        1 => path.with_extension(format!("{word}.jsonl")),
        _ => path.with_extension(format!("{word}-{number}.jsonl")),
    };
    (1..).map(named).find(|name| !name.exists()).unwrap_or_else(|| named(1))
}

#[cfg(test)]
mod tests {
    use super::{Damage, Entry, Journal, JournalError};
    use crate::status::Status;
    use std::collections::BTreeMap;
    use std::io::Write;

    fn entry(key: &str) -> Entry {
        let outcomes = BTreeMap::from([("M2_shortening_mm".to_owned(), 2.0 + 1.0 / 3.0)]);
        Entry {
            key: key.into(),
            status: Status::Settled,
            reason: String::new(),
            warnings: String::new(),
            outcomes,
        }
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

    #[test]
    fn one_flipped_bit_dropped_every_later_row_for_good() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let mut journal = Journal::open(&path).unwrap();
        let keys: Vec<String> = (0..12).map(|number| format!("key-{number}")).collect();
        keys.iter().for_each(|key| journal.append(entry(key)).unwrap());
        drop(journal);
        let mut damaged = std::fs::read(&path).unwrap();
        damaged[50] ^= 4;
        std::fs::write(&path, &damaged).unwrap();
        assert_eq!(
            (Journal::read(&path).unwrap().entries.len(), Journal::read(&path).unwrap().damaged),
            (11, 1)
        );
        assert_eq!(std::fs::read(&path).unwrap(), damaged, "reading changes nothing");
        let mut journal = Journal::open(&path).unwrap();
        let kept = folder.path().join("journal.damaged.jsonl");
        assert_eq!(journal.damage(), Some(&Damage { lines: 1, kept: kept.clone() }));
        assert_eq!(std::fs::read(&kept).unwrap(), damaged);
        assert!(journal.get("key-0").is_none() && keys[1..].iter().all(|key| journal.get(key).is_some()));
        assert!(matches!(Journal::open(&path), Err(JournalError::InUse { .. })), "the mended file is locked");
        journal.append(entry("key-0")).unwrap();
        drop(journal);
        let journal = Journal::open(&path).unwrap();
        assert_eq!((journal.len(), journal.damage()), (12, None));
    }

    #[test]
    fn a_journal_of_others_is_not_emptied() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let diary = "{\"day\": 1, \"text\": \"rain\"}\n";
        std::fs::write(&path, diary).unwrap();
        assert!(matches!(Journal::open(&path), Err(JournalError::Foreign { .. })));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), diary);
        let kept = super::put_aside(&path).unwrap();
        assert_eq!(std::fs::read_to_string(kept).unwrap(), diary);
        assert!(Journal::open(&path).unwrap().is_empty());
    }
}
