//! `osteotome sweep`: many runs, and one table of them.

use crate::arguments::SweepOptions;
use crate::case_files::CaseFiles;
use crate::commands::run::outcome_document;
use crate::console::Console;
use crate::failure::Failure;
use crate::interruption::Interruption;
use crate::progress::ProgressDisplay;
use crate::step_log::StepLog;
use crate::sweep_progress::SweepProgress;
use crate::{Verdict, given, input, output};
use osteotome_files::{Origin, Overwriting, ResultFolder};
use osteotome_sweep::folder::{JOURNAL, Record, SLURM_SCRIPT, open_folder, write_file, write_tables};
use osteotome_sweep::journal::{Damage, Entry, Journal};
use osteotome_sweep::plan::{CASE_FOLDER, Case, Plan, Shard, case_folder, version};
use osteotome_sweep::provenance::{InputFile, Provenance};
use osteotome_sweep::run::{KeptCase, Running, run_cases};
use osteotome_sweep::slurm::slurm_script;
use osteotome_sweep::status::Status;
use osteotome_sweep::table::{Table, Values};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Runs the cases of a sweep that are not done yet and writes the table of all.
pub(crate) fn sweep(options: &SweepOptions, console: &Console) -> Result<Verdict, Failure> {
    let plan = planned(&options.sweep, console)?;
    let shards = options.shard.map(|shard| shard.count).or(options.slurm.map(usize::from));
    Shard::check(shards.unwrap_or(1), plan.len()).map_err(|error| Failure::input(error.to_string()))?;
    let folder = folder(options)?;
    if let Some(shards) = options.slurm {
        return write_slurm_script(options, &folder, shards, console);
    }
    let earlier = Journal::read(&folder.join(JOURNAL)).map(|journal| journal.entries).unwrap_or_default();
    for keep in &options.keep {
        keep.check(&plan, &earlier).map_err(|error| Failure::input(error.to_string()))?;
    }
    let provenance = provenance(&plan, options)?;
    refuse_other_sweep(&folder, &provenance, options)?;
    let mut record = Record::of(&plan, options.shard);
    record.provenance.push(provenance.clone());
    let mut journal = open_folder(&folder, &mut record, options.force)?;
    if let Some(Damage { lines, kept }) = journal.damage() {
        console.note(&format!(
            "{lines} lines of the journal are damaged: their cases run again, all others are sound; the file as it was: {}",
            kept.display()
        ));
    }
    let numbers = plan.order(options.shard);
    let left = left_to_run(&plan, numbers, &journal, options, &folder, console);
    let work = Work { plan: &plan, options, folder: &folder, provenance: &provenance };
    let same = work.run_left(&left, &mut journal, console)?;
    if same > 0 {
        console.note(&format!(
            "{same} cases have the content of another case of this sweep: they were run once"
        ));
    }
    let table = plan.table(numbers, &journal).map_err(Failure::other)?;
    let written = write_tables(&folder, &record, &table);
    name_orphans(&folder, &table, console);
    let summary = summary(&plan.sweep.title, &table);
    summary.print(console, options.json);
    written.map_err(|error| Failure::from(error).after_results())?;
    console.note(&format!("written: {}", folder.display()));
    Ok(summary.verdict())
}

/// Plans the sweep; a million cases take seconds, in which something moves.
fn planned(sweep: &Path, console: &Console) -> Result<Plan, Failure> {
    let display = ProgressDisplay::new(*console);
    display.waiting("plan the cases");
    input::sweep(sweep)
}

/// Names the folders of kept cases that no row of the table has: of values that the sweep file has no more, of other bones or of
/// another build. They stay.
fn name_orphans(folder: &Path, table: &Table, console: &Console) {
    let Some(Values::Text(known)) = table.column("folder").map(|column| &column.values) else { return };
    let known: BTreeSet<&str> = known.iter().map(String::as_str).collect();
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names =
        entries.filter(|entry| entry.path().is_dir()).map(|e| e.file_name().to_string_lossy().into_owned());
    let mut orphans: Vec<String> =
        names.filter(|name| name.starts_with(CASE_FOLDER) && !known.contains(name.as_str())).collect();
    orphans.sort();
    if let [first, ..] = orphans.as_slice() {
        let (count, shown) = (orphans.len(), orphans.iter().take(5).cloned().collect::<Vec<_>>().join(", "));
        let more = if count > 5 { ", …" } else { "" };
        console.note(&format!(
            "{count} kept folders belong to no row of this table: {shown}{more}; they are of values, bones or a build that this sweep \
             does not have (see {first}/outcome.json); remove them if they are not wanted"
        ));
    }
}

