//! Makes a name for what computes outcomes: a hash of the sources they depend on. The same sources have the same name on every
//! machine and at any time; a changed program does not pass for the one that made the rows of an older sweep.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What outcomes depend on, counted from the folder of the workspace: the model, down to the compiled dependencies, and how
/// rows are made of it.
const SOURCES: [&str; 10] = [
    "Cargo.toml",
    "Cargo.lock",
    "crates/geometry/src",
    "crates/mesh/src",
    "crates/sparse/src",
    "crates/elastic/src",
    "crates/contact/src",
    "crates/foot/src",
    "crates/sweep/src/plan",
    "crates/sweep/src/run",
];

fn main() -> std::io::Result<()> {
    // Asked for when it runs: a build folder may have moved with its checkout.
    let package = std::env::var("CARGO_MANIFEST_DIR").map_err(std::io::Error::other)?;
    let workspace = Path::new(&package).join("../..");
    let mut hasher = blake3::Hasher::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={}", workspace.join(source).display());
        for file in files(&workspace.join(source))? {
            // Bytes and length of each, in the order of their names; where the workspace lies does not matter.
            let bytes = fs::read(&file)?;
            hasher.update(&(bytes.len() as u64).to_le_bytes()).update(&bytes);
        }
    }
    println!("cargo::rustc-env=OSTEOTOME_SOURCES={}", &hasher.finalize().to_hex()[..16]);
    println!(
        "cargo::rustc-env=OSTEOTOME_COMMIT={}",
        commit(&workspace).unwrap_or_else(|| "unknown".to_owned())
    );
    Ok(())
}

/// The commit that `workspace` is a checkout of; nothing if it is none, though it may lie in one of something else.
fn commit(workspace: &Path) -> Option<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("-C").arg(workspace).args(arguments).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (output.status.success() && !text.is_empty()).then_some(text)
    };
    let top = fs::canonicalize(git(&["rev-parse", "--show-toplevel"])?).ok()?;
    if top != fs::canonicalize(workspace).ok()? {
        return None;
    }
    // Every commit and every change of branches is entered there.
    for file in ["logs/HEAD", "HEAD"] {
        let path = workspace.join(git(&["rev-parse", "--git-path", file])?);
        if path.exists() {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
    git(&["describe", "--always", "--abbrev=12", "--dirty=-modified"])
}

/// The file `path`, or all files below it in order.
fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    entries.iter().try_fold(Vec::new(), |mut all, entry| {
        all.extend(files(entry)?);
        Ok(all)
    })
}
