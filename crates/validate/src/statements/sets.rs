//! Which rays are cut together, and what that does to the others.

use crate::finding::quantity;
use crate::parabola;
use crate::statement::{Statement, Test};
use crate::{Case, Feet, Finding, SettledFoot, Unsettled};
use osteotome_foot::Ray::{self, M1, M2, M3, M4, M5};
use osteotome_foot::SoftTissue;
use osteotome_sweep::statistics::standard_deviation;

/// The sets of rays that surgeons choose from.
const SETS: [&[Ray]; 5] = [&[M2], &[M3], &[M2, M3], &[M2, M3, M4], &[M2, M3, M4, M5]];

/// The techniques whose sets are compared.
const COMPARED: [&str; 2] = ["classic", "reverse"];

fn all_sets() -> Vec<Case> {
    COMPARED.iter().flat_map(|technique| SETS.map(|set| Case::cut(technique, set))).collect()
}

fn name(set: &[Ray]) -> String {
    set.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")
}

/// Greatest load ratio of an uncut head for every set, in the order of [`SETS`].
fn overloads(feet: &Feet, technique: &str) -> Result<Vec<f64>, Unsettled> {
    SETS.iter().map(|set| Ok(feet.of(&Case::cut(technique, set))?.greatest_overload().1)).collect()
}

fn standard_set(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    for technique in COMPARED {
        let overload = overloads(feet, technique)?;
        let best = overload[3].min(overload[4]);
        let best = quantity(
            format!("greatest load ratio of an uncut head, {technique}, M2+M3+M4 or with M5"),
            best,
            "",
        );
        for i in 0..3 {
            finding.below(best.clone(), quantity(name(SETS[i]), overload[i], ""));
        }
    }
    Ok(finding)
}

fn isolated(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    for technique in COMPARED {
        let overload = overloads(feet, technique)?;
        let single = overload[0].max(overload[1]);
        let single =
            quantity(format!("greatest load ratio of an uncut head, {technique}, one ray alone"), single, "");
        for i in 2..5 {
            finding.above(single.clone(), quantity(name(SETS[i]), overload[i], ""));
        }
    }
    Ok(finding)
}

fn extra_n(foot: &SettledFoot, ray: Ray) -> f64 {
    foot.head(ray).load_n - foot.head(ray).intact_load_n
}

fn fifth_is_spared(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let set = [M2, M3, M4];
    for technique in COMPARED {
        let foot = feet.of(&Case::cut(technique, &set))?;
        finding.below(
            quantity(format!("extra load of M5 after {technique} on M2+M3+M4"), extra_n(foot, M5), "N"),
            quantity("of M1", extra_n(foot, M1), "N"),
        );
        let tissue = SoftTissue::default();
        let stiffness = [tissue.base_sagittal_m1_nm_per_deg, tissue.base_sagittal_m5_nm_per_deg];
        for (ray, stiffness) in [M1, M5].into_iter().zip(stiffness) {
            let per_stiffness = extra_n(foot, ray) / stiffness;
            finding.note(quantity(
                format!("{ray}, {technique}: extra load over stiffness of the base"),
                per_stiffness,
                "N per N·m/°",
            ));
        }
    }
    Ok(finding)
}

fn together(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let foot = feet.of(&Case::cut("classic", &[M2, M3, M4]))?;
    let cut: Vec<_> = foot.outcome.heads.values().filter(|head| head.cut).collect();
    let spread = |figure: fn(&osteotome_foot::outcome::HeadOutcome) -> f64| {
        standard_deviation(&cut.iter().map(|head| figure(head)).collect::<Vec<_>>())
    };
    finding.below(
        quantity("spread of shortening over M2 to M4", spread(|head| head.shortening_mm), "mm"),
        quantity("a quarter of its mean", 0.25 * foot.shortening_mm(), "mm"),
    );
    finding.under(quantity("spread of elevation over M2 to M4", spread(|head| head.elevation_mm), "mm"), 0.5);
    finding.note(quantity(
        "spread of the heights of M2 to M4 before",
        spread(|head| head.intact_height_mm),
        "mm",
    ));
    finding.note(quantity("after", spread(|head| head.height_mm), "mm"));
    Ok(finding)
}

