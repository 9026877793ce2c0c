//! Folders of results: written whole, and never over files of another origin.

use crate::arguments::RunOptions;
use crate::failure::Failure;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Lists what a folder holds by osteotome's hand; its presence is what marks a folder as a result.
const MARK: &str = ".osteotome";

/// A folder that results may be written to.
#[derive(Debug)]
pub(crate) struct OutputFolder {
    target: PathBuf,
}

impl OutputFolder {
    /// Checks, without touching anything, that results may go to `target`.
    pub(crate) fn new(target: PathBuf, force: bool) -> Result<Self, Failure> {
        if target.exists() && !target.is_dir() {
            return Err(Failure::input(format!("{} is a file, not a folder", target.display()))
                .hinting("give another folder with -o"));
        }
        let is_empty = fs::read_dir(&target).map_or(true, |mut entries| entries.next().is_none());
        if !is_empty && !target.join(MARK).is_file() && !force {
            let message = format!(
                "{} holds files that are no results of osteotome; nothing was written",
                target.display()
            );
            return Err(Failure::input(message)
                .hinting("give another folder with -o, or --force to write between these files"));
        }
        let parent = target.ancestors().skip(1).find(|folder| folder.exists());
        if parent.is_some_and(Path::is_file) {
            let message = format!("{} cannot be a folder: it lies inside a file", target.display());
            return Err(Failure::input(message));
        }
        Ok(Self { target })
    }

    /// Where the results will lie, as an absolute path if the system tells.
    pub(crate) fn absolute(&self) -> PathBuf {
        std::path::absolute(&self.target).unwrap_or_else(|_| self.target.clone())
    }

    /// Lets `write` fill a hidden folder beside the target, then puts everything in place at once.
    ///
    /// If anything fails before that, the hidden folder goes and the target is as it was.
    pub(crate) fn fill(self, write: impl FnOnce(&Path) -> Result<(), Failure>) -> Result<PathBuf, Failure> {
        let parent = match self.target.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(|error| Failure::system("create", &parent, &error))?;
        let staging = tempfile::Builder::new()
            .prefix(".osteotome-")
            .tempdir_in(&parent)
            .map_err(|error| Failure::system("write to", &parent, &error))?;
        write(staging.path())?;
        let files = files_below(staging.path()).map_err(|error| Failure::system("list", &parent, &error))?;
        self.publish(staging.path(), &files)
            .map_err(|error| Failure::system("write to", &self.target, &error))?;
        Ok(self.target)
    }

    /// Moves `files` from `staging` to the target. The mark goes first and comes last: a folder without it is unfinished.
    fn publish(&self, staging: &Path, files: &[PathBuf]) -> std::io::Result<()> {
        let listing: Vec<String> = files.iter().map(|file| file.to_string_lossy().into_owned()).collect();
        fs::write(staging.join(MARK), listing.join("\n") + "\n")?;
        set_permissions_as_of_a_new_folder(staging)?;
        if !self.target.exists() || fs::read_dir(&self.target)?.next().is_none() {
            return replace_empty(staging, &self.target);
        }
        remove_previous(&self.target)?;
        for file in files.iter().map(PathBuf::as_path).chain([Path::new(MARK)]) {
            let place = self.target.join(file);
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::rename(staging.join(file), place)?;
        }
        Ok(())
    }
}

/// Renames `staging` to `target`, which does not exist or is an empty folder.
fn replace_empty(staging: &Path, target: &Path) -> std::io::Result<()> {
    if target.exists() {
        fs::remove_dir(target)?;
    }
    fs::rename(staging, target)
}

/// Temporary folders are closed to other users; results are as open as any folder made here.
fn set_permissions_as_of_a_new_folder(staging: &Path) -> std::io::Result<()> {
    let sample = staging.join("sample");
    fs::create_dir(&sample)?;
    let permissions = fs::metadata(&sample)?.permissions();
    fs::remove_dir(&sample)?;
    fs::set_permissions(staging, permissions)
}

