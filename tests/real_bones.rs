//! Scanned metatarsals, cut and settled through the binary on a coarse mesh.
//!
//! The bones are third-party and not in the repository: `OSTEOTOME_BONES` names their folder, or they are looked for in
//! `shared/bones` next to the repository. Without them the tests say so and pass.
#![allow(clippy::print_stderr, reason = "a test that skips says so")]

#[allow(dead_code, reason = "each test file uses its part of the support")]
mod cli_support;

use cli_support::{code, osteotome, root, stderr, stdout};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// One scanned ray and what is done to it.
struct Case {
    scan: &'static str,
    side: &'static str,
    ray: &'static str,
    technique: &'static str,
    /// Distal and dorsal in the frame of the scan, if they are not to be found from the bone.
    frame: &'static str,
}

/// Each technique, ray, scan and side at least once. The frame that is given is the one measured from the support plane of
/// the whole foot.
const SAMPLE: [Case; 5] = [
    Case { scan: "vsd_z013", side: "right", ray: "M2", technique: "classic", frame: "" },
    Case { scan: "tlem2_ct", side: "left", ray: "M3", technique: "oblique-divergent", frame: "" },
    Case { scan: "vsd_z013", side: "left", ray: "M4", technique: "oblique-convergent", frame: "" },
    Case {
        scan: "tlem2_ct",
        side: "right",
        ray: "M2",
        technique: "reverse",
        frame: "frame = { distal = [-0.594, -0.484, -0.643], dorsal = [-0.721, -0.033, 0.692] }",
    },
    Case { scan: "vsd_z013", side: "right", ray: "M3", technique: "transverse", frame: "" },
];

/// Folder of the scanned bones, if they are there.
fn bones() -> Option<PathBuf> {
    let folder =
        std::env::var_os("OSTEOTOME_BONES").map_or_else(|| root().join("../shared/bones"), PathBuf::from);
    let found = folder.is_dir();
    if !found {
        eprintln!("skipped: no scanned bones in {}; set OSTEOTOME_BONES", folder.display());
    }
    found.then(|| folder.canonicalize().expect("the folder exists"))
}

impl Case {
    fn name(&self) -> String {
        format!("{} {} of {}, {}", self.side, self.ray, self.scan, self.technique)
    }

    fn scenario(&self, bones: &Path) -> String {
        let letter = if self.side == "right" { 'R' } else { 'L' };
        let file = bones.join(self.scan).join("stl_mm").join(format!("{}_{letter}.stl", self.ray));
        let Self { side, ray, technique, frame, .. } = self;
        format!(
            "[foot]\nbones = {{ {ray} = {file:?} }}\nside = {side:?}\n{frame}\n\
             [[osteotomy]]\nrays = [{ray:?}]\ntechnique = {technique:?}\n\
             [mesh]\nsize_mm = 2.5\ncut_size_mm = 1.6\norder = 1\n"
        )
    }
}

/// What must hold for every lone ray, whatever the bone: it settles, carries the whole load, its faces are close (one that rises
/// by more than 10 mm may hang in its soft tissue alone), and a head moves no further than a lone one may that has no neighbour to shed its load
/// to: up to 17 mm upwards, as the theory of the foot says.
fn assert_plausible(outcome: &Value, case: &Case) {
    let name = case.name();
    assert_eq!(outcome["converged"], true, "{name}");
    let head = &outcome["heads"][case.ray];
    let figure = |key: &str| head[key].as_f64().unwrap_or_else(|| panic!("{name}: no {key}"));
    assert!((figure("load_ratio") - 1.0).abs() < 1e-3, "{name}: {head}");
    let hangs = figure("elevation_mm") > 10.0;
    assert!(hangs || figure("apposition_area_mm2") > 0.0, "{name}: {head}");
    assert!(figure("bone_removed_mm3") > 50.0, "{name}: {head}");
    assert!((0.0..15.0).contains(&figure("shortening_mm")), "{name}: {head}");
    assert!(
        figure("elevation_mm").abs() < 18.0 && figure("lateralization_mm").abs() < 10.0,
        "{name}: {head}"
    );
}

