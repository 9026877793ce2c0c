//! In what share of the plausible feet a claim holds.

use crate::{Bench, Evidence, Judged};
use serde::Serialize;

/// Members of the ensemble of plausible feet.
const MEMBERS: usize = 200;
/// Shares of feet up to which a claim does not hold, and from which it holds.
const DECIDED: [f64; 2] = [0.1, 0.9];

/// How often a statement or a requirement holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Probability {
    /// T1 to T62, R1 and on.
    pub id: String,
    /// What is claimed.
    pub claim: &'static str,
    /// Feet in which it holds.
    pub holds: usize,
    /// Feet in which it was judged.
    pub of: usize,
}

impl Probability {
    /// The share of feet in which it holds.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.holds as f64 / self.of.max(1) as f64
    }

    /// "holds", "does not hold" or "undecided".
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self.share() {
            share if share >= DECIDED[1] => "holds",
            share if share <= DECIDED[0] => "does not hold",
            _ => "undecided",
        }
    }
}

/// Judges everything on `members` feet of the ensemble, spread evenly over it, at a coarse mesh; `observer` hears how many feet are done
/// and how many there are, one member after another.
#[must_use]
pub fn probabilities(members: usize, observer: &(dyn Fn(usize, usize) + Sync)) -> Vec<Probability> {
    let members = members.min(MEMBERS);
    let mut all: Vec<Probability> = Vec::new();
    for member in (0..members).map(|i| 1 + i * MEMBERS / members) {
        let foot = format!("ensemble = {member}");
        let evidence = Evidence::gather(&Bench { foot, ..Bench::template() }.coarse(), observer);
        evidence.requirements.iter().chain(&evidence.statements).for_each(|judged| count(&mut all, judged));
    }
    all
}

/// Enters what one foot says; what is outside the model or has no numbers is not counted.
fn count(all: &mut Vec<Probability>, judged: &Judged) {
    if judged.verdict.finding().is_none() {
        return;
    }
    let place = all.iter().position(|known| known.id == judged.id).unwrap_or_else(|| {
        all.push(Probability { id: judged.id.clone(), claim: judged.claim, holds: 0, of: 0 });
        all.len() - 1
    });
    all[place].of += 1;
    all[place].holds += usize::from(judged.verdict.word() == "holds");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_undecided_between_one_and_nine_feet_of_ten() {
        let of = |holds| Probability { id: "T1".into(), claim: "", holds, of: 20 };
        let words: Vec<&str> = [0, 2, 3, 17, 18, 20].map(|holds| of(holds).word()).to_vec();
        assert_eq!(words, ["does not hold", "does not hold", "undecided", "undecided", "holds", "holds"]);
    }
}
