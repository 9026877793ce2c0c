//! Meshes and condenses every bone of a forefoot, in parallel, with the time each part takes.

use super::cutting::{CutRay, Surgery, kerfs_of, surgery_of};
use super::forefoot::{RayModel, RayPlan, plan_cut, plan_whole};
use super::pieces::{Remains, mesh_cut, mesh_whole};
use crate::anatomy::{FootAnatomy, RayAnatomy};
use crate::outcome::TimeOutcome;
use crate::scenario::Scenario;
use crate::{FootError, Progress, Ray};
use osteotome_mesh::Fragment;
use rayon::prelude::*;
use std::time::Instant;

/// A ray before and after the operation.
pub(crate) struct BuiltRay {
    /// The intact bone.
    pub(crate) whole: RayModel,
    /// Its fragments, if it is cut.
    pub(crate) cut: Option<RayModel>,
}

/// One bone to be meshed: an intact one, or a cut one.
enum Job<'a> {
    Whole(&'a RayAnatomy),
    Cut(&'a RayAnatomy, Vec<CutRay<'a>>),
}

/// A meshed job.
enum Meshed<'a> {
    Whole(&'a RayAnatomy, Fragment),
    Cut(&'a RayAnatomy, Vec<CutRay<'a>>, Remains),
}

/// Meshes, plans and condenses all rays of `foot`.
///
/// # Errors
/// If a bone cannot be cut, meshed or condensed; the first ray, medial to lateral, that fails decides.
pub(crate) fn build_rays(
    scenario: &Scenario,
    foot: &FootAnatomy,
    time_s: &mut TimeOutcome,
    observer: &mut dyn FnMut(&Progress),
) -> Result<Vec<BuiltRay>, FootError> {
    let start = Instant::now();
    foot.rays.iter().for_each(|ray| observer(&Progress::Meshing(ray.ray)));
    let jobs = jobs(scenario, foot)?;
    let meshed: Vec<Meshed> =
        jobs.into_par_iter().map(|job| mesh(scenario, job)).collect::<Result<_, _>>()?;
    time_s.mesh = start.elapsed().as_secs_f64();

    let start = Instant::now();
    let is_cut: Vec<bool> = meshed.iter().map(|m| matches!(m, Meshed::Cut(..))).collect();
    let plans: Vec<RayPlan> =
        meshed.into_par_iter().map(|meshed| plan(scenario, meshed)).collect::<Result<_, _>>()?;
    time_s.assemble = start.elapsed().as_secs_f64();

    let start = Instant::now();
    plans.iter().flat_map(RayPlan::names).for_each(|name| observer(&Progress::Condensing(name)));
    let models: Vec<RayModel> = plans.into_par_iter().map(RayPlan::condense).collect::<Result<_, _>>()?;
    time_s.condense = start.elapsed().as_secs_f64();
    Ok(paired(models, &is_cut))
}

/// Meshes and plans every ray of `foot` as it is after the operation.
///
/// # Errors
/// If a bone cannot be cut or meshed, or cannot be settled as it is left.
pub(crate) fn plan_rays(
    scenario: &Scenario,
    foot: &FootAnatomy,
    observer: &mut dyn FnMut(&Progress),
) -> Result<Vec<RayPlan>, FootError> {
    let jobs = jobs(scenario, foot)?;
    let is_cut = |ray: Ray| jobs.iter().any(|job| matches!(job, Job::Cut(bone, _) if bone.ray == ray));
    let wanted: Vec<bool> = jobs.iter().map(|j| !matches!(j, Job::Whole(bone) if is_cut(bone.ray))).collect();
    let wanted = jobs.into_iter().zip(wanted).filter(|(_, wanted)| *wanted);
    wanted
        .map(|(job, _)| {
            let (Job::Whole(bone) | Job::Cut(bone, _)) = &job;
            observer(&Progress::Meshing(bone.ray));
            plan(scenario, mesh(scenario, job)?)
        })
        .collect()
}

/// Meshes, plans and condenses the bone of `ray`, cut or whole, and no other.
///
/// # Errors
/// If it cannot be cut, meshed or condensed.
pub(crate) fn build_bone(
    scenario: &Scenario,
    foot: &FootAnatomy,
    ray: Ray,
    cut: bool,
) -> Result<RayModel, FootError> {
    let wanted = |job: &Job| match job {
        Job::Whole(bone) => !cut && bone.ray == ray,
        Job::Cut(bone, ..) => cut && bone.ray == ray,
    };
    let job = jobs(scenario, foot)?.into_iter().find(wanted).ok_or_else(|| {
        let what = if cut { "is not cut in this scenario" } else { "is not in the model" };
        FootError::Cut { ray, what: what.into() }
    })?;
    plan(scenario, mesh(scenario, job)?)?.condense()
}

