//! The outcome of a run as tables for people.

use crate::frame_tables;
use crate::table::{Column, fixed, render};
use osteotome_foot::Ray;
use osteotome_foot::outcome::{FragmentOutcome, HeadOutcome, HealingOutcome, ModulusShare, Outcome};
use std::collections::BTreeMap;

const fn column(name: &'static str, unit: &'static str) -> Column<'static> {
    Column { name, unit }
}

/// Marks a head that is where no head can be.
const IMPLAUSIBLE_MARK: &str = "!";

/// Where the heads went and what they carry; the cut faces; the fragments; the time it took.
pub(crate) fn tables(title: &str, outcome: &Outcome) -> String {
    let verdict = if outcome.converged { "settled" } else { "NOT settled" };
    let head = format!(
        "{title}: {verdict}; greatest residual {:.1e} N, {:.1e} N·mm",
        outcome.residual_n, outcome.residual_moment_nmm
    );
    let mut parts = vec![head, heads(outcome)];
    parts.extend(frame_tables::certainty(&outcome.frame));
    let sensitivity = outcome.frame.sensitivity.as_ref();
    parts.extend(sensitivity.map(|sensitivity| frame_tables::sensitivity(outcome, sensitivity)));
    if outcome.heads.values().any(|head| head.cut) {
        parts.push(faces(outcome));
    }
    if outcome.heads.values().any(|head| head.stump.is_some()) {
        parts.push(stumps(outcome));
    }
    if !outcome.healing.is_empty() {
        parts.push(healing(outcome));
    }
    parts.push(forefoot(outcome));
    parts.push(fragments(&outcome.fragments));
    parts.push(moduli(&outcome.fragments));
    parts.push(times(outcome));
    parts.join("\n\n")
}

fn heads(outcome: &Outcome) -> String {
    let columns = [
        column("head", ""),
        column("cut", ""),
        column("shortening", "mm"),
        column("elevation", "mm"),
        column("lateralization", "mm"),
        column("dorsiflexion", "°"),
        column("valgus", "°"),
        column("axial", "°"),
        column("load", "N"),
        column("intact", "N"),
        column("ratio", ""),
        column("", ""),
    ];
    let rows: Vec<Vec<String>> =
        outcome.heads.iter().map(|(ray, head)| head_row(&ray.to_string(), head)).collect();
    render(&columns, &rows)
}

fn head_row(ray: &str, head: &HeadOutcome) -> Vec<String> {
    let millimetres = [head.shortening_mm, head.elevation_mm, head.lateralization_mm];
    let degrees = [head.dorsiflexion_deg, head.valgus_deg, head.axial_rotation_deg];
    let mut row = vec![ray.to_owned(), if head.cut { "yes" } else { "no" }.to_owned()];
    row.extend(millimetres.map(|value| fixed(value, 2)));
    row.extend(degrees.map(|value| fixed(value, 1)));
    row.extend([fixed(head.load_n, 1), fixed(head.intact_load_n, 1), fixed(head.load_ratio, 2)]);
    row.push(if head.implausible.is_empty() { "" } else { IMPLAUSIBLE_MARK }.to_owned());
    row
}

/// Callus under a step, and what it does to the motion of the faces.
fn healing(outcome: &Outcome) -> String {
    let columns = [
        column("callus", ""),
        column("modulus", "MPa"),
        column("area", "mm²"),
        column("strain", "%"),
        column("greatest", "%"),
        column("in window", "%"),
        column("to bone", "%"),
        column("motion bare", "mm"),
        column("with callus", "mm"),
        column("stiffness bare", "N/mm"),
        column("with callus", "N/mm"),
    ];
    let row = |(ray, found): (&Ray, &HealingOutcome)| {
        vec![
            ray.to_string(),
            fixed(found.modulus_mpa, 1),
            fixed(found.area_mm2, 1),
            fixed(found.strain_percent, 1),
            fixed(found.greatest_strain_percent, 1),
            fixed(found.within_window_percent, 0),
            fixed(found.direct_bone_percent + found.bone_by_cartilage_percent, 0),
            fixed(found.without_callus.micromotion_mm, 3),
            fixed(found.with_callus.micromotion_mm, 3),
            fixed(found.without_callus.step_n_per_mm, 0),
            fixed(found.with_callus.step_n_per_mm, 0),
        ]
    };
    render(&columns, &outcome.healing.iter().map(row).collect::<Vec<_>>())
}

/// The heads together, before and after.
fn forefoot(outcome: &Outcome) -> String {
    let columns = [column("forefoot", ""), column("unit", ""), column("intact", ""), column("cut", "")];
    let (intact, cut) = (&outcome.forefoot.intact, &outcome.forefoot.cut);
    let row = |name: &str, unit: &str, values: [f64; 2]| {
        vec![name.to_owned(), unit.to_owned(), fixed(values[0], 2), fixed(values[1], 2)]
    };
    let mut rows = vec![
        row("load of the heads", "N", [intact.load_n, cut.load_n]),
        row("share of M2 to M4", "%", [intact.central_share_percent, cut.central_share_percent]),
        row("deviation of the loads", "N", [intact.load_deviation_n, cut.load_deviation_n]),
    ];
    for (ray, head) in &outcome.heads {
        rows.push(row(&format!("height of {ray}"), "mm", [head.intact_height_mm, head.height_mm]));
    }
    let optional = [
        ("metatarsal arch", "mm", intact.arch_mm.zip(cut.arch_mm)),
        ("lateral load on M1", "N", intact.first_ray_lateral_n.zip(cut.first_ray_lateral_n)),
    ];
    let present = optional.into_iter().filter_map(|(name, unit, v)| Some(row(name, unit, v?.into())));
    rows.extend(present);
    for (name, before, after) in [
        ("parabola", &intact.parabola_mm, &cut.parabola_mm),
        ("distance of heads", &intact.head_distance_mm, &cut.head_distance_mm),
    ] {
        rows.extend(
            before
                .iter()
                .zip(after)
                .map(|((pair, a), (_, b))| row(&format!("{name} {pair}"), "mm", [*a, *b])),
        );
    }
    render(&columns, &rows)
}

