//! How long a sweep will take and how much memory, from what its parts took on the machine it was developed on.

use crate::plan::{Case, Plan, Shard};
use crate::run::{Census, Parts};
use osteotome_foot::scenario::{PlaneAngles, PlaneReference, Scenario};

/// A prediction, good to a factor of one and a half on an idle machine like the one it was developed on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The parts to be made; of a large sweep what follows from which axes act on what.
    pub census: Census,
    /// Time on all threads, s.
    pub time_s: f64,
    /// Greatest memory, bytes.
    pub memory_bytes: f64,
}

/// Core seconds of placing a foot, and of settling it whole.
const PLACEMENT_S: f64 = 0.05;
const INTACT_S: f64 = 0.05;
/// Core seconds of a whole bone, of one cut across its shaft, and of settling a cut ray, with default elements (2.5 mm, 1.6 mm at the
/// cut, Tet10): what does not depend on the elements, and what does.
const WHOLE_BONE_S: [f64; 2] = [0.025, 0.335];
const CUT_BONE_S: [f64; 2] = [0.033, 0.39];
const CUT_RAY_S: [f64; 2] = [0.02, 0.05];
/// Core seconds of settling a cut foot, whatever its rays.
const CASE_S: f64 = 0.1;
/// Twice the power of the area of an oblique face over that of one across the shaft with which the time of its bone grows: its
/// nodes are the dense part of the factorisation.
const OBLIQUITY_POWER: i32 = 9;
/// Angle of a metatarsal to the ground that planes against the ground are seen with, degrees.
const DECLINATION_DEG: f64 = 18.0;
/// Memory of a condensed bone with default elements, and of a case in the plan, bytes.
const BONE_BYTES: f64 = 25e6;
const CASE_BYTES: f64 = 200.0;
const BASE_BYTES: f64 = 200e6;

/// Default element sizes, mm.
const SIZES_MM: [f64; 2] = [2.5, 1.6];

/// Cases that are looked at one by one; of a larger sweep some, evenly spread.
const MOST_EXAMINED: usize = 4_000;

/// Cases of a plan that were looked at for what to expect of all.
#[derive(Debug)]
pub struct Preview {
    /// The cases.
    pub cases: Vec<Case>,
    /// How many there are.
    pub of: usize,
}

impl Plan {
    /// All cases of `shard`, or some if there are many.
    #[must_use]
    pub fn preview(&self, shard: Option<Shard>) -> Preview {
        let numbers = self.order(shard);
        let (count, most) = (numbers.len(), numbers.len().min(MOST_EXAMINED));
        let mut spread: Vec<usize> = (0..most).map(|step| numbers[step * count / most.max(1)]).collect();
        spread.sort_unstable();
        Preview { cases: self.cases(&spread), of: count }
    }

    /// What the cases of `shard`, of which `preview` shows some, will take on `threads` threads.
    #[must_use]
    pub fn estimate(&self, shard: Option<Shard>, preview: &Preview, threads: usize) -> Estimate {
        let known = Parts::of(preview.cases.iter()).census();
        let is_whole = preview.cases.len() == preview.of;
        let census = if is_whole { known } else { self.census(shard, known) };
        let mut time_s = PLACEMENT_S * census.feet as f64 + INTACT_S * census.intact_feet as f64;
        let (mut rays, mut fine, mut settling_s) = (1_usize, 1.0_f64, 0.0);
        for scenario in preview.cases.iter().filter_map(|case| case.scenario.as_deref().ok()) {
            let [_, cut] = refinement(scenario);
            fine = fine.max(cut);
            let cut_rays = scenario.osteotomies.iter().map(|osteotomy| osteotomy.rays.len()).sum::<usize>();
            rays = rays.max(scenario.foot.rays.len() + cut_rays);
            // Points of a face go with the square of the refinement, the dense work on them with more.
            settling_s += if cut_rays > 0 { CASE_S } else { 0.0 };
            settling_s += (CUT_RAY_S[0] + CUT_RAY_S[1] * cut.powi(3)) * cut_rays as f64;
        }
        settling_s *= preview.of as f64 / preview.cases.len().max(1) as f64;
        let base = preview.cases.iter().find_map(|case| case.scenario.as_deref().ok());
        let [coarse, cut] = base.map_or([1.0, 1.0], refinement);
        // Nodes go with the cube of the refinement, sparse factorisation with the square of the nodes.
        time_s += (WHOLE_BONE_S[0] + WHOLE_BONE_S[1] * coarse.powi(5)) * census.whole_bones as f64;
        let oblique = mean_obliquity(preview);
        time_s += (CUT_BONE_S[0] + CUT_BONE_S[1] * oblique * cut.powi(5)) * census.cut_bones as f64;
        let alive = (census.whole_bones + census.cut_bones).min(rays * (threads + 1));
        let memory_bytes =
            BASE_BYTES + CASE_BYTES * self.len() as f64 + BONE_BYTES * fine.powi(4) * alive as f64;
        Estimate { census, time_s: (time_s + settling_s) / threads as f64, memory_bytes }
    }

    /// Parts of all cases of `shard`, of which some have the parts `known`: as many of a kind as the axes that act on it have
    /// values, for each bone of a case.
    fn census(&self, shard: Option<Shard>, known: Census) -> Census {
        let [feet, whole, cut, intact_feet] = self.classes(shard);
        let a_case = |parts: usize, classes: usize| parts.div_ceil(classes.clamp(1, MOST_EXAMINED)).max(1);
        Census {
            feet,
            whole_bones: whole * a_case(known.whole_bones, whole),
            cut_bones: if known.cut_bones == 0 { 0 } else { cut * a_case(known.cut_bones, cut) },
            intact_feet,
        }
    }
}

/// Mean over all cut rays of what the obliquity of their planes multiplies the time of a cut bone by; 1 if none is cut.
fn mean_obliquity(preview: &Preview) -> f64 {
    let scenarios = preview.cases.iter().filter_map(|case| case.scenario.as_deref().ok());
    let cuts = scenarios.flat_map(|scenario| &scenario.osteotomies);
    let cuts = cuts.map(|cut| (obliquity(&cut.plane), cut.rays.len() as f64));
    let (sum, rays) = cuts.fold((0.0, 0.0), |(sum, all), (factor, rays)| (sum + factor * rays, all + rays));
    if rays > 0.0 { sum / rays } else { 1.0 }
}

fn obliquity(plane: &PlaneAngles) -> f64 {
    let declination_deg = match plane.reference {
        PlaneReference::Ground => DECLINATION_DEG,
        PlaneReference::Shaft => 0.0,
    };
    let across =
        (plane.sagittal_deg - declination_deg).to_radians().cos() * plane.transverse_deg.to_radians().cos();
    // Beyond 60° bones are cut lengthwise, and no area follows from the section any more.
    across.abs().max(0.5).recip().powi(OBLIQUITY_POWER).sqrt()
}

/// Default element size over that of the scenario, away from the cut and at it; linear elements have fewer nodes.
fn refinement(scenario: &Scenario) -> [f64; 2] {
    let order = if scenario.mesh.quadratic { 1.0 } else { 0.5 };
    [order * SIZES_MM[0] / scenario.mesh.size_mm, order * SIZES_MM[1] / scenario.mesh.cut_size_mm]
}
