//! What happens in the weeks after.

use super::cases::{TECHNIQUES, on_three, samples};
use crate::finding::quantity;
use crate::measures::correlation;
use crate::statement::{Statement, Test};
use crate::{Case, Feet, Finding, Unsettled};

/// Load ratio above which a neighbour counts as overloaded: 20 to 30 % more in the survey of the literature.
const TRANSFER_RATIO: f64 = 1.3;

fn all_samples() -> Vec<Case> {
    TECHNIQUES.map(on_three).into_iter().chain(samples("classic")).collect()
}

fn transfer(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let (mut overload, mut elevation, mut shortening) = (Vec::new(), Vec::new(), Vec::new());
    for technique in TECHNIQUES {
        let foot = feet.of(&on_three(technique))?;
        overload.push(foot.greatest_overload().1);
        elevation.push(foot.elevation_mm());
        shortening.push(foot.shortening_mm());
    }
    finding.over(
        quantity(
            "correlation of the greatest overload with elevation",
            correlation(&elevation, &overload),
            "",
        ),
        0.5,
    );
    finding.over(quantity("correlation with shortening", correlation(&shortening, &overload), ""), 0.0);
    let mut over = 0;
    for case in samples("classic") {
        over += usize::from(feet.of(&case)?.greatest_overload().1 > TRANSFER_RATIO);
    }
    finding.note(quantity("classic feet of 7 with a neighbour above 1.3", over as f64, ""));
    Ok(finding)
}

pub(super) const STATEMENTS: [Statement; 9] = [
    Statement {
        number: 37,
        claim: "Oedema comes from weeks of micro-motion until a fibrous callus holds.",
        test: Test::Outside(
            "a scenario has no weeks: callus grows between settled faces in the contact crate only; motion before healing is \
             compared in T20, T32 and T50",
        ),
    },
    Statement {
        number: 38,
        claim: "Union after 3.5 months on average.",
        test: Test::Outside("no tissue differentiation in the model"),
    },
    Statement {
        number: 39,
        claim: "Non-union in 1.4 to 3.3 %, often tight and painless.",
        test: Test::Outside("no tissue differentiation in the model"),
    },
    Statement {
        number: 41,
        claim: "Transfer (3 %) comes from excess shortening with a dorsal head.",
        test: Test::Computed {
            criterion: "over the four techniques the greatest load ratio of an uncut head rises with elevation (correlation above 0.5) and \
                        with shortening (above 0)",
            cases: all_samples,
            judge: transfer,
            mechanics: "",
        },
    },
    Statement {
        number: 42,
        claim: "A bony spicule in 3.3 %.",
        test: Test::Outside("every shifted cut leaves an edge; whether it is resorbed or felt is biology"),
    },
    Statement {
        number: 45,
        claim: "The joint stiffens in 7 %, as after Weil (9 %).",
        test: Test::Outside("toes and scar are not in the model"),
    },
    Statement {
        number: 46,
        claim: "A dressing that holds the toes towards the hallux for three weeks limits lateral drift.",
        test: Test::Outside("toes and dressings are not in the model"),
    },
    Statement {
        number: 48,
        claim: "Stiff sole for six weeks, own shoes at three months.",
        test: Test::Outside("toes and shoes are not in the model"),
    },
    Statement {
        number: 61,
        claim: "Dressing for two weeks, then strips.",
        test: Test::Outside("toes, dressings and callus are not in the model"),
    },
];
