//! A folder of results.

use crate::FolderError;
use crate::disk::{Disk, Machine};
use crate::lock::FolderLock;
use crate::mark::{MARK, Mark, Origin};
use crate::space::free_bytes;
use crate::swap::{STAGING, SWAP, check_places, commit, read_mark, roll_forward, staged, sync_staged};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// How the names of all files begin that this crate keeps for itself.
const OWN: &str = ".osteotome";

/// With less than this left on a file system no result fits.
const LEAST_BYTES: u64 = 1 << 20;

/// What may give way to new results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwriting {
    /// Earlier results of the same source.
    SameSource,
    /// Results of any source, and files of the same names whoever wrote them; all others stay.
    Anything,
}

/// A folder that results can be written to, and that nobody else writes to meanwhile.
#[derive(Debug)]
pub struct ResultFolder {
    target: PathBuf,
    origin: Origin,
    overwriting: Overwriting,
    mark: Mark,
    disk: Arc<dyn Disk>,
    // In this order: a folder that holds a lock is not empty.
    _lock: FolderLock,
    _created: CreatedFolders,
}

impl ResultFolder {
    /// Makes sure, before anything is computed, that results of `origin` can be written to `target`: makes the folder if it is not
    /// there, takes the right to write to it, finishes what an earlier process was interrupted at, and removes what such a
    /// process left behind. If the value is dropped unused, a folder that was made goes again.
    ///
    /// # Errors
    /// See [`FolderError`]; nothing was written.
    pub fn open(target: &Path, origin: Origin, overwriting: Overwriting) -> Result<Self, FolderError> {
        Self::open_on(Arc::new(Machine), target, origin, overwriting)
    }

    pub(crate) fn open_on(
        disk: Arc<dyn Disk>,
        target: &Path,
        origin: Origin,
        overwriting: Overwriting,
    ) -> Result<Self, FolderError> {
        refuse_files(target)?;
        refuse_foreign(target, overwriting)?;
        let created = CreatedFolders::below(&disk, target)?;
        let lock = FolderLock::take(target)?;
        tidy(disk.as_ref(), target, &lock)?;
        let unreadable = |source| FolderError::Unwritable { target: target.to_owned(), source };
        let mark = read_mark(target).map_err(unreadable)?;
        if overwriting == Overwriting::SameSource {
            refuse_other_source(target, &mark, &origin)?;
        }
        match free_bytes(target) {
            Some(free_bytes) if free_bytes < LEAST_BYTES => {
                return Err(FolderError::Full { target: target.to_owned(), free_bytes });
            }
            _ => {}
        }
        Ok(Self {
            target: target.to_owned(),
            origin,
            overwriting,
            mark,
            disk,
            _lock: lock,
            _created: created,
        })
    }

    /// The folder, as it was asked for.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.target
    }

    /// When the results that lie there now were written, if there are any of the same kind.
    #[must_use]
    pub fn earlier_results(&self) -> Option<SystemTime> {
        let is_same = |origin: &Origin| origin.kind == self.origin.kind;
        let there = self.mark.parts.iter().any(|part| part.origin.as_ref().is_none_or(is_same));
        let written = || fs::metadata(self.target.join(MARK)).and_then(|metadata| metadata.modified());
        there.then(written)?.ok()
    }

    /// Bytes that the earlier results take and bytes that are left, if the new ones may not fit if they are as large.
    #[must_use]
    pub fn shortage_bytes(&self) -> Option<(u64, u64)> {
        let size = |file: &&PathBuf| fs::metadata(self.target.join(file)).map_or(0, |found| found.len());
        let taken: u64 = self.mark.files().iter().map(size).sum();
        free_bytes(&self.target).filter(|free| *free < taken).map(|free| (taken, free))
    }

    /// Lets `write` fill a hidden folder inside the target, then puts everything in place of the earlier results.
    ///
    /// # Errors
    /// What `write` refused, or a [`FolderError`]; the earlier results are as they were, or, for [`FolderError::Unfinished`], the new
    /// ones are whole and [`finish_interrupted`] puts them in place.
    pub fn fill<E: From<FolderError>>(
        self,
        write: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<PathBuf, E> {
        let staging = Staging::create(Arc::clone(&self.disk), &self.target)?;
        write(&staging.path)?;
        self.publish(&staging)?;
        Ok(self.target.clone())
    }

    fn publish(&self, staging: &Staging) -> Result<(), FolderError> {
        let disk = self.disk.as_ref();
        let listing = |source| FolderError::Io { action: "list", path: staging.path.clone(), source };
        let (files, folders) = staged(&self.target).map_err(listing)?;
        let mark = self.mark.with(&self.origin, files.clone());
        let replaceable = self.mark.own_files(&self.origin);
        let replaceable = (self.overwriting == Overwriting::SameSource).then_some(&replaceable);
        check_places(&self.target, &files, replaceable)?;
        sync_staged(disk, &self.target, &files, &folders)?;
        commit(disk, &self.target, &mark)?;
        roll_forward(disk, &self.target)
    }
}

