//! How still the fragments lie once they have settled.

use super::cases::{TECHNIQUES, classic, fixed, four_techniques_twice, on_three};
use super::portal;
use crate::case::M2_TO_M4;
use crate::finding::quantity;
use crate::measures::motion_mm;
use crate::statement::{Statement, Test};
use crate::{Case, Feet, Finding, Unsettled};
use osteotome_sweep::statistics::correlation;

/// Motion of the heads of a case between midstance and push-off, mean of the cut rays, mm.
fn motion(feet: &Feet, case: &Case) -> Result<f64, Unsettled> {
    Ok(motion_mm(feet.of(case)?, feet.of(&case.clone().phase("push-off"))?))
}

fn area_against_motion(feet: &Feet) -> Result<Finding, Unsettled> {
    let (mut areas, mut motions) = (Vec::new(), Vec::new());
    let mut finding = Finding::default();
    for technique in TECHNIQUES {
        let foot = feet.of(&on_three(technique))?;
        areas.push(foot.mean(|head| head.contact_area_mm2));
        motions.push(motion(feet, &on_three(technique))?);
        finding.note(quantity(format!("contact area, {technique}"), areas[areas.len() - 1], "mm²"));
        finding.note(quantity(format!("motion, {technique}"), motions[motions.len() - 1], "mm"));
    }
    finding
        .under(quantity("correlation of motion with contact area", correlation(&areas, &motions), ""), -0.5);
    Ok(finding)
}

fn still_reverse(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    finding.below(
        quantity("motion between midstance and push-off, reverse", motion(feet, &on_three("reverse"))?, "mm"),
        quantity("classic", motion(feet, &classic())?, "mm"),
    );
    Ok(finding)
}

/// Three tenths of the load of midstance, N.
const PARTIAL_N: f64 = 75.6;

fn partial_load(feet: &Feet) -> Result<Finding, Unsettled> {
    let (partial, full) = (feet.of(&classic().forefoot_n(PARTIAL_N))?, feet.of(&classic())?);
    let mut finding = Finding::default();
    finding
        .under(quantity("heads move on between 30 % and full load by", motion_mm(partial, full), "mm"), 1.0);
    finding.below(
        quantity("slip path under 30 %", partial.mean(|head| head.slip_mm), "mm"),
        quantity("under full load", full.mean(|head| head.slip_mm), "mm"),
    );
    Ok(finding)
}

fn free_and_fixed() -> Vec<Case> {
    let push_off = |case: Case| case.phase("push-off");
    vec![classic(), fixed(classic()), push_off(classic()), push_off(fixed(classic()))]
}

fn fixed_is_still(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    finding.above(
        quantity("motion between midstance and push-off, free", motion(feet, &classic())?, "mm"),
        quantity("held", motion(feet, &fixed(classic()))?, "mm"),
    );
    Ok(finding)
}

const LEVELS_MM: [f64; 4] = [12.0, 16.0, 25.0, 40.0];

fn levels() -> Vec<Case> {
    LEVELS_MM.map(|level| if level == 16.0 { classic() } else { classic().level_mm(level) }).to_vec()
}

fn proximal_is_loose(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let (mut turns, mut shifts) = (Vec::new(), Vec::new());
    for (case, level) in levels().iter().zip(LEVELS_MM) {
        let foot = feet.of(case)?;
        let turn =
            foot.mean(|head| head.dorsiflexion_deg.hypot(head.valgus_deg).hypot(head.axial_rotation_deg));
        let shift = foot.mean(|head| head.elevation_mm.hypot(head.lateralization_mm));
        turns.push(quantity(format!("rotation of the heads, cut {level} mm from the tip"), turn, "°"));
        shifts.push(quantity(format!("transverse travel, {level} mm"), shift, "mm"));
    }
    finding.rising(&turns);
    finding.rising(&shifts);
    Ok(finding)
}

/// Friction that keeps a block cut by `technique` from sliding under `push_n` from the ground and `pull_n` along the shaft;
/// infinite if the faces part.
fn needed_friction(technique: &str, push_n: f64, pull_n: f64) -> f64 {
    let plane = portal::angles(technique);
    let (sin_d, cos_d) = portal::declination().sin_cos();
    let tilt = match plane.reference {
        osteotome_foot::scenario::PlaneReference::Ground => 0.0,
        osteotome_foot::scenario::PlaneReference::Shaft => portal::declination(),
    };
    let (sin_s, cos_s) = (plane.sagittal_deg.to_radians() + tilt).sin_cos();
    let (sin_t, cos_t) = plane.transverse_deg.to_radians().sin_cos();
    // Distal, lateral, up.
    let force = [-pull_n * cos_d, 0.0, push_n + pull_n * sin_d];
    let normal = [cos_s * cos_t, cos_s * sin_t, -sin_s];
    let pressing = -force.iter().zip(normal).map(|(f, n)| f * n).sum::<f64>();
    let size = force.iter().map(|f| f * f).sum::<f64>();
    if pressing > 0.0 { (size - pressing * pressing).max(0.0).sqrt() / pressing } else { f64::INFINITY }
}

const BY_STABILITY: [&str; 3] = ["classic", "transverse", "reverse"];

