//! Links, mount points, full and read-only file systems.

use crate::cli_support::{code, osteotome, stderr, stdout};
use crate::results::{contents, scenario};
use crate::volume::Volume;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Trials that need the right to mount.
pub(crate) const TRIALS: [(&str, fn()); 4] = [
    ("results_in_a_mount_point_are_replaced", results_in_a_mount_point_are_replaced),
    ("results_behind_a_link_into_a_mount_are_replaced", results_behind_a_link_into_a_mount_are_replaced),
    ("on_a_full_disk_the_table_is_printed_and_the_old_result_stays", on_a_full_disk),
    ("a_read_only_file_system_is_refused_before_anything_is_computed", a_read_only_file_system_is_refused),
];

fn set_up(friction: f64) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    edit(folder.path(), friction);
    folder
}

fn edit(folder: &Path, friction: f64) {
    fs::write(folder.join("s.toml"), scenario(friction)).expect("written");
}

/// Commands that write a folder of results, and its main file.
const WRITERS: [(&[&str], &str); 3] = [
    (&["run", "s.toml"], "outcome.json"),
    (&["mesh", "s.toml"], "fragments.json"),
    (&["export", "s.toml", "--to", "inp"], "problem.inp"),
];

/// Writes results to `target` twice, for two scenarios, with each command; everything must be that of the second.
fn assert_replaced(folder: &Path, target: &str) {
    for (command, record) in WRITERS {
        let place = format!("{target}/{}", command[0]);
        for friction in [0.2, 0.4] {
            edit(folder, friction);
            let output = osteotome(folder, &[command, &["-o", &place]].concat());
            assert_eq!(code(&output), 0, "{}", stderr(&output));
        }
        let fresh = osteotome(folder, &[command, &["-o", "fresh"]].concat());
        assert_eq!(code(&fresh), 0, "{}", stderr(&fresh));
        assert!(contents(&folder.join(&place)) == contents(&folder.join("fresh")), "{command:?} in {place}");
        assert!(folder.join(&place).join(record).is_file());
        fs::remove_dir_all(folder.join("fresh")).expect("removed");
    }
}

/// The same where the folder that is asked for is itself the link or the mount point.
fn assert_replaced_at(folder: &Path, target: &str) {
    for friction in [0.2, 0.4] {
        edit(folder, friction);
        let output = osteotome(folder, &["run", "s.toml", "-o", target]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    let output = osteotome(folder, &["run", "s.toml", "-o", "fresh"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(contents(&folder.join(target)) == contents(&folder.join("fresh")), "{target}");
    fs::remove_dir_all(folder.join("fresh")).expect("removed");
}

fn results_in_a_mount_point_are_replaced() {
    let folder = set_up(0.4);
    let volume = Volume::mount(&folder.path().join("volume"), 50 << 20).expect("mounted");
    assert_replaced_at(folder.path(), "volume");
    fs::write(volume.path().join("notes.txt"), "mine").expect("written");
    assert_eq!(code(&osteotome(folder.path(), &["run", "s.toml", "-o", "volume"])), 0);
    assert!(volume.path().join("notes.txt").is_file());
}

fn results_behind_a_link_into_a_mount_are_replaced() {
    let folder = set_up(0.4);
    let volume = Volume::mount(&folder.path().join("volume"), 50 << 20).expect("mounted");
    assert_replaced(folder.path(), "volume");
    symlink(volume.path().join("run"), folder.path().join("link")).expect("linked");
    assert_replaced_at(folder.path(), "link");
    assert!(folder.path().join("link").is_symlink());
}

const SHARED_MEMORY: &str = "/dev/shm";

/// Whether shared memory is another file system than that of temporary files, and may be written to.
pub(crate) fn shared_memory_is_apart() -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let other = tempfile::tempdir_in(SHARED_MEMORY);
    let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
    other.is_ok_and(|other| device(other.path()) != device(folder.path()))
}

pub(crate) fn results_behind_a_link_to_another_file_system_are_replaced() {
    let folder = set_up(0.4);
    let other = tempfile::tempdir_in(SHARED_MEMORY).expect("a folder");
    symlink(other.path(), folder.path().join("link")).expect("linked");
    assert_replaced_at(folder.path(), "link");
    fs::remove_dir_all(other.path().join("osteotomy")).expect("removed");
    let inside: PathBuf = folder.path().join("elsewhere");
    symlink(other.path().join("gone"), &inside).expect("linked");
    let output = osteotome(folder.path(), &["run", "s.toml", "-o", "elsewhere"]);
    assert_eq!(code(&output), 2, "a link that leads nowhere: {}", stderr(&output));
}

fn on_a_full_disk() {
    let folder = set_up(0.2);
    let volume = Volume::mount(&folder.path().join("volume"), 50 << 20).expect("mounted");
    assert_eq!(code(&osteotome(folder.path(), &["run", "s.toml", "-o", "volume/out"])), 0);
    let target = volume.path().join("out");
    let old = contents(&target);
    let size: u64 = old.values().map(|bytes| bytes.len() as u64).sum();
    edit(folder.path(), 0.4);
    // Enough for a beginning, not for the end.
    volume.remount(&format!("size={}", 2 * size));
    fs::write(volume.path().join("filler"), vec![0; usize::try_from(size / 3).expect("small")])
        .expect("written");
    let output = osteotome(folder.path(), &["run", "s.toml", "-o", "volume/out"]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(
        stdout(&output).contains("shortening") && stderr(&output).contains("earlier run"),
        "{}",
        stderr(&output)
    );
    assert!(contents(&target) == old, "the old result stays as it was");
    // And with no place at all nothing is computed.
    let rest = vec![0; 1 << 16];
    let mut number = 0;
    while fs::write(volume.path().join(format!("filler{number}")), &rest).is_ok() {
        number += 1;
    }
    let output = osteotome(folder.path(), &["run", "s.toml", "-o", "volume/out"]);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(stdout(&output).is_empty() && !stderr(&output).contains("mesh M2"), "{}", stderr(&output));
    assert!(contents(&target) == old);
}

fn a_read_only_file_system_is_refused() {
    let folder = set_up(0.4);
    let volume = Volume::mount(&folder.path().join("volume"), 50 << 20).expect("mounted");
    volume.remount("ro");
    for (command, _) in WRITERS.into_iter().chain([(&["sweep", "w.toml"][..], "")]) {
        fs::write(folder.path().join("w.toml"), SWEEP).expect("written");
        let output = osteotome(folder.path(), &[command, &["-o", "volume/out"]].concat());
        assert_eq!(code(&output), 2, "{command:?}: {}", stderr(&output));
        assert!(!stderr(&output).contains("mesh M2"), "{}", stderr(&output));
    }
}

/// A sweep of two cases over the scenario.
pub(crate) const SWEEP: &str =
    "title = \"two\"\nbase = \"s.toml\"\n[[axis]]\npath = \"contact.friction\"\nvalues = [0.3, 0.5]\n";
