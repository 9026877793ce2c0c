//! The script of `osteotome sweep --slurm` on a real Slurm: a controller and a node of its own on this machine.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, stderr};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Ports off the usual ones, so that a Slurm that already runs here is left alone.
const PORTS: [u16; 2] = [26_817, 26_818];

/// A controller and a node that end with the test.
struct Slurm {
    configuration: String,
    daemons: Vec<Child>,
}

impl Drop for Slurm {
    fn drop(&mut self) {
        for daemon in &mut self.daemons {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }
}

fn output_of(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

impl Slurm {
    /// Starts it in `folder`; `None` where there is no Slurm, or this user may not start one.
    fn start(folder: &Path) -> Option<Self> {
        let (host, user) = (output_of("hostname", &["-s"])?, output_of("id", &["-un"])?);
        output_of("sbatch", &["--version"])?;
        let at = folder.display();
        let [controller, node] = PORTS;
        let configuration = folder.join("slurm.conf");
        let text = format!(
            "ClusterName=osteotome\nSlurmctldHost={host}(127.0.0.1)\nSlurmUser={user}\nSlurmdUser={user}\n\
             AuthType=auth/none\nCredType=cred/none\nSlurmctldPort={controller}\nSlurmdPort={node}\n\
             StateSaveLocation={at}/state\nSlurmdSpoolDir={at}/spool\nSlurmctldPidFile={at}/controller.pid\n\
             SlurmdPidFile={at}/node.pid\nSlurmctldLogFile={at}/controller.log\nSlurmdLogFile={at}/node.log\n\
             ProctrackType=proctrack/pgid\nTaskPlugin=task/none\nSwitchType=switch/none\nSelectType=select/cons_tres\n\
             ReturnToService=2\nMpiDefault=none\nNodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN\n\
             PartitionName=all Nodes=ALL Default=YES MaxTime=60 State=UP\n"
        );
        fs::write(&configuration, text).expect("written");
        for name in ["state", "spool"] {
            fs::create_dir(folder.join(name)).expect("a folder");
        }
        let mut slurm = Self { configuration: configuration.to_str()?.to_owned(), daemons: Vec::new() };
        for daemon in ["slurmctld", "slurmd"] {
            let mut command = slurm.command(daemon);
            slurm.daemons.push(command.arg("-D").stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?);
        }
        slurm.wait_for_idle_node().then_some(slurm)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("SLURM_CONF", &self.configuration);
        command
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        self.command(program).args(arguments).output().expect("Slurm answers")
    }

    fn wait_for_idle_node(&self) -> bool {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(20) {
            let states = self.run("sinfo", &["--noheader", "--format=%T"]).stdout;
            if String::from_utf8_lossy(&states).trim() == "idle" {
                return true;
            }
            std::thread::sleep(Duration::from_millis(300));
        }
        false
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "says why it tests nothing")]
fn an_array_of_shards_runs_and_merges_to_the_undivided_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(slurm) = Slurm::start(folder.path()) else {
        eprintln!("skipped: no Slurm here (Debian: slurm-wlm), or this user may not start its daemons");
        return;
    };
    let sweep = folder.path().join("levels.toml");
    let base = root().join("scenarios/one-ray-classic.toml");
    let source = format!(
        "base = {base:?}\n[set]\n\"mesh.size_mm\" = 4.0\n\"mesh.cut_size_mm\" = 2.5\n\"mesh.order\" = 1\n\
         [[axis]]\npath = \"osteotomy.level_mm\"\nvalues = [15.0, 16.0, 17.0]\n"
    );
    fs::write(&sweep, source).expect("written");
    // A blank in the path has to survive the shell and Slurm.
    let out = folder.path().join("by slurm");
    let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let run = |arguments: &[&str]| {
        let output = osteotome(folder.path(), arguments);
        assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
    };
    run(&["sweep", "levels.toml", "-o", "by slurm", "--slurm", "2"]);
    let submitted = slurm.run("sbatch", &["--wait", &text(&out.join("sweep.slurm"))]);
    let log = |shard: u8| fs::read_to_string(out.join(format!("shard_{shard}.log"))).unwrap_or_default();
    assert!(submitted.status.success(), "{}{}{}", String::from_utf8_lossy(&submitted.stderr), log(1), log(2));
    run(&["merge", "by slurm/shard-1", "by slurm/shard-2", "-o", "by slurm"]);
    run(&["sweep", "levels.toml", "-o", "whole"]);
    for table in ["cases.csv", "cases.parquet"] {
        let read = |path: &Path| fs::read(path.join(table)).expect("a table");
        assert!(read(&out) == read(&folder.path().join("whole")), "{table}");
    }
}
