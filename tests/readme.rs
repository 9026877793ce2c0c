//! The tables of the README are what the program prints.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{WRITE_GOLDEN, code, osteotome, rewrites, root, stderr, stdout};

/// How the table of the heads begins.
const TABLE: &str = "head  cut";

/// A table of heads in a page.
struct Shown {
    /// The scenario named last before it.
    scenario: String,
    /// Its first line and the one behind its last, counted from 0.
    lines: [usize; 2],
}

/// The last scenario that `line` names.
fn scenario_in(line: &str) -> Option<String> {
    let (start, end) = (line.rfind("scenarios/")?, line.rfind(".toml")?);
    (start < end).then(|| line[start..end + ".toml".len()].to_owned())
}

fn tables(page: &[&str]) -> Vec<Shown> {
    let mut scenario = String::new();
    let mut found = Vec::new();
    for (number, line) in page.iter().enumerate() {
        scenario = scenario_in(line).unwrap_or(scenario);
        if line.starts_with(TABLE) {
            let length = page[number..].iter().position(|line| line.starts_with("```")).expect("a fence");
            found.push(Shown { scenario: scenario.clone(), lines: [number, number + length] });
        }
    }
    found
}

/// The table of heads that `run` prints, without blanks at the ends of lines.
fn printed(scenario: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("results");
    let output = osteotome(root(), &["run", scenario, "-o", target.to_str().expect("UTF-8")]);
    assert_eq!(code(&output), 0, "{scenario}: {}", stderr(&output));
    let text = stdout(&output);
    let table = text.lines().skip_while(|line| !line.starts_with(TABLE)).take_while(|line| !line.is_empty());
    table.map(|line| line.trim_end().to_owned()).collect()
}

#[test]
#[cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    ignore = "numbers are pinned on Linux, x86-64"
)]
fn tables_of_the_readme_are_what_run_prints() {
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).expect("README.md");
    let mut page: Vec<String> = text.lines().map(str::to_owned).collect();
    let shown = tables(&text.lines().collect::<Vec<_>>());
    assert!(shown.len() >= 2, "the README shows what a run prints");
    // From the last to the first, so that the numbers of lines stay right.
    for Shown { scenario, lines: [first, end] } in shown.into_iter().rev() {
        let now = printed(&scenario);
        if !rewrites() {
            let hint = format!("{WRITE_GOLDEN}=1 cargo test --release --test readme writes what is printed");
            assert_eq!(page[first..end], now, "{scenario}; {hint}");
        }
        page.splice(first..end, now);
    }
    if rewrites() {
        std::fs::write(&path, page.join("\n") + "\n").expect("written");
    }
}
