//! Cuts random bones along random kerfs and stops at the first result that is neither sound nor a typed error.
//!
//! `cargo run --release -p osteotome-mesh --example random_cuts -- CASES SEED`
#![allow(clippy::print_stdout)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::cell::Cell;

use common::random_case::any_case;
use proptest::test_runner::{Config, RngSeed, TestRunner};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [cases, seed] = &arguments[..] else {
        return Err("two numbers are needed: how many cases, and a seed".into());
    };
    let (cases, seed) = (cases.parse()?, seed.parse()?);
    let config =
        Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(seed), ..Config::default() };
    let cut = Cell::new(0);
    TestRunner::new(config).run(&any_case(), |case| {
        cut.set(cut.get() + u32::from(case.check()));
        Ok(())
    })?;
    println!(
        "{cases} cases from seed {seed}: {} cut, {} refused with a typed error",
        cut.get(),
        cases - cut.get()
    );
    Ok(())
}
