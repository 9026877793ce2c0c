//! `osteotome run`: what it refuses, and that it then leaves nothing behind.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, stderr};
use std::fs;

#[test]
fn a_folder_of_another_origin_is_refused_before_anything_is_computed() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("thesis")).expect("created");
    fs::write(folder.path().join("thesis/chapter.tex"), "years").expect("written");
    let scenario = root().join("scenarios/one-ray-classic.toml");
    let output = osteotome(folder.path(), &["run", scenario.to_str().expect("UTF-8"), "-o", "thesis"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("thesis holds files that are no results of osteotome; nothing was written")
    );
    assert_eq!(fs::read_dir(folder.path().join("thesis")).expect("read").count(), 1);
}

#[test]
fn a_mistake_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("case.toml"), "[contact]\nfriction = -1\n").expect("written");
    assert_eq!(code(&osteotome(folder.path(), &["run", "case.toml"])), 2);
    assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);
}
