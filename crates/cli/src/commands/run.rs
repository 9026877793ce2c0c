//! `osteotome run`: from scenario to outcome.

use crate::arguments::RunOptions;
use crate::console::Console;
use crate::failure::Failure;
use crate::output::{self, OutputFolder};
use crate::progress::ProgressDisplay;
use crate::step_log::StepLog;
use crate::{Verdict, input, outcome_csv, outcome_tables, pictures};
use osteotome_foot::RunResult;
use osteotome_foot::outcome::Outcome;
use osteotome_foot::scenario::Scenario;
use serde_json::{Value, json};
use std::time::Instant;

/// Runs a scenario, writes its results and prints them.
pub(crate) fn run(options: &RunOptions, console: &Console) -> Result<Verdict, Failure> {
    let started = Instant::now();
    let scenario = input::scenario(&options.scenario, console)?.scenario;
    let output = OutputFolder::new(output::folder(options, "")?, options.target.force)?;
    let mut progress = ProgressDisplay::new(*console);
    let mut steps = StepLog::default();
    let RunResult { mut outcome, scene } = osteotome_foot::run(&scenario, &mut |news| {
        progress.observe(news);
        steps.note(news);
    })
    .map_err(Failure::Run)?;
    progress.stage("write");
    let mut document = Value::Null;
    let view = pictures::view(&output.absolute(), scenario.foot.side).map_err(Failure::other)?;
    let folder = output.fill(|folder| {
        let writing = Instant::now();
        pictures::write_series(folder, &scene).map_err(Failure::other)?;
        output::write(folder, "view.py", &view)?;
        output::write(folder, "steps.csv", steps.table())?;
        outcome.time_s.write = writing.elapsed().as_secs_f64();
        outcome.time_s.total = started.elapsed().as_secs_f64();
        document = outcome_document(&scenario, &outcome)?;
        let csv =
            outcome_csv::heads(&outcome).and_then(|heads| Ok([heads, outcome_csv::forefoot(&outcome)?]));
        let [heads, forefoot] = csv.map_err(Failure::other)?;
        output::write(folder, "heads.csv", &heads)?;
        output::write(folder, "forefoot.csv", &forefoot)?;
        output::write(folder, "outcome.json", &format!("{document:#}\n"))
    })?;
    drop(progress);
    match options.json {
        true => console.result(&format!("{document:#}")),
        false => console.result(&outcome_tables::tables(&scenario.title, &outcome)),
    }
    let remarks = outcome.fragments.iter().flat_map(|(name, figures)| figures.remarks(name));
    remarks.for_each(|remark| console.note(&remark));
    console.note(&format!("written: {}", folder.display()));
    Ok(if outcome.converged { Verdict::Passed } else { Verdict::Failed })
}

/// `outcome.json`: version, scenario with every default, then the outcome.
pub(super) fn outcome_document(scenario: &Scenario, outcome: &Outcome) -> Result<Value, Failure> {
    let mut document = json!({ "version": env!("CARGO_PKG_VERSION"), "scenario": scenario.to_json() });
    let outcome = serde_json::to_value(outcome).map_err(Failure::other)?;
    if let (Value::Object(document), Value::Object(outcome)) = (&mut document, outcome) {
        document.extend(outcome);
    }
    Ok(document)
}
