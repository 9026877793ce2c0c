//! Sweep files over a fixed base scenario: every mistake has a place in the text.
#![no_main]

use std::path::Path;

libfuzzer_sys::fuzz_target!(|source: &str| {
    // The base is found beside the scenarios that ship.
    let scenarios = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios"));
    if let Err(mistakes) = osteotome_sweep::file::read_sweep(source, scenarios) {
        assert!(!mistakes.is_empty());
        for mistake in mistakes {
            assert!(mistake.span.end <= source.len());
            let _ = mistake.position(source);
        }
    }
});
