//! Burr, portal and heat.

use super::cases::classic;
use super::portal;
use crate::case::M2_TO_M4;
use crate::finding::quantity;
use crate::statement::{Statement, Test};
use crate::{Case, Feet, Finding, Unsettled};

const NO_HEAT: &str = "the model has no temperature: heat of cutting, blood flow and skin are not in it";

/// Burr diameters on the market, mm.
pub(crate) const DIAMETERS_MM: [f64; 3] = [2.0, 3.0, 4.1];

/// Classic on M2 to M4 with each of them.
pub(crate) fn burrs() -> Vec<Case> {
    DIAMETERS_MM
        .map(|diameter| if diameter == 2.0 { classic() } else { classic().burr_mm(diameter) })
        .to_vec()
}

/// 1/cos θ of the classic plane, θ the angle between its normal and the shaft: mean over M2 to M4 of the template.
fn closing_factor() -> f64 {
    let factors = M2_TO_M4.map(|ray| 1.0 / portal::normal_to_shaft("classic", ray).cos());
    factors.iter().sum::<f64>() / factors.len() as f64
}

fn larger_burr(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let mut shortening = Vec::new();
    for (case, diameter) in burrs().iter().zip(DIAMETERS_MM) {
        shortening.push(quantity(
            format!("shortening, {diameter} mm burr"),
            feet.of(case)?.shortening_mm(),
            "mm",
        ));
    }
    finding.rising(&shortening);
    let slope = (shortening[2].value - shortening[0].value) / (DIAMETERS_MM[2] - DIAMETERS_MM[0]);
    let factor = closing_factor();
    finding.within(quantity("shortening per millimetre of burr", slope, ""), 0.7 * factor, 1.3 * factor);
    Ok(finding)
}

fn two_millimetres(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    finding.within(
        quantity("shortening, mean of M2 to M4", feet.of(&classic())?.shortening_mm(), "mm"),
        2.0,
        4.0,
    );
    Ok(finding)
}

fn shaft_reading() -> Case {
    Case::plane(45.0, 10.0, "shaft", &M2_TO_M4)
}

fn both_readings(feet: &Feet) -> Result<Finding, Unsettled> {
    let (ground, shaft) = (feet.of(&classic())?, feet.of(&shaft_reading())?);
    let mut finding = Finding::default();
    finding.above(
        quantity("shortening, 45° to the shaft", shaft.shortening_mm(), "mm"),
        quantity("shortening, 45° to the ground", ground.shortening_mm(), "mm"),
    );
    finding.below(
        quantity("elevation, 45° to the shaft", shaft.elevation_mm(), "mm"),
        quantity("elevation, 45° to the ground", ground.elevation_mm(), "mm"),
    );
    Ok(finding)
}

fn opening(greatest_mm: f64) -> Finding {
    let mut finding = Finding::default();
    for depth_mm in portal::DEPTHS_MM {
        let opening = portal::opening(depth_mm);
        let what = format!("opening for a 2 mm burr, bone {depth_mm} mm under the skin");
        finding.under(quantity(what, opening.width_mm, "mm"), greatest_mm);
        finding.note(quantity("swing of the burr to either side", opening.swing_deg, "°"));
        finding.note(quantity("length of burr needed", opening.reach_mm, "mm"));
    }
    finding
}

pub(super) const STATEMENTS: [Statement; 8] = [
    Statement {
        number: 1,
        claim: "A larger burr shortens more.",
        test: Test::Computed {
            criterion: "classic on M2 to M4: mean shortening rises with burrs of 2.0, 3.0 and 4.1 mm, and per millimetre of burr \
                        by 1/cos θ ± 30 %, θ between cut normal and shaft",
            cases: burrs,
            judge: larger_burr,
            mechanics: "A head drawn back slackens the fascia (15 N/mm a slip) and stretches the sleeve, so what a wider \
                        kerf adds is less than the kerf closed by a constant pull along the shaft, 1/cos θ.",
        },
    },
    Statement {
        number: 2,
        claim: "The 2 mm burr is the usual one: it gives the shortening that is wanted.",
        test: Test::Computed {
            criterion: "classic on M2 to M4 with 2 mm: mean shortening 2 to 4 mm",
            cases: || vec![classic()],
            judge: two_millimetres,
            mechanics: "",
        },
    },
    Statement { number: 3, claim: "Below 8000 rpm bone and skin do not burn.", test: Test::Outside(NO_HEAT) },
    Statement {
        number: 4,
        claim: "The burr is held at 45° to the plantar plane (which is not 45° to the shaft).",
        test: Test::Computed {
            criterion: "the reading matters as block mechanics says: against the shaft the head shortens more and ends lower",
            cases: || vec![classic(), shaft_reading()],
            judge: both_readings,
            mechanics: "Shortening follows block mechanics; the height does not. At 5 mm of retreat the fascia (87 N, 15 \
                        N/mm) has lost most of its tension and the muscles some of theirs, so the pull that would drive the head down is spent and the \
                        ground prevails. Blocks under constant forces do not know that.",
        },
    },
    Statement {
        number: 5,
        claim: "An incision of 3 to 4 mm lets the burr swing without stretching the skin.",
        test: Test::Computed {
            criterion: "a 2 mm burr that pivots in the skin (2 mm thick) and sweeps the neck of M2 from edge to edge needs an opening \
                        below 4 mm, with bone 5, 8 and 12 mm under the skin",
            cases: Vec::new,
            judge: |_| Ok(opening(4.0)),
            mechanics: "",
        },
    },
    Statement {
        number: 51,
        claim: "Wrong speed of the burr explains complications of the learning curve.",
        test: Test::Outside(NO_HEAT),
    },
    Statement { number: 52, claim: "The skin is burnt in 1.4 %.", test: Test::Outside(NO_HEAT) },
    Statement {
        number: 62,
        claim: "An incision of 1 to 3 mm is enough; no tourniquet, so that blood cools.",
        test: Test::Computed {
            criterion: "the opening of T5 stays below 3 mm (cooling by blood is outside the model)",
            cases: Vec::new,
            judge: |_| Ok(opening(3.0)),
            mechanics: "",
        },
    },
];
