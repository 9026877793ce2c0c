//! The arguments of the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use osteotome_sweep::keep::Keep;
use osteotome_sweep::plan::Shard;
use std::path::PathBuf;

/// More cores than any machine has that a sweep runs on; systems refuse many more threads.
const MOST_THREADS: i64 = 1024;

/// A virtual osteotome: cuts metatarsals, lets the freed heads settle, shows where they went.
#[derive(Debug, Parser)]
#[command(name = "osteotome", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Cut, mesh, load, settle; print the outcome and write it for ParaView
    Run(RunOptions),
    /// Cut and mesh only; print the quality of the fragments and write them
    Mesh(MeshOptions),
    /// Run many scenarios that differ in what a sweep file says; goes on where it stopped
    Sweep(SweepOptions),
    /// Join the shards of a sweep into one folder
    Merge(MergeOptions),
    /// Draw a sweep as one HTML page: effects, heat maps, distributions, sensitivities
    Report(ReportOptions),
    /// Report every mistake of scenario and sweep files at once, with line and column
    Check(CheckOptions),
    /// Say whether bone surfaces are usable, how they lie, and how sure that is
    Inspect(InspectOptions),
    /// Write the bodies of a scenario with materials, named sets, held bases and loaded heads for other solvers
    Export(ExportOptions),
    /// Print the JSON Schema of a file format, for editors
    Schema(SchemaOptions),
    /// Put clinical statements and experiments to the model; a claim that does not hold is a result too
    Validate(ValidateOptions),
    /// Find the plausible feet: run the ranges of every uncertain parameter against measurements of intact feet
    Calibrate(CalibrateOptions),
    /// Operate on the plausible feet and compare with what series of patients reported
    Predict(PredictOptions),
}

