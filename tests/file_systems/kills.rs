//! Kills, signals and full disks at random moments.
//!
//! `OSTEOTOME_KILLS=500` makes a study of what is otherwise a quick test.

use crate::cli_support::osteotome;
use crate::mounts::SWEEP;
use crate::results::{Contents, contents, scenario};
use crate::volume::Volume;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often something is killed in the ordinary tests.
const KILLS: u32 = 8;

/// Sizes of the elements, in turn: each result differs from the one before, whichever command made it.
const SIZES_MM: [f64; 2] = [3.0, 3.3];

/// Numbers without a pattern; the same on every machine.
struct Random(u64);

impl Random {
    /// A number in [0, 1), by the generator of Steele, Lea and Flood (SplitMix64).
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[((self.unit() * choices.len() as f64) as usize).min(choices.len() - 1)]
    }
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trouble {
    Kill,
    Interrupt,
    Terminate,
    FullDisk,
}

/// A command whose result is replaced again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Run,
    Mesh,
    Export,
    Sweep,
}

impl Work {
    const ALL: [Self; 4] = [Self::Run, Self::Mesh, Self::Export, Self::Sweep];

    fn arguments(self, target: &str) -> Vec<&str> {
        let command: &[&str] = match self {
            Self::Run => &["run", "s.toml"],
            Self::Mesh => &["mesh", "s.toml"],
            Self::Export => &["export", "s.toml", "--to", "feb"],
            Self::Sweep => &["sweep", "w.toml", "--threads", "1"],
        };
        [command, &["-o", target]].concat()
    }
}

