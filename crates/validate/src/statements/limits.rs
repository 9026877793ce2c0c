//! Order of cutting, limits of the method, the anterior arch.

use super::cases::{TECHNIQUES, classic, four_techniques, on_three};
use crate::finding::quantity;
use crate::statement::{Statement, Test};
use crate::{Bench, Case, Feet, Finding, Unsettled};
use osteotome_foot::Ray::{M2, M3};
use osteotome_sweep::statistics::standard_deviation;

fn limiting_feet() -> Vec<Case> {
    vec![
        classic(),
        classic().phase("push-off"),
        Case::cut("classic", &[M2]),
        Case::cut("classic", &[M3]),
        classic().declination_offset_deg(8.0),
    ]
}

fn limits(feet: &Feet) -> Result<Finding, Unsettled> {
    let overload = |case: &Case| Ok(feet.of(case)?.greatest_overload().1);
    let cases = limiting_feet();
    let standard = quantity("M2+M3+M4 in midstance", overload(&cases[0])?, "");
    let mut finding = Finding::default();
    for (case, name) in cases[1..].iter().zip(["push-off", "M2 alone", "M3 alone", "cavus"]) {
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

const SIDES: [&str; 4] = ["dorsal", "plantar", "medial", "lateral"];

/// Bone removed and bone left uncut when M2 is cut from a side, mm³ and mm²; not numbers if it cannot be cut.
fn cut_from(side: &str, depth_mm: Option<f64>) -> [f64; 2] {
    let case = Case::cut("classic", &[M2]).approach(side, depth_mm);
    let cut = case.scenario(&Bench::template()).ok().and_then(|mut scenario| {
        scenario.foot.rays = vec![M2];
        osteotome_foot::fragments(&scenario, &mut |_| ()).ok()
    });
    cut.map_or([f64::NAN; 2], |foot| {
        let removed = foot.removed_mm3.iter().map(|(_, volume)| volume).sum();
        [removed, foot.hinges.iter().map(|hinge| hinge.area_mm2).sum()]
    })
}

fn order_of_cutting() -> Finding {
    let mut finding = Finding::default();
    let through = SIDES.map(|side| cut_from(side, None)[0]);
    for (side, removed) in SIDES.into_iter().zip(through) {
        let bounds = [0.995, 1.005].map(|factor| factor * through[0]);
        finding.within(quantity(format!("bone removed, {side}"), removed, "mm³"), bounds[0], bounds[1]);
        let hinge = cut_from(side, Some(6.0))[1];
        finding.over(quantity(format!("hinge left by 6 mm, {side}"), hinge, "mm²"), 0.1);
    }
    finding
}

pub(super) const STATEMENTS: [Statement; 3] = [
    Statement {
        number: 6,
        claim: "Cortices are cut in the order medial, plantar, lateral, dorsal.",
        test: Test::Computed {
            criterion: "classic on M2: a burr that goes through from the dorsal, plantar, medial or lateral side takes the same bone within \
                        0.5 %, and one that stops after 6 mm leaves a hinge on the far side whichever way it comes",
            cases: Vec::new,
            judge: |_| Ok(order_of_cutting()),
            mechanics: "The kerf is swept in one plane, so the last cortex is the last hinge and the final plane does not depend on the \
                        order.",
        },
    },
    Statement {
        number: 49,
        claim: "Limits: cavus, disharmonious parabola, dislocation, isolated or propulsive metatarsalgia.",
        test: Test::Computed {
            criterion: "classic: greatest load ratio of an uncut head above that of M2+M3+M4 in midstance in push-off, with M2 or M3 alone, \
                        and on rays 8° steeper (cavus)",
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