fn parabola_harmony(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    for technique in COMPARED {
        let deviation = |set: &[Ray]| {
            Ok(parabola::deviation_mm(&feet.of(&Case::cut(technique, set))?.outcome.forefoot.cut))
        };
        finding.below(
            quantity(
                format!("deviation from the 3, 6, 12 mm progression, {technique} on M2+M3+M4"),
                deviation(SETS[3])?,
                "mm",
            ),
            quantity("on M2+M3", deviation(SETS[2])?, "mm"),
        );
    }
    let intact = &feet.of(&Case::cut("classic", SETS[2]))?.outcome.forefoot.intact;
    finding.note(quantity("intact", parabola::deviation_mm(intact), "mm"));
    Ok(finding)
}

fn fifth_pays(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let ratio = |set: &[Ray]| Ok(feet.of(&Case::cut("reverse", set))?.head(M5).load_ratio);
    let without = quantity("load ratio of M5, reverse on M2+M3+M4", ratio(SETS[3])?, "");
    finding.over(without.clone(), 1.1);
    finding.below(quantity("load ratio of M5, reverse on M2+M3+M4+M5", ratio(SETS[4])?, ""), without);
    Ok(finding)
}

fn fourth_as_prop() -> Vec<Case> {
    vec![Case::cut("oblique-divergent", &[M2, M3]), Case::cut("oblique-divergent", &[M2, M3, M4])]
}

fn prop(feet: &Feet) -> Result<Finding, Unsettled> {
    let cases = fourth_as_prop();
    let (kept, cut) = (feet.of(&cases[0])?, feet.of(&cases[1])?);
    let gap = |foot: &SettledFoot| foot.head(M2).lateralization_mm - foot.head(M1).lateralization_mm;
    let mut finding = Finding::default();
    finding.below(
        quantity("widening between M1 and M2, divergent on M2+M3", gap(kept), "mm"),
        quantity("on M2+M3+M4", gap(cut), "mm"),
    );
    finding.above(
        quantity("load ratio of M4, divergent on M2+M3", kept.head(M4).load_ratio, ""),
        quantity("on M2+M3+M4", cut.head(M4).load_ratio, ""),
    );
    Ok(finding)
}

/// Nothing but the ground and the ligaments joins the heads; this takes the ground and then the ligaments away.
fn untied() -> Case {
    Case::cut("classic", SETS[3])
        .forefoot_n(1.0)
        .soft_tissue("transverse_ligament_n_per_mm", 0.0)
        .soft_tissue("between_heads_n_per_mm", 0.0)
}

fn neighbours(feet: &Feet) -> Result<Finding, Unsettled> {
    let (tied, free) = (feet.of(&Case::cut("classic", SETS[3]))?, feet.of(&untied())?);
    let mut finding = Finding::default();
    for ray in [M1, M5] {
        let change = 100.0 * (tied.head(ray).load_ratio - 1.0).abs();
        finding.over(quantity(format!("change of the load of {ray}, classic on M2+M3+M4"), change, "%"), 5.0);
        let head = free.head(ray);
        let travel = head.shortening_mm.hypot(head.elevation_mm).hypot(head.lateralization_mm);
        finding.under(quantity(format!("travel of {ray} without ground and ligaments"), travel, "mm"), 0.05);
    }
    Ok(finding)
}

