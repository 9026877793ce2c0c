//! `osteotome validate`: mistakes in its options are told before minutes of work. What it computes is tested in its own crate.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, stderr, stdout};

#[test]
fn a_page_that_cannot_be_written_is_refused_at_once() {
    let run = osteotome(root(), &["validate", "--write", "no-such-folder/validation.md"]);
    assert_eq!(code(&run), 2, "{}", stderr(&run));
    assert!(stderr(&run).contains("no-such-folder/validation.md"), "{}", stderr(&run));
    assert!(stdout(&run).is_empty());
}

#[test]
fn scanned_feet_belong_to_the_full_evidence() {
    let run = osteotome(root(), &["validate", "--bones", "."]);
    assert_eq!(code(&run), 2);
    assert!(stderr(&run).contains("--full"), "{}", stderr(&run));
}
