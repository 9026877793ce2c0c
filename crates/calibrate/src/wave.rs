//! Waves of feet: points of the priors, run as a sweep and judged; each wave looks where the one before found nothing against it.

use crate::implausibility::{Judged, judge};
use crate::observable::{Foot, Outcomes};
use crate::prior::{Prior, priors};
use crate::target::{Targets, targets};
use osteotome_foot::scenario::Scenario;
use osteotome_sweep::design::{SplitMix64, latin_hypercube};
use osteotome_sweep::file::read_sweep;
use osteotome_sweep::journal::Journal;
use osteotome_sweep::plan::{Plan, PlanError};
use osteotome_sweep::resume::{Hearing, finish};
use osteotome_sweep::run::RunError;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Phases of stance in which every foot is run, and whether with its fascia; the grid of a wave.
const PHASES: [&str; 3] = ["standing", "midstance", "push-off"];
const FASCIA: [&str; 2] = ["1.0", "0.0"];
/// Cases of a point.
const CASES: usize = PHASES.len() * FASCIA.len();
/// Names of the files in the folder of a calibration.
const BASE: &str = "intact.toml";
/// Body weight of the foot that is calibrated, N: that of the targets.
const BODY_WEIGHT_N: f64 = 700.0;

/// How far a calibration goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calibration {
    /// Points of each wave.
    pub points: usize,
    /// Waves.
    pub waves: usize,
    /// Seed of designs and proposals.
    pub seed: u64,
    /// Number of threads.
    pub threads: usize,
}

/// Why a calibration stopped.
#[derive(Debug, Error)]
pub enum CalibrationError {
    /// A file of its folder.
    #[error("cannot write {path}: {source}; give another folder with -o")]
    Folder {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A wave that is no sweep: a mistake in the priors.
    #[error("wave {wave} is no sweep: {what}; mend data/priors.toml")]
    Wave {
        /// Its number, from 1.
        wave: usize,
        /// The mistakes.
        what: String,
    },
    /// Planning.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Running.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// A point of the priors, run and judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Wave that it belongs to, from 1.
    pub wave: usize,
    /// Its place in the range of each prior, 0 to 1.
    pub units: Vec<f64>,
    /// The value of every key that the priors move, in the order of [`paths`].
    pub values: Vec<f64>,
    /// What speaks against it.
    pub judged: Judged,
}

/// Every key that the priors move, in their order.
#[must_use]
pub fn paths(priors: &[Prior]) -> Vec<String> {
    priors.iter().flat_map(|prior| prior.paths.clone()).collect()
}

/// Runs the waves into `folder`, going on where an earlier calibration stopped; `None` if it was told to stop.
///
/// # Errors
/// If the folder or the journal of a wave cannot be written.
pub fn calibrate(
    how: &Calibration,
    folder: &Path,
    hearing: &Hearing,
) -> Result<Option<Vec<Point>>, CalibrationError> {
    let (priors, targets) = (priors(), targets());
    let mut all: Vec<Point> = Vec::new();
    for wave in 1..=how.waves {
        let units = if wave == 1 {
            latin_hypercube(how.points, priors.len(), how.seed)
        } else {
            proposals(&all, &priors, how.points, how.seed + wave as u64)
        };
        let work = Wave { number: wave, priors: &priors, targets: &targets, units };
        match work.run(how, folder, hearing)? {
            Some(points) => all.extend(points),
            None => return Ok(None),
        }
    }
    Ok(Some(all))
}

/// Points around those that are plausible, or, as long as fewer than [`PARENTS`] are, around the least implausible ones: each is one of
/// them, moved in every parameter that an intact foot depends on. The other parameters are sampled anew.
fn proposals(known: &[Point], priors: &[Prior], count: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut ranked: Vec<&Point> = known.iter().collect();
    ranked.sort_by(|a, b| a.judged.worst().total_cmp(&b.judged.worst()));
    let plausible = ranked.iter().filter(|point| point.judged.is_plausible()).count();
    let parents = &ranked[..plausible.max(PARENTS).min(ranked.len())];
    let spread: Vec<f64> = (0..priors.len()).map(|axis| STEP * deviation(parents, axis)).collect();
    let mut random = SplitMix64::new(seed);
    let mut points = latin_hypercube(count, priors.len(), seed);
    for units in &mut points {
        let parent = parents[random.next_below(parents.len())];
        for (axis, _) in priors.iter().enumerate().filter(|(_, prior)| prior.seen) {
            units[axis] = reflected(parent.units[axis] + spread[axis] * normal(&mut random));
        }
    }
    points
}

/// Parents of a wave at least.
const PARENTS: usize = 40;
/// Standard deviation of a proposal about its parent, over that of the parents.
const STEP: f64 = 0.5;

fn deviation(points: &[&Point], axis: usize) -> f64 {
    let mean = points.iter().map(|p| p.units[axis]).sum::<f64>() / points.len() as f64;
    (points.iter().map(|p| (p.units[axis] - mean).powi(2)).sum::<f64>() / points.len() as f64).sqrt()
}

/// A number of the normal law (Box and Muller 1958).
fn normal(random: &mut SplitMix64) -> f64 {
    let radius = (-2.0 * (1.0 - random.next_unit()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.next_unit()).cos()
}

/// Folded back into 0 to 1.
fn reflected(unit: f64) -> f64 {
    let folded = unit.rem_euclid(2.0);
    if folded > 1.0 { 2.0 - folded } else { folded }
}

struct Wave<'a> {
    number: usize,
    priors: &'a [Prior],
    targets: &'a Targets,
    units: Vec<Vec<f64>>,
}

impl Wave<'_> {
    fn run(
        &self,
        how: &Calibration,
        folder: &Path,
        hearing: &Hearing,
    ) -> Result<Option<Vec<Point>>, CalibrationError> {
        let plan = self.plan(folder)?;
        let name = format!("wave-{}", self.number);
        let Some(journal) = finish(&plan, folder, &name, how.threads, hearing)? else { return Ok(None) };
        Ok(Some((0..self.units.len()).map(|point| self.point(&plan, &journal, point)).collect()))
    }

