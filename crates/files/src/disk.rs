//! What a result folder does to a file system, in one place, so that tests can fail or stop at each step.

use crate::whole_file::{sync_folder, write_whole_file};
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Steps that change a file system.
pub(crate) trait Disk: std::fmt::Debug + Send + Sync {
    /// Makes a folder that is not there.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Moves a file, over another if there is one.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder that is empty.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with everything in it.
    fn remove_tree(&self, path: &Path) -> io::Result<()>;
    /// Writes a file whole and waits until it is on the medium.
    fn write(&self, path: &Path, text: &str) -> io::Result<()>;
    /// Waits until the contents of a file are on the medium.
    fn sync_file(&self, path: &Path) -> io::Result<()>;
    /// Waits until the names in a folder are on the medium.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// The file system of the machine.
#[derive(Debug)]
pub(crate) struct Machine;

impl Disk for Machine {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn remove_tree(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }

    fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        write_whole_file(path, text.as_bytes())
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        // Windows flushes only what is open for writing.
        let file = if cfg!(windows) { File::options().write(true).open(path) } else { File::open(path) };
        file?.sync_all()
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        sync_folder(path)
    }
}