/// Where results go and what undisturbed ones look like.
struct Study {
    folder: tempfile::TempDir,
    volume: Option<Volume>,
    /// Undisturbed results for each size, and how long they took.
    references: BTreeMap<Work, ([Contents; 2], Duration)>,
    random: Random,
    counts: BTreeMap<(Work, Trouble, &'static str), [u32; 2]>,
}

/// Bytes of the file system in memory.
const VOLUME_BYTES: u64 = 64 << 20;

#[expect(clippy::print_stdout, reason = "the figures of the study")]
pub(crate) fn random_kills_lose_nothing() {
    let kills = std::env::var("OSTEOTOME_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let mut study = Study::new(kills);
    (0..kills).for_each(|number| study.disturb(number));
    for ((work, trouble, place), [old, new]) in &study.counts {
        println!("{work:?} in {place}, {trouble:?}: {old} kept, {new} replaced");
    }
}

impl Study {
    fn new(kills: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let volume = Volume::mount(&folder.path().join("mounted"), VOLUME_BYTES);
        fs::create_dir(folder.path().join("plain")).expect("created");
        let beyond = volume.as_ref().map_or(folder.path().join("plain"), |volume| volume.path().to_owned());
        symlink(beyond, folder.path().join("link")).expect("linked");
        fs::write(folder.path().join("w.toml"), SWEEP).expect("written");
        let mut study = Self {
            folder,
            volume,
            references: BTreeMap::new(),
            random: Random(u64::from(kills)),
            counts: BTreeMap::new(),
        };
        for work in Work::ALL {
            let (mut found, mut duration) = (Vec::new(), Duration::ZERO);
            for size_mm in SIZES_MM {
                study.edit(size_mm);
                let began = Instant::now();
                let output = osteotome(study.folder.path(), &work.arguments("reference"));
                assert!(output.status.success(), "{work:?}: {}", String::from_utf8_lossy(&output.stderr));
                duration = began.elapsed();
                found.push(tables_or_all(work, &study.folder.path().join("reference")));
                fs::remove_dir_all(study.folder.path().join("reference")).expect("removed");
            }
            let [one, other] = found.try_into().unwrap_or_default();
            assert!(one != other, "{work:?}");
            study.references.insert(work, ([one, other], duration));
        }
        study
    }

    fn edit(&self, size_mm: f64) {
        let source = scenario(0.4).replace("size_mm = 3.0", &format!("size_mm = {size_mm}"));
        fs::write(self.folder.path().join("s.toml"), source).expect("written");
    }

    /// One result is replaced, and disturbed in it.
    fn disturb(&mut self, number: u32) {
        let places: &[&'static str] =
            if self.volume.is_some() { &["plain", "link", "mounted"] } else { &["plain", "link"] };
        let (work, place) = (self.random.of(&Work::ALL), self.random.of(places));
        let target = format!("{place}/{work:?}");
        let troubles = [Trouble::Kill, Trouble::Interrupt, Trouble::Terminate, Trouble::FullDisk];
        let on_volume = self.volume.is_some() && place != "plain";
        let trouble = self.random.of(if on_volume { &troubles } else { &troubles[..3] });
        let path = self.folder.path().join(&target);
        let (mine, before) = (path.join("notes.txt"), tables_or_all(work, &path));
        let rows = count_rows(&path);
        self.edit(SIZES_MM[number as usize % 2]);
        self.strike(work, &target, trouble);
        self.settle(work, &target);
        let after = tables_or_all(work, &path);
        let (references, _) = &self.references[&work];
        let mut results = after.clone();
        results.remove("notes.txt");
        let is_new = results == references[number as usize % 2];
        let what = format!("kill {number}: {work:?} in {place}, {trouble:?}");
        assert!(is_new || after == before, "{what}: {:?} was {:?}", names(&after), names(&before));
        assert!(before.get("notes.txt") == after.get("notes.txt"), "{what}");
        assert!(count_rows(&path) >= rows, "{what}: rows of the journal are lost");
        self.counts.entry((work, trouble, place)).or_default()[usize::from(after != before)] += 1;
        if path.is_dir() && work != Work::Sweep && path.join(".osteotome").exists() {
            fs::write(mine, "mine").expect("written");
        }
    }

    /// Starts the work and lets trouble come at a random moment of it.
    fn strike(&mut self, work: Work, target: &str, trouble: Trouble) {
        let duration = self.references[&work].1;
        let moment = duration.mul_f64(1.5 * self.random.unit());
        let while_writing = self.random.unit() < 0.5;
        let share = self.random.unit();
        if trouble == Trouble::FullDisk {
            let filler = self.fill_disk(share);
            self.start(work, target).wait().expect("ends");
            fs::remove_file(filler).expect("removed");
            return;
        }
        let mut child = self.start(work, target);
        if while_writing {
            self.wait_for_staging(target, &mut child);
            sleep(moment.mul_f64(0.3));
        } else {
            sleep(moment);
        }
        let signal = match trouble {
            Trouble::Kill | Trouble::FullDisk => "-KILL",
            Trouble::Interrupt => "-INT",
            Trouble::Terminate => "-TERM",
        };
        // It may have ended already.
        let _ = Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status();
        child.wait().expect("ends");
    }

    /// Waits until new results are being written, or the end.
    fn wait_for_staging(&self, target: &str, child: &mut Child) {
        let staging = self.folder.path().join(target).join(".osteotome-new");
        while !staging.exists() && matches!(child.try_wait(), Ok(None)) {
            sleep(Duration::from_micros(200));
        }
    }

    /// Leaves so little place that a result fits in part.
    fn fill_disk(&self, share: f64) -> PathBuf {
        let volume = self.volume.as_ref().expect("a volume").path();
        let filler = volume.join("filler");
        let left = 1_100_000 + (share * 4e6) as u64;
        let used: u64 = size(volume);
        let bytes = VOLUME_BYTES.saturating_sub(used + left);
        fs::write(&filler, vec![1; usize::try_from(bytes).expect("small")]).expect("written");
        filler
    }

    fn start(&self, work: Work, target: &str) -> Child {
        Command::new(env!("CARGO_BIN_EXE_osteotome"))
            .current_dir(self.folder.path())
            .args(work.arguments(target))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts")
    }

    /// The next start: it finishes or removes what was interrupted, and nothing of that stays. A command that reads the folder
    /// and then has nowhere to write does no more than that; a sweep goes on to its end.
    fn settle(&self, work: Work, target: &str) {
        let path = self.folder.path().join(target);
        if work == Work::Sweep {
            let output = osteotome(self.folder.path(), &work.arguments(target));
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        } else if path.is_dir() {
            osteotome(self.folder.path(), &["export", target, "--to", "feb", "-o", "s.toml"]);
        }
    }
}

/// What must be whole: the table of a sweep, whose journal keeps the order in which cases ended; else everything.
fn tables_or_all(work: Work, path: &Path) -> Contents {
    let mut found = contents(path);
    // What was being written is hidden, and goes at the next start.
    found.retain(|name, _| !name.starts_with(".osteotome-"));
    if work == Work::Sweep {
        // The Parquet table says of which contents of the scenario the folder has had rows, which grows.
        found.retain(|name, _| name == "cases.csv");
    }
    found
}

fn names(found: &Contents) -> Vec<&String> {
    found.keys().filter(|name| !name.contains('/')).collect()
}

/// Lines of a journal.
fn count_rows(path: &Path) -> usize {
    fs::read_to_string(path.join("journal.jsonl")).map_or(0, |text| text.lines().count())
}

fn size(path: &Path) -> u64 {
    let entries = fs::read_dir(path).expect("read").map(|entry| entry.expect("an entry").path());
    // Memory is handed out by pages.
    entries
        .map(|path| {
            if path.is_dir() {
                size(&path)
            } else {
                fs::metadata(path).map_or(0, |found| found.len().div_ceil(4096) * 4096)
            }
        })
        .sum()
}
