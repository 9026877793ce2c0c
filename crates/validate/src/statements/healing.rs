//! What happens in the weeks after.

use super::cases::{TECHNIQUES, classic, on_three, samples};
use crate::finding::{Quantity, quantity};
use crate::statement::{Statement, Test};
use crate::{Case, Feet, Finding, Unsettled};
use osteotome_foot::outcome::HealingOutcome;
use osteotome_sweep::statistics::correlation;

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

/// Weeks after the cut at which a step is taken on the callus.
const WEEKS: [f64; 4] = [0.0, 3.0, 6.0, 15.0];

fn weeks() -> Vec<Case> {
    WEEKS.map(|week| classic().healing_week(week)).to_vec()
}

/// A figure of the callus of classic cuts at each of the weeks, mean of the cut rays.
fn over_weeks(feet: &Feet, figure: fn(&HealingOutcome) -> f64) -> Result<Vec<f64>, Unsettled> {
    let of = |case: &Case| {
        let healing = &feet.of(case)?.outcome.healing;
        Ok(healing.values().map(figure).sum::<f64>() / healing.len() as f64)
    };
    weeks().iter().map(of).collect()
}

fn motion_until_callus(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let motion = over_weeks(feet, |callus| 1000.0 * callus.with_callus.micromotion_mm)?;
    let strain = over_weeks(feet, |callus| callus.strain_percent)?;
    let named = |what: &str, values: &[f64], unit| -> Vec<Quantity> {
        WEEKS.iter().zip(values).map(|(week, v)| quantity(format!("{what}, week {week}"), *v, unit)).collect()
    };
    let mut motion = named("motion of the faces in a step", &motion, "µm");
    motion.reverse();
    finding.rising(&motion);
    let strain = named("strain of the callus in a step", &strain, "%");
    finding.over(strain[0].clone(), INTERFRAGMENTARY_PERCENT);
    finding.under(strain[2].clone(), INTERFRAGMENTARY_PERCENT);
    finding.note(strain[1].clone());
    let bare = over_weeks(feet, |callus| 1000.0 * callus.without_callus.micromotion_mm)?;
    finding.note(quantity("motion of bare faces", bare[0], "µm"));
    Ok(finding)
}

/// Interfragmentary strain above which no bone forms, % (Barcik 2025).
const INTERFRAGMENTARY_PERCENT: f64 = 25.0;

fn union(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let bone = over_weeks(feet, |callus| callus.direct_bone_percent + callus.bone_by_cartilage_percent)?;
    let part = |i: usize| quantity(format!("callus that can become bone, week {}", WEEKS[i]), bone[i], "%");
    finding.under(part(1), 50.0);
    finding.over(part(3), 50.0);
    finding.note(part(2));
    Ok(finding)
}

pub(super) const STATEMENTS: [Statement; 9] = [
    Statement {
        number: 37,
        claim: "Oedema comes from weeks of micro-motion until a fibrous callus holds.",
        test: Test::Computed {
            criterion: "classic, callus of 0, 3, 6 and 15 weeks (0.2, 2, 10, 1600 MPa): the motion of the faces in a step from quiet standing to \
                        midstance falls every time; the callus is strained by more than 25 % at first, by less in the sixth week",
            cases: weeks,
            judge: motion_until_callus,
            mechanics: "The modulus by week is an input (a construction between published moduli of tissues); what is computed is \
                        the motion that contact, soft tissue and that callus leave.",
        },
    },
    Statement {
        number: 38,
        claim: "Union after 3.5 months on average.",
        test: Test::Computed {
            criterion: "part of the callus of classic cuts whose strain and pressure let it become bone (Claes & Heigele 1999): below half in the \
                        third week, above half after 15 weeks",
            cases: weeks,
            judge: union,
            mechanics: "The callus does not change its own modulus by what it is strained: the weeks come from the table of T37, so \
                        this tests whether the motion left by the model fits that course, not how fast tissue differentiates.",
        },
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
