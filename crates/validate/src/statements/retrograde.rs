//! What pulls and pushes the freed head: tendons, fascia, ground.

use super::cases::{classic, convergent, divergent, fascia_n, four_techniques, on_three, pulled, samples};
use crate::finding::quantity;
use crate::statement::{Statement, Test};
use crate::{Case, Feet, Finding, Unsettled};

/// A foot whose heads touch the ground and carry next to nothing, N.
const NO_LOAD_N: f64 = 1.0;

/// A head counts as plantar below this elevation, mm: less is not seen on a CT.
const PLANTAR_MM: f64 = -1.0;

/// A tenth of all tendon forces: without any, nothing would hold the intact foot on the ground.
fn without_tendons(case: Case) -> Case {
    case.tendon_factor(0.1)
}

fn with_and_without() -> Vec<Case> {
    vec![
        classic(),
        without_tendons(classic()),
        classic().forefoot_n(NO_LOAD_N),
        without_tendons(classic()).forefoot_n(NO_LOAD_N),
    ]
}

fn tendons_and_ground(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let names = ["tendons and ground", "ground alone", "tendons alone", "neither"];
    let mut shortening = Vec::new();
    for (case, name) in with_and_without().iter().zip(names) {
        let foot = feet.of(case)?;
        shortening.push(quantity(format!("shortening, {name}"), foot.shortening_mm(), "mm"));
        finding.note(quantity(format!("elevation, {name}"), foot.elevation_mm(), "mm"));
    }
    for less in &shortening[1..] {
        finding.above(shortening[0].clone(), less.clone());
    }
    finding.above(shortening[2].clone(), shortening[3].clone());
    Ok(finding)
}

fn relief(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    for (case, name) in four_techniques().iter().zip(super::cases::TECHNIQUES) {
        let ratio = feet.of(case)?.mean(|head| head.load_ratio);
        finding.under(quantity(format!("load ratio of the cut heads, {name}"), ratio, ""), 1.0);
    }
    Ok(finding)
}

fn weight_bearing(feet: &Feet) -> Result<Finding, Unsettled> {
    let (loaded, unloaded) = (feet.of(&classic())?, feet.of(&classic().forefoot_n(NO_LOAD_N))?);
    let mut finding = Finding::default();
    let raised = quantity("elevation without weight", unloaded.elevation_mm(), "mm");
    finding.under(raised.clone(), 0.0);
    finding.below(raised, quantity("elevation in midstance", loaded.elevation_mm(), "mm"));
    Ok(finding)
}

const PULLS: [f64; 4] = [0.5, 1.0, 1.5, 2.0];

fn pull_sweep(technique: &str) -> Vec<Case> {
    PULLS
        .map(|factor| if factor == 1.0 { on_three(technique) } else { pulled(on_three(technique), factor) })
        .to_vec()
}

fn plantar_start(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let mut elevations = Vec::new();
    for (case, factor) in pull_sweep("classic").iter().zip(PULLS) {
        let name = format!("elevation, fascia pretension {} N", fascia_n() * factor);
        elevations.push(quantity(name, feet.of(case)?.elevation_mm(), "mm"));
    }
    for pair in elevations.windows(2) {
        finding.below(pair[1].clone(), pair[0].clone());
    }
    finding.under(elevations[3].clone(), PLANTAR_MM);
    Ok(finding)
}

/// Share of the cut heads of all samples of a technique that end plantar, and how many heads that is of.
fn plantar_share(feet: &Feet, technique: &str) -> Result<(f64, usize), Unsettled> {
    let (mut plantar, mut all) = (0, 0);
    for case in samples(technique) {
        for head in feet.of(&case)?.outcome.heads.values().filter(|head| head.cut) {
            all += 1;
            plantar += usize::from(head.elevation_mm < PLANTAR_MM);
        }
    }
    Ok((100.0 * plantar as f64 / all as f64, all))
}

fn sampled() -> Vec<Case> {
    ["classic", "oblique-convergent", "oblique-divergent"]
        .iter()
        .flat_map(|technique| samples(technique))
        .collect()
}

fn oblique_avoids(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let (share, heads) = plantar_share(feet, "classic")?;
    let classic = quantity(format!("plantar heads of {heads}, classic"), share, "%");
    for technique in ["oblique-convergent", "oblique-divergent"] {
        let share = plantar_share(feet, technique)?.0;
        finding.below(quantity(format!("plantar heads, {technique}"), share, "%"), classic.clone());
    }
    Ok(finding)
}

/// The seven feet of T18, classic.
pub(crate) fn plantar_samples() -> Vec<Case> {
    samples("classic")
}

/// Share of the classic heads of those feet that end plantar, %.
pub(crate) fn plantar_percent(feet: &Feet) -> Result<f64, Unsettled> {
    Ok(plantar_share(feet, "classic")?.0)
}

fn malunion(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let (share, heads) = plantar_share(feet, "classic")?;
    finding.within(quantity(format!("plantar heads of {heads}, classic"), share, "%"), 6.0, 28.0);
    Ok(finding)
}

