//! One writer at a time.

use crate::FolderError;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// File that is locked while somebody writes to its folder.
pub(crate) const LOCK: &str = ".osteotome-lock";

/// The right to write to a folder, until it is dropped or the process ends in any way.
#[derive(Debug)]
pub(crate) struct FolderLock {
    path: PathBuf,
    file: File,
    /// Whether the file system has locks: without them nobody knows who else writes.
    pub(crate) is_exclusive: bool,
}

impl FolderLock {
    /// Takes the right to write to `folder`, which shows too that files can be made there.
    pub(crate) fn take(folder: &Path) -> Result<Self, FolderError> {
        let target = || folder.to_owned();
        let unwritable = |source| FolderError::Unwritable { target: target(), source };
        let path = folder.join(LOCK);
        loop {
            let file = open(&path).map_err(unwritable)?;
            let is_exclusive = match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(FolderError::InUse { target: target() }),
                Err(TryLockError::Error(_)) => false,
                Ok(()) => true,
            };
            // Whoever had it before may have removed it after it was opened here.
            if is_same(&file, &path).map_err(unwritable)? {
                return Ok(Self { path, file, is_exclusive });
            }
        }
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Removed while it is still locked, so that nobody's but ours is removed.
        let _ = fs::remove_file(&self.path);
        // Closing it would do if no child were being started that holds it for a moment, too.
        let _ = self.file.unlock();
    }
}

fn open(path: &Path) -> io::Result<File> {
    File::options().read(true).write(true).create(true).truncate(false).open(path)
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match fs::metadata(path) {
        Ok(named) => Ok(identity(file.metadata()?) == identity(named)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Where open files cannot be removed there is nothing to find out.
#[cfg(not(unix))]
fn is_same(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::{FolderLock, LOCK};
    use crate::FolderError;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn one_writer_at_a_time_however_many_ask() {
        let folder = tempfile::tempdir().expect("a folder");
        let inside = AtomicUsize::new(0);
        let taken = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        match FolderLock::take(folder.path()) {
                            Ok(lock) => {
                                assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                                taken.fetch_add(1, Ordering::SeqCst);
                                inside.fetch_sub(1, Ordering::SeqCst);
                                drop(lock);
                            }
                            Err(FolderError::InUse { .. }) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                });
            }
        });
        assert!(taken.into_inner() > 0);
        assert!(!folder.path().join(LOCK).exists());
    }
}