/// Writes the script that runs the shards; nothing runs yet.
fn write_slurm_script(
    options: &SweepOptions,
    folder: &Path,
    shards: u16,
    console: &Console,
) -> Result<Verdict, Failure> {
    let absolute = |path: &Path| {
        std::path::absolute(path).map_err(|error| Failure::system("find the place of", path, &error))
    };
    let program = std::env::current_exe().map_err(Failure::other)?;
    let script = slurm_script(&program, &absolute(&options.sweep)?, &absolute(folder)?, shards);
    write_file(folder, SLURM_SCRIPT, script.as_bytes())?;
    console.result(&folder.join(SLURM_SCRIPT).display().to_string());
    Ok(Verdict::Passed)
}

fn folder(options: &SweepOptions) -> Result<PathBuf, Failure> {
    match (&options.output, options.sweep.file_stem()) {
        (Some(folder), _) => Ok(folder.clone()),
        (None, Some(stem)) => Ok(output::default_folder(&stem.to_string_lossy(), "")),
        (None, None) => Err(Failure::input("the sweep has no name to call the results by")),
    }
}

/// Cases for which the look at what is done is announced.
const MANY: usize = 20_000;

/// Cases without a row, and those that are to be kept and are not; says what is reused.
fn left_to_run(
    plan: &Plan,
    numbers: &[usize],
    journal: &Journal,
    options: &SweepOptions,
    folder: &Path,
    console: &Console,
) -> Vec<usize> {
    if journal.is_empty() {
        return numbers.to_vec();
    }
    if numbers.len() > MANY {
        console.note(&format!("looking which of {} cases are done", numbers.len()));
    }
    let (mut left, mut used) = (Vec::new(), BTreeSet::new());
    for case in numbers.chunks(MANY).flat_map(|some| plan.cases(some)) {
        let entry = journal.get(&case.key);
        let is_done = entry.is_some_and(|entry| !is_unkept(plan, options, &case, entry, folder));
        used.extend(entry.is_some().then_some(case.key));
        left.extend((!is_done).then_some(case.number));
    }
    if left.len() < numbers.len() {
        let done = numbers.len() - left.len();
        console.note(&format!("{done} of {} cases are done already and are not run again", numbers.len()));
    }
    let strange = journal.len() - used.len();
    if strange > 0 {
        console.note(&format!(
            "{strange} finished cases of this folder are of other inputs, another shard or another build of osteotome (this one is {}) and are not used",
            version()
        ));
    }
    left
}

/// Whether a case with a row is to be kept and is not there.
fn is_unkept(plan: &Plan, options: &SweepOptions, case: &Case, entry: &Entry, folder: &Path) -> bool {
    entry.status == Status::Settled
        && is_kept(plan, options, case, entry)
        && !folder.join(case_folder(&case.key)).exists()
}

fn is_kept(plan: &Plan, options: &SweepOptions, case: &Case, entry: &Entry) -> bool {
    options.keep.iter().any(|keep| keep.holds(plan, case, entry))
}

/// A sweep that is to be run, and where it goes.
struct Work<'a> {
    plan: &'a Plan,
    options: &'a SweepOptions,
    folder: &'a Path,
    provenance: &'a Provenance,
}

