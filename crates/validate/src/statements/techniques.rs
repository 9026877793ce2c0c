//! What sets the techniques apart, beside the clinical table.

use super::cases::{TECHNIQUES, classic, convergent, divergent, four_techniques, on_three, reverse};
use super::portal;
use crate::case::M2_TO_M4;
use crate::finding::quantity;
use crate::statement::{Statement, Test};
use crate::{Case, Feet, Finding, SettledFoot, Unsettled};
use osteotome_foot::Ray;
use osteotome_foot::outcome::{ForefootState, HeadOutcome};

fn slight_drift(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    finding.within(
        quantity("lateralization, classic", feet.of(&classic())?.lateralization_mm(), "mm"),
        0.0,
        2.0,
    );
    Ok(finding)
}

fn smaller_face_mm2(foot: &SettledFoot) -> f64 {
    foot.mean(|head| head.face_area_mm2[0].min(head.face_area_mm2[1]))
}

fn face_areas(feet: &Feet) -> Result<Finding, Unsettled> {
    let reference = feet.of(&classic())?;
    let mut finding = Finding::default();
    for (case, name) in [(convergent(), "convergent"), (divergent(), "divergent")] {
        let foot = feet.of(&case)?;
        let pairs = [
            ("smaller cut face", smaller_face_mm2(foot), smaller_face_mm2(reference)),
            (
                "area within 0.5 mm after settling",
                foot.mean(|head| head.apposition_area_mm2),
                reference.mean(|head| head.apposition_area_mm2),
            ),
        ];
        for (what, oblique, classic) in pairs {
            finding.above(
                quantity(format!("{what}, {name}"), oblique, "mm²"),
                quantity("classic", classic, "mm²"),
            );
        }
    }
    Ok(finding)
}

const OBLIQUITIES_DEG: [f64; 4] = [30.0, 40.0, 50.0, 60.0];

fn obliquities() -> Vec<Case> {
    OBLIQUITIES_DEG.map(|angle| Case::plane(0.0, angle, "ground", &M2_TO_M4)).to_vec()
}

fn more_oblique(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let mut shortening = Vec::new();
    for (case, angle) in obliquities().iter().zip(OBLIQUITIES_DEG) {
        let foot = feet.of(case)?;
        shortening.push(quantity(format!("shortening, divergent by {angle}°"), foot.shortening_mm(), "mm"));
        finding.note(quantity(format!("elevation, {angle}°"), foot.elevation_mm(), "mm"));
        finding.note(quantity(format!("lateralization, {angle}°"), foot.lateralization_mm(), "mm"));
    }
    finding.rising(&shortening);
    Ok(finding)
}

fn lateral_order(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let order = [(convergent(), "convergent"), (classic(), "classic"), (divergent(), "divergent")];
    let mut lateral = Vec::new();
    for (case, name) in order {
        lateral.push(quantity(format!("lateralization, {name}"), feet.of(&case)?.lateralization_mm(), "mm"));
    }
    finding.rising(&lateral);
    Ok(finding)
}

fn convergent_moves_less(feet: &Feet) -> Result<Finding, Unsettled> {
    let (less, more) = (feet.of(&convergent())?, feet.of(&divergent())?);
    let mut finding = Finding::default();
    finding.below(
        quantity("shortening, convergent", less.shortening_mm(), "mm"),
        quantity("divergent", more.shortening_mm(), "mm"),
    );
    finding.below(
        quantity("sideways travel, convergent", less.lateralization_mm().abs(), "mm"),
        quantity("divergent", more.lateralization_mm().abs(), "mm"),
    );
    Ok(finding)
}

/// Mean tension that the fascia slips of M2 to M4 lose, N.
fn lost_n(foot: &SettledFoot) -> f64 {
    let forefoot = &foot.outcome.forefoot;
    let tension =
        |state: &ForefootState, ray: Ray| state.fascia_n.get(&ray.to_string()).copied().unwrap_or(f64::NAN);
    M2_TO_M4.map(|ray| tension(&forefoot.intact, ray) - tension(&forefoot.cut, ray)).iter().sum::<f64>() / 3.0
}

fn slack(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let most = quantity("tension lost by the fascia, divergent", lost_n(feet.of(&divergent())?), "N");
    for (case, name) in [(classic(), "classic"), (convergent(), "convergent"), (reverse(), "reverse")] {
        finding.above(most.clone(), quantity(name, lost_n(feet.of(&case)?), "N"));
    }
    Ok(finding)
}

fn reverse_plane() -> Finding {
    let mut finding = Finding::default();
    let [classic, reverse] = ["classic", "reverse"].map(portal::dorsal_edge_mm);
    finding.below(
        quantity("dorsal edge of the cut distal of its middle, reverse", reverse, "mm"),
        quantity("classic", classic, "mm"),
    );
    finding.under(quantity("the same, reverse", reverse, "mm"), 0.0);
    let slope = portal::angles("reverse").sagittal_deg;
    finding.within(quantity("slope of the plane against the vertical, reverse", slope.abs(), "°"), 5.0, 30.0);
    finding
}

fn rises_more_than_it_shortens(feet: &Feet) -> Result<Finding, Unsettled> {
    let (reverse, classic) = (feet.of(&reverse())?, feet.of(&classic())?);
    let mut finding = Finding::default();
    let ratio = reverse.elevation_mm() / reverse.shortening_mm();
    finding.over(quantity("elevation over shortening, reverse", ratio, ""), 1.0);
    finding.below(
        quantity("shortening, reverse", reverse.shortening_mm(), "mm"),
        quantity("classic", classic.shortening_mm(), "mm"),
    );
    Ok(finding)
}

