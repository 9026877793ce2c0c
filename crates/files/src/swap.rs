//! New results in the place of old ones: nothing is touched before all of the new ones are on the medium, and from then on
//! every step can be taken again, so that whoever comes next finishes what was interrupted.

use crate::FolderError;
use crate::disk::Disk;
use crate::mark::{MARK, Mark};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folder inside the target in which new results are written.
pub(crate) const STAGING: &str = ".osteotome-new";
/// The mark that is to be: while it lies there, what is staged belongs in the target.
pub(crate) const SWAP: &str = ".osteotome-swap";

/// The mark of `target`; an empty one if it has none.
pub(crate) fn read_mark(target: &Path) -> io::Result<Mark> {
    read_if_there(&target.join(MARK)).map(|text| Mark::parse(&text.unwrap_or_default()))
}

fn read_if_there(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Files that are staged in `target`, relative to the staging folder, and the folders they are in, outermost first.
pub(crate) fn staged(target: &Path) -> io::Result<(BTreeSet<PathBuf>, Vec<PathBuf>)> {
    let staging = target.join(STAGING);
    let mut files = BTreeSet::new();
    let mut folders = vec![PathBuf::new()];
    let mut next = 0;
    while let Some(relative) = folders.get(next).cloned() {
        next += 1;
        for entry in fs::read_dir(staging.join(&relative))? {
            let entry = entry?;
            let path = relative.join(entry.file_name());
            match entry.file_type()?.is_dir() {
                true => folders.push(path),
                false => drop(files.insert(path)),
            }
        }
    }
    Ok((files, folders))
}

/// Whether `files` can be put into `target`: only files of `replaceable` may give way, all of them if that is nothing.
pub(crate) fn check_places(
    target: &Path,
    files: &BTreeSet<PathBuf>,
    replaceable: Option<&BTreeSet<&PathBuf>>,
) -> Result<(), FolderError> {
    for file in files {
        let place = target.join(file);
        let in_the_way = |place: &Path, why| FolderError::InTheWay { place: place.to_owned(), why };
        for folder in file.ancestors().skip(1).filter(|folder| *folder != Path::new("")) {
            let folder = target.join(folder);
            match fs::symlink_metadata(&folder) {
                Ok(found) if !found.is_dir() => return Err(in_the_way(&folder, "it is not a folder")),
                Ok(_) if !same_file_system(target, &folder) => {
                    return Err(in_the_way(&folder, "it is on another file system"));
                }
                _ => {}
            }
        }
        let Ok(found) = fs::symlink_metadata(&place) else { continue };
        if found.is_dir() {
            return Err(in_the_way(&place, "it is a folder"));
        }
        if replaceable.is_some_and(|replaceable| !replaceable.contains(file)) {
            return Err(in_the_way(&place, "it is not a result that may be replaced"));
        }
    }
    Ok(())
}

#[cfg(unix)]
fn same_file_system(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    matches!((fs::metadata(one), fs::metadata(other)), (Ok(one), Ok(other)) if one.dev() == other.dev())
}

#[cfg(not(unix))]
fn same_file_system(_one: &Path, _other: &Path) -> bool {
    true
}

/// Waits until what is staged is on the medium.
pub(crate) fn sync_staged(
    disk: &dyn Disk,
    target: &Path,
    files: &BTreeSet<PathBuf>,
    folders: &[PathBuf],
) -> Result<(), FolderError> {
    let staging = target.join(STAGING);
    for file in files {
        let path = staging.join(file);
        disk.sync_file(&path).map_err(|source| FolderError::Io { action: "write", path, source })?;
    }
    for folder in folders.iter().rev() {
        let path = staging.join(folder);
        disk.sync_folder(&path).map_err(|source| FolderError::Io { action: "write", path, source })?;
    }
    Ok(())
}

/// Declares what is staged to be the results. If this fails, the old ones still are.
pub(crate) fn commit(disk: &dyn Disk, target: &Path, mark: &Mark) -> Result<(), FolderError> {
    let path = target.join(SWAP);
    let Err(source) = disk.write(&path, &mark.text()) else { return Ok(()) };
    match disk.remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(FolderError::Unfinished { action: "write", path, source })
        }
        _ => Err(FolderError::Io { action: "write", path, source }),
    }
}

/// Puts staged results in place if they have been committed. Can be taken again from wherever it stopped.
pub(crate) fn roll_forward(disk: &dyn Disk, target: &Path) -> Result<(), FolderError> {
    let unfinished = |action, path: &Path| {
        let path = path.to_owned();
        move |source| FolderError::Unfinished { action, path, source }
    };
    let swap = target.join(SWAP);
    let Some(text) = read_if_there(&swap).map_err(unfinished("read", &swap))? else { return Ok(()) };
    let new = Mark::parse(&text);
    let old = read_mark(target).map_err(unfinished("read", &target.join(MARK)))?;
    let staging = target.join(STAGING);
    let is_somewhere = |file: &&PathBuf| staging.join(file).is_file() || target.join(file).is_file();
    if !new.files().iter().all(is_somewhere) {
        // Somebody removed what was staged: what there was before is all there is.
        return disk.remove_file(&swap).map_err(unfinished("remove", &swap));
    }
    for file in new.files() {
        let (from, to) = (staging.join(file), target.join(file));
        if from.is_file() {
            create_folders(disk, target, file).map_err(unfinished("create the folder of", &to))?;
            disk.rename(&from, &to).map_err(unfinished("write", &to))?;
        }
    }
    for file in old.files().difference(&new.files()) {
        remove(disk, target, file).map_err(unfinished("remove", &target.join(file)))?;
    }
    let folders: BTreeSet<PathBuf> =
        new.files().into_iter().filter_map(|file| file.parent()).map(|folder| target.join(folder)).collect();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        disk.sync_folder(folder).map_err(unfinished("write", folder))?;
    }
    disk.rename(&swap, &target.join(MARK)).map_err(unfinished("write", &target.join(MARK)))?;
    disk.sync_folder(target).map_err(unfinished("write", target))
}

/// Makes the folders of `file` in `target`, outermost first.
fn create_folders(disk: &dyn Disk, target: &Path, file: &Path) -> io::Result<()> {
    let mut folders: Vec<PathBuf> = file.ancestors().skip(1).map(|folder| target.join(folder)).collect();
    folders.reverse();
    folders.iter().filter(|folder| !folder.exists()).try_for_each(|folder| disk.create_folder(folder))
}

/// Removes a file that may be gone already, and the folders that this empties.
fn remove(disk: &dyn Disk, target: &Path, file: &Path) -> io::Result<()> {
    let place = target.join(file);
    if fs::symlink_metadata(&place).is_ok_and(|found| !found.is_dir()) {
        disk.remove_file(&place)?;
    }
    for folder in file.ancestors().skip(1).filter(|folder| *folder != Path::new("")) {
        // Fails while there is something left in it, which is meant.
        let _ = disk.remove_folder(&target.join(folder));
    }
    Ok(())
}
