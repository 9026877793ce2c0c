//! Files and folders of results that appear whole or not at all, whatever is killed and whichever disk is full.
//!
//! [`write_whole_file`] replaces one file. A [`ResultFolder`] replaces the files that an earlier run left in a folder by those
//! of a new one: they are staged in a hidden folder inside the target, so on its file system, and put in place when all are on
//! the disk. What is to be done then lies in the folder too, and the next start finishes what a kill interrupted.
//!
//! ```
//! use osteotome_files::{FolderError, Origin, Overwriting, ResultFolder};
//! # let parent = tempfile::tempdir()?;
//! # let target = parent.path().join("results");
//! let origin = Origin {
//!     kind: "run".to_owned(),
//!     source_name: "/work/case.toml".to_owned(),
//!     source_hash: "0123abcd".to_owned(),
//! };
//! let folder = ResultFolder::open(&target, origin, Overwriting::SameSource)?;
//! // Nothing is seen in `target` before everything has been written.
//! folder.fill(|staging| -> Result<(), Box<dyn std::error::Error>> {
//!     std::fs::write(staging.join("outcome.json"), "{}")?;
//!     assert!(!target.join("outcome.json").exists());
//!     Ok(())
//! })?;
//! assert!(target.join("outcome.json").is_file());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod disk;
mod error;
mod lock;
mod mark;
mod result_folder;
mod space;
mod swap;
mod whole_file;

pub use error::FolderError;
pub use mark::Origin;
pub use result_folder::{Overwriting, ResultFolder, finish_interrupted};
pub use whole_file::write_whole_file;

#[cfg(test)]
mod fault_tests;
