//! The operated feet: sweeps over members of the ensemble, with the errors of a hand.

use super::operated::{OperatedFoot, Technique};
use osteotome_sweep::design::latin_hypercube;
use osteotome_sweep::file::read_sweep;
use osteotome_sweep::plan::{Plan, PlanError};
use osteotome_sweep::resume::{Hearing, finish};
use osteotome_sweep::run::RunError;
use osteotome_sweep::status::Status;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// How many feet are operated on, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predictions {
    /// Number of feet; each is a member of the ensemble with a shape and a surgeon of its own.
    pub feet: usize,
    /// Lines of `[foot]` that say whose bones; empty for the template.
    pub bones: String,
    /// Lines of `[soft_tissue]`, such as a named set instead of the ensemble; empty for the ensemble.
    pub tissue: String,
    /// Number of threads.
    pub threads: usize,
}

/// Why predictions stopped.
#[derive(Debug, Error)]
pub enum PredictionError {
    /// A file of their folder.
    #[error("cannot write {path}: {source}; give another folder with -o")]
    Folder {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A series that is no sweep.
    #[error("{series} is no sweep: {what}")]
    Series {
        /// Its name.
        series: &'static str,
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

/// Members of the ensemble.
const MEMBERS: usize = 200;
/// Seed of shapes and surgeons.
const SEED: u64 = 2026;

/// What differs between feet and surgeons, each with its source:
/// the kerf of one sweep is 0.75 to 1.5 burr diameters (passes of 1.5 to 1.8 mm, Peiffer 2024; wobble); a plane cut by hand is off by 7°
/// (4 to 10°, no figure found); a level by 2 mm (12 to 25 mm are reported); lengths of adult metatarsals by 10 %, declinations by 5°.
const AXES: &str = "\
[[axis]]
path = \"foot.scale\"
distribution = { kind = \"uniform\", from = 0.9, to = 1.1 }

[[axis]]
path = \"foot.declination_offset_deg\"
distribution = { kind = \"uniform\", from = -5.0, to = 5.0 }

[[axis]]
path = \"osteotomy.burr.passes_factor\"
distribution = { kind = \"uniform\", from = 0.75, to = 1.5 }

[[axis]]
path = \"osteotomy.plane.sagittal_deg\"
apply = \"add\"
distribution = { kind = \"normal\", mean = 0.0, deviation = 7.0, cut_off = 2.0 }

[[axis]]
path = \"osteotomy.plane.transverse_deg\"
apply = \"add\"
distribution = { kind = \"normal\", mean = 0.0, deviation = 7.0, cut_off = 2.0 }

[[axis]]
path = \"osteotomy.level_mm\"
distribution = { kind = \"normal\", mean = 16.0, deviation = 2.0, cut_off = 2.0 }
";
/// Sampled axes of [`AXES`], the first of which goes with the template only.
const SAMPLED: usize = 6;

/// Linear elements of 3 mm, for time; the page says by how much they differ from the default.
const MESH: &str = "[mesh]\nsize_mm = 3.0\ncut_size_mm = 2.0\norder = 1\n";

/// A series of operations on the same feet.
struct Series {
    name: &'static str,
    rays: &'static str,
    techniques: &'static [Technique],
    phases: &'static [&'static str],
    /// More lines of the base scenario.
    more: &'static str,
}

/// The first weight, without the walking that follows, for time; the page says what that changes.
const FIRST_WEIGHT: &str = "[load]\nsteps = 0\n";

/// Loads of a cadaver: some tone of dead tissue, a push along the shaft that is taken away, no weight.
const CADAVER: &str = "[[stage]]\nname = \"pushed\"\ntendons = 0.1\nweight = 0.02\nhand = 1.0\n\
                       [[stage]]\nname = \"let go\"\ntendons = 0.1\nweight = 0.02\n";

const SERIES: [Series; 3] = [
    Series {
        name: "three-rays",
        rays: "[\"M2\", \"M3\", \"M4\"]",
        techniques: &[Technique::Classic, Technique::Convergent, Technique::Divergent, Technique::Reverse],
        phases: &["midstance", "push-off"],
        more: FIRST_WEIGHT,
    },
    Series {
        name: "one-ray",
        rays: "[\"M2\"]",
        techniques: &[Technique::Reverse, Technique::Transverse],
        phases: &["midstance", "push-off"],
        more: FIRST_WEIGHT,
    },
    Series {
        name: "cadaver",
        rays: "[\"M2\", \"M3\", \"M4\"]",
        techniques: &[Technique::Classic],
        phases: &["midstance"],
        more: CADAVER,
    },
];

/// Operates on the feet, into `folder`, going on where an earlier prediction stopped; `None` if it was told to stop.
///
/// # Errors
/// If the folder or a journal in it cannot be written.
pub fn predict(
    how: &Predictions,
    folder: &Path,
    hearing: &Hearing,
) -> Result<Option<Vec<OperatedFoot>>, PredictionError> {
    let mut feet = Vec::new();
    for series in &SERIES {
        let plan = series.plan(how, folder)?;
        let Some(journal) = finish(&plan, folder, series.name, how.threads, hearing)? else {
            return Ok(None);
        };
        for number in 0..plan.len() {
            let case = plan.case(number);
            let Some(entry) = journal.get(&case.key) else { continue };
            let (foot, technique, phase) = series.places(number);
            feet.push(OperatedFoot {
                series: series.name,
                foot,
                technique,
                phase,
                kerf_mm: case.scenario.as_ref().map_or(f64::NAN, |s| s.osteotomies[0].kerf_mm),
                settled: entry.status == Status::Settled,
                reason: entry.reason.clone(),
                outcomes: entry.outcomes.clone(),
            });
        }
    }
    Ok(Some(feet))
}

impl Series {
    /// Foot, technique and phase of a case.
    fn places(&self, number: usize) -> (usize, Technique, &'static str) {
        let (techniques, phases) = (self.techniques.len(), self.phases.len());
        let (foot, rest) = (number / (techniques * phases), number % (techniques * phases));
        (foot, self.techniques[rest / phases], self.phases[rest % phases])
    }

    fn plan(&self, how: &Predictions, folder: &Path) -> Result<Plan, PredictionError> {
        let write = |name: String, text: &str| {
            let path = folder.join(name);
            std::fs::write(&path, text).map_err(|source| PredictionError::Folder { path, source })
        };
        write(format!("{}-base.toml", self.name), &self.base(how))?;
        let text = self.sweep(how);
        write(format!("{}.toml", self.name), &text)?;
        let sweep = read_sweep(&text, folder).map_err(|mistakes| PredictionError::Series {
            series: self.name,
            what: mistakes.iter().map(|m| m.message.clone()).collect::<Vec<_>>().join("; "),
        })?;
        Ok(Plan::new(sweep)?)
    }

    fn base(&self, how: &Predictions) -> String {
        let hand = if self.more == CADAVER { "hand = { push_n = 40 }\n" } else { "" };
        format!(
            "[foot]\n{}\n[[osteotomy]]\nrays = {}\ntechnique = \"classic\"\n{hand}{}{MESH}[soft_tissue]\n{}\n",
            how.bones, self.rays, self.more, how.tissue
        )
    }

    fn sweep(&self, how: &Predictions) -> String {
        let quoted =
            |words: Vec<&str>| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        let techniques = quoted(self.techniques.iter().map(|technique| technique.name()).collect());
        let scans = !how.bones.is_empty();
        let axes = if scans { AXES.split_once("\n\n").map_or("", |(_, rest)| rest) } else { AXES };
        let has_members = how.tissue.is_empty();
        let member = format!(
            "[[axis]]\npath = \"foot.ensemble\"\ndistribution = {{ kind = \"whole\", from = 1, to = {MEMBERS} }}\n\n"
        );
        let shapes = latin_hypercube(how.feet, SAMPLED - usize::from(scans), SEED);
        let mut units = String::new();
        for (foot, shape) in shapes.iter().enumerate() {
            let own = ((foot % MEMBERS) as f64 + 0.5) / MEMBERS as f64;
            let all: Vec<f64> = has_members.then_some(own).into_iter().chain(shape.iter().copied()).collect();
            let _ = writeln!(units, "  {all:?},");
        }
        format!(
            "title = \"predictions, {}\"\nbase = \"{}-base.toml\"\n\n[[axis]]\npath = \"osteotomy.technique\"\nvalues = [{techniques}]\n\n\
             [[axis]]\npath = \"load.phase\"\nvalues = [{}]\n\n{}{axes}\n[sample]\ndesign = \"listed\"\nunits = [\n{units}]\n",
            self.name,
            self.name,
            quoted(self.phases.to_vec()),
            if has_members { member.as_str() } else { "" },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how(bones: &str, tissue: &str) -> Predictions {
        Predictions { feet: 3, bones: bones.into(), tissue: tissue.into(), threads: 1 }
    }

    #[test]
    fn every_series_is_a_sweep_whose_cases_are_where_it_says() {
        let folder = tempfile::tempdir().expect("a folder");
        for series in &SERIES {
            for how in [how("", ""), how("", "set = \"hand-tuned\"")] {
                let plan = series.plan(&how, folder.path()).expect("a sweep");
                assert_eq!(plan.len(), 3 * series.techniques.len() * series.phases.len(), "{}", series.name);
                for number in 0..plan.len() {
                    let scenario = plan.case(number).scenario.expect("a scenario");
                    let (_, technique, phase) = series.places(number);
                    let pushes_off = scenario.load.pitch_deg > 0.0;
                    assert_eq!(pushes_off, phase == "push-off", "{} {number}", series.name);
                    let steep = scenario.osteotomies[0].plane.sagittal_deg > 20.0;
                    assert_eq!(steep, technique == Technique::Classic, "{} {number}", series.name);
                }
            }
        }
    }
}