impl Work<'_> {
    /// Runs cases; returns how many were spared because another has the same content. At a signal those that have begun come to
    /// their end, and the others are left for the next time.
    fn run_left(&self, left: &[usize], journal: &mut Journal, console: &Console) -> Result<usize, Failure> {
        if left.is_empty() {
            return Ok(0);
        }
        let interruption = Interruption::watch()?;
        interruption.announce(*console, INTERRUPTED);
        let progress = SweepProgress::new(*console, left.len());
        let rule = |case: &Case, entry: &Entry| is_kept(self.plan, self.options, case, entry);
        let running = Running {
            threads: self.provenance.threads,
            keep: if self.options.keep.is_empty() { None } else { Some(&rule) },
            write: &|kept| self.write_case(&self.folder.join(case_folder(kept.key)), kept),
            observer: &|status| progress.finished(status),
            stop: &|| interruption.has_come(),
        };
        let spared = run_cases(self.plan, left, journal, &running).map_err(Failure::other)?;
        interruption.check()?;
        Ok(spared)
    }

    /// Writes a case as `osteotome run` would.
    fn write_case(&self, folder: &Path, kept: &KeptCase) -> Result<(), String> {
        let source = self.provenance.inputs.first();
        let origin = Origin {
            kind: "run".to_owned(),
            source_name: source.map_or_else(String::new, |file| file.path.to_string_lossy().into_owned()),
            source_hash: kept.key.to_owned(),
        };
        let write = || -> Result<(), Failure> {
            let output = ResultFolder::open(folder, origin, Overwriting::SameSource)?;
            let target = output::absolute(output.path());
            let mut steps = StepLog::default();
            kept.steps.iter().for_each(|news| steps.note(news));
            let KeptCase { scenario, outcome, scene, .. } = *kept;
            let files = CaseFiles { side: scenario.foot.side, scene, steps: &steps, outcome };
            let mut provenance = self.provenance.clone();
            provenance.inputs.extend(given::bones(kept.scenario)?);
            output.fill(|staging| {
                files.write(staging, &target)?;
                let document = outcome_document(scenario, &provenance, outcome)?;
                output::write(staging, "outcome.json", &format!("{document:#}\n"))
            })?;
            Ok(())
        };
        write().map_err(|failure| failure.message())
    }
}

/// What is said when a signal comes.
const INTERRUPTED: &str = "interrupted: the cases that have begun come to their end, which is entered; the same command goes on from there. \
A second signal ends this at once, and loses what has begun.";

/// The table of another sweep file of the same name is not to be replaced by this one's.
fn refuse_other_sweep(folder: &Path, now: &Provenance, options: &SweepOptions) -> Result<(), Failure> {
    let earlier = Record::read(folder).map(|record| record.provenance).unwrap_or_default();
    let file = |provenance: &Provenance| provenance.inputs.first().cloned();
    let (Some(now), Some(then)) = (file(now), earlier.last().and_then(file)) else { return Ok(()) };
    let is_same = |file: InputFile| file.path == now.path || file.blake3 == now.blake3;
    if options.force || earlier.iter().filter_map(file).any(is_same) {
        return Ok(());
    }
    let message = format!(
        "{} holds the sweep of {}, not of {}; nothing was written",
        folder.display(),
        then.path.display(),
        now.path.display()
    );
    Err(Failure::input(message).hinting(
        "give another folder with -o, or --force to replace its table; rows of both stay in the journal",
    ))
}

/// Where the rows come from; which bones, the scenario of each says.
fn provenance(plan: &Plan, options: &SweepOptions) -> Result<Provenance, Failure> {
    let read = |role: &str, path: &Path| {
        InputFile::read(role, path).map_err(|error| input::unreadable(path, &error))
    };
    let inputs = vec![read("sweep", &options.sweep)?, read("scenario", &plan.sweep.base)?];
    let threads = options.threads.map_or_else(cores, usize::from);
    let seed = plan.sweep.sample.as_ref().map(|sample| sample.seed);
    Ok(Provenance::here(output::time(SystemTime::now()), threads, seed, inputs))
}

/// Cores that this process may use.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// How many cases became what.
pub(super) struct Summary {
    title: String,
    cases: usize,
    counts: BTreeMap<String, usize>,
}

/// Counts the cases of a table by their status.
pub(super) fn summary(title: &str, table: &Table) -> Summary {
    let mut counts = BTreeMap::new();
    if let Some(Values::Text(statuses)) = table.column("status").map(|column| &column.values) {
        statuses.iter().for_each(|status| *counts.entry(status.clone()).or_default() += 1);
    }
    Summary { title: title.to_owned(), cases: table.rows(), counts }
}

impl Summary {
    pub(super) fn print(&self, console: &Console, as_json: bool) {
        if as_json {
            let document = json!({ "title": self.title, "cases": self.cases, "statuses": self.counts });
            console.result(&format!("{document:#}"));
            return;
        }
        let counts: Vec<String> =
            self.counts.iter().map(|(status, count)| format!("{count} {status}")).collect();
        console.result(&format!("{}: {} cases, {}", self.title, self.cases, counts.join(", ")));
    }

    /// Passed if every case settled.
    pub(super) fn verdict(&self) -> Verdict {
        let settled = self.counts.get(Status::Settled.word()).copied().unwrap_or(0);
        if settled == self.cases { Verdict::Passed } else { Verdict::Failed }
    }
}
