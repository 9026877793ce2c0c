//! The first ray beside a cut second one.

use super::cases::{TECHNIQUES, four_techniques, on_three};
use crate::finding::quantity;
use crate::statement::{Statement, Test};
use crate::{Feet, Finding, Quantity, Unsettled};
use osteotome_foot::Ray::{M1, M2};

/// How far M1 and M2 part, mm.
fn widening(feet: &Feet, technique: &str) -> Result<Quantity, Unsettled> {
    let foot = feet.of(&on_three(technique))?;
    let gap = foot.head(M2).lateralization_mm - foot.head(M1).lateralization_mm;
    Ok(quantity(format!("widening between M1 and M2, {technique}"), gap, "mm"))
}

/// Lateral pull on the first ray, N.
fn lateral_pull(feet: &Feet, technique: &str) -> Result<Quantity, Unsettled> {
    let pull = feet.of(&on_three(technique))?.outcome.forefoot.cut.first_ray_lateral_n;
    Ok(quantity(format!("lateral load on the first ray, {technique}"), pull.unwrap_or(f64::NAN), "N"))
}

fn divergent_risk(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    for technique in TECHNIQUES.into_iter().filter(|technique| *technique != "oblique-divergent") {
        finding.above(widening(feet, "oblique-divergent")?, widening(feet, technique)?);
        finding.above(lateral_pull(feet, "oblique-divergent")?, lateral_pull(feet, technique)?);
    }
    Ok(finding)
}

fn convergent_trade(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    finding.below(widening(feet, "oblique-convergent")?, widening(feet, "oblique-divergent")?);
    finding.below(lateral_pull(feet, "oblique-convergent")?, lateral_pull(feet, "oblique-divergent")?);
    let [less, more] = ["oblique-convergent", "oblique-divergent"].map(on_three);
    finding.below(
        quantity("shortening, convergent", feet.of(&less)?.shortening_mm(), "mm"),
        quantity("divergent", feet.of(&more)?.shortening_mm(), "mm"),
    );
    Ok(finding)
}

pub(super) const STATEMENTS: [Statement; 3] = [
    Statement {
        number: 28,
        claim: "A divergent cut risks destabilizing the first ray.",
        test: Test::Computed {
            criterion: "M1 and M2 part most after divergent, and the lateral load on the first ray is then greatest",
            cases: four_techniques,
            judge: divergent_risk,
            mechanics: "",
        },
    },
    Statement {
        number: 29,
        claim: "A convergent cut risks the first ray less and corrects less.",
        test: Test::Computed {
            criterion: "M1 and M2 part less than after divergent, the lateral load on the first ray is less, and the heads shorten less",
            cases: four_techniques,
            judge: convergent_trade,
            mechanics: "",
        },
    },
    Statement {
        number: 43,
        claim: "Retraction with lateralization destabilizes the first ray, as resection of a head does.",
        test: Test::Outside(
            "a forefoot without one of its heads cannot be settled, so there is nothing to compare with",
        ),
    },
];