fn without_shortening(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    finding.under(quantity("shortening, reverse", feet.of(&reverse())?.shortening_mm(), "mm"), 0.5);
    finding.note(quantity("shortening, classic", feet.of(&classic())?.shortening_mm(), "mm"));
    let angle = portal::normal_to_shaft("reverse", Ray::M3);
    finding.note(quantity("a 2 mm kerf closed along the shaft, k/cos θ", 2.0 / angle.cos(), "mm"));
    Ok(finding)
}

/// Angle between the travel of a head after its kerf has closed and the cut plane of a technique, degrees.
fn out_of_plane_deg(technique: &str, head: &HeadOutcome) -> f64 {
    let plane = portal::angles(technique);
    let (sin_s, cos_s) = plane.sagittal_deg.to_radians().sin_cos();
    let (sin_t, cos_t) = plane.transverse_deg.to_radians().sin_cos();
    // Distal, lateral, up; all four techniques are given against the ground.
    let normal = [cos_s * cos_t, cos_s * sin_t, -sin_s];
    let closed = normal.map(|n| -KERF_MM * n);
    let travel = [-head.shortening_mm, head.lateralization_mm, head.elevation_mm];
    let travel: Vec<f64> = travel.iter().zip(closed).map(|(all, closing)| all - closing).collect();
    let length = travel.iter().map(|x| x * x).sum::<f64>().sqrt();
    let along: f64 = travel.iter().zip(normal).map(|(a, b)| a * b).sum();
    (along / length).abs().asin().to_degrees()
}

/// Kerf of the default burr, mm.
const KERF_MM: f64 = 2.0;

fn steered(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    for technique in TECHNIQUES {
        let angle = feet.of(&on_three(technique))?.mean(|head| out_of_plane_deg(technique, head));
        finding
            .under(quantity(format!("angle of the travel to the cut plane, {technique}"), angle, "°"), 15.0);
    }
    Ok(finding)
}

pub(super) const STATEMENTS: [Statement; 10] = [
    Statement {
        number: 16,
        claim: "A classic head drifts slightly laterally.",
        test: Test::Computed {
            criterion: "mean lateralization of M2 to M4 between 0 and 2 mm",
            cases: || vec![classic()],
            judge: slight_drift,
            mechanics: "",
        },
    },
    Statement {
        number: 19,
        claim: "An oblique cut has more contact area.",
        test: Test::Computed {
            criterion: "cut face and area within 0.5 mm after settling: both oblique cuts above classic",
            cases: || vec![classic(), convergent(), divergent()],
            judge: face_areas,
            mechanics: "",
        },
    },
    Statement {
        number: 22,
        claim: "The more oblique, the more retraction.",
        test: Test::Computed {
            criterion: "vertical divergent planes at 30, 40, 50, 60°: mean shortening rises at every step",
            cases: obliquities,
            judge: more_oblique,
            mechanics: "",
        },
    },
    Statement {
        number: 23,
        claim: "A divergent cut favours lateral displacement.",
        test: Test::Computed {
            criterion: "lateralization: divergent above classic above convergent",
            cases: || vec![classic(), convergent(), divergent()],
            judge: lateral_order,
            mechanics: "",
        },
    },
    Statement {
        number: 24,
        claim: "A convergent cut displaces less.",
        test: Test::Computed {
            criterion: "shortening and sideways travel both less than divergent",
            cases: || vec![convergent(), divergent()],
            judge: convergent_moves_less,
            mechanics: "",
        },
    },
    Statement {
        number: 30,
        claim: "A divergent cut gives a great correction of bone and soft tissue (claw toe).",
        test: Test::Computed {
            criterion: "the plantar tie loses most tension: fascia slips of M2 to M4 against the intact foot, divergent above the others",
            cases: four_techniques,
            judge: slack,
            mechanics: "Fascia and muscles both lose tension as their way shortens, the fascia by its stiffness, the muscles by the length of \
                        their fibres; the fascia loses more and is what is judged. A head that shortens slackens it, and one that rises does \
                        so through its toe.",
        },
    },
    Statement {
        number: 31,
        claim: "Reverse: portal more proximal, cut slightly oblique, running plantar and distally.",
        test: Test::Computed {
            criterion: "the plane of the reverse technique meets the dorsal cortex proximal of its middle, classic distal; its slope to the \
                        vertical is 5 to 30°",
            cases: Vec::new,
            judge: |_| Ok(reverse_plane()),
            mechanics: "",
        },
    },
    Statement {
        number: 33,
        claim: "A reverse head rises a lot and shortens less.",
        test: Test::Computed {
            criterion: "mean elevation over mean shortening above 1, and shortening below that of classic",
            cases: || vec![classic(), reverse()],
            judge: rises_more_than_it_shortens,
            mechanics: "",
        },
    },
    Statement {
        number: 34,
        claim: "Reverse is \"without\" shortening (the summary of the paper; its text and table say \"less\", \"slight\").",
        test: Test::Computed {
            criterion: "mean shortening below 0.5 mm (the paper contradicts itself: whatever comes out, T25 and T33 are what it can be held to)",
            cases: || vec![classic(), reverse()],
            judge: without_shortening,
            mechanics: "Closing the kerf alone shortens by k/cos θ. Only a kerf that stays open, or a head that slides distally, could \
                        keep the length. The text and the table of the paper (\"less than classic\") are tested by T25 and T33.",
        },
    },
    Statement {
        number: 58,
        claim: "The direction of the cut steers the displacement.",
        test: Test::Computed {
            criterion: "angle between the cut plane and the travel of the heads once the kerf has closed across it (2 mm), below 15°, mean of M2 to \
                        M4, for each technique",
            cases: four_techniques,
            judge: steered,
            mechanics: "Closing the kerf is not drift. A head whose faces have parted again, or turned on an edge, leaves the plane.",
        },
    },
];
