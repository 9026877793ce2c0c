//! What the project asks of the intact foot, of the techniques and of its own books.

use crate::finding::quantity;
use crate::statement::Test;
use crate::statements::cases::{divergent, four_techniques, reverse};
use crate::statements::{DIAMETERS_MM, burrs};
use crate::{Case, Feet, Finding, Unsettled};
use osteotome_foot::Ray;

/// One requirement.
pub(crate) struct Requirement {
    /// What is asked.
    pub(crate) claim: &'static str,
    /// How it is put to the model.
    pub(crate) test: Test,
}

/// Share of each head in walking, %: maxima 74.7, 89.2, 102.4, 83.3, 37.0 N of 47 feet (PMC8275713 Table 2).
pub(crate) const MEASURED_SHARES: [f64; 5] = [19.3, 23.1, 26.5, 21.5, 9.6];

/// Share of a head of the intact foot, %.
pub(crate) fn intact_share(feet: &Feet, case: &Case, ray: Ray) -> Result<f64, Unsettled> {
    let heads = &feet.of(case)?.outcome.heads;
    let total: f64 = heads.values().map(|head| head.intact_load_n).sum();
    Ok(100.0 * heads[&ray].intact_load_n / total)
}

fn shares(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    for (ray, measured) in Ray::ALL.into_iter().zip(MEASURED_SHARES) {
        let share = intact_share(feet, &Case::intact().phase("push-off"), ray)?;
        finding.within(quantity(format!("share of {ray}"), share, "%"), measured - 5.0, measured + 5.0);
    }
    Ok(finding)
}

fn strain(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let of = |case: Case| Ok(feet.of(&case)?.head(Ray::M2).intact_dorsal_strain_microstrain);
    finding.within(
        quantity("dorsal strain of M2, push-off", of(Case::intact().phase("push-off"))?, "µε"),
        -2200.0,
        -900.0,
    );
    finding.note(quantity("midstance", of(Case::intact())?, "µε"));
    Ok(finding)
}

fn shortening(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let mut shortening = Vec::new();
    for (case, diameter) in burrs().into_iter().zip(DIAMETERS_MM) {
        shortening.push(quantity(
            format!("shortening, {diameter} mm burr"),
            feet.of(&case)?.shortening_mm(),
            "mm",
        ));
    }
    finding.within(shortening[0].clone(), 2.0, 4.5);
    finding.rising(&shortening);
    Ok(finding)
}

fn graded(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let quarter = 0.25 * feet.of(&divergent())?.lateralization_mm();
    finding.below(
        quantity("sideways travel, reverse", feet.of(&reverse())?.lateralization_mm().abs(), "mm"),
        quantity("a quarter of divergent's", quarter, "mm"),
    );
    Ok(finding)
}

fn balance(feet: &Feet) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    let (mut force, mut moment, mut ground) = (0.0_f64, 0.0_f64, 0.0_f64);
    for case in four_techniques() {
        let state = &feet.of(&case)?.outcome.forefoot.cut;
        force = force.max(state.balance_force_n / state.load_n);
        moment = moment.max(state.balance_moment_nmm / (state.load_n * LEVER_MM));
        ground = ground.max((state.load_n / MIDSTANCE_N - 1.0).abs());
    }
    finding.under(quantity("greatest sum of forces over the load", 1e6 * force, "ppm"), 1.0);
    finding.under(quantity("greatest sum of moments over the load times 100 mm", 1e6 * moment, "ppm"), 1.0);
    finding.under(quantity("head loads against the load of the forefoot", 1e6 * ground, "ppm"), 1.0);
    Ok(finding)
}

/// Load of the forefoot in midstance at 700 N of body weight, N.
const MIDSTANCE_N: f64 = 252.0;

/// A lever of the size of the forefoot, mm.
const LEVER_MM: f64 = 100.0;

/// All requirements.
pub(crate) fn requirements() -> Vec<Requirement> {
    vec![
        Requirement {
            claim: "The intact heads share the load as measured.",
            test: Test::Computed {
                criterion: "push-off: within 5 percentage points of 19.3, 23.1, 26.5, 21.5, 9.6 % (PMC8275713, maxima in walking)",
                cases: || vec![Case::intact().phase("push-off")],
                judge: shares,
                mechanics: "",
            },
        },
        Requirement {
            claim: "The dorsal strain of the intact M2 lies in the range measured in walking.",
            test: Test::Computed {
                criterion: "push-off: −2200 to −900 µε (−1534 ± 636 in vivo, Arndt 2002)",
                cases: || vec![Case::intact(), Case::intact().phase("push-off")],
                judge: strain,
                mechanics: "Fascia and flexors pull below the head and bend the shaft the other way; the push of the ground under the toe, \
                            which balances what they pull at the toe, reaches the head and takes some of that back.",
            },
        },
        Requirement {
            claim: "The classic cut shortens by as much as series report, and more with a thicker burr.",
            test: Test::Computed {
                criterion: "M2 to M4, 2 mm burr: 2 to 4.5 mm; rising over 2.0, 3.0, 4.1 mm",
                cases: burrs,
                judge: shortening,
                mechanics: "",
            },
        },
        Requirement {
            claim: "Travel is graded, not only ordered: reverse does not drift.",
            test: Test::Computed {
                criterion: "sideways travel of reverse below a quarter of divergent's",
                cases: || vec![divergent(), reverse()],
                judge: graded,
                mechanics: "",
            },
        },
        Requirement {
            claim: "Forces and moments of the whole foot balance, and the head loads sum to the load.",
            test: Test::Computed {
                criterion: "the four techniques: to one part in a million of the load (moments: of the load times 100 mm)",
                cases: four_techniques,
                judge: balance,
                mechanics: "What is left is the residual of the solver, summed over all fragments.",
            },
        },
    ]
}