fn finger_and_none() -> Vec<Case> {
    vec![on_three("reverse"), on_three("reverse").hand(0.0, 0.0)]
}

fn finger(feet: &Feet) -> Result<Finding, Unsettled> {
    let [with, without] = [0, 1].map(|i| feet.of(&finger_and_none()[i]));
    let mut finding = Finding::default();
    finding.above(
        quantity("elevation with the finger", with?.elevation_mm(), "mm"),
        quantity("without", without?.elevation_mm(), "mm"),
    );
    Ok(finding)
}

/// Shortening gained per newton of pull, between the default and 1.5 times the pretension of the fascia, mm/N.
fn compliance(feet: &Feet, case: Case) -> Result<f64, Unsettled> {
    let gained = feet.of(&pulled(case.clone(), 1.5))?.shortening_mm() - feet.of(&case)?.shortening_mm();
    Ok(gained / (0.5 * fascia_n()))
}

fn pulled_harder() -> Vec<Case> {
    [classic(), convergent(), divergent()]
        .into_iter()
        .flat_map(|case| [case.clone(), pulled(case, 1.5)])
        .collect()
}

fn telescoping(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let twice = quantity("twice that of classic", 2000.0 * compliance(feet, classic())?, "µm/N");
    for (case, name) in [(convergent(), "convergent"), (divergent(), "divergent")] {
        let gained = quantity(
            format!("shortening gained per newton, {name}"),
            1000.0 * compliance(feet, case)?,
            "µm/N",
        );
        finding.above(gained, twice.clone());
    }
    Ok(finding)
}

pub(super) const STATEMENTS: [Statement; 8] = [
    Statement {
        number: 7,
        claim: "Tendons and the pressure of the ground together draw the whole joint back.",
        test: Test::Computed {
            criterion: "classic on M2 to M4, midstance or 1 N, all tendons or a tenth of them: shortening with both is greater than with \
                        either alone and with neither, and with tendons alone greater than with neither",
            cases: with_and_without,
            judge: tendons_and_ground,
            mechanics: "Tendons draw the head back and down the classic slope, the ground pushes it up again: on this plane \
                        weight takes back a little of what the tendons gain. Tendons do nearly all of the retraction.",
        },
    },
    Statement {
        number: 8,
        claim: "A head that consolidates shorter and higher is relieved.",
        test: Test::Computed {
            criterion: "mean load ratio of the cut heads below 1 with each of the four techniques",
            cases: four_techniques,
            judge: relief,
            mechanics: "A head that ends lower than before presses its pad harder. The classic plane lets the retrograde \
                        pull draw heads down their slope (T17), so they are relieved only where the ground prevails; all \
                        techniques that raise the head relieve it.",
        },
    },
    Statement {
        number: 9,
        claim: "Weight bearing at once is essential.",
        test: Test::Computed {
            criterion: "without weight (1 N) the classic heads do not rise, and end lower than in midstance",
            cases: || vec![classic(), classic().forefoot_n(NO_LOAD_N)],
            judge: weight_bearing,
            mechanics: "",
        },
    },
    Statement {
        number: 17,
        claim: "A classic cut may go plantar.",
        test: Test::Computed {
            criterion: "in midstance the elevation falls with every step of retrograde pull (fascia 0.5, 1, 1.5, 2 times the default), \
                        below −1 mm at the end",
            cases: || pull_sweep("classic"),
            judge: plantar_start,
            mechanics: "",
        },
    },
    Statement {
        number: 18,
        claim: "Oblique cuts avoid plantar displacement.",
        test: Test::Computed {
            criterion: "share of cut heads below −1 mm over seven feet (default; fascia × 0.5, × 2; friction 0.1, 0.8; standing; \
                        push-off): less for both oblique cuts than for classic",
            cases: sampled,
            judge: oblique_avoids,
            mechanics: "",
        },
    },
    Statement {
        number: 21,
        claim: "An oblique cut telescopes without resistance.",
        test: Test::Computed {
            criterion: "shortening gained per newton of retrograde pull is more than twice that of classic",
            cases: pulled_harder,
            judge: telescoping,
            mechanics: "The head shortens on its plane until the slackened fascia stops it, which most of the travel at the \
                        default pull already shows: what more pull gains is the compliance of fascia and sleeve, much the \
                        same for every plane. The classic head still has a slope to slide down.",
        },
    },
    Statement {
        number: 36,
        claim: "The surgeon's finger under the head helps to raise it.",
        test: Test::Computed {
            criterion: "reverse on M2 to M4: mean elevation with the finger (7.5 N on the table) above that without it",
            cases: finger_and_none,
            judge: finger,
            mechanics: "",
        },
    },
    Statement {
        number: 40,
        claim: "14 % of classic cuts heal in plantar malposition.",
        test: Test::Computed {
            criterion: "share of classic heads below −1 mm over the seven feet of T18: 14 % of 39 patients, so 6 to 28 %",
            cases: plantar_samples,
            judge: malunion,
            mechanics: "The seven feet count alike, though twice the pull is rarer than the default one; `osteotome predict` has the share of the \
                        heads of two hundred plausible feet.",
        },
    },
];
