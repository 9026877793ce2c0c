//! Mutates scenario files and counts what becomes of them: each is read, or refused with a place in the file, in no time and without a panic.
//!
//! `cargo run --release -p osteotome-foot --example mutated_scenarios -- FOLDER [COUNT] [RUNS]`: `FOLDER` holds scenario files, in folders or not;
//! `RUNS` of the accepted mutants are run to their end on a coarse mesh.
#![allow(clippy::print_stdout, reason = "an example reports on the terminal")]

use osteotome_foot::run;
use osteotome_foot::scenario::{Scenario, read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Longest that reading a scenario may take.
const LONGEST: Duration = Duration::from_secs(5);
const NUMBERS: [&str; 14] = [
    "0", "-1", "1e308", "nan", "inf", "-0.0", "1e-300", "0.5", "7", "1000000", "\"2.0\"", "true", "[1, 2]",
    "2_0",
];
const WORDS: [&str; 8] = [
    "\"M9\"",
    "\"reverse\"",
    "\"clasic\"",
    "\"\"",
    "\"\\u0000\"",
    "{ a = 1 }",
    "1979-05-27",
    "\"../../etc\"",
];

/// Numbers that look random: a linear congruential generator, Knuth's constants.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

fn scenarios(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            scenarios(&path, found);
        } else if let Ok(text) = std::fs::read_to_string(&path)
            && read(&text, folder).is_ok()
        {
            found.push((path, text));
        }
    }
}

/// A line of `text` with another value, another key, twice, or not at all; or bytes changed.
fn mutated(text: &str, chance: &mut Chance) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = chance.below(lines.len());
    let value = |chance: &mut Chance| match chance.below(2) {
        0 => NUMBERS[chance.below(NUMBERS.len())],
        _ => WORDS[chance.below(WORDS.len())],
    };
    match chance.below(7) {
        0 | 1 => {
            let key = lines[at].split('=').next().unwrap_or_default().trim().to_owned();
            lines[at] = format!("{key} = {}", value(chance));
        }
        2 => lines[at] = lines[at].replacen(|c: char| c.is_ascii_lowercase(), "x", 1),
        3 => lines.insert(at, lines[chance.below(lines.len())].clone()),
        4 => drop(lines.remove(at)),
        5 => lines.insert(at, format!("[soft_tissue]\npad_thickness_mm = {}", value(chance))),
        _ => {
            let mut bytes = lines.join("\n").into_bytes();
            for _ in 0..=chance.below(4) {
                let place = chance.below(bytes.len());
                if let Some(byte) = bytes.get_mut(place) {
                    *byte = b" \n\"'[]{}=.,#0Aaz\\\x00\x7f"[chance.below(19)];
                }
            }
            return String::from_utf8_lossy(&bytes).into_owned();
        }
    }
    lines.join("\n")
}

/// How reading went: accepted with its scenario, refused, refused without naming anything, or too slow or panicked.
enum Reading {
    Accepted(Box<Scenario>),
    Refused,
    Unnamed(String),
    Broken(String),
}

fn attempt(text: &str, folder: &Path) -> Reading {
    let start = Instant::now();
    let found = catch_unwind(AssertUnwindSafe(|| read(text, folder)));
    match found {
        _ if start.elapsed() > LONGEST => Reading::Broken(format!("{:?}", start.elapsed())),
        Err(_) => Reading::Broken("it panicked".into()),
        Ok(Ok(reading)) => Reading::Accepted(Box::new(reading.scenario)),
        Ok(Err(mistakes)) => {
            let unnamed = mistakes.iter().find(|m| m.message.is_empty() || m.span.start > text.len());
            unnamed.map_or(Reading::Refused, |mistake| Reading::Unnamed(mistake.message.clone()))
        }
    }
}

/// Runs an accepted mutant coarsely; what is not a typed end is printed.
fn settles(mut scenario: Scenario) -> &'static str {
    (scenario.mesh.size_mm, scenario.mesh.cut_size_mm, scenario.mesh.quadratic) = (4.0, 2.5, false);
    let start = Instant::now();
    let ended = catch_unwind(AssertUnwindSafe(|| run(&scenario, &mut |_| {})));
    let what = match ended {
        Ok(Ok(_)) => "settled",
        Ok(Err(error)) if error.is_input_mistake() => "refused",
        Ok(Err(_)) => "not settled",
        Err(_) => "PANIC",
    };
    if what == "not settled" || what == "PANIC" || start.elapsed() > Duration::from_secs(60) {
        println!("{what} after {:.0?}: {}", start.elapsed(), scenario.to_json());
    }
    what
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number =
        |at: usize, default: usize| arguments.get(at).map_or(default, |text| text.parse().expect("a number"));
    let mut files = Vec::new();
    scenarios(Path::new(arguments.first().expect("the folder of the scenarios")), &mut files);
    let (count, runs) = (number(1, 20_000), number(2, 0));
    let mut chance = Chance(2026);
    let [mut accepted, mut refused, mut faults, mut run_already] = [0_usize; 4];
    let mut ends = std::collections::BTreeMap::<&str, usize>::new();
    for _ in 0..count {
        let (path, text) = &files[chance.below(files.len())];
        let text = mutated(text, &mut chance);
        match attempt(&text, path.parent().unwrap_or(Path::new("."))) {
            Reading::Accepted(scenario) => {
                accepted += 1;
                if run_already < runs && accepted.is_multiple_of((count / 3).div_ceil(runs.max(1))) {
                    run_already += 1;
                    *ends.entry(settles(*scenario)).or_default() += 1;
                }
            }
            Reading::Refused => refused += 1,
            Reading::Unnamed(message) | Reading::Broken(message) => {
                faults += 1;
                println!("FAULT {message}:\n{text}\n");
            }
        }
    }
    println!(
        "{} files, {count} mutants: {accepted} accepted, {refused} refused, {faults} faults; of those run: {ends:?}",
        files.len()
    );
    assert_eq!(faults, 0, "every mutant is read or refused with its place");
}