/// The intact bone of every ray, each followed by its cut if there is one.
fn jobs<'a>(scenario: &'a Scenario, foot: &'a FootAnatomy) -> Result<Vec<Job<'a>>, FootError> {
    if let Some(ray) = scenario.osteotomies.iter().flat_map(|o| &o.rays).find(|ray| foot.ray(**ray).is_none())
    {
        let what = "is cut but not in the model; add it to foot.rays".into();
        return Err(FootError::Cut { ray: *ray, what });
    }
    let mut jobs = Vec::new();
    for ray in &foot.rays {
        jobs.push(Job::Whole(ray));
        match surgery_of(scenario, ray.ray) {
            Surgery::None => {}
            Surgery::Cuts(osteotomies) => jobs.push(Job::Cut(ray, kerfs_of(ray, &osteotomies)?)),
            Surgery::Resection(_) => {
                let what =
                    "is resected, and a ray without its head cannot be settled; take the resection out"
                        .into();
                return Err(FootError::Unsettled { ray: ray.ray, what });
            }
        }
    }
    Ok(jobs)
}

fn mesh<'a>(scenario: &Scenario, job: Job<'a>) -> Result<Meshed<'a>, FootError> {
    Ok(match job {
        Job::Whole(ray) => Meshed::Whole(ray, mesh_whole(scenario, ray)?),
        Job::Cut(ray, cuts) => {
            let remains = mesh_cut(scenario, ray, &cuts)?;
            Meshed::Cut(ray, cuts, remains)
        }
    })
}

fn plan(scenario: &Scenario, meshed: Meshed) -> Result<RayPlan, FootError> {
    match meshed {
        Meshed::Whole(ray, fragment) => plan_whole(scenario, ray, fragment),
        Meshed::Cut(ray, cuts, remains) => plan_cut(scenario, ray, &cuts, remains),
    }
}

fn paired(models: Vec<RayModel>, is_cut: &[bool]) -> Vec<BuiltRay> {
    let mut rays: Vec<BuiltRay> = Vec::new();
    for (model, cut) in models.into_iter().zip(is_cut) {
        match rays.last_mut() {
            Some(ray) if *cut => ray.cut = Some(model),
            _ => rays.push(BuiltRay { whole: model, cut: None }),
        }
    }
    rays
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read;
    use std::path::{Path, PathBuf};

    const TECHNIQUES: [&str; 5] =
        ["classic", "oblique-convergent", "oblique-divergent", "reverse", "transverse"];

    fn bones() -> PathBuf {
        let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/bones");
        std::env::var_os("OSTEOTOME_BONES").map_or_else(|| beside.into(), PathBuf::from)
    }

    /// Cuts, meshes and plans one ray of a scanned foot, its frame found from the bone alone.
    fn planned(file: &Path, ray: Ray, side: &str, technique: &str) -> Result<Vec<RayPlan>, FootError> {
        let text = format!(
            "title = \"scan\"\n[foot]\nside = \"{side}\"\nrays = [\"{ray}\"]\nbones = {{ {ray} = {file:?} }}\n\
             [[osteotomy]]\nrays = [\"{ray}\"]\ntechnique = \"{technique}\"\n[mesh]\nsize_mm = 3.0\ncut_size_mm = 2.0\n"
        );
        let scenario = read(&text, Path::new(".")).expect("the scenario has no mistakes").scenario;
        let foot = FootAnatomy::place(&scenario.foot)?;
        let declination = foot.rays[0].declination_deg();
        assert!((3.0..40.0).contains(&declination), "{ray} {side} declines by {declination}°");
        let meshed = jobs(&scenario, &foot)?.into_iter().map(|job| mesh(&scenario, job));
        meshed.map(|meshed| plan(&scenario, meshed?)).collect()
    }

    #[test]
    #[allow(clippy::print_stderr, reason = "says why it tests nothing")]
    fn every_technique_cuts_every_scanned_ray_and_leaves_soft_tissue_its_hold() {
        if !bones().is_dir() {
            eprintln!("skipped: no bones; set OSTEOTOME_BONES");
            return;
        }
        for set in ["vsd_z013", "tlem2_ct"] {
            for (letter, side) in [("R", "right"), ("L", "left")] {
                for ray in [Ray::M2, Ray::M3, Ray::M4] {
                    let file = bones().join(format!("{set}/stl_mm/{ray}_{letter}.stl"));
                    for technique in TECHNIQUES {
                        let plans = planned(&file, ray, side, technique)
                            .unwrap_or_else(|e| panic!("{set} {side} {technique}: {e}"));
                        assert!(matches!(plans.as_slice(), [RayPlan::Whole(_), RayPlan::Cut(..)]));
                    }
                }
            }
        }
    }
}
