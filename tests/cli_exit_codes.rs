//! One mistake, one exit code, whichever command it is made in; and what signals and closed outputs give.

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, stderr};
use std::fs;
use std::path::Path;

/// Commands that read a file or folder and write a folder.
const WRITERS: [&[&str]; 4] = [&["run"], &["mesh"], &["export", "--to", "inp"], &["sweep"]];
/// All that read something.
const READERS: [&[&str]; 7] =
    [&["run"], &["mesh"], &["export", "--to", "inp"], &["sweep"], &["check"], &["inspect"], &["report"]];

fn set_up() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = "[foot]\nrays = [\"M2\"]\n[mesh]\nsize_mm = 3.0\norder = 1\n";
    let sweep =
        "title = \"w\"\nbase = \"s.toml\"\n[[axis]]\npath = \"contact.friction\"\nvalues = [0.3, 0.5]\n";
    fs::write(folder.path().join("s.toml"), scenario).expect("written");
    fs::write(folder.path().join("w.toml"), sweep).expect("written");
    folder
}

/// The file that a command works on.
fn input(command: &[&str]) -> &'static str {
    if command[0] == "sweep" { "w.toml" } else { "s.toml" }
}

fn is_mistake(folder: &Path, arguments: &[&str]) {
    let output = osteotome(folder, arguments);
    assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
    assert!(!stderr(&output).is_empty() && !stderr(&output).contains("panicked"), "{}", stderr(&output));
}

