//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;
use tempfile::NamedTempFile;

/// How the names of files that are being written begin.
const UNFINISHED: &str = ".osteotome-part-";

/// Age at which a file that nobody has locked was left by a killed process.
const LEFT_BEHIND: Duration = Duration::from_secs(60);

/// Writes `bytes` to a hidden file beside `path`, waits until they are on the medium, and renames it to `path`; makes the folder
/// if it is not there. What an earlier, killed writer left in that folder is removed.
///
/// # Errors
/// What the file system refused; `path` is then as it was, and nothing is left behind.
pub fn write_whole_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    fs::create_dir_all(folder)?;
    remove_leftovers(folder);
    let mut file = hidden_file(folder)?;
    // Where files cannot be locked a leftover stays.
    let _ = file.as_file().try_lock();
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_folder(folder)
}

/// The folder that holds `path`.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A temporary file that everyone may read once it is renamed, as far as the umask allows: the default is owner only.
fn hidden_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Removes unfinished files whose writer is gone. Failure to do so is no failure to write.
fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) && is_left_behind(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Old, and nobody is writing to it.
fn is_left_behind(path: &Path) -> bool {
    let Ok(file) = File::options().write(true).open(path) else { return false };
    let age = file.metadata().and_then(|metadata| metadata.modified()).map(|time| time.elapsed());
    matches!(age, Ok(Ok(age)) if age > LEFT_BEHIND) && file.try_lock().is_ok()
}

/// Waits until the names in a folder are on the medium, where the system can say so.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    match cfg!(unix) {
        true => match File::open(folder)?.sync_all() {
            // Some network file systems know no such thing.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            synced => synced,
        },
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{UNFINISHED, write_whole_file};
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/table.csv");
        write_whole_file(&path, b"one").expect("written");
        write_whole_file(&path, b"two").expect("written");
        assert_eq!(fs::read(&path).expect("read"), b"two");
        assert_eq!(fs::read_dir(folder.path().join("deep")).expect("read").count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_replaced_stays_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("table.csv");
        fs::create_dir(&path).expect("created");
        assert!(write_whole_file(&path, b"one").is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);
    }

    #[test]
    fn what_a_killed_writer_left_goes_and_what_a_living_one_has_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let hidden = |name: &str| folder.path().join(format!("{UNFINISHED}{name}"));
        let old = SystemTime::now() - Duration::from_secs(3600);
        let make = |name: &str| {
            let file = File::create(hidden(name)).expect("created");
            file.set_modified(old).expect("set");
            file
        };
        let living = make("living");
        living.lock().expect("locked");
        drop(make("dead"));
        File::create(hidden("fresh")).expect("created");
        write_whole_file(&folder.path().join("table.csv"), b"one").expect("written");
        assert!(hidden("living").exists() && hidden("fresh").exists() && !hidden("dead").exists());
    }
}
