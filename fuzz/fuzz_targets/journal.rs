//! Journals of sweeps: whatever they hold, they open, and open the same way a second time.
#![no_main]

use osteotome_sweep::journal::Journal;

libfuzzer_sys::fuzz_target!(|content: &[u8]| {
    let path = std::env::temp_dir().join(format!("osteotome-fuzz-journal-{}", std::process::id()));
    std::fs::write(&path, content).expect("a writable folder");
    let first = Journal::open(&path).map(|journal| {
        // What was damaged is kept aside, which would fill the disk here.
        journal.damage().map(|damage| std::fs::remove_file(&damage.kept));
        journal.len()
    });
    let second = Journal::open(&path).map(|journal| journal.len());
    if let (Ok(first), Ok(second)) = (first, second) {
        assert_eq!(first, second);
    }
});