/// Puts results in place that are whole but for a process that was killed before it came to its end.
///
/// # Errors
/// If that cannot be done now: the folder cannot be written to, or another process is at it.
pub fn finish_interrupted(target: &Path) -> Result<(), FolderError> {
    if !target.join(SWAP).is_file() {
        return Ok(());
    }
    let lock = FolderLock::take(target)?;
    tidy(&Machine, target, &lock)
}

/// Finishes what was interrupted, and removes what was left behind.
fn tidy(disk: &dyn Disk, target: &Path, lock: &FolderLock) -> Result<(), FolderError> {
    if !lock.is_exclusive {
        // Somebody may be at it: what is there is left alone, and stops us when we come to stage ourselves.
        return Ok(());
    }
    roll_forward(disk, target)?;
    let path = target.join(STAGING);
    match fs::symlink_metadata(&path) {
        Ok(_) => disk
            .remove_tree(&path)
            .map_err(|source| FolderError::Unwritable { target: target.to_owned(), source }),
        Err(_) => Ok(()),
    }
}

/// What is not a folder and cannot become one.
fn refuse_files(target: &Path) -> Result<(), FolderError> {
    let there = target.ancestors().find(|path| fs::symlink_metadata(path).is_ok());
    let Some(there) = there else { return Ok(()) };
    if there.is_dir() {
        return Ok(());
    }
    match fs::read_link(there) {
        Ok(leads_to) if !there.exists() => {
            Err(FolderError::BrokenLink { target: there.to_owned(), leads_to })
        }
        _ => Err(FolderError::File { target: target.to_owned(), file: there.to_owned() }),
    }
}

/// A folder that holds something else than results.
fn refuse_foreign(target: &Path, overwriting: Overwriting) -> Result<(), FolderError> {
    let is_ours = [MARK, SWAP].iter().any(|name| target.join(name).is_file());
    if is_ours || overwriting == Overwriting::Anything {
        return Ok(());
    }
    let entries = match fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(FolderError::Unwritable { target: target.to_owned(), source }),
    };
    let is_foreign = |entry: fs::DirEntry| !is_usual(&entry.file_name().to_string_lossy());
    match entries.flatten().any(is_foreign) {
        true => Err(FolderError::Foreign { target: target.to_owned() }),
        false => Ok(()),
    }
}

/// What lies in folders that nothing has been written to: our own, and the folder that ext file systems have at their top.
fn is_usual(name: &str) -> bool {
    name.starts_with(OWN) || name == "lost+found"
}

fn refuse_other_source(target: &Path, mark: &Mark, origin: &Origin) -> Result<(), FolderError> {
    let is_other = |there: &&Origin| !there.same_source(origin);
    match mark.parts.iter().filter_map(|part| part.origin.as_ref()).find(is_other) {
        Some(there) => Err(FolderError::Other {
            target: target.to_owned(),
            there: there.clone(),
            asked: origin.source_name.clone(),
        }),
        None => Ok(()),
    }
}

/// Folders that were made for results; they go again if they are left empty.
#[derive(Debug)]
struct CreatedFolders {
    disk: Arc<dyn Disk>,
    /// Outermost first.
    paths: Vec<PathBuf>,
}

impl CreatedFolders {
    /// Makes `target` and what it lies in.
    fn below(disk: &Arc<dyn Disk>, target: &Path) -> Result<Self, FolderError> {
        let missing = |folder: &&Path| *folder != Path::new("") && !folder.exists();
        let mut paths: Vec<PathBuf> = target.ancestors().take_while(missing).map(Path::to_owned).collect();
        paths.reverse();
        let mut created = Self { disk: Arc::clone(disk), paths: Vec::new() };
        for path in paths {
            match disk.create_folder(&path) {
                Ok(()) => created.paths.push(path),
                // Somebody else was quicker.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(source) => return Err(FolderError::Unwritable { target: target.to_owned(), source }),
            }
        }
        Ok(created)
    }
}

impl Drop for CreatedFolders {
    fn drop(&mut self) {
        for path in self.paths.iter().rev() {
            // Fails where there are results in it, which is meant.
            let _ = self.disk.remove_folder(path);
        }
    }
}

/// The hidden folder that is being filled; it goes at the end, unless it holds results that belong in the target.
struct Staging {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    swap: PathBuf,
}

impl Staging {
    fn create(disk: Arc<dyn Disk>, target: &Path) -> Result<Self, FolderError> {
        let path = target.join(STAGING);
        match disk.create_folder(&path) {
            Ok(()) => Ok(Self { disk, path, swap: target.join(SWAP) }),
            Err(source) => Err(FolderError::Io { action: "create", path, source }),
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.swap.exists() {
            let _ = self.disk.remove_tree(&self.path);
        }
    }
}
