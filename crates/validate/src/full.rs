//! What takes longer: other feet, a finer mesh, random feet.

use crate::case::M2_TO_M4;
use crate::statements::cases::{TECHNIQUES, on_three};
use crate::{Bench, Case, Feet, Pair, Travel, clinical_pairs};
use osteotome_foot::{Ray, SoftTissue};
use osteotome_sweep::design::latin_hypercube;
use osteotome_sweep::statistics::wilson_interval;
use serde::Serialize;
use std::path::Path;

/// The clinical table on another foot.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OtherFoot {
    /// Folder of its bones and its side.
    pub name: String,
    /// The strict pairs; the reason if there are none.
    pub pairs: Result<Vec<Pair>, String>,
    /// Share of the intact heads, M1 to M5, %.
    pub intact_shares_percent: Option<[f64; 5]>,
}

/// Travel at the mesh of the bench and at a finer one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Refined {
    /// The technique.
    pub technique: &'static str,
    /// Mean shortening, elevation and lateralization of M2 to M4 at the default mesh, mm.
    pub default_mm: Result<[f64; 3], String>,
    /// The same at 1.4 mm, 0.85 mm at the cut.
    pub fine_mm: Result<[f64; 3], String>,
}

/// How often a strict pair holds over random feet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RandomPair {
    /// Column of the clinical table.
    pub travel: Travel,
    /// The technique with the higher grade.
    pub more: &'static str,
    /// The technique with the lower grade.
    pub less: &'static str,
    /// Feet on which it holds for the mean of M2 to M4.
    pub holds: usize,
    /// Feet on which all four techniques settled.
    pub of: usize,
}

impl RandomPair {
    /// Share with the bounds of Wilson's 95 % interval, %.
    #[must_use]
    pub fn share_percent(&self) -> [f64; 3] {
        let [low, high] = wilson_interval(self.holds, self.of);
        [self.holds as f64 / self.of as f64, low, high].map(|fraction| 100.0 * fraction)
    }
}

/// Whether a coarse mesh finds the same order of techniques as the default one, on random feet.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Agreement {
    /// Feet on which all four techniques settled on both meshes.
    pub feet: usize,
    /// Strict pairs compared on them.
    pub pairs: usize,
    /// Pairs that hold on both meshes or on neither.
    pub alike: usize,
    /// Greatest difference of the mean travel of a technique, mm.
    pub greatest_mm: f64,
    /// The pairs that differ, with how far apart their techniques lie at the default mesh, mm.
    pub differing: Vec<String>,
}

/// The longer part of the evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Full {
    /// Other feet, by name; empty without a folder of bones.
    pub other_feet: Vec<OtherFoot>,
    /// The four techniques on a finer mesh.
    pub refinement: Vec<Refined>,
    /// Whether the mesh of the random feet is fine enough.
    pub agreement: Agreement,
    /// The strict pairs over random feet, on a coarse mesh.
    pub random: Vec<RandomPair>,
    /// Number of random feet.
    pub random_feet: usize,
}

type Observer<'a> = &'a (dyn Fn(usize, usize) + Sync);

impl Full {
    /// Gathers it; `bones` is a folder whose folders hold feet (`M1_R.stl` … `M5_R.stl`, `M1_L.stl` …).
    #[must_use]
    pub fn gather(bench: &Bench, bones: Option<&Path>, random_feet: usize, observer: Observer<'_>) -> Self {
        let benches = bones.map(|folder| feet_in(folder, bench)).unwrap_or_default();
        Self {
            other_feet: benches.into_iter().map(|(name, bench)| other_foot(name, &bench, observer)).collect(),
            refinement: refinement(bench, observer),
            agreement: agreement(bench, observer),
            random: random(&bench.clone().coarse(), random_feet, observer),
            random_feet,
        }
    }
}

/// The feet in the folders of `bones`, by name and side; where all five metatarsals of a side lie beside each other.
fn feet_in(bones: &Path, bench: &Bench) -> Vec<(String, Bench)> {
    let mut folders: Vec<_> =
        std::fs::read_dir(bones).into_iter().flatten().flatten().map(|e| e.path()).collect();
    folders.sort();
    let mut feet = Vec::new();
    for folder in folders {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for (letter, side) in [("R", "right"), ("L", "left")] {
            let places = [folder.clone(), folder.join("stl_mm")];
            let found = places.iter().find_map(|place| files(place, letter));
            let lines = found.map(|files| format!("bones = {{ {files} }}\nside = \"{side}\""));
            feet.extend(lines.map(|foot| (format!("{name}, {side}"), Bench { foot, ..bench.clone() })));
        }
    }
    feet
}

/// `M1 = "…", …` if all five are there.
fn files(folder: &Path, letter: &str) -> Option<String> {
    let of = |ray: Ray| {
        let path = folder.join(format!("{ray}_{letter}.stl"));
        path.is_file().then(|| format!("{ray} = {:?}", path.to_string_lossy()))
    };
    Some(Ray::ALL.into_iter().map(of).collect::<Option<Vec<_>>>()?.join(", "))
}

fn four() -> Vec<Case> {
    TECHNIQUES.map(on_three).to_vec()
}

fn other_foot(name: String, bench: &Bench, observer: Observer<'_>) -> OtherFoot {
    let feet = Feet::settle(&four(), bench, observer);
    let shares = feet.of(&on_three("classic")).ok().map(|foot| {
        let total: f64 = foot.outcome.heads.values().map(|head| head.intact_load_n).sum();
        Ray::ALL.map(|ray| 100.0 * foot.head(ray).intact_load_n / total)
    });
    // Without the scenario file: it holds the place of the bones on this machine.
    let pairs = clinical_pairs(&feet).map_err(|unsettled| unsettled.reason());
    OtherFoot { name, pairs, intact_shares_percent: shares }
}