    /// Writes the wave as a sweep, which anyone may run again, and plans it.
    fn plan(&self, folder: &Path) -> Result<Plan, CalibrationError> {
        let text = self.sweep_file();
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::write(&path, text).map_err(|source| CalibrationError::Folder { path, source })
        };
        write(BASE, "title = \"the intact foot\"\n")?;
        write(&format!("wave-{}.toml", self.number), &text)?;
        let sweep = read_sweep(&text, folder).map_err(|mistakes| CalibrationError::Wave {
            wave: self.number,
            what: mistakes.iter().map(|m| m.message.clone()).collect::<Vec<_>>().join("; "),
        })?;
        Ok(Plan::new(sweep)?)
    }

    fn sweep_file(&self) -> String {
        let phases = PHASES.map(|phase| format!("\"{phase}\"")).join(", ");
        let axes: String = self.priors.iter().map(Prior::axis).collect();
        let points: Vec<String> = self.units.iter().map(|units| format!("  {units:?},\n")).collect();
        format!(
            "title = \"calibration, wave {}\"\nbase = \"{BASE}\"\n\n[set]\n\"foot.body_weight_n\" = {BODY_WEIGHT_N:?}\n\n\
             [[axis]]\npath = \"load.phase\"\nvalues = [{phases}]\n\n{axes}\
             [[axis]]\nname = \"fascia\"\npath = [\"soft_tissue.fascia_tension_n\", \"soft_tissue.fascia_stiffness_n_per_mm\"]\n\
             apply = \"multiply\"\nvalues = [{}]\n\n[sample]\ndesign = \"listed\"\nunits = [\n{}]\n",
            self.number,
            FASCIA.join(", "),
            points.concat()
        )
    }

    fn point(&self, plan: &Plan, journal: &Journal, point: usize) -> Point {
        let outcomes = |phase: usize, fascia: usize| -> Option<&Outcomes> {
            let number = CASES * point + FASCIA.len() * phase + fascia;
            journal.get(&plan.case(number).key).map(|entry| &entry.outcomes)
        };
        let case = plan.case(CASES * point + FASCIA.len() * (PHASES.len() - 1));
        let units = self.units[point].clone();
        let unjudged = || Judged {
            implausibilities: vec![f64::INFINITY; self.targets.scored.len()],
            outputs: vec![f64::NAN; self.targets.scored.len()],
            held: vec![false; self.targets.held.len()],
        };
        let Ok(scenario) = case.scenario.as_deref() else {
            let values = vec![f64::NAN; paths(self.priors).len()];
            return Point { wave: self.number, units, values, judged: unjudged() };
        };
        let tissue = tissue_of(scenario);
        let judged = (|| {
            let foot = Foot {
                standing: outcomes(0, 0)?,
                midstance: outcomes(1, 0)?,
                push_off: outcomes(2, 0)?,
                fasciotomy: outcomes(2, 1)?,
                tissue: &tissue,
                push_off_factor: scenario.load.muscle_factor,
                body_weight_n: scenario.foot.body_weight_n,
            };
            Some(judge(self.targets, &foot))
        })();
        let values = self.values(&tissue, &units);
        Point { wave: self.number, units, values, judged: judged.unwrap_or_else(unjudged) }
    }

    /// What every key of the priors has at a point: of soft tissue as the scenario has it, of others as the prior says.
    fn values(&self, tissue: &Map<String, Value>, units: &[f64]) -> Vec<f64> {
        let of_prior = |(prior, unit): (&Prior, &f64)| -> Vec<f64> {
            let own = prior.value(*unit);
            let value = |path: &String| {
                let key = path.strip_prefix("soft_tissue.").unwrap_or(path);
                tissue.get(key).and_then(Value::as_f64).unwrap_or(own)
            };
            prior.paths.iter().map(value).collect()
        };
        self.priors.iter().zip(units).flat_map(of_prior).collect()
    }
}

