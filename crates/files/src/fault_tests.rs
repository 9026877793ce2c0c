//! Results are replaced while each step fails in turn, or is the last one before a kill.

use crate::disk::{Disk, Machine};
use crate::{FolderError, Origin, Overwriting, ResultFolder};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// One step is refused.
    Refused,
    /// One step is taken, and yet reported as refused.
    Misreported,
    /// The process is killed before a step: no further one is taken.
    Killed,
}

const FAULTS: [Fault; 3] = [Fault::Refused, Fault::Misreported, Fault::Killed];

/// A disk on which step `at` goes wrong.
#[derive(Debug)]
struct FaultyDisk {
    fault: Fault,
    at: usize,
    taken: AtomicUsize,
}

impl FaultyDisk {
    fn step(&self, step: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let number = self.taken.fetch_add(1, Ordering::SeqCst);
        let refusal = || Err(io::Error::other("no place is left"));
        match self.fault {
            Fault::Refused if number == self.at => refusal(),
            Fault::Misreported if number == self.at => step().and_then(|()| refusal()),
            Fault::Killed if number >= self.at => refusal(),
            _ => step(),
        }
    }
}

impl Disk for FaultyDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| Machine.create_folder(path))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| Machine.rename(from, to))
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(|| Machine.remove_file(path))
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| Machine.remove_folder(path))
    }
    fn remove_tree(&self, path: &Path) -> io::Result<()> {
        self.step(|| Machine.remove_tree(path))
    }
    fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        self.step(|| fs::write(path, text))
    }
    // Nobody pulls the plug of this test: it need not wait for the medium.
    fn sync_file(&self, _path: &Path) -> io::Result<()> {
        self.step(|| Ok(()))
    }
    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        self.step(|| Ok(()))
    }
}

/// A disk on which nothing goes wrong.
fn sound_disk() -> Arc<FaultyDisk> {
    Arc::new(FaultyDisk { fault: Fault::Refused, at: usize::MAX, taken: AtomicUsize::new(0) })
}

fn origin(source: &str) -> Origin {
    Origin { kind: "run".into(), source_name: source.into(), source_hash: format!("hash of {source}") }
}

/// Old results, with a file and a folder that the new ones do not have.
const OLD: &[(&str, &str)] = &[
    ("outcome.json", "old"),
    ("heads.csv", "old"),
    ("osteotomy/M2.vtu", "old"),
    ("osteotomy/M3.vtu", "old"),
];
/// New ones, with others that the old ones do not have.
const NEW: &[(&str, &str)] = &[
    ("outcome.json", "new"),
    ("osteotomy/M2.vtu", "new"),
    ("osteotomy/deep/M4.vtu", "new"),
    ("view.py", "new"),
];

fn fill(disk: Arc<dyn Disk>, target: &Path, files: &[(&str, &str)]) -> Result<PathBuf, FolderError> {
    ResultFolder::open_on(disk, target, origin("a"), Overwriting::SameSource)?.fill(|staging| {
        for (name, text) in files {
            let path = staging.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("created");
            fs::write(path, text).expect("written");
        }
        Ok(())
    })
}

/// All files below `folder` but the mark, with their texts.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("read").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let name = entry.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
            found.insert(name, fs::read_to_string(entry).expect("text"));
        }
    }
    found.remove(crate::mark::MARK);
    found
}

fn expected(files: &[(&str, &str)], more: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().chain(more).map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// The state after a fault at step `at` and after the next start; nothing if there are fewer steps.
fn after_fault(fault: Fault, at: usize, old: &[(&str, &str)]) -> Option<BTreeMap<String, String>> {
    let parent = tempfile::tempdir().expect("a folder");
    let target = parent.path().join("results");
    let mine: &[(&str, &str)] =
        if old.is_empty() { &[] } else { &[("notes.txt", "mine"), ("osteotomy/mine", "mine")] };
    if !old.is_empty() {
        fill(sound_disk(), &target, old).expect("written");
        for (name, text) in mine {
            fs::write(target.join(name), text).expect("written");
        }
    }
    let disk = Arc::new(FaultyDisk { fault, at, taken: AtomicUsize::new(0) });
    let written = fill(disk.clone(), &target, NEW);
    if disk.taken.load(Ordering::SeqCst) <= at {
        assert!(written.is_ok(), "{written:?}");
        return None;
    }
    let is_new = matches!(written, Ok(_) | Err(FolderError::Unfinished { .. }));
    let next = ResultFolder::open_on(sound_disk(), &target, origin("a"), Overwriting::SameSource);
    drop(next.expect("can be written to"));
    let found = if target.exists() { contents(&target) } else { BTreeMap::new() };
    let whole = [expected(old, mine), expected(NEW, mine)];
    assert!(whole.contains(&found), "{fault:?} at step {at}: {found:?}");
    if fault != Fault::Killed {
        assert_eq!(found, whole[usize::from(is_new)], "{fault:?} at step {at} is told as it is: {written:?}");
    }
    Some(found)
}

#[test]
fn at_each_fault_the_old_or_the_new_result_is_whole_and_nothing_else_is_touched() {
    for fault in FAULTS {
        let outcomes: Vec<_> = (0..).map_while(|at| after_fault(fault, at, OLD)).collect();
        assert!(outcomes.len() > 20, "{} steps", outcomes.len());
        let is_new = |found: &BTreeMap<String, String>| found["outcome.json"] == "new";
        assert!(outcomes.iter().any(is_new) && !outcomes.iter().all(is_new), "{fault:?}");
    }
}

#[test]
fn at_each_fault_a_first_result_is_there_whole_or_not_at_all() {
    for fault in FAULTS {
        let outcomes: Vec<_> = (0..).map_while(|at| after_fault(fault, at, &[])).collect();
        assert!(outcomes.len() > 10, "{} steps", outcomes.len());
        assert!(outcomes.iter().any(BTreeMap::is_empty) && outcomes.iter().any(|found| !found.is_empty()));
    }
}
