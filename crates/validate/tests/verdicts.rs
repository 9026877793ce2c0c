//! The machinery on a coarse mesh: both verdicts come out, and twice the same.

use osteotome_validate::{Bench, Feet, Statement, Verdict, statements};

/// Statements on the classic and the reverse cut: that heads move together, which holds, and three that may not.
fn some_statements() -> Vec<Statement> {
    statements().into_iter().filter(|statement| [15, 16, 33, 34].contains(&statement.number)).collect()
}

fn settle_and_judge() -> Vec<Verdict> {
    let bench = Bench::template().coarse();
    let cases: Vec<_> = some_statements().iter().flat_map(|statement| statement.test.cases()).collect();
    let feet = Feet::settle(&cases, &bench, &|_, _| ());
    some_statements().iter().map(|statement| statement.test.verdict(&feet)).collect()
}

#[test]
fn claims_hold_or_do_not_and_do_so_again() {
    let verdicts = settle_and_judge();
    let words: Vec<&str> = verdicts.iter().map(Verdict::word).collect();
    assert!(words.contains(&"holds") && words.contains(&"does not hold"), "{words:?}");
    // Bit for bit: every number, not only every verdict.
    assert_eq!(verdicts, settle_and_judge());
}
