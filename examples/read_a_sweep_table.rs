//! Reads the table of a sweep: how far does a head go, by technique?
//!
//! `cargo run --release -- sweep scenarios/sweeps/quick.toml`
//! `cargo run --release --example read_a_sweep_table results/quick/cases.csv`
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let table =
        std::env::args_os().nth(1).map_or_else(|| PathBuf::from("results/quick/cases.csv"), PathBuf::from);
    for (technique, shortening_mm) in mean_by(&table, "osteotomy_technique", "M2_shortening_mm")? {
        println!("{technique:18} {shortening_mm:.2} mm");
    }
    Ok(())
}

/// Mean of a column over the settled cases, by the words of another.
pub(crate) fn mean_by(
    table: &Path,
    group: &str,
    column: &str,
) -> Result<BTreeMap<String, f64>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(table)?;
    let header = reader.headers()?.clone();
    let place = |name: &str| {
        header
            .iter()
            .position(|known| known == name)
            .ok_or(format!("{} has no column {name}", table.display()))
    };
    let [status, group, column] = [place("status")?, place(group)?, place(column)?];
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for row in reader.records() {
        let row = row?;
        // The other columns of a case that did not settle are empty.
        if &row[status] == "settled" {
            let (sum, count) = sums.entry(row[group].to_owned()).or_default();
            (*sum, *count) = (*sum + row[column].parse::<f64>()?, *count + 1.0);
        }
    }
    Ok(sums.into_iter().map(|(word, (sum, count))| (word, sum / count)).collect())
}
