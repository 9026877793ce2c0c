//! All evidence together.

use crate::{Bench, Case, Feet, Pair, Source, Statement, Test, Verdict, clinical_pairs, statements};
use serde::Serialize;

/// A statement and what the numbers say about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// T1 to T62.
    pub id: String,
    /// What is claimed.
    pub claim: &'static str,
    /// Who claims it.
    pub source: Source,
    /// What the numbers must be for the claim to hold; empty if the model has no word for it.
    pub criterion: &'static str,
    /// What the numbers say.
    pub verdict: Verdict,
    /// The mechanics to read beside the numbers; may be empty.
    pub mechanics: &'static str,
}

/// Everything that `osteotome validate` prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// The statements, T1 to T62.
    pub statements: Vec<Judged>,
    /// The strict pairs of the clinical table; the reason if there are none.
    pub pairs: Result<Vec<Pair>, String>,
    /// Number of distinct forefeet that were settled.
    pub feet: usize,
    /// How many of them gave no outcome.
    pub lost_feet: usize,
}

impl Evidence {
    /// Settles every forefoot that a statement needs, once, and judges all statements; `observer` hears how many feet are done
    /// and how many there are.
    #[must_use]
    pub fn gather(bench: &Bench, observer: &(dyn Fn(usize, usize) + Sync)) -> Self {
        let statements = statements();
        let cases: Vec<Case> = statements.iter().flat_map(Statement::cases).collect();
        let feet = Feet::settle(&cases, bench, observer);
        let (count, lost) = feet.count();
        Self {
            statements: statements.iter().map(|statement| judged(statement, &feet)).collect(),
            pairs: clinical_pairs(&feet).map_err(|unsettled| unsettled.to_string()),
            feet: count,
            lost_feet: lost,
        }
    }

    /// How many statements hold, do not hold, are outside the model, have no numbers.
    #[must_use]
    pub fn tally(&self) -> [usize; 4] {
        ["holds", "does not hold", "outside the model", "no numbers"]
            .map(|word| self.statements.iter().filter(|judged| judged.verdict.word() == word).count())
    }
}

fn judged(statement: &Statement, feet: &Feet) -> Judged {
    let (criterion, mechanics) = match statement.test {
        Test::Computed { criterion, mechanics, .. } => (criterion, mechanics),
        Test::Outside(_) => ("", ""),
    };
    Judged {
        id: format!("T{}", statement.number),
        claim: statement.claim,
        source: statement.source(),
        criterion,
        verdict: statement.verdict(feet),
        mechanics,
    }
}