pub(super) const STATEMENTS: [Statement; 10] = [
    Statement {
        number: 10,
        claim: "M2, M3 and M4 together are the standard set.",
        test: Test::Computed {
            criterion: "greatest load ratio of an uncut head: the best of M2+M3+M4 and M2+M3+M4+M5 is below that of M2, M3 and M2+M3, \
                        for classic and for reverse",
            cases: all_sets,
            judge: standard_set,
            mechanics: "Load is conserved: heads that rise hand over theirs, and the more of them rise the fewer are left to \
                        take it. With reverse the smallest set overloads its neighbours least. A set of all the central rays \
                        can only be better where heads stay on the ground, as after classic.",
        },
    },
    Statement {
        number: 11,
        claim: "M5 rarely needs shortening: it is shorter and more mobile.",
        test: Test::Computed {
            criterion: "M2 to M4 cut: the uncut M5 takes less extra load than the uncut M1, for classic and for reverse",
            cases: all_sets,
            judge: fifth_is_spared,
            mechanics: "Where the cut heads sink they relieve both uncut ones, so that there is no extra load to compare; \
                        where they rise, M1 takes more than M5.",
        },
    },
    Statement {
        number: 12,
        claim: "M2 and M3 alone only if they are long.",
        test: Test::Outside(
            "the template has one parabola; lengths of single rays are not a parameter of a scenario",
        ),
    },
    Statement {
        number: 13,
        claim: "A single isolated cut is not recommended.",
        test: Test::Computed {
            criterion: "greatest load ratio of an uncut head: one ray alone (M2 or M3) is worse than every larger set, for classic and for \
                        reverse",
            cases: all_sets,
            judge: isolated,
            mechanics: "See T10: in the model the load of one raised head is shared by four, that of three by two. What \
                        speaks against one cut alone in the clinic, a head that rises out of line, is in the travel, not in \
                        the load of its neighbours.",
        },
    },
    Statement {
        number: 14,
        claim: "Cuts of M3 and M4 beside a fixed, measured shortening of M2 limit transfer.",
        test: Test::Outside(
            "a shortening that is set and held by a screw on one ray only cannot be asked for in a scenario",
        ),
    },
    Statement {
        number: 15,
        claim: "Heads that are freed together move together.",
        test: Test::Computed {
            criterion: "classic on M2 to M4: standard deviation of shortening below a quarter of its mean, of elevation below 0.5 mm",
            cases: || vec![Case::cut("classic", SETS[3])],
            judge: together,
            mechanics: "",
        },
    },
    Statement {
        number: 35,
        claim: "Reverse cuts of M2 to M4 need M5 as well, else its joint is overloaded.",
        test: Test::Computed {
            criterion: "load ratio of M5 above 1.1 with M2+M3+M4, and less with M2+M3+M4+M5",
            cases: all_sets,
            judge: fifth_pays,
            mechanics: "",
        },
    },
    Statement {
        number: 44,
        claim: "M4 left as a prop limits the loss of the first ray, at the price of transfer to M4.",
        test: Test::Computed {
            criterion: "divergent: M1 and M2 part less with M2+M3 than with M2+M3+M4, and M4 carries more",
            cases: fourth_as_prop,
            judge: prop,
            mechanics: "",
        },
    },
    Statement {
        number: 57,
        claim: "Adding M4 gives more harmonious heads.",
        test: Test::Computed {
            criterion: "root mean square deviation of the steps M2-M3, M3-M4, M4-M5 from 3, 6, 12 mm (Maestro): less with M2+M3+M4 than \
                        with M2+M3, for classic and for reverse",
            cases: all_sets,
            judge: parabola_harmony,
            mechanics: "Series say that harmony is not what comes of it: 3.2 % of 93 feet were harmonious after the operation (Biz 2018). Cutting M4 as well moves the step from M3-M4 to M4-M5: shortening by 4 mm brings M4 closer to M5, \
                        whose step is short of 12 mm in the template to begin with.",
        },
    },
    Statement {
        number: 59,
        claim: "Every cut influences the neighbours.",
        test: Test::Computed {
            criterion: "classic on M2 to M4: the loads of M1 and M5 change by more than 5 %; and they move by less than 0.05 mm once ground \
                        (1 N) and ligaments are taken away, so that nothing else joins them",
            cases: || vec![Case::cut("classic", SETS[3]), untied()],
            judge: neighbours,
            mechanics: "",
        },
    },
];
