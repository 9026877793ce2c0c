//! Folders of sweeps that were damaged, that belong to others, or that were asked for wrongly, through the binary.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, stderr, stdout};
use std::fs;
use std::path::{Path, PathBuf};

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Runs the binary in the root of the repository and expects this exit code.
fn run(arguments: &[&str], expected: i32) -> (String, String) {
    let output = osteotome(root(), arguments);
    assert_eq!(code(&output), expected, "{arguments:?}: {}", stderr(&output));
    (stdout(&output), unwrapped(&stderr(&output)))
}

/// Text without the line ends and frames that long messages are set with.
fn unwrapped(text: &str) -> String {
    text.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sweep file of one coarse ray over `frictions`, with `more` at its end.
fn friction_sweep(folder: &Path, frictions: &str, more: &str) -> String {
    fs::copy(root().join("scenarios/one-ray-classic.toml"), folder.join("base.toml")).expect("copied");
    let path = folder.join("small.toml");
    let source = format!(
        "title = \"small\"\nbase = \"base.toml\"\n[set]\n\"mesh.size_mm\" = 4.0\n\"mesh.cut_size_mm\" = 2.5\n\"mesh.order\" = 1\n\
         [[axis]]\npath = \"contact.friction\"\nvalues = {frictions}\n{more}"
    );
    fs::write(&path, source).expect("written");
    text(&path).to_owned()
}

/// Every file of a folder with its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).expect("a file")))
        .collect();
    files.sort();
    files
}

/// Turns one bit of a file over.
fn flip(path: &Path, place: usize) {
    let mut bytes = fs::read(path).expect("a file");
    bytes[place] ^= 1;
    fs::write(path, bytes).expect("written");
}

#[test]
fn a_flipped_bit_of_the_journal_costs_one_case_and_the_damaged_file_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let sweep = friction_sweep(folder.path(), "[0.2, 0.3, 0.4, 0.5]", "");
    run(&["sweep", &sweep, "-o", text(&out)], 0);
    let table = fs::read(out.join("cases.csv")).expect("a table");
    flip(&out.join("journal.jsonl"), 40);
    let damaged = fs::read(out.join("journal.jsonl")).expect("a journal");
    let (_, notes) = run(&["sweep", &sweep, "-o", text(&out)], 0);
    assert!(
        notes.contains("1 lines of the journal are damaged") && notes.contains("3 of 4 cases"),
        "{notes}"
    );
    assert!(fs::read(out.join("journal.damaged.jsonl")).expect("kept") == damaged);
    assert!(fs::read(out.join("cases.csv")).expect("a table") == table);
}

#[test]
fn files_of_others_with_the_names_of_a_sweep_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let sweep = friction_sweep(folder.path(), "[0.2]", "");
    let foreign = [
        ("journal.jsonl", "{\"day\": 1}\n"),
        ("sweep.json", "{\"broom\": true}\n"),
        ("cases.csv", "patient,age\n"),
    ];
    for (name, contents) in foreign {
        let out = folder.path().join(name.replace('.', "-"));
        fs::create_dir(&out).expect("a folder");
        fs::write(out.join(name), contents).expect("written");
        let (_, message) = run(&["sweep", &sweep, "-o", text(&out)], 2);
        assert!(message.contains("nothing was written") && message.contains("--force"), "{name}: {message}");
        assert_eq!(fs::read_to_string(out.join(name)).expect("there"), contents);
        assert_eq!(fs::read_dir(&out).expect("a folder").count(), 1, "{name}");
        run(&["sweep", &sweep, "-o", text(&out), "--force"], 0);
    }
    let aside = folder.path().join("journal-jsonl/journal.foreign.jsonl");
    assert_eq!(fs::read_to_string(aside).expect("put aside"), foreign[0].1);
}

#[test]
fn shards_are_only_read_and_are_no_place_to_merge_into() {
    let folder = tempfile::tempdir().expect("a folder");
    let sweep = friction_sweep(folder.path(), "[0.2, 0.3, 0.4, 0.5]", "");
    let shards = [1, 2].map(|shard| folder.path().join(format!("part {shard}")));
    for (place, shard) in shards.iter().enumerate() {
        run(&["sweep", &sweep, "-o", text(shard), "--shard", &format!("{}/2", place + 1)], 0);
    }
    flip(&shards[1].join("journal.jsonl"), 40);
    let before = shards.each_ref().map(|shard| contents(shard));
    let (one, two) = (text(&shards[0]), text(&shards[1]));
    let (_, message) = run(&["merge", one, two, "-o", &format!("{one}/.")], 2);
    assert!(message.contains("is one of the shards"), "{message}");
    let (_, notes) = run(&["merge", one, two, "-o", text(&folder.path().join("all"))], 0);
    assert!(notes.contains("1 lines of the journal of"), "{notes}");
    assert!(shards.each_ref().map(|shard| contents(shard)) == before);

    let parquet = shards[0].join("cases.parquet");
    flip(&parquet, fs::read(&parquet).expect("a table").len() / 3);
    for command in [vec!["report", one], vec!["merge", one, two, "-o", text(&folder.path().join("other"))]] {
        let (_, message) = run(&command, 2);
        assert!(message.contains("has changed since it was written"), "{message}");
    }
    run(&["sweep", &sweep, "-o", one, "--shard", "1/2"], 0);
    assert!(contents(&shards[0]) == before[0], "the table is written anew");
}

#[test]
fn what_no_table_has_is_not_kept_and_what_no_case_has_is_no_shard() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let sweep = friction_sweep(folder.path(), "[0.2, 0.3]", "");
    for (options, expected) in [
        (vec!["--keep", "M2_shortning_mm>1"], "did you mean `M2_shortening_mm`?"),
        (vec!["--keep", "contact_friction>0.1"], "did you mean `contact_friction_ratio`?"),
        (vec!["--keep", "colour=red"], "the table has no such column"),
        (vec!["--shard", "1/3"], "ask for 2 shards at most"),
        (vec!["--shard", "1/18446744073709551615"], "is no shard"),
        (vec!["--slurm", "3"], "ask for 2 shards at most"),
        (vec!["--threads", "65535"], "1..=1024"),
    ] {
        let command = [vec!["sweep", &sweep, "-o", text(&out)], options].concat();
        let (_, message) = run(&command, 2);
        assert!(message.contains(expected), "{expected} in {message}");
        assert!(!out.exists(), "{command:?}");
    }
}
