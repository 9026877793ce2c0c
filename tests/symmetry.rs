//! What must not matter: the side of the body, the frame the bones were scanned in, the number of threads.

use osteotome_foot::anatomy::template_ray_surface;
use osteotome_foot::outcome::HeadOutcome;
use osteotome_foot::{Ray, run, scenario};
use osteotome_geometry::{TriangleSurface, Vector3};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Difference of the outcome that rounding of turned coordinates may make, mm.
const SAME_MM: f64 = 1e-6;

/// A scenario of one coarse second metatarsal, read from `bone.obj`.
fn scenario_text(side: &str, distal: &Vector3, dorsal: &Vector3) -> String {
    let vector = |v: &Vector3| format!("[{:?}, {:?}, {:?}]", v.x, v.y, v.z);
    format!(
        r#"title = "symmetry"
[foot]
bones = {{ M2 = "bone.obj" }}
side = "{side}"
frame = {{ distal = {}, dorsal = {} }}
[[osteotomy]]
rays = ["M2"]
technique = "oblique-divergent"
[mesh]
size_mm = 2.5
cut_size_mm = 1.6
"#,
        vector(distal),
        vector(dorsal)
    )
}

fn write_obj(surface: &TriangleSurface, path: &Path) {
    let mut text = String::new();
    for v in &surface.vertices {
        writeln!(text, "v {:?} {:?} {:?}", v.x, v.y, v.z).unwrap();
    }
    for [a, b, c] in &surface.triangles {
        writeln!(text, "f {} {} {}", a + 1, b + 1, c + 1).unwrap();
    }
    std::fs::write(path, text).unwrap();
}

/// Settles `bone`, whose frame is given by `distal` and `dorsal`.
fn settle(bone: &TriangleSurface, side: &str, distal: &Vector3, dorsal: &Vector3) -> HeadOutcome {
    let folder = tempfile::tempdir().unwrap();
    write_obj(bone, &folder.path().join("bone.obj"));
    let reading = scenario::read(&scenario_text(side, distal, dorsal), folder.path())
        .unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    let result = run(&reading.scenario, &mut |_| {}).unwrap_or_else(|e| panic!("{side}: {e}"));
    assert!(result.outcome.converged);
    result.outcome.heads[&Ray::M2].clone()
}

/// The template in a frame that is level: x distal with the template's own declination left out.
fn bone() -> TriangleSurface {
    template_ray_surface(Ray::M2).unwrap()
}

fn directions() -> (Vector3, Vector3) {
    // The shaft dips by 20° below the distal direction of the ground.
    let (sin, cos) = 20_f64.to_radians().sin_cos();
    (Vector3::new(cos, 0.0, sin), Vector3::new(-sin, 0.0, cos))
}

fn assert_same(left: &HeadOutcome, right: &HeadOutcome) {
    let numbers = |h: &HeadOutcome| {
        [h.shortening_mm, h.elevation_mm, h.lateralization_mm, h.slip_mm, h.dorsiflexion_deg, h.valgus_deg]
    };
    for (a, b) in numbers(left).iter().zip(numbers(right)) {
        assert!((a - b).abs() < SAME_MM, "{left:#?}\nagainst\n{right:#?}");
    }
    assert!((left.load_n - right.load_n).abs() < 1e-5, "{} N against {} N", left.load_n, right.load_n);
}

#[test]
fn a_mirrored_foot_has_the_same_outcome() {
    let (distal, dorsal) = directions();
    let left = settle(&bone(), "left", &distal, &dorsal);
    let mut mirrored = bone();
    for vertex in &mut mirrored.vertices {
        vertex.y = -vertex.y;
    }
    for triangle in &mut mirrored.triangles {
        triangle.swap(1, 2);
    }
    let right = settle(&mirrored, "right", &distal, &dorsal);
    assert!(left.lateralization_mm > 0.1, "the cut is divergent: {left:?}");
    assert_same(&left, &right);
}

#[test]
fn a_rotated_frame_has_the_same_outcome() {
    let (distal, dorsal) = directions();
    let level = settle(&bone(), "left", &distal, &dorsal);
    let turn = nalgebra::Rotation3::from_euler_angles(0.7, -1.1, 2.3);
    let away = Vector3::new(-310.0, 84.0, 1207.0);
    let mut turned = bone();
    for vertex in &mut turned.vertices {
        *vertex = turn * *vertex + away;
    }
    assert_same(&level, &settle(&turned, "left", &(turn * distal), &(turn * dorsal)));
}

/// Standard output of `osteotome run --json` with `threads` threads, times left out.
fn run_with_threads(threads: &str) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-ray-classic.toml"))
            .unwrap()
            + "\n[mesh]\nsize_mm = 2.5\ncut_size_mm = 1.6\n";
    let path = folder.path().join("scenario.toml");
    std::fs::write(&path, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_osteotome"))
        .env("RAYON_NUM_THREADS", threads)
        .args(["run", "--json"])
        .arg(&path)
        .arg("-o")
        .arg(folder.path().join("out"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut outcome: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    // When, by whom and on how many threads it was run may differ; nothing else.
    for key in ["time_s", "provenance"] {
        outcome.as_object_mut().unwrap().remove(key);
    }
    outcome
}

#[test]
fn two_runs_and_any_number_of_threads_give_the_same_bits() {
    let one = run_with_threads("1");
    assert_eq!(one, run_with_threads("1"));
    assert_eq!(one, run_with_threads("2"));
    assert_eq!(one, run_with_threads("5"));
}
