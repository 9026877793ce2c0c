//! A file system in memory, of a size of our own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A mounted file system; it goes with the value.
pub(crate) struct Volume {
    path: PathBuf,
}

impl Volume {
    /// Mounts one of so many bytes at `path`, which is made; nothing if this user may not.
    pub(crate) fn mount(path: &Path, bytes: u64) -> Option<Self> {
        std::fs::create_dir_all(path).ok()?;
        let options = format!("size={bytes}");
        let mounted = quiet("mount", &["-t", "tmpfs", "-o", &options, "tmpfs"], path);
        mounted.then(|| Self { path: path.to_owned() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it another size, or takes the right to write.
    pub(crate) fn remount(&self, options: &str) {
        assert!(
            quiet("mount", &["-o", &format!("remount,{options}")], &self.path),
            "remounted with {options}"
        );
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        // A process that was just killed may still hold it.
        for _ in 0..50 {
            if quiet("umount", &[], &self.path) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
    }
}

fn quiet(program: &str, arguments: &[&str], path: &Path) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).arg(path).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Whether this user may mount.
pub(crate) fn can_mount() -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    Volume::mount(&folder.path().join("probe"), 1 << 20).is_some()
}
