//! Runs every numeric key of a scenario at both ends of its accepted range: each settles, is refused by the reader with its reason, or ends with a
//! typed error.
//!
//! `cargo run --release -p osteotome-foot --example limits_of_keys -- [PART OF A KEY]`; elements below 1 mm are left to `check`.
#![allow(clippy::print_stdout, reason = "an example reports on the terminal")]

mod key_ends;

use key_ends::{KeyEnd, key_ends};
use osteotome_foot::run;
use osteotome_foot::scenario::read;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// What became of a scenario, in one word and with its reason.
fn ended(end: &KeyEnd) -> (&'static str, String) {
    let is_fine = end.path.starts_with("mesh.") && end.path.ends_with("size_mm") && end.value < 1.0;
    let scenario = match read(&end.text, Path::new(".")) {
        Ok(reading) => reading.scenario,
        Err(mistakes) => return ("refused", mistakes[0].message.clone()),
    };
    if is_fine {
        return ("not run", format!("{} mm", end.value));
    }
    match run(&scenario, &mut |_| {}) {
        Ok(result) => {
            let codes = result.outcome.warnings.iter().map(|warning| warning.code.name());
            ("settled", codes.collect::<Vec<_>>().join(" "))
        }
        Err(error) if error.is_input_mistake() => ("refused by the run", error.to_string()),
        Err(error) => ("not settled", error.to_string()),
    }
}

fn main() {
    let part = std::env::args().nth(1).unwrap_or_default();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for end in key_ends().iter().filter(|end| end.path.contains(&part)) {
        let start = Instant::now();
        let (what, why) = ended(end);
        *counts.entry(what).or_default() += 1;
        println!("{what}: {} = {} ({:.1} s) {why}", end.path, end.value, start.elapsed().as_secs_f64());
    }
    println!("{counts:?}");
}
