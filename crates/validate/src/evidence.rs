//! All evidence together.

use crate::analytic::{Checked, checked};
use crate::measurements::{Compared, compare, measurements};
use crate::requirements::requirements;
use crate::{Bench, Case, Feet, Full, Pair, Probability, Source, Test, Verdict, clinical_pairs, statements};
use serde::Serialize;

/// A statement and what the numbers say about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// T1 to T62 for statements, R1 and on for what the project asks of itself.
    pub id: String,
    /// What is claimed.
    pub claim: &'static str,
    /// Who claims it; none for what the project asks of itself.
    pub source: Option<Source>,
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
    /// Order and sizes of the elements that statements were judged with.
    pub mesh: &'static str,
    /// Closed forms.
    pub closed_forms: Vec<Checked>,
    /// What the project asks of its own intact foot and techniques.
    pub requirements: Vec<Judged>,
    /// The statements, T1 to T62.
    pub statements: Vec<Judged>,
    /// The strict pairs of the clinical table; the reason if there are none.
    pub pairs: Result<Vec<Pair>, String>,
    /// Measured figures beside computed ones.
    pub measurements: Vec<Compared>,
    /// Number of distinct forefeet that were settled.
    pub feet: usize,
    /// How many of them gave no outcome.
    pub lost_feet: usize,
    /// In what share of the plausible feet each claim holds, if it was asked for.
    pub probabilities: Vec<Probability>,
    /// Other feet, a finer mesh and random feet, if they were asked for.
    pub full: Option<Full>,
}

impl Evidence {
    /// Settles every forefoot that a statement needs, once, and judges all statements; `observer` hears how many feet are done
    /// and how many there are.
    #[must_use]
    pub fn gather(bench: &Bench, observer: &(dyn Fn(usize, usize) + Sync)) -> Self {
        let (required, statements, measured) = (requirements(), statements(), measurements());
        let tests = required.iter().map(|r| &r.test).chain(statements.iter().map(|s| &s.test));
        let mut cases: Vec<Case> = tests.flat_map(Test::cases).collect();
        cases.extend(measured.iter().flat_map(|measurement| (measurement.cases)()));
        let feet = Feet::settle(&cases, bench, observer);
        let (count, lost) = feet.count();
        let requirement = |(i, r): (usize, &crate::requirements::Requirement)| {
            judged(format!("R{}", i + 1), r.claim, None, &r.test, &feet)
        };
        let statement = |s: &crate::Statement| {
            judged(format!("T{}", s.number), s.claim, Some(s.source()), &s.test, &feet)
        };
        Self {
            mesh: bench.mesh_in_words(),
            closed_forms: checked(),
            requirements: required.iter().enumerate().map(requirement).collect(),
            statements: statements.iter().map(statement).collect(),
            pairs: clinical_pairs(&feet).map_err(|unsettled| unsettled.to_string()),
            measurements: measured.iter().map(|measurement| compare(measurement, &feet)).collect(),
            feet: count,
            lost_feet: lost,
            probabilities: Vec::new(),
            full: None,
        }
    }

    /// How many statements hold, do not hold, are outside the model, have no numbers.
    #[must_use]
    pub fn tally(&self) -> [usize; 4] {
        ["holds", "does not hold", "outside the model", "no numbers"]
            .map(|word| self.statements.iter().filter(|judged| judged.verdict.word() == word).count())
    }
}

fn judged(id: String, claim: &'static str, source: Option<Source>, test: &Test, feet: &Feet) -> Judged {
    let (criterion, mechanics) = test.criterion_and_mechanics();
    Judged { id, claim, source, criterion, verdict: test.verdict(feet), mechanics }
}
