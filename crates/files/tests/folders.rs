//! Which folders results are written to, and what in them gives way.

use osteotome_files::{FolderError, Origin, Overwriting, ResultFolder, finish_interrupted};
use std::fs;
use std::path::Path;

fn origin(kind: &str, source: &str) -> Origin {
    Origin { kind: kind.into(), source_name: source.into(), source_hash: format!("hash of {source}") }
}

fn open(target: &Path, overwriting: Overwriting) -> Result<ResultFolder, FolderError> {
    ResultFolder::open(target, origin("run", "a"), overwriting)
}

/// Fills a folder with files that hold their names.
fn fill(folder: ResultFolder, names: &[&str]) -> Result<(), FolderError> {
    let write = |staging: &Path| {
        for name in names {
            let path = staging.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("created");
            fs::write(path, name).expect("written");
        }
        Ok(())
    };
    folder.fill(write).map(drop)
}

fn parent() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn foreign_files_are_not_touched_unless_forced_and_then_only_those_of_the_same_name() {
    let parent = parent();
    for name in ["thesis.tex", "outcome.json"] {
        fs::write(parent.path().join(name), "years").expect("written");
    }
    assert!(matches!(open(parent.path(), Overwriting::SameSource), Err(FolderError::Foreign { .. })));
    let forced = open(parent.path(), Overwriting::Anything).expect("forced");
    fill(forced, &["outcome.json", "view.py"]).expect("written");
    assert_eq!(fs::read_to_string(parent.path().join("thesis.tex")).expect("there"), "years");
    assert_eq!(fs::read_to_string(parent.path().join("outcome.json")).expect("there"), "outcome.json");
}

#[test]
fn a_foreign_file_that_came_later_does_not_give_way() {
    let parent = parent();
    let target = parent.path().join("results");
    fill(open(&target, Overwriting::SameSource).expect("new"), &["outcome.json"]).expect("written");
    fs::write(target.join("view.py"), "mine").expect("written");
    let again = open(&target, Overwriting::SameSource).expect("its own");
    let refused = fill(again, &["outcome.json", "view.py"]);
    assert!(matches!(refused, Err(FolderError::InTheWay { .. })), "{refused:?}");
    assert_eq!(fs::read_to_string(target.join("view.py")).expect("there"), "mine");
    assert_eq!(fs::read_to_string(target.join("outcome.json")).expect("there"), "outcome.json");
}

#[test]
fn results_of_another_source_are_refused_and_those_of_another_kind_stay() {
    let parent = parent();
    let fill_as = |kind: &str, source: &str, name: &str, overwriting| {
        ResultFolder::open(parent.path(), origin(kind, source), overwriting)
            .and_then(|folder| fill(folder, &[name]))
    };
    fill_as("export feb", "a", "a.feb", Overwriting::SameSource).expect("first");
    fill_as("export inp", "a", "a.inp", Overwriting::SameSource).expect("another kind");
    let other = fill_as("export inp", "b", "b.inp", Overwriting::SameSource);
    assert!(matches!(other, Err(FolderError::Other { .. })), "{other:?}");
    assert!(parent.path().join("a.feb").is_file() && parent.path().join("a.inp").is_file());
    fill_as("export inp", "b", "b.inp", Overwriting::Anything).expect("forced");
    assert!(!parent.path().join("a.feb").exists() && parent.path().join("b.inp").is_file());
}

#[test]
fn a_failure_leaves_nothing_not_even_the_folders_that_were_made() {
    let parent = parent();
    let folder = open(&parent.path().join("deep/results"), Overwriting::SameSource).expect("new");
    let failed = folder.fill(|staging| {
        fs::write(staging.join("half"), "").expect("written");
        Err(FolderError::Full { target: staging.to_owned(), free_bytes: 0 })
    });
    assert!(failed.is_err());
    assert_eq!(fs::read_dir(parent.path()).expect("read").count(), 0);
}

#[test]
fn one_process_at_a_time_writes_to_a_folder() {
    let parent = parent();
    let first = open(parent.path(), Overwriting::SameSource).expect("free");
    assert!(matches!(open(parent.path(), Overwriting::Anything), Err(FolderError::InUse { .. })));
    drop(first);
    assert!(open(parent.path(), Overwriting::SameSource).is_ok());
}

#[test]
fn what_is_no_folder_and_cannot_become_one_is_refused() {
    let parent = parent();
    let file = parent.path().join("file");
    fs::write(&file, "").expect("written");
    for target in [file.clone(), file.join("inside/deep")] {
        assert!(matches!(open(&target, Overwriting::Anything), Err(FolderError::File { .. })), "{target:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_where_they_lead_somewhere_and_do_not_give_way_inside() {
    use std::os::unix::fs::symlink;
    let parent = parent();
    let real = parent.path().join("real");
    fs::create_dir(&real).expect("created");
    symlink(&real, parent.path().join("link")).expect("linked");
    symlink(parent.path().join("gone"), parent.path().join("broken")).expect("linked");
    let broken = open(&parent.path().join("broken/deep"), Overwriting::Anything);
    assert!(matches!(broken, Err(FolderError::BrokenLink { .. })), "{broken:?}");
    let through = || open(&parent.path().join("link"), Overwriting::SameSource).expect("a folder");
    fill(through(), &["outcome.json"]).expect("written");
    assert!(real.join("outcome.json").is_file() && parent.path().join("link").is_symlink());
    // A folder of results that is itself elsewhere would not take a rename.
    fs::create_dir(parent.path().join("elsewhere")).expect("created");
    symlink(parent.path().join("elsewhere"), real.join("osteotomy")).expect("linked");
    let inside = fill(through(), &["osteotomy/M2.vtu"]);
    assert!(matches!(inside, Err(FolderError::InTheWay { .. })), "{inside:?}");
    assert_eq!(fs::read_to_string(real.join("outcome.json")).expect("there"), "outcome.json");
}

#[test]
fn a_swap_whose_staging_somebody_removed_keeps_the_old_results() {
    let parent = parent();
    let target = parent.path().join("results");
    fill(open(&target, Overwriting::SameSource).expect("new"), &["outcome.json", "old.csv"])
        .expect("written");
    fs::write(target.join(".osteotome-swap"), "#\trun\thash\ta\noutcome.json\nnew.csv\n").expect("written");
    finish_interrupted(&target).expect("finished");
    assert!(target.join("old.csv").is_file() && !target.join(".osteotome-swap").exists());
}
