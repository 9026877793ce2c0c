//! `osteotome export`: the bodies of a scenario as a problem for other solvers.

use crate::arguments::{ExportFormat, ExportOptions};
use crate::console::Console;
use crate::failure::Failure;
use crate::interruption::Interruption;
use crate::progress::ProgressDisplay;
use crate::{Verdict, given, output, problem};
use osteotome_mesh::export::{abaqus_input, febio_input, gmsh_mesh};
use osteotome_vtk::write_vtu;
use serde_json::{Value, json};

/// Meshes the bodies of a scenario and writes them with materials, named sets, supports and loads.
pub(crate) fn export(options: &ExportOptions, console: &Console) -> Result<Verdict, Failure> {
    let given = given::given(&options.source, console)?;
    let target = match &options.target.output {
        Some(target) => target.clone(),
        None => output::default_folder(&given.name, "-export"),
    };
    let kind = format!("export {}", options.to.name());
    let output = output::open(&target, given.origin(&kind), &options.target, console)?;
    let interruption = Interruption::watch()?;
    let scenario = given.scenario.clone();
    let display = ProgressDisplay::new(*console);
    let mut progress = display.observer();
    let bodies = interruption
        .abortable(move || osteotome_foot::planned_bodies(&scenario, &mut |news| progress.observe(news)))?
        .map_err(Failure::Run)?;
    let model = problem::model(&given.scenario.title, &bodies, options.head_load_n);
    display.stage("write");
    let written = output.fill(|folder| {
        let text = match options.to {
            ExportFormat::Inp => ("problem.inp", abaqus_input(&model)),
            ExportFormat::Feb => ("problem.feb", febio_input(&model)),
            ExportFormat::Msh => ("problem.msh", gmsh_mesh(&model)),
            ExportFormat::Vtu => {
                bodies.iter().try_for_each(|body| {
                    let path = folder.join(format!("{}.vtu", body.name));
                    write_vtu(&path, &problem::grid(body, &model)).map_err(Failure::other)
                })?;
                return interruption.check();
            }
        };
        output::write(folder, text.0, &text.1)?;
        interruption.check()
    });
    drop(display);
    let floating = problem::floating(&model);
    let document = json!({
        "bodies": bodies.iter().map(|body| (body.name.clone(), problem::figures(body))).collect::<serde_json::Map<String, Value>>(),
        "floating": floating,
        "head_load_n": options.head_load_n,
    });
    match options.json {
        true => console.result(&format!("{document:#}")),
        false => console.result(&problem::table(&bodies, &model)),
    }
    written.map_err(Failure::after_results)?;
    if !floating.is_empty() {
        console.note(&format!(
            "nothing in the file holds {}: contact and soft tissue have no place in it",
            floating.join(", ")
        ));
    }
    console.note(&format!("written: {}", target.display()));
    Ok(Verdict::Passed)
}
