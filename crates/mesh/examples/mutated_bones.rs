//! Damages sound bones in thousands of ways and takes each through reading, diagnosis and, if it is accepted, one cut and its mesh.
//!
//! `cargo run --release -p osteotome-mesh --example mutated_bones -- 2000 [SEED] [BONE.stl ...]`
//!
//! Without bones the five that ship are damaged. Every mutation must end within five seconds: refused with a reason,
//! or in fragments without a hole and without an inverted element, whose volumes and what was removed add up. Prints a table;
//! ends with an error if one does not.
#![allow(clippy::print_stdout)]

#[path = "mutated_bones/mutation.rs"]
mod mutation;

use mutation::{MUTATIONS, Random};
use osteotome_geometry::{
    ExpectedMetatarsal, FrameHints, Kerf, Plane, TriangleSurface, UnitVector3, diagnose_metatarsal,
    find_bone_frame, parse_surface, read_surface, repair,
};
use osteotome_mesh::{CutBone, ElementOrder, MeshOptions, cut_bone};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// Nothing may take longer, s.
const LONGEST_S: f64 = 5.0;
const COARSE: MeshOptions = MeshOptions { size_mm: 3.0, cut_size_mm: 3.0, order: ElementOrder::Linear };

/// How a damaged bone ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Unreadable,
    Unusable,
    NotMeshed,
    Meshed,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().ok_or("say how many mutations")?.parse()?;
    let seed: u64 = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let mut files: Vec<String> = arguments.collect();
    if files.is_empty() {
        let meshes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../meshes");
        files = (1..=5).map(|ray| meshes.join(format!("M{ray}_left.stl")).display().to_string()).collect();
    }
    let bones: Vec<TriangleSurface> = files.iter().map(read_surface).collect::<Result<_, _>>()?;
    let mut ends: BTreeMap<(&str, End), usize> = BTreeMap::new();
    let (mut wrong, mut longest_s) = (Vec::new(), 0.0_f64);
    for number in 0..count {
        let mut random = Random::new(seed, number as u64);
        let (name, mutate) = MUTATIONS[number % MUTATIONS.len()];
        let content = mutate(&bones[number / MUTATIONS.len() % bones.len()], &mut random);
        let start = Instant::now();
        let (end, fault) = outcome_of(&content);
        let took_s = start.elapsed().as_secs_f64();
        longest_s = longest_s.max(took_s);
        *ends.entry((name, end)).or_default() += 1;
        wrong.extend(fault.map(|fault| format!("{name} {number}: {fault}")));
        if took_s > LONGEST_S {
            wrong.push(format!("{name} {number}: {took_s:.1} s"));
        }
    }
    print(&ends);
    println!("{count} mutations, the longest {longest_s:.2} s, {} faults", wrong.len());
    wrong.iter().for_each(|fault| println!("  {fault}"));
    if wrong.is_empty() { Ok(()) } else { Err("faults".into()) }
}

/// How a file ends, and what is wrong with that.
fn outcome_of(content: &[u8]) -> (End, Option<String>) {
    let surface = match parse_surface(content) {
        Ok(surface) => surface,
        Err(failure) => return (End::Unreadable, unexplained(&failure.to_string())),
    };
    let (repaired, _) = repair(&surface);
    let diagnosis = diagnose_metatarsal(&surface, &ExpectedMetatarsal::default());
    if !diagnosis.is_usable() {
        let silent = diagnosis.findings.iter().find_map(|finding| unexplained(&finding.message));
        return (End::Unusable, silent);
    }
    let frame = match find_bone_frame(&repaired, &FrameHints::default()) {
        Ok(frame) => frame,
        Err(error) => return (End::Unusable, unexplained(&error.to_string())),
    };
    let normal = UnitVector3::new_normalize(frame.distal.into_inner() + frame.dorsal.into_inner());
    let plane = Plane { origin: frame.distal_tip - frame.distal.into_inner() * 20.0, normal };
    match cut_bone(&repaired, &[Kerf::slab(plane, 2.0)], &COARSE) {
        Ok(cut) => (End::Meshed, unsound(&cut)),
        Err(error) => (End::NotMeshed, unexplained(&error.to_string())),
    }
}

fn unexplained(reason: &str) -> Option<String> {
    (reason.len() < 10).then(|| format!("refused with `{reason}`"))
}

fn unsound(cut: &CutBone) -> Option<String> {
    let volumes = &cut.volumes;
    let sum: f64 = volumes.fragments_mm3.iter().chain(&volumes.removed_mm3).sum::<f64>() + volumes.crumbs_mm3;
    let off = sum / volumes.intact_mm3 - 1.0;
    if off.is_nan() || off.abs() > 0.05 {
        return Some(format!("fragments and kerf make {sum:.1} of {:.1} mm³", volumes.intact_mm3));
    }
    let worst = cut.fragments.iter().map(|fragment| fragment.quality.min_dihedral_deg).fold(180.0, f64::min);
    (worst.is_nan() || worst <= 0.0).then(|| format!("an element with a dihedral angle of {worst:.2}°"))
}

fn print(ends: &BTreeMap<(&str, End), usize>) {
    println!("{:<26}{:>12}{:>12}{:>12}{:>12}", "mutation", "unreadable", "unusable", "not meshed", "meshed");
    for (name, _) in MUTATIONS {
        let of = |end| ends.get(&(name, end)).copied().unwrap_or(0);
        let [a, b, c, d] = [End::Unreadable, End::Unusable, End::NotMeshed, End::Meshed].map(of);
        println!("{name:<26}{a:>12}{b:>12}{c:>12}{d:>12}");
    }
}
