//! Where numbers come from: program, machine, command and the contents of every file that was read.

use crate::plan::version;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

/// Where numbers come from. The same program, contents and seed give the same numbers to the last bit on processors with the
/// same features, whatever the number of threads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of the package and a hash of the sources that outcomes depend on.
    pub version: String,
    /// Commit that the program was built from, with `-modified` if files differed from it; `unknown` out of a checkout.
    pub commit: String,
    /// The command line, program first.
    pub command: Vec<String>,
    /// The folder that the command ran in; relative paths count from it.
    pub folder: PathBuf,
    /// When the command began, ISO 8601, UTC.
    pub started: String,
    /// Threads that were used.
    pub threads: usize,
    /// Seed of what is random; nothing is in a single run.
    pub seed: Option<u64>,
    /// The machine.
    pub platform: Platform,
    /// Every file that was read.
    pub inputs: Vec<InputFile>,
}

/// What of a machine the last bits of numbers depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Platform {
    /// Operating system.
    pub os: String,
    /// Architecture of the processor.
    pub architecture: String,
    /// Vector units that the program uses where they are there.
    pub cpu_features: Vec<String>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// What it is: `scenario`, `sweep`, or the ray of a bone.
    pub role: String,
    /// Its absolute path.
    pub path: PathBuf,
    /// BLAKE3 hash of its contents.
    pub blake3: String,
}

impl InputFile {
    /// The file `path` with these contents.
    #[must_use]
    pub fn new(role: impl Into<String>, path: &Path, contents: &[u8]) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Self { role: role.into(), path, blake3: hash(contents) }
    }

    /// The file `path` as it is now.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(role: impl Into<String>, path: &Path) -> io::Result<Self> {
        Ok(Self::new(role, path, &std::fs::read(path)?))
    }
}

/// BLAKE3 hash of contents, in hexadecimal digits.
#[must_use]
pub fn hash(contents: &[u8]) -> String {
    blake3::hash(contents).to_hex().to_string()
}

impl Provenance {
    /// That of numbers which this program makes on this machine, in answer to the command line of this process.
    #[must_use]
    pub fn here(started: String, threads: usize, seed: Option<u64>, inputs: Vec<InputFile>) -> Self {
        Self {
            version: version().to_owned(),
            commit: commit().to_owned(),
            command: std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
            folder: std::env::current_dir().unwrap_or_default(),
            started,
            threads,
            seed,
            platform: Platform::here(),
            inputs,
        }
    }
}

impl Provenance {
    /// Whether both made the same numbers of the same files: all but when and by which command line.
    #[must_use]
    pub fn is_alike(&self, other: &Self) -> bool {
        let Self { command, folder, started, .. } = self.clone();
        Self { command, folder, started, ..other.clone() } == *self
    }
}

/// What of these the numbers depend on, each once, as JSON: neither times nor places nor numbers of threads are in it, so that
/// the same rows make the same file.
pub(crate) fn essentials(all: &[Provenance]) -> String {
    let mut found: Vec<Value> = Vec::new();
    for one in all {
        let inputs: Vec<Value> =
            one.inputs.iter().map(|file| json!({ "role": file.role, "blake3": file.blake3 })).collect();
        let essential = json!({
            "version": one.version, "commit": one.commit, "seed": one.seed, "platform": one.platform, "inputs": inputs,
        });
        if !found.contains(&essential) {
            found.push(essential);
        }
    }
    Value::Array(found).to_string()
}

/// Commit that the program was built from; `unknown` out of a checkout.
#[must_use]
pub fn commit() -> &'static str {
    env!("OSTEOTOME_COMMIT")
}

impl Platform {
    /// This machine.
    #[must_use]
    pub fn here() -> Self {
        Self {
            os: std::env::consts::OS.to_owned(),
            architecture: std::env::consts::ARCH.to_owned(),
            cpu_features: cpu_features().into_iter().map(str::to_owned).collect(),
        }
    }
}

#[cfg(target_arch = "x86_64")]
fn cpu_features() -> Vec<&'static str> {
    let known = [
        ("avx2", is_x86_feature_detected!("avx2")),
        ("fma", is_x86_feature_detected!("fma")),
        ("avx512f", is_x86_feature_detected!("avx512f")),
    ];
    known.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name).collect()
}

#[cfg(not(target_arch = "x86_64"))]
fn cpu_features() -> Vec<&'static str> {
    if cfg!(target_feature = "neon") { vec!["neon"] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::{InputFile, Provenance, essentials, hash};
    use std::path::Path;

    #[test]
    fn hashes_are_those_of_blake3() {
        // The first test vector of the algorithm: no bytes at all.
        assert_eq!(hash(b""), "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
    }

    #[test]
    fn provenance_is_read_as_it_was_written_and_says_what_is_known() {
        let file = InputFile::new("scenario", Path::new("a.toml"), b"title = \"a\"");
        let provenance = Provenance::here("2026-01-01T00:00:00Z".into(), 2, Some(7), vec![file]);
        let text = serde_json::to_string(&provenance).expect("JSON");
        assert_eq!(serde_json::from_str::<Provenance>(&text).expect("read"), provenance);
        assert!(provenance.inputs[0].path.is_absolute() && provenance.version.contains('+'));
        assert!(!provenance.commit.is_empty());
        let later = Provenance { started: "2026-01-02T00:00:00Z".into(), ..provenance.clone() };
        assert!(provenance.is_alike(&later));
        assert!(!provenance.is_alike(&Provenance { seed: Some(8), ..later.clone() }));
        let more_threads = Provenance { threads: 3, ..later };
        let once = essentials(std::slice::from_ref(&provenance));
        assert_eq!(essentials(&[provenance, more_threads]), once, "the same numbers");
        assert!(once.contains("commit") && !once.contains("a.toml"), "{once}");
    }
}
