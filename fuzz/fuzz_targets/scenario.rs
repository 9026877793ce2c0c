//! Scenario files: every mistake has a place in the text.
#![no_main]

use osteotome_foot::scenario;

libfuzzer_sys::fuzz_target!(|source: &str| {
    let mistakes = match scenario::read(source, std::path::Path::new("")) {
        Ok(reading) => reading.warnings,
        Err(mistakes) => {
            assert!(!mistakes.is_empty());
            mistakes
        }
    };
    for mistake in mistakes {
        assert!(mistake.span.start <= mistake.span.end && mistake.span.end <= source.len());
        let _ = mistake.position(source);
    }
});
