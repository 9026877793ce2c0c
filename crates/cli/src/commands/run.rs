//! `osteotome run`: from scenario to outcome.

use crate::arguments::RunOptions;
use crate::case_files::CaseFiles;
use crate::console::Console;
use crate::failure::Failure;
use crate::frame_tilts::FrameTilts;
use crate::given::{self, Given};
use crate::interruption::Interruption;
use crate::progress::ProgressDisplay;
use crate::step_log::StepLog;
use crate::{Verdict, outcome_tables, output, repetition};
use osteotome_files::ResultFolder;
use osteotome_foot::frames::Scene;
use osteotome_foot::outcome::Outcome;
use osteotome_foot::scenario::Scenario;
use osteotome_foot::{FootError, Progress, RunResult, frame_sensitivity};
use osteotome_sweep::provenance::Provenance;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Instant, SystemTime};

/// Runs a scenario, writes its results and prints them.
pub(crate) fn run(options: &RunOptions, console: &Console) -> Result<Verdict, Failure> {
    let target = output::folder(&options.scenario, &options.target, "")?;
    attempt(options, &target, console)
        .inspect_err(|_| output::say_what_is_older(&target, "outcome.json", console))
}

fn attempt(options: &RunOptions, target: &Path, console: &Console) -> Result<Verdict, Failure> {
    let (started, clock) = (output::time(SystemTime::now()), Instant::now());
    let given = given::given(&options.scenario, console)?;
    let tilts = FrameTilts::new(options.frame_sensitivity, &given)?;
    let folder = output::open(target, given.origin("run"), &options.target, console)?;
    let interruption = Interruption::watch()?;
    let scenario = given.scenario.clone();
    let display = ProgressDisplay::new(*console);
    let mut progress = display.observer();
    let (result, steps) = interruption.abortable(move || {
        let mut steps = StepLog::default();
        let result = osteotome_foot::run(&scenario, &mut |news| {
            progress.observe(news);
            steps.note(news);
        });
        let tilted = |result| with_tilts(&scenario, result, &tilts, &mut |news| progress.observe(news));
        (result.and_then(tilted), steps)
    })?;
    let RunResult { outcome, scene } = result.map_err(Failure::Run)?;
    display.stage("write");
    let provenance = Provenance::here(started, rayon::current_num_threads(), None, given.inputs.clone());
    let mut results = Results { given: &given, outcome, scene, steps, provenance, clock };
    let written = results.write(folder, &interruption);
    drop(display);
    results.print(options.json, console)?;
    results.outcome.warnings.iter().for_each(|warning| console.note(&format!("warning: {warning}")));
    written.map_err(Failure::after_results)?;
    console.note(&format!("written: {}", target.display()));
    results.verdict(console)
}

/// The result with what tilts of the frame would make of it, if they were asked for.
fn with_tilts(
    scenario: &Scenario,
    mut result: RunResult,
    tilts: &FrameTilts,
    observer: &mut dyn FnMut(&Progress),
) -> Result<RunResult, FootError> {
    let outcome = &mut result.outcome;
    let tilts = tilts.of(&outcome.frame);
    if !tilts.is_empty() {
        let sensitivity = frame_sensitivity(scenario, outcome, &tilts, observer)?;
        outcome.frame.sensitivity = Some(sensitivity);
    }
    Ok(result)
}

/// What a run leaves.
struct Results<'a> {
    given: &'a Given,
    outcome: Outcome,
    scene: Scene,
    steps: StepLog,
    provenance: Provenance,
    /// Runs since the command began.
    clock: Instant,
}

impl Results<'_> {
    fn write(&mut self, output: ResultFolder, interruption: &Interruption) -> Result<(), Failure> {
        let target = output::absolute(output.path());
        output.fill(|folder| {
            let writing = Instant::now();
            let Self { given, scene, steps, outcome, .. } = &*self;
            CaseFiles { side: given.scenario.foot.side, scene, steps, outcome }.write(folder, &target)?;
            self.outcome.time_s.write = writing.elapsed().as_secs_f64();
            self.outcome.time_s.total = self.clock.elapsed().as_secs_f64();
            output::write(folder, "outcome.json", &format!("{:#}\n", self.document()?))?;
            interruption.check()
        })?;
        Ok(())
    }

    fn document(&self) -> Result<Value, Failure> {
        outcome_document(&self.given.scenario, &self.provenance, &self.outcome)
    }

    /// Prints the results, whether or not they could be written.
    fn print(&self, as_json: bool, console: &Console) -> Result<(), Failure> {
        match as_json {
            true => console.result(&format!("{:#}", self.document()?)),
            false => console.result(&outcome_tables::tables(&self.given.scenario.title, &self.outcome)),
        }
        Ok(())
    }

    fn verdict(&self, console: &Console) -> Result<Verdict, Failure> {
        let repeated = match &self.given.record {
            Some(record) => repetition::compare(record, &self.document()?, console),
            None => Verdict::Passed,
        };
        Ok(if self.outcome.converged { repeated } else { Verdict::Failed })
    }
}

/// `outcome.json`: version and provenance, scenario with every default, then the outcome.
pub(super) fn outcome_document(
    scenario: &Scenario,
    provenance: &Provenance,
    outcome: &Outcome,
) -> Result<Value, Failure> {
    let mut document = json!({
        "version": env!("CARGO_PKG_VERSION"), "provenance": provenance, "scenario": scenario.to_json(),
    });
    let outcome = serde_json::to_value(outcome).map_err(Failure::other)?;
    if let (Value::Object(document), Value::Object(outcome)) = (&mut document, outcome) {
        document.extend(outcome);
    }
    Ok(document)
}
