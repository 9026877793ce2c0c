//! Files that appear whole or not at all.

use crate::VtkError;
use std::path::Path;

/// Replaces the file at once, creating its folder if necessary.
pub(crate) fn write_whole_file(path: &Path, bytes: &[u8]) -> Result<(), VtkError> {
    osteotome_files::write_whole_file(path, bytes)
        .map_err(|source| VtkError::Io { path: path.to_owned(), source })
}
