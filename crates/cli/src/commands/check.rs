//! `osteotome check`: every mistake of the files at once.

use crate::arguments::CheckOptions;
use crate::console::Console;
use crate::failure::{Failure, FaultyFile};
use crate::{Verdict, input, mistakes, sweep_report};
use osteotome_foot::scenario::Reading;
use osteotome_sweep::file::is_sweep;
use serde_json::{Value, json};
use std::path::Path;

/// Reads every file; fails with the mistakes of all of them.
pub(crate) fn check(options: &CheckOptions, console: &Console) -> Result<Verdict, Failure> {
    let mut faulty: Vec<FaultyFile> = Vec::new();
    let mut sound: Vec<Value> = Vec::new();
    for path in &options.files {
        let source = match input::text(path) {
            Ok(source) => source,
            Err(Failure::Mistakes(files)) => {
                faulty.extend(files);
                continue;
            }
            Err(failure) => return Err(failure),
        };
        if is_sweep(&source) {
            match input::parse_sweep(path, &source) {
                Ok(plan) if options.json => sound.push(sweep_report::json(path, &plan)),
                Ok(plan) => console.result(&sweep_report::text(path, &plan)),
                Err(Failure::Mistakes(files)) => faulty.extend(files),
                Err(failure) => return Err(failure),
            }
            continue;
        }
        match input::parse(path, &source) {
            Ok(reading) if options.json => sound.push(entry(path, &source, &reading)),
            Ok(reading) => {
                mistakes::print(console, path, &source, &reading.warnings);
                console.result(&format!("{}: no mistakes", path.display()));
            }
            Err(file) => faulty.push(file),
        }
    }
    if !faulty.is_empty() {
        return Err(Failure::Mistakes(faulty));
    }
    if options.json {
        console.result(&format!("{:#}", json!({ "files": sound })));
    }
    Ok(Verdict::Passed)
}

fn entry(path: &Path, source: &str, reading: &Reading) -> Value {
    let warnings: Vec<Value> =
        reading.warnings.iter().map(|warning| mistakes::json_of(warning, source)).collect();
    json!({ "file": path.to_string_lossy(), "mistakes": warnings, "scenario": reading.scenario.to_json() })
}
