//! Cuts random bones along random kerfs and stops at the first result that is neither sound nor a typed error.
//!
//! `cargo run --release -p osteotome-mesh --example random_cuts -- CASES SEED`
#![allow(clippy::print_stdout)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Instant;

use common::random_case::any_case;
use osteotome_mesh::MeshError;
use proptest::test_runner::{Config, RngSeed, TestRunner};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [cases, seed] = &arguments[..] else {
        return Err("two numbers are needed: how many cases, and a seed".into());
    };
    let (cases, seed) = (cases.parse()?, seed.parse()?);
    let config =
        Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(seed), ..Config::default() };
    let (kinds, slowest_s) = (RefCell::new(BTreeMap::<String, u32>::new()), Cell::new(0.0_f64));
    TestRunner::new(config).run(&any_case(), |case| {
        let start = Instant::now();
        let kind = case.check().err().map_or("cut".to_owned(), |error| kind_of(&error));
        *kinds.borrow_mut().entry(kind).or_default() += 1;
        slowest_s.set(slowest_s.get().max(start.elapsed().as_secs_f64()));
        Ok(())
    })?;
    println!("{cases} cases from seed {seed}, the slowest took {:.2} s:", slowest_s.get());
    for (kind, count) in kinds.borrow().iter() {
        println!("{count:6} {kind}");
    }
    Ok(())
}

/// Name of the variant.
fn kind_of(error: &MeshError) -> String {
    format!("{error:?}").chars().take_while(|c| c.is_alphanumeric()).collect()
}
