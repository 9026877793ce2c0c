//! Order of cutting, limits of the method, the anterior arch.

use super::cases::{TECHNIQUES, classic, four_techniques, on_three};
use crate::finding::quantity;
use crate::measures::standard_deviation;
use crate::statement::{Statement, Test};
use crate::{Case, Feet, Finding, Unsettled};
use osteotome_foot::Ray::{M2, M3};

fn limiting_feet() -> Vec<Case> {
    vec![classic(), classic().phase("push-off"), Case::cut("classic", &[M2]), Case::cut("classic", &[M3])]
}

fn limits(feet: &Feet) -> Result<Finding, Unsettled> {
    let overload = |case: &Case| Ok(feet.of(case)?.greatest_overload().1);
    let cases = limiting_feet();
    let standard = quantity("M2+M3+M4 in midstance", overload(&cases[0])?, "");
    let mut finding = Finding::default();
    for (case, name) in cases[1..].iter().zip(["push-off", "M2 alone", "M3 alone"]) {
        let worse = quantity(format!("greatest load ratio of an uncut head, {name}"), overload(case)?, "");
        finding.above(worse, standard.clone());
    }
    Ok(finding)
}

fn arch_kept(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    for technique in TECHNIQUES {
        let heads = &feet.of(&on_three(technique))?.outcome.heads;
        let heights: Vec<f64> = heads.values().map(|head| head.elevation_mm).collect();
        let spread = standard_deviation(&heights);
        finding
            .under(quantity(format!("spread of the heights of five heads, {technique}"), spread, "mm"), 2.0);
    }
    Ok(finding)
}

pub(super) const STATEMENTS: [Statement; 3] = [
    Statement {
        number: 6,
        claim: "Cortices are cut in the order medial, plantar, lateral, dorsal.",
        test: Test::Outside(
            "the kerf is made at once; its plane does not depend on the order in which it is swept",
        ),
    },
    Statement {
        number: 49,
        claim: "Limits: cavus, disharmonious parabola, dislocation, isolated or propulsive metatarsalgia.",
        test: Test::Computed {
            criterion: "classic: greatest load ratio of an uncut head above that of M2+M3+M4 in midstance both in push-off and with M2 or M3 \
                        alone",
            cases: limiting_feet,
            judge: limits,
            mechanics: "",
        },
    },
    Statement {
        number: 60,
        claim: "The anterior arch must be kept, in frontal and sagittal plane.",
        test: Test::Computed {
            criterion: "standard deviation of the height of the five heads below 2 mm after each technique (they start in line on the ground)",
            cases: four_techniques,
            judge: arch_kept,
            mechanics: "",
        },
    },
];