fn refinement(bench: &Bench, observer: Observer<'_>) -> Vec<Refined> {
    let fine = Bench { mesh: "size_mm = 1.4\ncut_size_mm = 0.85".to_owned(), ..bench.clone() };
    let [default, fine] = [bench.clone(), fine].map(|bench| Feet::settle(&four(), &bench, observer));
    let travel = |feet: &Feet, technique| {
        let foot = feet.of(&on_three(technique)).map_err(|unsettled| unsettled.reason())?;
        Ok(Travel::ALL.map(|travel| foot.mean(|head| travel.of(head))))
    };
    let refined = |technique| Refined {
        technique,
        default_mm: travel(&default, technique),
        fine_mm: travel(&fine, technique),
    };
    TECHNIQUES.into_iter().map(refined).collect()
}

/// Soft tissue that varies between feet by a factor of 0.7 to 1.4 either way, evenly in its logarithm.
const VARIED: [&str; 12] = [
    "fascia_tension_n",
    "fascia_stiffness_n_per_mm",
    "flexor_tension_n",
    "extensor_longus_tension_n",
    "extensor_brevis_tension_n",
    "strip_stiffness_n_per_mm",
    "sleeve_shear_n_per_mm",
    "sleeve_rotation_nm_per_rad",
    "transverse_ligament_n_per_mm",
    "between_heads_n_per_mm",
    "pad_reference_load_n",
    "pad_shear_n_per_mm",
];

/// Seed of the random feet; any will do, as long as it stays.
const SEED: u64 = 20_210_506;

/// The four techniques on one random foot: friction 0.1 to 0.8, forefoot load 150 to 300 N, soft tissue.
fn random_foot(point: &[f64]) -> Vec<Case> {
    let dress = |case: Case| {
        let case = case.friction(0.1 + 0.7 * point[0]).forefoot_n(150.0 + 150.0 * point[1]);
        VARIED.iter().zip(&point[2..]).fold(case, |case, (key, unit)| {
            let factor = 0.7 * 2.0_f64.powf(*unit);
            case.soft_tissue(key, default_of(key) * factor)
        })
    };
    TECHNIQUES.map(|technique| dress(Case::cut(technique, &M2_TO_M4))).to_vec()
}

fn default_of(key: &str) -> f64 {
    SoftTissue::PARAMETERS.iter().find(|parameter| parameter.key == key).map_or(f64::NAN, |p| p.default)
}

/// Random feet that are settled on two meshes.
const COMPARED_FEET: usize = 4;

/// The four techniques on the first random feet, on the mesh of the bench and on a coarse one.
fn agreement(bench: &Bench, observer: Observer<'_>) -> Agreement {
    let points = latin_hypercube(COMPARED_FEET, VARIED.len() + 2, SEED);
    let cases: Vec<Vec<Case>> = points.iter().map(|point| random_foot(point)).collect();
    let [fine, coarse] =
        [bench.clone(), bench.clone().coarse()].map(|b| Feet::settle(&cases.concat(), &b, observer));
    let mut found = Agreement::default();
    for (foot, four) in cases.iter().enumerate() {
        let both = [&fine, &coarse].map(|feet| crate::statements::pairs_of(feet, four));
        let [Ok(fine), Ok(coarse)] = both else { continue };
        found.feet += 1;
        fine.iter().zip(&coarse).for_each(|(one, other)| found.compare(foot, one, other));
    }
    found
}

impl Agreement {
    fn compare(&mut self, foot: usize, fine: &Pair, coarse: &Pair) {
        self.pairs += 1;
        let off = [0, 1].map(|k| (fine.mean_mm[k] - coarse.mean_mm[k]).abs());
        self.greatest_mm = self.greatest_mm.max(off[0]).max(off[1]);
        if fine.holds()[1] == coarse.holds()[1] {
            self.alike += 1;
        } else {
            let margin = fine.mean_mm[0] - fine.mean_mm[1];
            let names = format!("{} {} over {}", fine.travel.name(), fine.more, fine.less);
            self.differing.push(format!("foot {}: {names} ({margin:+.2} mm)", foot + 1));
        }
    }
}

fn random(bench: &Bench, count: usize, observer: Observer<'_>) -> Vec<RandomPair> {
    let points = latin_hypercube(count, VARIED.len() + 2, SEED);
    let cases: Vec<Vec<Case>> = points.iter().map(|point| random_foot(point)).collect();
    let feet = Feet::settle(&cases.concat(), bench, observer);
    let mut rows: Vec<RandomPair> = Vec::new();
    for four in &cases {
        let Ok(pairs) = crate::statements::pairs_of(&feet, four) else { continue };
        if rows.is_empty() {
            let row = |p: &Pair| RandomPair { travel: p.travel, more: p.more, less: p.less, holds: 0, of: 0 };
            rows = pairs.iter().map(row).collect();
        }
        for (row, pair) in rows.iter_mut().zip(&pairs) {
            row.of += 1;
            row.holds += usize::from(pair.holds()[1]);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{VARIED, default_of, random_foot};
    use crate::Bench;

    #[test]
    fn random_feet_are_scenarios_without_mistakes() {
        assert!(VARIED.iter().all(|key| default_of(key) > 0.0));
        for point in [vec![0.0; 14], vec![1.0; 14]] {
            for case in random_foot(&point) {
                assert_eq!(case.scenario(&Bench::template()).err(), None);
            }
        }
    }
}