fn slope_decides(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    for pull_n in [50.0, 100.0] {
        let needed = BY_STABILITY.map(|technique| {
            let name = format!("friction needed with 100 N push and {pull_n} N pull, {technique}");
            quantity(name, needed_friction(technique, 100.0, pull_n), "")
        });
        finding.rising(&needed);
    }
    let mut slips = Vec::new();
    for technique in BY_STABILITY {
        let shear = feet
            .of(&Case::cut(technique, &M2_TO_M4))?
            .mean(|head| head.elevation_mm.hypot(head.lateralization_mm));
        slips.push(quantity(format!("settled travel across the shaft, {technique}"), shear, "mm"));
    }
    finding.rising(&slips);
    Ok(finding)
}

fn evened_out(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    finding.below(
        quantity(
            "spread of the five head loads over their mean, free",
            feet.of(&classic())?.load_spread(),
            "",
        ),
        quantity("held", feet.of(&fixed(classic()))?.load_spread(), ""),
    );
    finding.note(quantity("intact", feet.of(&Case::intact())?.load_spread(), ""));
    Ok(finding)
}

pub(super) const STATEMENTS: [Statement; 8] = [
    Statement {
        number: 20,
        claim: "More contact area, less delayed union.",
        test: Test::Computed {
            criterion: "over the four techniques, motion of the heads between midstance and push-off falls with settled contact area: \
                        correlation below −0.5",
            cases: four_techniques_twice,
            judge: area_against_motion,
            mechanics: "Slope decides, not area: in push-off the tendons pull less and the ground pushes more, which takes the classic head \
                        back up its slope the furthest; the reverse head, with the smallest area, is held by its neighbours and its pad.",
        },
    },
    Statement {
        number: 32,
        claim: "Reverse: little motion between the fragments.",
        test: Test::Computed {
            criterion: "motion of the heads between midstance and push-off below that of classic",
            cases: four_techniques_twice,
            judge: still_reverse,
            mechanics: "Little motion is not a firm hold: block mechanics asks for friction above 1 on the reverse plane. The head has risen \
                        until the slackened tie, its sleeve and its neighbours stop it, and what changes in push-off changes little there.",
        },
    },
    Statement {
        number: 47,
        claim: "Only part of the load in the first days.",
        test: Test::Computed {
            criterion: "classic at 30 % of midstance: faces slip less than at full load, and the heads lie within 1 mm of where full load \
                        puts them",
            cases: || vec![classic().forefoot_n(PARTIAL_N), classic()],
            judge: partial_load,
            mechanics: "The faces slip while the tendons close the kerf, before weight comes; weight then presses them \
                        together and turns some of the slip back.",
        },
    },
    Statement {
        number: 50,
        claim: "Oedema and healing last longer than after a fixed (Weil) cut.",
        test: Test::Computed {
            criterion: "motion between midstance and push-off: free above held (sleeve of 200 N/mm and 50 N·m/rad in place of a screw)",
            cases: free_and_fixed,
            judge: fixed_is_still,
            mechanics: "Motion is the cause the paper names; the biology that follows is outside the model.",
        },
    },
    Statement {
        number: 53,
        claim: "The more proximal the cut, the less stable.",
        test: Test::Computed {
            criterion: "classic on M2 to M4 cut 12, 16, 25, 40 mm from the tip, same load: rotation and transverse travel of the heads rise at \
                        every step",
            cases: levels,
            judge: proximal_is_loose,
            mechanics: "A more distal cut takes the flare of the head with a larger face; from there to the shaft the \
                        section narrows and the free piece grows, which turns it more. Transverse travel follows the slope \
                        of the plane, which is the same at every level, and the height of the stop, not the level alone.",
        },
    },
    Statement {
        number: 54,
        claim: "Cuts from dorsal-distal to plantar-proximal are the most stable, the opposite slope the least.",
        test: Test::Computed {
            criterion: "friction needed to stick (block mechanics, 100 N push, 50 and 100 N pull) and settled travel across the shaft: \
                        classic below transverse below reverse",
            cases: || BY_STABILITY.map(|technique| Case::cut(technique, &M2_TO_M4)).to_vec(),
            judge: slope_decides,
            mechanics: "A plane is the same whichever way the burr runs along it; only its slope counts. The plane is 10° \
                        divergent and slides plantar under the default pull (T17), so that classic heads travel across the \
                        shaft a little although they need least friction; the transverse plane sticks once its kerf is \
                        closed.",
        },
    },
    Statement {
        number: 55,
        claim: "Without fixation the heads adjust themselves to the ground.",
        test: Test::Computed {
            criterion: "classic on M2 to M4: spread of the five head loads less when free than when held (as in T50)",
            cases: || vec![classic(), fixed(classic()), Case::intact()],
            judge: evened_out,
            mechanics: "Free classic heads go where the tendons draw them, down their slope, which lowers some more than \
                        others; the held ones keep the line in which they stood on their pads.",
        },
    },
    Statement {
        number: 56,
        claim: "Walking evens out the pressures.",
        test: Test::Outside("the load is raised once; repeated steps are not a stage of a scenario"),
    },
];

#[cfg(test)]
mod tests {
    use super::needed_friction;

    #[test]
    fn block_mechanics_gives_the_friction_worked_out_by_hand() {
        // Across the shaft without pull: shear F cos δ over normal F sin δ.
        let declination = super::portal::declination();
        assert!((needed_friction("transverse", 100.0, 0.0) - 1.0 / declination.tan()).abs() < 1e-9);
        // Pull along the shaft alone: no shear on a plane across it.
        assert!(needed_friction("transverse", 0.0, 100.0) < 1e-6);
        assert!(needed_friction("reverse", 100.0, 0.0).is_infinite());
    }
}