impl Command {
    /// Whether results and mistakes are wanted as JSON.
    pub(crate) fn json(&self) -> bool {
        match self {
            Self::Run(options) => options.json,
            Self::Mesh(options) => options.json,
            Self::Sweep(options) => options.json,
            Self::Merge(options) => options.json,
            Self::Report(options) => options.json,
            Self::Check(options) => options.json,
            Self::Inspect(options) => options.json,
            Self::Export(options) => options.json,
            Self::Validate(options) => options.json,
            Self::Schema(_) | Self::Calibrate(_) | Self::Predict(_) => false,
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct RunOptions {
    /// A scenario file, or a folder that run or mesh wrote, or its outcome.json, to repeat it
    #[arg(value_name = "SCENARIO.toml|DIR")]
    pub(crate) scenario: PathBuf,
    #[command(flatten)]
    pub(crate) target: TargetOptions,
    /// Run four times more with the foot tilted against the ground, either way in pitch and in roll, and say how much the outcome hangs on
    /// that: by the uncertainty of its frame, or by DEG
    #[arg(long, value_name = "DEG", num_args = 0..=1, require_equals = true, value_parser = tilt)]
    pub(crate) frame_sensitivity: Option<Option<f64>>,
    /// Print the results as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Tilts beyond this make another posture of the foot, not another reading of its frame, degrees.
const GREATEST_TILT_DEG: f64 = 30.0;

fn tilt(text: &str) -> Result<f64, String> {
    let by_deg = finite_number(text)?;
    let is_small = by_deg > 0.0 && by_deg <= GREATEST_TILT_DEG;
    if is_small { Ok(by_deg) } else { Err(format!("not above 0 and up to {GREATEST_TILT_DEG}°")) }
}

#[derive(Args, Debug)]
pub(crate) struct MeshOptions {
    /// A scenario file, or a folder that run or mesh wrote, or its outcome.json, to repeat it
    #[arg(value_name = "SCENARIO.toml|DIR")]
    pub(crate) scenario: PathBuf,
    #[command(flatten)]
    pub(crate) target: TargetOptions,
    /// Print the results as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where the results of one scenario go.
#[derive(Args, Debug)]
pub(crate) struct TargetOptions {
    /// Folder to write to [default: results/NAME OF THE SCENARIO, with -mesh or -export-FORMAT for these commands]
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Write even into a folder that holds files of another origin; those stay unless they have the same name
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Args, Debug)]
pub(crate) struct SweepOptions {
    /// The sweep file
    #[arg(value_name = "SWEEP.toml")]
    pub(crate) sweep: PathBuf,
    /// Folder to write to [default: results/NAME OF THE SWEEP]
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Write even into a folder that holds files of another origin; those stay, but for a journal.jsonl, which is put aside, and for
    /// files with the names of the table, which are replaced
    #[arg(long)]
    pub(crate) force: bool,
    /// Cases that run at the same time [default: the cores there are]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    pub(crate) threads: Option<u16>,
    /// Run one part of N only; shards are joined by `osteotome merge`
    #[arg(long, value_name = "I/N")]
    pub(crate) shard: Option<Shard>,
    /// Keep what ParaView shows of these cases: all, 17, 3-9, or a rule like "M2_shortening_mm>5"; may be repeated
    #[arg(long, value_name = "CASES")]
    pub(crate) keep: Vec<Keep>,
    /// Write a Slurm array script for N shards, and run nothing
    #[arg(long, value_name = "N", conflicts_with_all = ["shard", "threads"], value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) slurm: Option<u16>,
    /// Print how many cases settled as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct MergeOptions {
    /// Folders of all shards of one sweep
    #[arg(value_name = "DIR", required = true)]
    pub(crate) shards: Vec<PathBuf>,
    /// Folder to write to; not one of the shards
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// Write even into a folder that holds files of another origin
    #[arg(long)]
    pub(crate) force: bool,
    /// Print how many cases settled as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ReportOptions {
    /// The folder of a sweep
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Print sensitivities, and how often techniques come out as graded, as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ExportOptions {
    /// A scenario file, or a folder that run or mesh wrote
    #[arg(value_name = "SCENARIO.toml|DIR")]
    pub(crate) source: PathBuf,
    /// File format; gmsh meshes have no place for materials and loads, only for the sets
    #[arg(long, value_enum)]
    pub(crate) to: ExportFormat,
    /// Instead of the problem that `run` solves, with contact, soft tissue and ground: hold every base and push every head up with this
    /// force, N, in equal shares on the nodes of its plantar side
    #[arg(long, value_name = "N", value_parser = finite_number)]
    pub(crate) head_load_n: Option<f64>,
    #[command(flatten)]
    pub(crate) target: TargetOptions,
    /// Print what was written as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// A file format of other solvers.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Abaqus and CalculiX
    Inp,
    /// FEBio
    Feb,
    /// gmsh
    Msh,
    /// ParaView
    Vtu,
}

impl ExportFormat {
    /// Its name on the command line, and the extension of its files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Inp => "inp",
            Self::Feb => "feb",
            Self::Msh => "msh",
            Self::Vtu => "vtu",
        }
    }
}

fn finite_number(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if number.is_finite() { Ok(number) } else { Err("not a finite number".to_owned()) }
}

#[derive(Args, Debug)]
pub(crate) struct CheckOptions {
    /// Scenario and sweep files
    #[arg(value_name = "FILE.toml", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Print mistakes and the scenarios with every default filled in as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct InspectOptions {
    /// Surface files (STL, PLY, OBJ, VTP; mm), or a folder of them; M2=FILE says which ray it is, else its name may
    #[arg(value_name = "BONE", required = true)]
    pub(crate) bones: Vec<String>,
    /// Side of the body, if it is known
    #[arg(long, value_enum)]
    pub(crate) side: Option<SideName>,
    /// Print the report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// A side of the body.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SideName {
    /// The left foot
    Left,
    /// The right foot
    Right,
}

impl From<SideName> for osteotome_geometry::Side {
    fn from(name: SideName) -> Self {
        match name {
            SideName::Left => Self::Left,
            SideName::Right => Self::Right,
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct ValidateOptions {
    /// Write the page there as well
    #[arg(long, value_name = "FILE.md")]
    pub(crate) write: Option<PathBuf>,
    /// Use linear elements of 3 mm: a look at the machinery in a fraction of the time, numbers of no worth
    #[arg(long)]
    pub(crate) coarse: bool,
    /// Judge every claim on so many members of the ensemble of plausible feet as well: takes minutes each
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=200))]
    pub(crate) members: u32,
    /// Add scanned feet, a finer mesh and random feet: takes half an hour
    #[arg(long)]
    pub(crate) full: bool,
    /// Folder whose folders hold scanned feet, M1_R.stl to M5_R.stl and M1_L.stl to M5_L.stl, in mm [default: OSTEOTOME_BONES]
    #[arg(long, value_name = "DIR", requires = "full")]
    pub(crate) bones: Option<PathBuf>,
    /// Number of random feet
    #[arg(long, value_name = "N", default_value_t = 20, requires = "full")]
    pub(crate) feet: usize,
    /// Print the evidence as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct CalibrateOptions {
    /// Folder for the waves, the ensemble and the page; a calibration that was stopped goes on there
    #[arg(short, long, value_name = "DIR", default_value = "results/calibration")]
    pub(crate) output: PathBuf,
    /// Points of each wave; each is run in three phases of stance, with and without its fascia
    #[arg(long, value_name = "N", default_value_t = 800, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) points: u32,
    /// Waves
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    pub(crate) waves: u32,
    /// Members of the ensemble
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) members: u32,
    /// Seed of designs and proposals
    #[arg(long, value_name = "N", default_value_t = 2026)]
    pub(crate) seed: u64,
    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    pub(crate) threads: Option<u16>,
}

#[derive(Args, Debug)]
pub(crate) struct PredictOptions {
    /// Folder for the series and the page; a prediction that was stopped goes on there
    #[arg(short, long, value_name = "DIR", default_value = "results/prediction")]
    pub(crate) output: PathBuf,
    /// Number of feet, each a member of the ensemble with a shape and a surgeon of its own; each has 13 operations
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) feet: u32,
    /// Take another named set of soft tissue instead of the ensemble, for comparison
    #[arg(long, value_name = "SET")]
    pub(crate) set: Option<String>,
    /// Folder with M1_R.stl to M5_R.stl, in mm, instead of the template
    #[arg(long, value_name = "DIR")]
    pub(crate) bones: Option<PathBuf>,
    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    pub(crate) threads: Option<u16>,
}

#[derive(Args, Debug)]
pub(crate) struct SchemaOptions {
    /// Which file format
    #[arg(value_enum, default_value_t = Format::Scenario)]
    pub(crate) format: Format,
    /// Print the reference page of scenarios instead, as Markdown
    #[arg(long)]
    pub(crate) markdown: bool,
}

/// A file format that can be described.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// Scenario files
    Scenario,
    /// Sweep files
    Sweep,
}
