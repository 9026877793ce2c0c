//! A defect that panics ends a sweep: nobody waits for what will never come, and what was entered is safe.

use osteotome_sweep::file::read_sweep;
use osteotome_sweep::journal::Journal;
use osteotome_sweep::plan::Plan;
use osteotome_sweep::run::{Running, run_cases};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

const SCENARIO: &str = "[foot]\nrays = [\"M2\"]\n[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\n\
     [mesh]\nsize_mm = 3.0\ncut_size_mm = 3.0\norder = 1\n";
const SWEEP: &str = "title = \"panics\"\nbase = \"s.toml\"\n[[axis]]\npath = \"contact.friction\"\nvalues = [0.2, 0.3, 0.4, 0.5]\n";

#[test]
fn a_panic_goes_on_and_the_rows_before_it_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("s.toml"), SCENARIO).expect("written");
    let plan = Plan::new(read_sweep(SWEEP, folder.path()).expect("no mistakes")).expect("planned");
    let path = folder.path().join("journal.jsonl");
    let mut journal = Journal::open(&path).expect("opened");
    let finished = AtomicUsize::new(0);
    let running = Running {
        threads: 2,
        keep: None,
        write: &|_| Ok(()),
        observer: &|_| assert!(finished.fetch_add(1, Ordering::SeqCst) < 1, "a defect"),
        stop: &|| false,
    };
    let run = || run_cases(&plan, plan.order(None), &mut journal, &running);
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err(), "the panic was swallowed");
    drop(journal);
    let entered = Journal::read(&path).expect("readable");
    // The other thread ends what it is at, and panics like the first.
    assert_eq!(entered.damaged, 0);
    assert!((2..=3).contains(&entered.entries.len()), "{:?}", entered.entries);
}