/// Removes what the mark of a previous result lists, and the folders that this empties.
fn remove_previous(target: &Path) -> std::io::Result<()> {
    let Ok(listing) = fs::read_to_string(target.join(MARK)) else { return Ok(()) };
    fs::remove_file(target.join(MARK))?;
    for file in listing.lines().map(Path::new) {
        // A listing that leads out of the folder was not written by osteotome.
        if !file.components().all(|component| matches!(component, Component::Normal(_))) {
            continue;
        }
        let place = target.join(file);
        if place.is_file() {
            fs::remove_file(&place)?;
        }
        if let Some(folder) = place.parent().filter(|folder| *folder != target) {
            // Fails while there are files left in it, which is meant.
            let _ = fs::remove_dir(folder);
        }
    }
    Ok(())
}

/// All files below `folder`, relative to it, in order.
fn files_below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(relative) = folders.pop() {
        for entry in fs::read_dir(folder.join(&relative))? {
            let entry = entry?;
            let path = relative.join(entry.file_name());
            if entry.file_type()?.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

/// Where results go: as asked, or by the name of the scenario and `suffix`.
pub(crate) fn folder(options: &RunOptions, suffix: &str) -> Result<PathBuf, Failure> {
    if let Some(folder) = &options.target.output {
        return Ok(folder.clone());
    }
    match options.scenario.file_stem() {
        Some(stem) => Ok(default_folder(&stem.to_string_lossy(), suffix)),
        None => Err(Failure::input("the scenario has no name to call the results by")
            .hinting("give a folder with -o")),
    }
}

/// Where the results of the scenario called `stem` go unless asked otherwise.
pub(crate) fn default_folder(stem: &str, suffix: &str) -> PathBuf {
    Path::new("results").join(format!("{stem}{suffix}"))
}

/// Writes a text file into a folder that is being filled.
pub(crate) fn write(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|error| Failure::system("write", &path, &error))
}

#[cfg(test)]
mod tests {
    use super::{MARK, OutputFolder};
    use crate::failure::Failure;
    use std::fs;
    use std::path::Path;

    fn fill(target: &Path, names: &[&str]) {
        let output = OutputFolder::new(target.to_owned(), false).expect("may be written to");
        let write = |folder: &Path| {
            for name in names {
                fs::create_dir_all(folder.join(name).parent().expect("a folder")).expect("created");
                fs::write(folder.join(name), name).expect("written");
            }
            Ok(())
        };
        output.fill(write).expect("written");
    }

    #[test]
    fn a_new_result_replaces_the_previous_one_and_nothing_else() {
        let parent = tempfile::tempdir().expect("a folder");
        let target = parent.path().join("deep/results");
        fill(&target, &["outcome.json", "osteotomy/M2_0000.vtu"]);
        fs::write(target.join("notes.txt"), "mine").expect("written");
        fill(&target, &["outcome.json", "view.py"]);
        assert!(target.join("view.py").is_file() && target.join("notes.txt").is_file());
        assert!(!target.join("osteotomy").exists());
        assert_eq!(fs::read_dir(target.parent().expect("deep")).expect("read").count(), 1);
    }

    #[test]
    fn foreign_files_are_not_touched_unless_forced() {
        let parent = tempfile::tempdir().expect("a folder");
        fs::write(parent.path().join("thesis.tex"), "years").expect("written");
        assert!(matches!(OutputFolder::new(parent.path().to_owned(), false), Err(Failure::Input { .. })));
        let output = OutputFolder::new(parent.path().to_owned(), true).expect("forced");
        output
            .fill(|folder| fs::write(folder.join("a"), "").map_err(|_| Failure::input("a")))
            .expect("written");
        assert!(parent.path().join("thesis.tex").is_file() && parent.path().join("a").is_file());
    }

    #[test]
    fn a_failure_leaves_nothing() {
        let parent = tempfile::tempdir().expect("a folder");
        let output = OutputFolder::new(parent.path().join("results"), false).expect("may be written to");
        let failed = output.fill(|folder| {
            fs::write(folder.join("half"), "").map_err(|_| Failure::input("half"))?;
            Err(Failure::input("broken"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_dir(parent.path()).expect("read").count(), 0);
    }

    #[test]
    fn a_listing_that_leads_out_of_the_folder_is_not_followed() {
        let parent = tempfile::tempdir().expect("a folder");
        let target = parent.path().join("results");
        fill(&target, &["outcome.json"]);
        fs::write(parent.path().join("precious"), "").expect("written");
        fs::write(target.join(MARK), "../precious\n").expect("written");
        fill(&target, &["outcome.json"]);
        assert!(parent.path().join("precious").is_file());
    }
}
