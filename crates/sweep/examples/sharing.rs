//! Measures what sharing saves: `cargo run --release -p osteotome-sweep --example sharing -- SWEEP.toml [FRESH]`
//!
//! Every group of FRESH cases (20 if not given) that neighbour in the order of the plan is run twice on one thread: as a sweep,
//! and each case as a sweep of its own, which shares nothing with others. The two alternate, so that both see the same machine,
//! and their rows must be the same, bit for bit. A group starts with nothing made; in a whole sweep it would also find the
//! whole bones and the intact feet of the groups before, so what sharing saves is a little more than this shows.
#![allow(clippy::print_stdout, reason = "a program")]

use osteotome_sweep::file::read_sweep;
use osteotome_sweep::journal::Journal;
use osteotome_sweep::plan::Plan;
use osteotome_sweep::run::{Running, run_cases};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("the path of a sweep file is missing")?;
    let group = arguments.next().map_or(Ok(20), |text| text.parse::<usize>())?;
    let source = std::fs::read_to_string(&path)?;
    let folder = Path::new(&path).parent().unwrap_or(Path::new(""));
    let sweep =
        read_sweep(&source, folder).map_err(|_| "the sweep has mistakes: osteotome check says which")?;
    let plan = Plan::new(sweep)?;
    let mut sums = [0.0; 2];
    for numbers in plan.order(None).chunks(group) {
        let (shared_s, shared) = timed(&plan, &[numbers])?;
        let single: Vec<&[usize]> = numbers.chunks(1).collect();
        let (alone_s, alone) = timed(&plan, &single)?;
        if shared != alone {
            return Err("rows differ".into());
        }
        sums = [sums[0] + shared_s, sums[1] + alone_s];
        println!(
            "{} cases: shared {shared_s:.2} s, alone {alone_s:.2} s, {:.2} times; so far {:.1} s, {:.1} s, {:.2} times",
            numbers.len(),
            alone_s / shared_s,
            sums[0],
            sums[1],
            sums[1] / sums[0]
        );
    }
    Ok(())
}

/// Processor seconds (wall-clock where the system does not tell) of the sweeps `parts`, one after the other, and their rows.
fn timed(plan: &Plan, parts: &[&[usize]]) -> Result<(f64, Vec<String>), Box<dyn Error>> {
    let running = Running { threads: 1, keep: None, write: &|_| Ok(()), observer: &|_| {}, stop: &|| false };
    let scratch = tempfile::tempdir()?;
    let (start, processor) = (Instant::now(), processor_s());
    let mut rows = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let mut journal = Journal::open(&scratch.path().join(index.to_string()))?;
        run_cases(plan, part, &mut journal, &running)?;
        rows.extend(journal.entries().map(|entry| format!("{entry:?}")));
    }
    rows.sort();
    let spent = processor_s().zip(processor).map_or(start.elapsed().as_secs_f64(), |(now, then)| now - then);
    Ok((spent, rows))
}

/// User and system time of this process, from Linux's hundredths of a second.
fn processor_s() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}