#[test]
fn what_cannot_be_read_is_a_mistake_in_every_command() {
    let folder = set_up();
    fs::create_dir(folder.path().join("empty")).expect("created");
    fs::write(folder.path().join("broken.toml"), "title = [\n").expect("written");
    fs::write(folder.path().join("broken.json"), "{").expect("written");
    for command in READERS {
        for path in ["missing.toml", "empty", "broken.toml", "s.toml/inside", "broken.json"] {
            is_mistake(folder.path(), &[command, &[path]].concat());
        }
    }
    is_mistake(folder.path(), &["merge", "missing", "-o", "out"]);
    is_mistake(folder.path(), &["merge", "empty", "-o", "out"]);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_a_mistake_in_every_command() {
    let folder = set_up();
    fs::create_dir(folder.path().join("thesis")).expect("created");
    fs::write(folder.path().join("thesis/chapter.tex"), "years").expect("written");
    for command in WRITERS {
        for target in ["s.toml", "s.toml/inside", "thesis", "/dev/null/inside", "/proc/nowhere"] {
            is_mistake(folder.path(), &[command, &[input(command), "-o", target]].concat());
        }
    }
    is_mistake(folder.path(), &["validate", "--coarse", "--write", "nowhere/page.md"]);
    assert_eq!(fs::read_dir(folder.path().join("thesis")).expect("read").count(), 1);
}

#[test]
fn a_sweep_given_to_run_and_a_scenario_given_to_sweep_name_the_other_command() {
    let folder = set_up();
    for (arguments, remedy) in [
        (&["run", "w.toml"][..], "osteotome sweep w.toml"),
        (&["mesh", "w.toml"], "osteotome sweep w.toml"),
        (&["export", "w.toml", "--to", "inp"], "osteotome sweep w.toml"),
        (&["sweep", "s.toml"], "osteotome run s.toml"),
    ] {
        let output = osteotome(folder.path(), arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains(remedy), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn more_threads_than_systems_have_are_refused() {
    let folder = set_up();
    for threads in ["0", "1025", "65535", "-1"] {
        is_mistake(folder.path(), &["sweep", "w.toml", "--threads", threads]);
    }
}

#[test]
fn a_mistake_far_to_the_right_is_shown_in_a_narrow_excerpt() {
    let folder = set_up();
    // 70 000 columns before it: a printer panicked.
    let source = format!("foot = {{ x = \"{}\", scal = 1 }}\n", "a".repeat(70_000));
    fs::write(folder.path().join("p.toml"), &source).expect("written");
    let output = osteotome(folder.path(), &["check", "p.toml"]);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    let said = stderr(&output);
    assert!(said.contains("p.toml:1:70") && said.contains("scal"), "{said}");
    assert!(
        said.lines().all(|line| line.chars().count() < 300) && said.len() < 5_000,
        "{} bytes",
        said.len()
    );
}

#[test]
fn of_many_mistakes_the_first_are_shown_and_the_rest_is_counted() {
    let folder = set_up();
    let source: String = (0..3000).map(|number| format!("key{number} = {number}\n")).collect();
    fs::write(folder.path().join("p.toml"), &source).expect("written");
    let output = osteotome(folder.path(), &["run", "p.toml"]);
    assert_eq!(code(&output), 2);
    let said = stderr(&output);
    assert!(said.contains("3000 mistakes; the first 20 are shown, 2980 more follow"), "{said}");
    assert!(said.contains("key19") && !said.contains("key21") && said.len() < 20_000, "{} bytes", said.len());
}

#[test]
fn a_terminal_is_not_obeyed_by_what_a_file_says() {
    let folder = set_up();
    let source = "title = \"a\\u001b]0;b\\u0007\\u009b2J\"\n[foot]\nrays = [\"M2\"]\n[mesh]\nsize_mm = 3.0\norder = 1\n";
    fs::write(folder.path().join("s.toml"), source).expect("written");
    fs::write(folder.path().join("\u{1b}[2J.toml"), "\"\\u001bkey\" = \"\u{1b}[31m\"\n").expect("written");
    for arguments in
        [&["run", "s.toml"][..], &["check", "\u{1b}[2J.toml"], &["run", "\u{1b}[2K"], &["check", "s.toml"]]
    {
        let output = osteotome(folder.path(), arguments);
        for text in [&output.stdout, &output.stderr] {
            let text = String::from_utf8(text.clone()).expect("UTF-8");
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{arguments:?}: {text:?}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_printed_is_no_success() {
    use std::process::{Command, Stdio};
    let folder = set_up();
    let run = |arguments: &[&str], output: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_osteotome"));
        let ended =
            command.current_dir(folder.path()).args(arguments).stdout(output).output().expect("starts");
        (ended.status.code(), stderr(&ended))
    };
    for arguments in [
        &["run", "s.toml", "--json"][..],
        &["run", "s.toml"],
        &["mesh", "s.toml"],
        &["export", "s.toml", "--to", "inp"],
        &["check", "s.toml"],
        &["check", "--json", "s.toml"],
        &["schema"],
        &["sweep", "w.toml", "--slurm", "2"],
        &["inspect", "--json", root().join("meshes/M2_left.stl").to_str().expect("UTF-8")],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").expect("/dev/full");
        let (code, said) = run(arguments, full.into());
        assert_eq!(code, Some(1), "{arguments:?}: {said}");
        assert!(said.contains("cannot write to standard output"), "{arguments:?}: {said}");
    }
    assert!(folder.path().join("results/s/outcome.json").is_file(), "files are written all the same");
    // A reader that has seen enough is none of our business.
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let (code, said) = run(&["schema"], writer.into());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.is_empty(), "{said}");
}

#[cfg(unix)]
mod signals {
    use super::{root, set_up};
    use std::path::Path;
    use std::process::{Child, Command, Stdio};
    use std::time::{Duration, Instant};
    use std::{fs, thread};

    fn start(folder: &Path, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_osteotome"));
        command.current_dir(folder).args(arguments).stdout(Stdio::null()).stderr(Stdio::piped());
        command.spawn().expect("starts")
    }

    fn signal(child: &Child, name: &str) {
        let status = Command::new("kill").args([name, &child.id().to_string()]).status().expect("kill");
        assert!(status.success());
    }

    /// Waits until something is there.
    fn wait_for(is_there: impl Fn() -> bool) {
        let began = Instant::now();
        while !is_there() {
            assert!(began.elapsed() < Duration::from_secs(60), "it does not come");
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn a_signal_ends_a_run_in_order_and_leaves_nothing() {
        let folder = set_up();
        // Takes some seconds.
        fs::copy(root().join("scenarios/one-ray-classic.toml"), folder.path().join("s.toml"))
            .expect("copied");
        for command in [&["run", "s.toml"][..], &["export", "s.toml", "--to", "inp"]] {
            for (name, code) in [("-INT", 130), ("-TERM", 143)] {
                let mut child = start(folder.path(), &[command, &["-o", "out/deep"]].concat());
                wait_for(|| folder.path().join("out/deep/.osteotome-lock").is_file());
                // The watch begins right after.
                thread::sleep(Duration::from_millis(100));
                let began = Instant::now();
                signal(&child, name);
                assert_eq!(child.wait().expect("ends").code(), Some(code), "{command:?} {name}");
                assert!(began.elapsed() < Duration::from_secs(2), "at once");
                assert!(!folder.path().join("out").exists(), "nothing is left");
            }
        }
    }

    #[test]
    fn a_signal_ends_a_sweep_between_cases_and_it_goes_on_from_there() {
        let folder = set_up();
        let source = fs::read_to_string(folder.path().join("w.toml")).expect("read");
        let values: Vec<String> = (0..24).map(|number| format!("0.{}", 20 + number)).collect();
        let source = source.replace("0.3, 0.5", &values.join(", "));
        let cut = "[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\n";
        fs::write(folder.path().join("w.toml"), source).expect("written");
        let scenario = fs::read_to_string(folder.path().join("s.toml")).expect("read");
        fs::write(folder.path().join("s.toml"), format!("{scenario}{cut}")).expect("written");
        let rows = |name: &str| {
            let journal = fs::read_to_string(folder.path().join(name).join("journal.jsonl"));
            journal.map_or(0, |text| text.lines().count())
        };
        for (name, code) in [("-INT", 130), ("-TERM", 143)] {
            let out = format!("out{code}");
            let mut child = start(folder.path(), &["sweep", "w.toml", "--threads", "1", "-o", &out]);
            wait_for(|| rows(&out) >= 2);
            signal(&child, name);
            assert_eq!(child.wait().expect("ends").code(), Some(code), "{name}");
            let done = rows(&out);
            assert!((2..24).contains(&done), "{done} rows");
            let again = super::osteotome(folder.path(), &["sweep", "w.toml", "--threads", "1", "-o", &out]);
            assert_eq!(again.status.code(), Some(0), "{}", super::stderr(&again));
            assert_eq!(rows(&out), 24);
        }
        let table = |name: &str| fs::read(folder.path().join(name).join("cases.csv")).expect("a table");
        assert_eq!(table("out130"), table("out143"));
    }
}
