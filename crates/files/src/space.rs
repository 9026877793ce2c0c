//! How much place is left.

use std::path::Path;

/// Bytes that this user may still write to the file system of `path`; nothing where the system does not say.
#[cfg(unix)]
pub(crate) fn free_bytes(path: &Path) -> Option<u64> {
    let figures = rustix::fs::statvfs(path).ok()?;
    // File systems without an end, such as some in user space, say that they have no blocks at all.
    (figures.f_blocks > 0).then(|| figures.f_bavail.saturating_mul(figures.f_frsize))
}

/// Bytes that this user may still write to the file system of `path`; nothing where the system does not say.
#[cfg(not(unix))]
pub(crate) fn free_bytes(_path: &Path) -> Option<u64> {
    None
}
