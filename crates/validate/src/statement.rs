//! A statement of the clinical literature and how it is put to the model.

use crate::{Case, Feet, Finding, Unsettled};
use serde::Serialize;

/// Where a statement is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Source {
    /// T1 to T52: technique paper on classic, oblique and reverse distal minimally invasive metatarsal osteotomy, 2021, PMID 33957533.
    TechniquePaper,
    /// T53 to T62: book chapter by Laffenêtre on percutaneous forefoot surgery.
    Chapter,
}

impl Source {
    /// How the evidence page cites it.
    #[must_use]
    pub fn citation(self) -> &'static str {
        match self {
            Self::TechniquePaper => "technique paper, PMID 33957533",
            Self::Chapter => "chapter, Laffenêtre",
        }
    }
}

/// One statement.
#[derive(Clone, Copy, Debug)]
pub struct Statement {
    /// Its number in the survey of the literature, 1 to 62.
    pub number: usize,
    /// What is claimed.
    pub claim: &'static str,
    /// How it is put to the model.
    pub test: Test,
}

/// How a statement is put to the model.
#[derive(Clone, Copy, Debug)]
pub enum Test {
    /// By numbers.
    Computed {
        /// What the numbers must be for the claim to hold.
        criterion: &'static str,
        /// The feet that must be settled first.
        cases: fn() -> Vec<Case>,
        /// Compares the numbers with the criterion.
        judge: fn(&Feet) -> Result<Finding, Unsettled>,
        /// The mechanics to read beside the numbers: why it fails, or what the model adds. May be empty.
        mechanics: &'static str,
    },
    /// Not at all, and why.
    Outside(&'static str),
}

impl Statement {
    /// Its source.
    #[must_use]
    pub fn source(&self) -> Source {
        if self.number <= 52 { Source::TechniquePaper } else { Source::Chapter }
    }
}

impl Test {
    /// The feet it needs.
    #[must_use]
    pub fn cases(&self) -> Vec<Case> {
        match self {
            Self::Computed { cases, .. } => cases(),
            Self::Outside(_) => Vec::new(),
        }
    }

    /// What the numbers say.
    #[must_use]
    pub fn verdict(&self, feet: &Feet) -> Verdict {
        match self {
            Self::Outside(reason) => Verdict::OutsideTheModel((*reason).to_owned()),
            Self::Computed { judge, .. } => match judge(feet) {
                Err(unsettled) => Verdict::NoNumbers(unsettled.to_string()),
                Ok(finding) if finding.holds() => Verdict::Holds(finding),
                Ok(finding) => Verdict::DoesNotHold(finding),
            },
        }
    }

    /// What the numbers must be, and the mechanics to read beside them; both empty if the model has no word for it.
    #[must_use]
    pub fn criterion_and_mechanics(&self) -> (&'static str, &'static str) {
        match self {
            Self::Computed { criterion, mechanics, .. } => (criterion, mechanics),
            Self::Outside(_) => ("", ""),
        }
    }
}

/// What the numbers say about a statement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Verdict {
    /// Every comparison of the criterion holds.
    Holds(Finding),
    /// At least one does not.
    DoesNotHold(Finding),
    /// The model has no word for it, and why.
    OutsideTheModel(String),
    /// A foot that it needs did not come to rest.
    NoNumbers(String),
}

impl Verdict {
    /// In two or three words.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Holds(_) => "holds",
            Self::DoesNotHold(_) => "does not hold",
            Self::OutsideTheModel(_) => "outside the model",
            Self::NoNumbers(_) => "no numbers",
        }
    }

    /// The numbers, if there are any.
    #[must_use]
    pub fn finding(&self) -> Option<&Finding> {
        match self {
            Self::Holds(finding) | Self::DoesNotHold(finding) => Some(finding),
            Self::OutsideTheModel(_) | Self::NoNumbers(_) => None,
        }
    }
}