fn faces(outcome: &Outcome) -> String {
    let columns = [
        column("cut", ""),
        column("face proximal", "mm²"),
        column("face distal", "mm²"),
        column("apposed", "mm²"),
        column("contact", "mm²"),
        column("peak", "MPa"),
        column("mean", "MPa"),
        column("gap", "mm"),
        column("slip", "mm"),
        column("bone removed", "mm³"),
    ];
    let cut = outcome.heads.iter().filter(|(_, head)| head.cut);
    let rows: Vec<Vec<String>> = cut.map(|(ray, head)| face_row(&ray.to_string(), head)).collect();
    render(&columns, &rows)
}

fn face_row(ray: &str, head: &HeadOutcome) -> Vec<String> {
    let [proximal, distal] = head.face_area_mm2;
    vec![
        ray.to_owned(),
        fixed(proximal, 1),
        fixed(distal, 1),
        fixed(head.apposition_area_mm2, 1),
        fixed(head.contact_area_mm2, 2),
        fixed(head.peak_pressure_mpa, 1),
        fixed(head.mean_pressure_mpa, 1),
        head.mean_gap_mm.map_or_else(|| "-".to_owned(), |gap| fixed(gap, 3)),
        fixed(head.slip_mm, 2),
        fixed(head.bone_removed_mm3, 1),
    ]
}

/// What cuts have left of the bones over the tissue under the heads.
fn stumps(outcome: &Outcome) -> String {
    let columns = [
        column("stump", ""),
        column("load", "N"),
        column("height", "mm"),
        column("below head", "mm"),
        column("bearing", "mm²"),
        column("pressure ratio", ""),
        column("spike", "mm"),
        column("spike", "mm³"),
    ];
    let row = |(ray, head): (&Ray, &HeadOutcome)| {
        let stump = head.stump?;
        let numbers = [
            fixed(stump.load_n, 1),
            fixed(stump.height_mm, 1),
            fixed(stump.below_head_mm, 1),
            fixed(stump.bearing_area_mm2, 1),
            fixed(stump.pressure_ratio, 2),
            fixed(stump.spike_length_mm, 0),
            fixed(stump.spike_volume_mm3, 0),
        ];
        Some([vec![ray.to_string()], numbers.to_vec()].concat())
    };
    render(&columns, &outcome.heads.iter().filter_map(row).collect::<Vec<_>>())
}

/// The fragments and the quality of their meshes.
pub(crate) fn fragments(fragments: &BTreeMap<String, FragmentOutcome>) -> String {
    let columns = [
        column("fragment", ""),
        column("tetrahedra", ""),
        column("nodes", ""),
        column("volume", "mm³"),
        column("least angle", "°"),
        column("greatest angle", "°"),
    ];
    let rows: Vec<Vec<String>> = fragments
        .iter()
        .map(|(name, fragment)| {
            vec![
                name.clone(),
                fragment.tetrahedra.to_string(),
                fragment.nodes.to_string(),
                fixed(fragment.volume_mm3, 1),
                fixed(fragment.min_dihedral_deg, 1),
                fixed(fragment.max_dihedral_deg, 1),
            ]
        })
        .collect();
    render(&columns, &rows)
}

/// Volume of bone by modulus, fragment by fragment.
fn moduli(fragments: &BTreeMap<String, FragmentOutcome>) -> String {
    let columns =
        [column("fragment", ""), column("modulus from", "MPa"), column("to", "MPa"), column("volume", "mm³")];
    let rows = fragments.iter().flat_map(|(name, fragment)| {
        let row = |share: &ModulusShare| {
            let moduli = [share.from_mpa, share.to_mpa].map(|modulus| fixed(modulus, 0));
            [vec![name.clone()], moduli.to_vec(), vec![fixed(share.volume_mm3, 1)]].concat()
        };
        fragment.moduli.iter().map(row)
    });
    render(&columns, &rows.collect::<Vec<_>>())
}

fn times(outcome: &Outcome) -> String {
    let time = &outcome.time_s;
    let stages = [
        ("mesh", time.mesh),
        ("assemble", time.assemble),
        ("condense", time.condense),
        ("equilibrium", time.equilibrium),
        ("recover", time.recover),
        ("write", time.write),
        ("total", time.total),
    ];
    let rows: Vec<Vec<String>> =
        stages.iter().map(|(name, seconds)| vec![(*name).to_owned(), fixed(*seconds, 2)]).collect();
    render(&[column("stage", ""), column("time", "s")], &rows)
}
