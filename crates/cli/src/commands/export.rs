//! `osteotome export`: the problem of a scenario for other solvers.

use crate::arguments::{ExportFormat, ExportOptions};
use crate::console::Console;
use crate::failure::Failure;
use crate::interruption::Interruption;
use crate::progress::ProgressDisplay;
use crate::{Verdict, given, output, problem};
use osteotome_foot::{PlannedBody, Problem, Progress};
use osteotome_mesh::export::{ExportModel, abaqus_input, febio_input, gmsh_mesh};
use osteotome_vtk::write_vtu;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What is exported.
enum Planned {
    /// The problem of `run`.
    Standing(Box<Problem>),
    /// Bones alone.
    Bench(Vec<PlannedBody>),
}

/// Meshes the bodies of a scenario and writes the problem that `run` solves, or, with a load of the heads, bones on a bench.
pub(crate) fn export(options: &ExportOptions, console: &Console) -> Result<Verdict, Failure> {
    let given = given::given(&options.source, console)?;
    let target = target(options, &given.name);
    let kind = format!("export {}", options.to.name());
    let output = output::open(&target, given.origin(&kind), &options.target, console)?;
    let interruption = Interruption::watch()?;
    let (scenario, is_standing) = (given.scenario.clone(), is_standing(options));
    let display = ProgressDisplay::new(*console);
    let mut progress = display.observer();
    let plan = move || {
        let observer = &mut |news: &Progress| progress.observe(news);
        match is_standing {
            true => osteotome_foot::problem(&scenario, observer).map(|p| Planned::Standing(Box::new(p))),
            false => osteotome_foot::planned_bodies(&scenario, observer).map(Planned::Bench),
        }
    };
    let planned = interruption.abortable(plan)?.map_err(Failure::Run)?;
    let title = &given.scenario.title;
    let (bodies, model) = match &planned {
        Planned::Standing(whole) => (&whole.bodies, problem::standing(title, whole)),
        Planned::Bench(bodies) => {
            (bodies, problem::on_bench(title, bodies, options.head_load_n.unwrap_or(0.0)))
        }
    };
    check(options, &model)?;
    display.stage("write");
    let written = output.fill(|folder| {
        write(folder, options.to, bodies, &model)?;
        interruption.check()
    });
    drop(display);
    match options.json {
        true => console.result(&format!("{:#}", document(options, bodies, &model))),
        false => console.result(&problem::table(bodies, &model)),
    }
    written.map_err(Failure::after_results)?;
    console.note(&format!("written: {}", target.display()));
    Ok(Verdict::Passed)
}

/// Each format has a folder of its own, so that one does not take the place of another.
fn target(options: &ExportOptions, stem: &str) -> PathBuf {
    let suffix = format!("-export-{}", options.to.name());
    options.target.output.clone().unwrap_or_else(|| output::default_folder(stem, &suffix))
}

/// Whether the file is to hold the problem of `run`; meshes for gmsh and ParaView have no place for it.
fn is_standing(options: &ExportOptions) -> bool {
    options.head_load_n.is_none() && matches!(options.to, ExportFormat::Inp | ExportFormat::Feb)
}

/// Refuses what the other solver could not solve.
fn check(options: &ExportOptions, model: &ExportModel) -> Result<(), Failure> {
    let floating = problem::floating(model);
    if options.head_load_n.is_some() && !floating.is_empty() {
        let what = format!("nothing holds {} on a bench", floating.join(", "));
        return Err(
            Failure::input(what).hinting("leave --head-load-n out: contact and soft tissue hold it then")
        );
    }
    let is_tilted = model.ground.as_ref().is_some_and(|ground| ground.up.z != 1.0);
    if is_tilted && matches!(options.to, ExportFormat::Feb) {
        let what = "a rigid body of FEBio moves along the axes of coordinates, and this ground is tilted";
        return Err(Failure::input(what).hinting("set load.pitch_deg = 0, or export with --to inp"));
    }
    Ok(())
}

fn write(
    folder: &Path,
    format: ExportFormat,
    bodies: &[PlannedBody],
    model: &ExportModel,
) -> Result<(), Failure> {
    let text = match format {
        ExportFormat::Inp => abaqus_input(model),
        ExportFormat::Feb => febio_input(model),
        ExportFormat::Msh => gmsh_mesh(model),
        ExportFormat::Vtu => {
            return bodies.iter().try_for_each(|body| {
                let path = folder.join(format!("{}.vtu", body.name));
                write_vtu(&path, &problem::grid(body, model)).map_err(Failure::other)
            });
        }
    };
    output::write(folder, &format!("problem.{}", format.name()), &text)
}

fn document(options: &ExportOptions, bodies: &[PlannedBody], model: &ExportModel) -> Value {
    let figures = bodies.iter().map(|body| (body.name.clone(), problem::figures(body)));
    json!({
        "bodies": figures.collect::<serde_json::Map<String, Value>>(),
        "springs": model.springs.len(),
        "contact_pairs": model.pairs.len(),
        "head_load_n": options.head_load_n,
    })
}
