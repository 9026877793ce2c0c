//! Runs the `osteotome` binary as a user would, without a terminal.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the binary in `folder`.
pub(crate) fn osteotome(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_osteotome"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the binary starts")
}

/// Set to rewrite what tests compare with: golden numbers and tables of pages.
pub(crate) const WRITE_GOLDEN: &str = "OSTEOTOME_WRITE_GOLDEN";

/// Whether what is compared with is to be rewritten.
pub(crate) fn rewrites() -> bool {
    std::env::var_os(WRITE_GOLDEN).is_some()
}

/// Exit code of a process that was not killed.
pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("not killed by a signal")
}

/// Standard output as text.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// Standard error as text.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Every ready scenario: those of `scenarios` and of its folders, but for the sweeps.
pub(crate) fn scenario_files() -> Vec<PathBuf> {
    let top = root().join("scenarios");
    let entries = std::fs::read_dir(&top).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<PathBuf> =
        entries.filter(|path| path.is_dir() && !path.ends_with("sweeps")).collect();
    folders.push(top);
    folders.sort();
    folders.iter().flat_map(|folder| toml_files(folder)).collect()
}

/// Files of `folder` whose names end in `.toml`, in order.
pub(crate) fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths
}
