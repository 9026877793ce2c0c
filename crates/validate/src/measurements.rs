//! Measured figures of the literature that the model can speak to.

use crate::requirements::{MEASURED_SHARES, intact_share};
use crate::statements::cases::classic;
use crate::statements::{plantar_percent, plantar_samples};
use crate::{Case, Feet, Unsettled};
use osteotome_foot::Ray::{self, M1, M2, M3, M4, M5};
use osteotome_foot::SoftTissue;
use serde::Serialize;

/// A measured figure and how the model answers it.
pub(crate) struct Measurement {
    /// What was measured.
    pub(crate) what: &'static str,
    /// Where.
    pub(crate) source: &'static str,
    /// As published, with its spread.
    pub(crate) published: &'static str,
    /// Its mean; not a number if only a direction was published.
    pub(crate) mean: f64,
    pub(crate) unit: &'static str,
    /// The feet needed.
    pub(crate) cases: fn() -> Vec<Case>,
    /// The same figure of the model.
    pub(crate) compute: fn(&Feet) -> Result<f64, Unsettled>,
    /// How far the two mean the same, and whether the figure was an input of the model.
    pub(crate) remark: &'static str,
}

/// A measured figure beside the computed one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// What was measured.
    pub what: &'static str,
    /// Where.
    pub source: &'static str,
    /// As published.
    pub published: &'static str,
    /// Unit of all figures.
    pub unit: &'static str,
    /// The computed figure; the reason if there is none.
    pub computed: Result<f64, String>,
    /// Computed over measured.
    pub ratio: Option<f64>,
    /// How far the two mean the same, and whether the figure was an input of the model.
    pub remark: &'static str,
}

/// Puts a measurement beside the model.
pub(crate) fn compare(measurement: &Measurement, feet: &Feet) -> Compared {
    let computed = (measurement.compute)(feet).map_err(|unsettled| unsettled.to_string());
    Compared {
        what: measurement.what,
        source: measurement.source,
        published: measurement.published,
        unit: measurement.unit,
        ratio: computed.as_ref().ok().map(|value| value / measurement.mean).filter(|ratio| ratio.is_finite()),
        computed,
        remark: measurement.remark,
    }
}

fn push_off() -> Case {
    Case::intact().phase("push-off")
}

fn classic_only() -> Vec<Case> {
    vec![classic()]
}

fn share(feet: &Feet, ray: Ray) -> Result<f64, Unsettled> {
    intact_share(feet, &push_off(), ray)
}

fn strain(feet: &Feet, case: Case) -> Result<f64, Unsettled> {
    Ok(feet.of(&case)?.head(M2).intact_dorsal_strain_microstrain)
}

fn cut_fascia() -> Case {
    push_off().soft_tissue("fascia_tension_n", 0.0).soft_tissue("fascia_stiffness_n_per_mm", 0.0)
}

fn weak_flexors() -> Case {
    push_off().soft_tissue("flexor_tension_n", 0.5 * SoftTissue::default().flexor_tension_n)
}

/// Change of the dorsal strain of M2 against the default foot in push-off, µε.
fn strain_change(feet: &Feet, case: Case) -> Result<f64, Unsettled> {
    Ok(strain(feet, case)? - strain(feet, push_off())?)
}

fn shortening(feet: &Feet, ray: Ray) -> Result<f64, Unsettled> {
    Ok(feet.of(&classic())?.head(ray).shortening_mm)
}

/// Change of peak pressure if it follows the load of the head in push-off, kPa, from the peak pressure of feet with metatarsalgia
/// (PMC8275713 Table 2).
fn pressure_change(feet: &Feet, rays: &[(Ray, f64)]) -> Result<f64, Unsettled> {
    let foot = feet.of(&classic().phase("push-off"))?;
    let changes = rays.iter().map(|(ray, peak_kpa)| peak_kpa * (foot.head(*ray).load_ratio - 1.0));
    Ok(changes.sum::<f64>() / rays.len() as f64)
}

fn classic_push_off() -> Vec<Case> {
    vec![classic().phase("push-off")]
}

fn one_floating() -> Vec<Case> {
    vec![Case::cut("classic", &[M2])]
}

/// Tension of all slips of the intact foot over body weight (700 N), %.
fn fascia_share(feet: &Feet) -> Result<f64, Unsettled> {
    Ok(feet.of(&push_off())?.outcome.forefoot.intact.fascia_n.values().sum::<f64>() / 7.0)
}

/// Load of some toes of the intact foot, N.
fn toes_n(feet: &Feet, rays: &[Ray]) -> Result<f64, Unsettled> {
    let toes = &feet.of(&push_off())?.outcome.forefoot.intact.toe_n;
    Ok(rays.iter().map(|ray| toes.get(&ray.to_string()).copied().unwrap_or(f64::NAN)).sum())
}

fn stiffer_ligament() -> Vec<Case> {
    let twice = 2.0 * SoftTissue::default().transverse_ligament_n_per_mm;
    vec![Case::intact(), Case::intact().soft_tissue("transverse_ligament_n_per_mm", twice)]
}