fn tissue_of(scenario: &Scenario) -> Map<String, Value> {
    scenario.to_json()["soft_tissue"].as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(units: Vec<f64>, worst: f64) -> Point {
        let judged = Judged { implausibilities: vec![worst], outputs: vec![0.0], held: vec![true] };
        Point { wave: 1, units, values: Vec::new(), judged }
    }

    #[test]
    fn proposals_stay_in_the_cube_and_near_their_parents_where_the_foot_sees_them() {
        let priors = priors();
        let near = |i: usize| point(vec![0.02 + 0.001 * (i % 7) as f64; priors.len()], 1.0);
        let known: Vec<Point> = (0..60).map(near).chain([point(vec![0.9; priors.len()], 9.0)]).collect();
        let points = proposals(&known, &priors, 50, 3);
        assert_eq!(points, proposals(&known, &priors, 50, 3));
        for (axis, prior) in priors.iter().enumerate() {
            let most = points.iter().map(|units| units[axis]).fold(0.0, f64::max);
            assert!(points.iter().all(|units| (0.0..=1.0).contains(&units[axis])));
            assert_eq!(most > 0.5, !prior.seen, "{}", prior.name);
        }
    }

    #[test]
    fn a_wave_is_a_sweep_of_every_point_in_every_phase() {
        let folder = tempfile::tempdir().expect("a folder");
        let (priors, targets) = (priors(), targets());
        let units = vec![vec![0.5; priors.len()]; 3];
        let wave = Wave { number: 1, priors: &priors, targets: &targets, units };
        let plan = wave.plan(folder.path()).expect("a sweep");
        assert_eq!(plan.len(), 3 * CASES);
        let case = plan.case(CASES * 2 + 2 * 2 + 1);
        let scenario = case.scenario.expect("a scenario");
        assert_eq!(scenario.soft_tissue.fascia_tension_n, 0.0);
        assert!((scenario.load.forefoot_n - 560.0).abs() < 1.0);
    }
}
