//! Why results cannot be written to a folder.

use crate::Origin;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why results cannot be written to a folder.
#[derive(Debug, Error)]
pub enum FolderError {
    /// It is a file, or lies inside one.
    #[error("{} cannot be a folder: {} is a file", target.display(), file.display())]
    File {
        /// The folder that was asked for.
        target: PathBuf,
        /// The file in its way.
        file: PathBuf,
    },
    /// A symbolic link that leads nowhere.
    #[error("{} is a symbolic link to {}, which does not exist", target.display(), leads_to.display())]
    BrokenLink {
        /// The link.
        target: PathBuf,
        /// Where it leads.
        leads_to: PathBuf,
    },
    /// Files of another origin.
    #[error("{} holds files that are no results of osteotome; nothing was written", target.display())]
    Foreign {
        /// The folder.
        target: PathBuf,
    },
    /// Results of something else.
    #[error("{} holds the results of {}, not of {}; nothing was written", target.display(), there.source_name, asked)]
    Other {
        /// The folder.
        target: PathBuf,
        /// What made them.
        there: Origin,
        /// What was to make the new ones.
        asked: String,
    },
    /// Another process writes to it.
    #[error("{} is in use by another osteotome", target.display())]
    InUse {
        /// The folder.
        target: PathBuf,
    },
    /// The system does not let this user write there.
    #[error("cannot write to {}: {source}", target.display())]
    Unwritable {
        /// The folder.
        target: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// No place is left.
    #[error("the file system of {} is full: {} bytes are left", target.display(), free_bytes)]
    Full {
        /// The folder.
        target: PathBuf,
        /// What is left.
        free_bytes: u64,
    },
    /// Something lies where a new file is to go.
    #[error("{} is in the way of a result: {why}; the earlier results are as they were", place.display())]
    InTheWay {
        /// Where the file is to go.
        place: PathBuf,
        /// What is wrong with what lies there.
        why: &'static str,
    },
    /// The system refused on the way; the earlier results are as they were.
    #[error("cannot {action} {}: {source}; the earlier results, if there are any, are as they were", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The system refused while new results that are whole were put in place.
    #[error(
        "cannot {action} {}: {source}; the new results are whole, and the next command that writes to or reads from this folder puts the rest in place",
        path.display()
    )]
    Unfinished {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

impl FolderError {
    /// Whether another folder, given by the user, would do: nothing was computed yet.
    #[must_use]
    pub fn is_mistake(&self) -> bool {
        !matches!(self, Self::InTheWay { .. } | Self::Io { .. } | Self::Unfinished { .. })
    }

    /// What the user can do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::File { .. } | Self::Unwritable { .. } => "give another folder with -o",
            Self::BrokenLink { .. } => "make the folder that it leads to, or give another one with -o",
            Self::Foreign { .. } => "give another folder with -o, or --force to write between these files",
            Self::Other { .. } => "give another folder with -o, or --force to replace these results",
            Self::InUse { .. } => "wait for it, or give another folder with -o",
            Self::Full { .. } | Self::Io { .. } => {
                "make place, or give a folder on another file system with -o"
            }
            Self::InTheWay { .. } => "move it away, or give another folder with -o",
            Self::Unfinished { .. } => "mend the cause and run the same command again",
        }
    }
}