/// Change of the greatest head load when the transverse ligament is twice as stiff, %.
fn ligament_effect(feet: &Feet) -> Result<f64, Unsettled> {
    let [soft, stiff] = [&stiffer_ligament()[0], &stiffer_ligament()[1]].map(|case| {
        let heads = feet.of(case)?.outcome.heads.values();
        Ok(heads.map(|head| head.intact_load_n).fold(0.0, f64::max))
    });
    let (soft, stiff): (f64, f64) = (soft?, stiff?);
    Ok(100.0 * (stiff / soft - 1.0))
}

fn pad_compression(feet: &Feet) -> Result<f64, Unsettled> {
    let unloaded_mm = SoftTissue::default().pad_thickness_mm;
    Ok(100.0 * (1.0 - feet.of(&push_off())?.head(M2).intact_height_mm / unloaded_mm))
}

const ALL: [Measurement; 25] = [
    Measurement {
        what: "share of M1 in the load of the heads, push-off",
        source: "PMC8275713 Table 2",
        published: "19.3 %",
        mean: MEASURED_SHARES[0],
        unit: "%",
        cases: || vec![push_off()],
        compute: |feet| share(feet, M1),
        remark: "maxima in walking, not simultaneous; feet with hallux valgus, which unloads M1",
    },
    Measurement {
        what: "share of M2 in the load of the heads, push-off",
        source: "PMC8275713 Table 2",
        published: "23.1 %",
        mean: MEASURED_SHARES[1],
        unit: "%",
        cases: || vec![push_off()],
        compute: |feet| share(feet, M2),
        remark: "maxima in walking, not simultaneous; feet with hallux valgus, which unloads M1",
    },
    Measurement {
        what: "share of M3 in the load of the heads, push-off",
        source: "PMC8275713 Table 2",
        published: "26.5 %",
        mean: MEASURED_SHARES[2],
        unit: "%",
        cases: || vec![push_off()],
        compute: |feet| share(feet, M3),
        remark: "maxima in walking, not simultaneous; feet with hallux valgus, which unloads M1",
    },
    Measurement {
        what: "share of M4 in the load of the heads, push-off",
        source: "PMC8275713 Table 2",
        published: "21.5 %",
        mean: MEASURED_SHARES[3],
        unit: "%",
        cases: || vec![push_off()],
        compute: |feet| share(feet, M4),
        remark: "maxima in walking, not simultaneous; feet with hallux valgus, which unloads M1",
    },
    Measurement {
        what: "share of M5 in the load of the heads, push-off",
        source: "PMC8275713 Table 2",
        published: "9.6 %",
        mean: MEASURED_SHARES[4],
        unit: "%",
        cases: || vec![push_off()],
        compute: |feet| share(feet, M5),
        remark: "maxima in walking, not simultaneous; feet with hallux valgus, which unloads M1",
    },
    Measurement {
        what: "dorsal strain of M2, push-off",
        source: "Arndt 2002 J Biomech 35:621",
        published: "−1534 ± 636 µε",
        mean: -1534.0,
        unit: "µε",
        cases: || vec![push_off()],
        compute: |feet| strain(feet, push_off()),
        remark: "in vivo, walking",
    },
    Measurement {
        what: "dorsal strain of M2, push-off",
        source: "Donahue and Sharkey 1999 J Bone Joint Surg Am 81:1236",
        published: "−1897 µε",
        mean: -1897.0,
        unit: "µε",
        cases: || vec![push_off()],
        compute: |feet| strain(feet, push_off()),
        remark: "cadaver gait",
    },
    Measurement {
        what: "change of the dorsal strain of M2 when the fascia is cut, push-off",
        source: "Donahue and Sharkey 1999; Sharkey 1995",
        published: "more compression",
        mean: f64::NAN,
        unit: "µε",
        cases: || vec![push_off(), cut_fascia()],
        compute: |feet| strain_change(feet, cut_fascia()),
        remark: "direction only",
    },
    Measurement {
        what: "the same with half the flexors",
        source: "Donahue and Sharkey 1999; Sharkey 1995",
        published: "more compression",
        mean: f64::NAN,
        unit: "µε",
        cases: || vec![push_off(), weak_flexors()],
        compute: |feet| strain_change(feet, weak_flexors()),
        remark: "direction only",
    },
    Measurement {
        what: "tension of the fascia, late stance, of body weight",
        source: "Erdemir 2004",
        published: "96 ± 36 %",
        mean: 96.0,
        unit: "%",
        cases: || vec![push_off()],
        compute: fascia_share,
        remark: "the tension of midstance is an input, with the load it grows",
    },
    Measurement {
        what: "load of the four lesser toes, push-off",
        source: "PMC8275713 Table 2",
        published: "32.6 N",
        mean: 32.6,
        unit: "N",
        cases: || vec![push_off()],
        compute: |feet| toes_n(feet, &[M2, M3, M4, M5]),
        remark: "",
    },
    Measurement {
        what: "load of the hallux, push-off",
        source: "PMC8275713 Table 2",
        published: "74.9 N",
        mean: 74.9,
        unit: "N",
        cases: || vec![push_off()],
        compute: |feet| toes_n(feet, &[M1]),
        remark: "feet with hallux valgus, a lower bound",
    },
    Measurement {
        what: "compression of the pad under M2, late stance",
        source: "Cavanagh 1999 J Biomech 32(6)",
        published: "45.7 %",
        mean: 45.7,
        unit: "%",
        cases: || vec![push_off()],
        compute: pad_compression,
        remark: "input: the pad law passes through this figure at its reference load",
    },
    Measurement {
        what: "greatest head load with a transverse ligament twice as stiff",
        source: "Zhang 2024 Front Bioeng Biotechnol 1387768",
        published: "−14.2 %",
        mean: -14.2,
        unit: "%",
        cases: stiffer_ligament,
        compute: ligament_effect,
        remark: "another model; its figure is plantar pressure",
    },
    Measurement {
        what: "shortening of M2, classic",
        source: "J Orthop Surg Res 2019 s13018-019-1159-0, 30 feet",
        published: "2.76 mm",
        mean: 2.76,
        unit: "mm",
        cases: classic_only,
        compute: |feet| shortening(feet, M2),
        remark: "burr not given",
    },
    Measurement {
        what: "shortening of M2, classic",
        source: "same, 10 cadavers",
        published: "2.10 mm",
        mean: 2.10,
        unit: "mm",
        cases: classic_only,
        compute: |feet| shortening(feet, M2),
        remark: "no weight bearing; burr not given",
    },
    Measurement {
        what: "shortening of M2, classic",
        source: "Malhotra, 106 toes",
        published: "3.6 ± 2.2 mm",
        mean: 3.6,
        unit: "mm",
        cases: classic_only,
        compute: |feet| shortening(feet, M2),
        remark: "",
    },
    Measurement {
        what: "shortening of M3, classic",
        source: "Malhotra, 106 toes",
        published: "4.1 ± 1.6 mm",
        mean: 4.1,
        unit: "mm",
        cases: classic_only,
        compute: |feet| shortening(feet, M3),
        remark: "",
    },
    Measurement {
        what: "shortening of M4, classic",
        source: "Malhotra, 106 toes",
        published: "3.6 ± 1.6 mm",
        mean: 3.6,
        unit: "mm",
        cases: classic_only,
        compute: |feet| shortening(feet, M4),
        remark: "",
    },
    Measurement {
        what: "shortening, classic",
        source: "Krenn 2018 Foot Ankle Int, 31 feet",
        published: "6.6 mm",
        mean: 6.6,
        unit: "mm",
        cases: classic_only,
        compute: |feet| Ok(feet.of(&classic())?.shortening_mm()),
        remark: "mean of the cut rays",
    },
    Measurement {
        what: "peak pressure under M2 and M3 after classic on M2 to M4",
        source: "Krenn 2018",
        published: "−141.5 kPa",
        mean: -141.5,
        unit: "kPa",
        cases: classic_push_off,
        compute: |feet| pressure_change(feet, &[(M2, 971.9), (M3, 992.4)]),
        remark: "pressure taken to follow the load, from 972 and 992 kPa (PMC8275713)",
    },
    Measurement {
        what: "peak pressure under M1, the medial area",
        source: "Krenn 2018",
        published: "+71.1 kPa",
        mean: 71.1,
        unit: "kPa",
        cases: classic_push_off,
        compute: |feet| pressure_change(feet, &[(M1, 856.9)]),
        remark: "from 857 kPa",
    },
    Measurement {
        what: "peak pressure in the lateral area, the greater of M4 and M5",
        source: "Krenn 2018",
        published: "+143.7 kPa",
        mean: 143.7,
        unit: "kPa",
        cases: classic_push_off,
        compute: |feet| Ok(pressure_change(feet, &[(M4, 916.6)])?.max(pressure_change(feet, &[(M5, 685.2)])?)),
        remark: "from 917 and 685 kPa; the area holds the cut M4 as well as M5",
    },
    Measurement {
        what: "load of M2 after a floating cut of M2 alone",
        source: "Tamir 2021 Foot Ankle Int 42:536, 32 feet",
        published: "−33 %",
        mean: -33.0,
        unit: "%",
        cases: one_floating,
        compute: |feet| Ok(100.0 * (feet.of(&one_floating()[0])?.head(M2).load_ratio - 1.0)),
        remark: "peak pressure 338 to 225 kPa in diabetic feet",
    },
    Measurement {
        what: "classic heads in plantar position, seven feet",
        source: "Henry, in the technique paper",
        published: "14 %",
        mean: 14.0,
        unit: "%",
        cases: plantar_samples,
        compute: plantar_percent,
        remark: "the seven feet of T18, heads below −1 mm; 6 to 28 % for 39 patients",
    },
];

/// All measurements.
pub(crate) fn measurements() -> &'static [Measurement] {
    &ALL
}
