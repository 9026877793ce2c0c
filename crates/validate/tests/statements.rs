//! The statements as data: all there, once, each with its criterion, and each asking only for feet it announced.

use osteotome_validate::{Bench, Feet, Statement, Test, Unsettled, statements};

#[test]
fn every_statement_is_there_exactly_once() {
    let numbers: Vec<usize> = statements().iter().map(|statement| statement.number).collect();
    assert_eq!(numbers, (1..=62).collect::<Vec<_>>());
}

#[test]
fn at_least_thirty_five_are_put_to_the_model() {
    let computed = |statement: &&Statement| matches!(statement.test, Test::Computed { .. });
    let count = statements().iter().filter(computed).count();
    assert!(count >= 35, "{count}");
}

#[test]
fn every_case_is_a_scenario_without_mistakes() {
    let bench = Bench::template();
    for statement in statements() {
        for case in statement.test.cases() {
            assert_eq!(case.scenario(&bench).err(), None, "T{}:\n{}", statement.number, case.text(&bench));
        }
    }
}

/// With no foot settled every judge stops at the first one it asks for; that one must be among its cases.
#[test]
fn statements_ask_only_for_feet_they_announced() {
    let (bench, none) = (Bench::template(), Feet::default());
    for statement in statements() {
        let Test::Computed { judge, .. } = statement.test else { continue };
        let announced: Vec<String> = statement.test.cases().iter().map(|case| case.text(&bench)).collect();
        match judge(&none) {
            Ok(finding) => assert!(!finding.comparisons.is_empty(), "T{} compares nothing", statement.number),
            Err(Unsettled::NotPlanned { case }) => {
                assert!(announced.contains(&case), "T{} asks for\n{case}", statement.number);
            }
            Err(lost) => panic!("T{}: {lost}", statement.number),
        }
    }
}

#[test]
fn criteria_and_reasons_are_sentences_without_their_full_stop() {
    for statement in statements() {
        let (text, mechanics) = match statement.test {
            Test::Computed { criterion, mechanics, .. } => (criterion, mechanics),
            Test::Outside(reason) => (reason, ""),
        };
        assert!(statement.claim.ends_with('.'), "{}", statement.claim);
        assert!(text.len() > 20 && !text.ends_with('.'), "T{}: {text}", statement.number);
        assert!(mechanics.is_empty() || mechanics.ends_with('.'), "T{}: {mechanics}", statement.number);
    }
}
