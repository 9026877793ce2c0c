//! Files that a user names: regular ones only, and no larger than what is read of them can be.

use std::io::Read;
use std::path::Path;

/// The largest geometry file that is read, MiB: a binary STL of ten million facets.
pub const LARGEST_GEOMETRY_MIB: u64 = 512;

/// Why a file that was named could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum InputFileError {
    /// The operating system refused it.
    #[error("cannot be read ({0}); check the path and the permissions")]
    Unreadable(#[from] std::io::Error),
    /// It may never end, or wait for ever.
    #[error("is {kind}, not a regular file; give the path of a file")]
    NotRegular {
        /// What it is instead, with its article.
        kind: &'static str,
    },
    /// More than is read of such a file.
    #[error(
        "is larger than {largest_mib} MiB, the most that is read of such a file; check the path, or reduce it"
    )]
    TooLarge {
        /// The limit, MiB.
        largest_mib: u64,
    },
}

/// The content of a regular file of at most `largest_mib` MiB. Devices, pipes and folders are refused unopened: opening a pipe waits
/// until someone writes into it.
///
/// # Errors
/// [`InputFileError`]: unreadable, not regular, too large.
pub fn read_input_file(path: &Path, largest_mib: u64) -> Result<Vec<u8>, InputFileError> {
    let kind = std::fs::metadata(path)?.file_type();
    if !kind.is_file() {
        return Err(InputFileError::NotRegular { kind: kind_name(kind) });
    }
    let largest = largest_mib << 20;
    let mut content = Vec::new();
    std::fs::File::open(path)?.take(largest + 1).read_to_end(&mut content)?;
    if content.len() as u64 > largest {
        return Err(InputFileError::TooLarge { largest_mib });
    }
    Ok(content)
}

fn kind_name(kind: std::fs::FileType) -> &'static str {
    if kind.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    "something else"
}