#[test]
fn scanned_rays_settle_with_every_technique() {
    let Some(bones) = bones() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for case in &SAMPLE {
        let name = case.name();
        std::fs::write(folder.path().join("case.toml"), case.scenario(&bones)).expect("written");
        let output = osteotome(folder.path(), &["run", "case.toml", "--json", "-o", &name]);
        assert_eq!(code(&output), 0, "{name}: {}", stderr(&output));
        let outcome: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        assert_plausible(&outcome, case);
    }
}

/// Three rays of a scanned foot, the middle one cut, from binary STL files in `folder`.
fn three_rays(folder: &Path, side: &str) -> String {
    let bones: Vec<String> = ["M2", "M3", "M4"].map(|ray| format!("{ray} = {:?}", folder.join(ray))).to_vec();
    format!(
        "[foot]\nbones = {{ {} }}\nside = {side:?}\n[[osteotomy]]\nrays = [\"M3\"]\ntechnique = \"reverse\"\n\
         [mesh]\nsize_mm = 3.2\ncut_size_mm = 1.6\norder = 1\n",
        bones.join(", ")
    )
}

/// A binary STL file with one coordinate negated and its triangles turned.
fn mirrored_stl(bytes: &[u8], axis: usize) -> Vec<u8> {
    let mut mirrored = bytes.to_vec();
    for facet in mirrored[84..].chunks_exact_mut(50) {
        for vector in 0..4 {
            // The sign bit of a little-endian float is in its last byte.
            facet[12 * vector + 4 * axis + 3] ^= 0x80;
        }
        let (second, third) = facet[24..48].split_at_mut(12);
        second.swap_with_slice(third);
    }
    mirrored
}

/// The numbers of an outcome but its times, with their paths.
fn numbers(value: &Value, path: &str, into: &mut Vec<(String, f64)>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(key, _)| !["time_s", "scenario"].contains(&key.as_str()))
            {
                numbers(value, &format!("{path}/{key}"), into);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| numbers(value, path, into)),
        Value::Number(number) => into.push((path.to_owned(), number.as_f64().expect("a number"))),
        _ => {}
    }
}

#[test]
fn mirrored_scans_have_the_same_outcome_whatever_the_mirror() {
    let Some(bones) = bones() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let outcome = |name: &str, side: &str| {
        let own = folder.path().join(name);
        let scenario = own.with_extension("toml");
        std::fs::write(&scenario, three_rays(&own, side)).expect("written");
        let output = osteotome(folder.path(), &["run", &format!("{name}.toml"), "--json"]);
        assert_eq!(code(&output), 0, "{name}: {}", stderr(&output));
        let mut found = Vec::new();
        numbers(&serde_json::from_str(&stdout(&output)).expect("JSON"), "", &mut found);
        found
    };
    for (scan, axis) in [("vsd_z013", 0), ("tlem2_ct", 1)] {
        for (name, mirrored) in [("scan", false), ("mirrored", true)] {
            std::fs::create_dir_all(folder.path().join(name)).expect("a folder");
            for ray in ["M2", "M3", "M4"] {
                let bytes =
                    std::fs::read(bones.join(scan).join(format!("stl_mm/{ray}_L.stl"))).expect("a scan");
                let bytes = if mirrored { mirrored_stl(&bytes, axis) } else { bytes };
                std::fs::write(folder.path().join(name).join(ray), bytes).expect("written");
            }
        }
        let (left, right) = (outcome("scan", "left"), outcome("mirrored", "right"));
        assert!(left.len() > 100);
        for ((path, a), (_, b)) in left.iter().zip(&right) {
            assert!((a - b).abs() < 1e-6, "{scan} {axis}: {path} is {a} and {b}");
        }
        for name in ["scan", "mirrored"] {
            std::fs::remove_dir_all(folder.path().join("results").join(name)).expect("results");
        }
    }
}
