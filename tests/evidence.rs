//! The evidence of a coarse mesh: its numbers are the pinned ones, and its words are those of docs/validation.md.
//!
//! Takes two minutes, so it runs when asked for: `cargo test --release --test evidence -- --ignored`.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{WRITE_GOLDEN, code, osteotome, rewrites, root, stderr, stdout};

/// Lines of the page that hold verdicts and computed figures.
fn figures(page: &str) -> Vec<&str> {
    page.lines().filter(|line| ["### ", "- ", "| "].iter().any(|start| line.starts_with(start))).collect()
}

/// The page without numbers and verdicts: what both meshes must have in common.
fn words(page: &str) -> Vec<String> {
    page.lines().map(masked).collect()
}

fn masked(line: &str) -> String {
    let one_verdict = line.replace("**does not hold**", "holds").replace("does not hold", "holds");
    let mut masked = String::new();
    for c in one_verdict.replace("**no**", "yes").chars() {
        match c {
            '0'..='9' if masked.ends_with('#') => {}
            '0'..='9' => masked.push('#'),
            // Decimal points, signs and exponents of numbers come and go with their values.
            '.' | 'e' if masked.ends_with('#') => {}
            '-' | '−' | '+' => {}
            c => masked.push(c),
        }
    }
    masked
}

/// The first line in which two pages differ, in words.
fn difference<T: AsRef<str>>(before: &[T], now: &[T]) -> Option<String> {
    let [was, is] = [before, now].map(|lines| lines.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
    let count = was.len().max(is.len());
    let line = |lines: &[&str], number: usize| lines.get(number).copied().unwrap_or("nothing").to_owned();
    let differs = (0..count).find(|&number| was.get(number) != is.get(number))?;
    Some(format!("was\n{}\nand is\n{}", line(&was, differs), line(&is, differs)))
}

#[test]
#[ignore = "takes two minutes; .ci/run runs it, `cargo test --release --test evidence -- --ignored` too"]
fn the_evidence_is_the_pinned_one_and_the_page_has_its_words() {
    let run = osteotome(root(), &["validate", "--coarse"]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let page = stdout(&run);
    let pinned = root().join("tests/golden/evidence.md");
    if rewrites() {
        let lines = figures(&page).join("\n");
        return std::fs::write(&pinned, lines + "\n").expect("written");
    }
    let before = std::fs::read_to_string(&pinned).expect("the pinned evidence");
    let change = difference(&figures(&before), &figures(&page));
    let hint = format!(
        "if it should change: {WRITE_GOLDEN}=1 cargo test --release --test evidence -- --ignored, and say why in the commit"
    );
    assert!(change.is_none(), "a figure {}\n{hint}", change.unwrap_or_default());
    let written = std::fs::read_to_string(root().join("docs/validation.md")).expect("docs/validation.md");
    let change = difference(&words(&written), &words(&page));
    let hint = "osteotome validate --write docs/validation.md writes what the program says";
    assert!(change.is_none(), "docs/validation.md {}\n{hint}", change.unwrap_or_default());
}

#[test]
fn other_numbers_and_verdicts_are_the_same_words_and_other_words_are_not() {
    let coarse = "- strain: -803 µε — between -2200 and -900 µε — **no**";
    assert_eq!(masked(coarse), masked("- strain: 1.0e3 µε — between -2200 and -900 µε — yes"));
    assert_ne!(masked(coarse), masked("- stretch: -803 µε — between -2200 and -900 µε — **no**"));
    assert_eq!(masked("### R2: does not hold"), masked("### R2: holds"));
    assert_eq!(difference(&["a", "b"], &["a"]).as_deref(), Some("was\nb\nand is\nnothing"));
}
