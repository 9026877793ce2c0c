//! How sure the frame of a foot is, and what hangs on it.

use osteotome_foot::anatomy::template_foot;
use osteotome_foot::outcome::Outcome;
use osteotome_foot::scenario::{Scenario, read};
use osteotome_foot::{
    FrameCertainty, FrameSource, FrameTilt, HeadChange, Ray, Side, TiltAxis, frame_sensitivity, run,
};
use osteotome_geometry::{Vector3, write_stl};
use std::path::Path;

/// A folder with the bones of the template, a left foot in its own frame.
fn bones() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for bone in template_foot(Side::Left, 1.0).expect("the template") {
        write_stl(folder.path().join(format!("{}.stl", bone.ray)), &bone.surface).expect("written");
    }
    folder
}

/// One ray cut in the plane of the ground, coarse elements; `foot` says how its bones lie.
fn scenario(folder: &Path, foot: &str) -> Scenario {
    let text = format!(
        "[foot]\n{foot}\n[[osteotomy]]\nrays = [\"M2\"]\nplane = {{ sagittal_deg = 45.0, reference = \"ground\" }}\n\
         [mesh]\nsize_mm = 3.0\ncut_size_mm = 3.0\norder = 1\n"
    );
    read(&text, folder).expect("the scenario has no mistakes").scenario
}

fn outcome(scenario: &Scenario) -> Outcome {
    run(scenario, &mut |_| {}).expect("settles").outcome
}

fn all_rays(side: &str) -> String {
    let files = [1, 2, 3, 4, 5].map(|ray| format!("M{ray} = \"M{ray}.stl\""));
    format!("bones = {{ {} }}\nside = \"{side}\"\nrays = [\"M2\"]\naccept = [\"side\"]", files.join(", "))
}

#[test]
fn the_outcome_says_how_sure_side_and_frame_are() {
    let folder = bones();
    let found = outcome(&scenario(folder.path(), &all_rays("left"))).frame;
    assert_eq!(found.source, FrameSource::Bones);
    assert!(found.side_confidence.is_some_and(|confidence| confidence > 0.8), "{found:?}");
    let [dorsal, pitch, roll] =
        [found.dorsal_uncertainty_deg, found.pitch_uncertainty_deg, found.roll_uncertainty_deg]
            .map(|angle| angle.expect("found from the bones"));
    assert!(pitch > 2.0 && roll > 1.0, "{found:?}");
    assert!((dorsal - pitch.hypot(roll)).abs() < 1e-12, "{found:?}");
    assert_eq!(found.assumptions.len(), 2);
    // The other side is as unsure as this one is sure.
    let other = outcome(&scenario(folder.path(), &all_rays("right"))).frame;
    let sum = found.side_confidence.zip(other.side_confidence).map(|(a, b)| a + b);
    assert!(sum.is_some_and(|sum| (sum - 1.0).abs() < 1e-9), "{found:?} {other:?}");
}

#[test]
fn what_is_given_is_not_uncertain_and_one_bone_does_not_tell_its_side() {
    let folder = bones();
    let foot = "bones = { M2 = \"M2.stl\" }\nside = \"left\"";
    let alone = outcome(&scenario(folder.path(), foot)).frame;
    assert_eq!((alone.source, alone.side_confidence), (FrameSource::Bones, Some(0.5)));
    let given = format!("{foot}\nframe = {{ distal = [1.0, 0.0, 0.0], dorsal = [0.0, 0.0, 1.0] }}");
    let given = outcome(&scenario(folder.path(), &given)).frame;
    assert_eq!((given.source, given.dorsal_uncertainty_deg), (FrameSource::Given, None));
    assert!(given.assumptions.is_empty());
    let template = outcome(&scenario(folder.path(), "rays = [\"M2\"]")).frame;
    assert_eq!(template, FrameCertainty::default());
    assert!(FrameTilt::either_way(&template, None).is_empty());
    assert_eq!(FrameTilt::either_way(&template, Some(3.0)).len(), 4);
}

/// A tilt of the foot is what the key `frame` makes of a dorsal direction that is tilted in the files.
#[test]
fn a_tilt_does_what_the_tilted_frame_would() {
    let folder = bones();
    let framed = |distal: Vector3, dorsal: Vector3| {
        let list = |v: Vector3| format!("[{}, {}, {}]", v.x, v.y, v.z);
        let frame = format!("frame = {{ distal = {}, dorsal = {} }}", list(distal), list(dorsal));
        scenario(folder.path(), &format!("bones = {{ M2 = \"M2.stl\" }}\nside = \"left\"\n{frame}"))
    };
    let straight = framed(Vector3::x(), Vector3::z());
    let found = outcome(&straight);
    let (sin, cos) = 5.0_f64.to_radians().sin_cos();
    // Shafts are steeper against a ground that rises distally; lateral heads lie higher over one that falls laterally.
    let cases = [
        (TiltAxis::Pitch, Vector3::new(cos, 0.0, sin), Vector3::new(-sin, 0.0, cos)),
        (TiltAxis::Roll, Vector3::x(), Vector3::new(0.0, sin, cos)),
    ];
    for (about, distal, dorsal) in cases {
        let tilt = FrameTilt { about, by_deg: 5.0 };
        let told = frame_sensitivity(&straight, &found, &[tilt], &mut |_| {}).expect("placed");
        let told = told.tilts[0].changes[&Ray::M2];
        let (before, after) = (&found.heads[&Ray::M2], outcome(&framed(distal, dorsal)));
        let after = &after.heads[&Ray::M2];
        let seen = HeadChange {
            shortening_mm: after.shortening_mm - before.shortening_mm,
            elevation_mm: after.elevation_mm - before.elevation_mm,
            lateralization_mm: after.lateralization_mm - before.lateralization_mm,
            load_n: after.load_n - before.load_n,
            load_ratio: after.load_ratio - before.load_ratio,
            intact_dorsal_strain_microstrain: Some(
                after.intact_dorsal_strain_microstrain - before.intact_dorsal_strain_microstrain,
            ),
        };
        assert!(told.shortening_mm.hypot(told.elevation_mm).hypot(told.lateralization_mm) > 0.02);
        for (told, seen) in [
            (told.shortening_mm, seen.shortening_mm),
            (told.elevation_mm, seen.elevation_mm),
            (told.lateralization_mm, seen.lateralization_mm),
            (told.load_n, seen.load_n),
        ] {
            assert!((told - seen).abs() < 1e-6, "{tilt}: {told} and {seen}");
        }
    }
}
