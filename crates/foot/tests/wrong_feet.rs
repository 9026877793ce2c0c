//! Sets of bones that are no foot: each is refused, or warned of, by the reader of scenarios and by whoever places the bones.

use osteotome_foot::anatomy::{FootAnatomy, template_foot};
use osteotome_foot::scenario::{Reading, Severity, bone_mistakes, read};
use osteotome_foot::{FootError, Ray, Side};
use osteotome_geometry::{Point3, TriangleSurface, Vector3, write_stl};
use std::collections::BTreeMap;
use std::path::Path;

type Bones = BTreeMap<Ray, TriangleSurface>;

/// The bones of the right template foot.
fn template() -> Bones {
    let bones = template_foot(Side::Right, 1.0).expect("the template");
    bones.into_iter().map(|bone| (bone.ray, bone.surface)).collect()
}

fn centre(surface: &TriangleSurface) -> Point3 {
    let sum: Vector3 = surface.vertices.iter().map(|v| v.coords).sum();
    Point3::from(sum / surface.vertices.len() as f64)
}

fn moved(surface: &mut TriangleSurface, map: impl Fn(&Point3) -> Point3) {
    surface.vertices.iter_mut().for_each(|v| *v = map(v));
}

/// Turned half around an axis of the coordinates through `about`.
fn half_turned(surface: &mut TriangleSurface, axis: usize, about: Point3) {
    moved(surface, |v| {
        let mut image = about - (v - about);
        image[axis] = v[axis];
        image
    });
}

fn mirrored(surface: &mut TriangleSurface, axis: usize, at: f64) {
    moved(surface, |v| {
        let mut image = *v;
        image[axis] = 2.0 * at - v[axis];
        image
    });
    surface.triangles.iter_mut().for_each(|t| t.swap(1, 2));
}

fn reading(folder: &Path, bones: &Bones, more: &str) -> Reading {
    let mut files = Vec::new();
    for (ray, surface) in bones {
        write_stl(folder.join(format!("{ray}.stl")), surface).expect("written");
        files.push(format!("{ray} = \"{ray}.stl\""));
    }
    let text = format!("[foot]\nbones = {{ {} }}\nside = \"right\"\n{more}", files.join(", "));
    read(&text, folder).expect("the scenario has no mistakes")
}

/// The worst that is said of a foot, and the words.
fn said(bones: &Bones, more: &str) -> (Option<Severity>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let reading = reading(folder.path(), bones, more);
    let mistakes = bone_mistakes(&reading);
    let placed = FootAnatomy::place(&reading.scenario.foot);
    let refused = mistakes.iter().any(|mistake| mistake.severity == Severity::Error);
    assert_eq!(refused, placed.is_err(), "the reader and the placement agree: {placed:?}");
    let words = mistakes.iter().map(|mistake| format!("{} {:?}\n", mistake.message, mistake.hint)).collect();
    let worst = match (refused, mistakes.is_empty()) {
        (true, _) => Some(Severity::Error),
        (false, false) => Some(Severity::Warning),
        (false, true) => None,
    };
    (worst, words)
}

fn wrong(spoil: impl Fn(&mut Bones)) -> (Option<Severity>, String) {
    let mut bones = template();
    spoil(&mut bones);
    said(&bones, "")
}

fn refused(name: &str, word: &str, spoil: impl Fn(&mut Bones)) {
    let (worst, words) = wrong(spoil);
    assert_eq!(worst, Some(Severity::Error), "{name}: {words}");
    assert!(words.contains(word), "{name}: {words}");
}

fn bone(bones: &mut Bones, ray: Ray) -> &mut TriangleSurface {
    bones.get_mut(&ray).expect("all five")
}

#[test]
fn a_foot_is_a_foot() {
    let (worst, words) = wrong(|_| {});
    assert_eq!(worst, None, "{words}");
}

/// One bone in LPS, the others in RAS: half a metre away and turned; any bone, any distance.
#[test]
fn a_bone_in_another_frame_is_refused() {
    for ray in Ray::ALL {
        refused("half turned about the origin", "mm", |bones| {
            half_turned(bone(bones, ray), 2, Point3::new(250.0, 0.0, 0.0));
        });
    }
    for (ray, by_mm) in
        [(Ray::M3, 200.0), (Ray::M1, 60.0), (Ray::M5, -80.0), (Ray::M2, 45.0), (Ray::M4, 1000.0)]
    {
        refused("moved upwards", "apart", |bones| moved(bone(bones, ray), |v| v + Vector3::z() * by_mm));
    }
}

#[test]
fn bones_on_their_own_origins_are_refused() {
    refused("centred", "mm", |bones| {
        bones.values_mut().for_each(|surface| {
            let middle = centre(surface).coords;
            moved(surface, |v| v - middle);
        });
    });
}

/// Some bones with their middles on the origin of the file, which lies under the foot, the others in their places.
#[test]
fn some_bones_on_their_own_origins_are_refused() {
    for rays in [
        &[Ray::M2, Ray::M3][..],
        &[Ray::M1],
        &[Ray::M5],
        &[Ray::M1, Ray::M2, Ray::M3, Ray::M4],
        &[Ray::M3, Ray::M5],
    ] {
        refused("some centred", "mm", |bones| {
            for ray in rays {
                let middle = centre(&bones[ray]).coords;
                moved(bone(bones, *ray), |v| v - middle);
            }
        });
    }
}

#[test]
fn exchanged_files_are_refused() {
    for (one, other) in
        [(Ray::M2, Ray::M4), (Ray::M2, Ray::M3), (Ray::M1, Ray::M2), (Ray::M4, Ray::M5), (Ray::M1, Ray::M5)]
    {
        let (worst, words) = wrong(|bones| {
            let (a, b) = (bones[&one].clone(), bones[&other].clone());
            bones.insert(one, b);
            bones.insert(other, a);
        });
        assert_eq!(worst, Some(Severity::Error), "{one} and {other}: {words}");
    }
}

#[test]
fn a_bone_end_for_end_is_refused() {
    for ray in Ray::ALL {
        refused("end for end", "M", |bones| {
            let about = centre(&bones[&ray]);
            half_turned(bone(bones, ray), 2, about);
        });
    }
}

#[test]
fn a_bone_given_twice_is_refused() {
    for (one, other) in
        [(Ray::M2, Ray::M3), (Ray::M3, Ray::M2), (Ray::M4, Ray::M5), (Ray::M1, Ray::M2), (Ray::M5, Ray::M4)]
    {
        refused("doubled", "M", |bones| {
            let copy = bones[&one].clone();
            bones.insert(other, copy);
        });
    }
}

/// Files of the other foot, as sure as the bones are: refused, unless the user says that they are right.
#[test]
fn the_other_side_is_refused_unless_it_is_accepted() {
    for axis in 0..3 {
        refused("mirrored", "left foot", |bones| {
            bones.values_mut().for_each(|surface| mirrored(surface, axis, 0.0))
        });
    }
    let mut bones = template();
    bones.values_mut().for_each(|surface| mirrored(surface, 1, 0.0));
    let (worst, words) = said(&bones, "accept = [\"side\"]");
    assert_eq!(worst, Some(Severity::Warning), "{words}");
    let folder = tempfile::tempdir().expect("a folder");
    let reading = reading(folder.path(), &bones, "");
    match FootAnatomy::place(&reading.scenario.foot) {
        Err(FootError::ImpossibleFoot { finding }) => {
            assert!(finding.message.contains("left"), "{finding:?}")
        }
        other => panic!("{other:?}"),
    }
}

/// One bone in a mirror through the middle of the foot lies among its neighbours.
#[test]
fn one_bone_of_the_other_side_is_not_taken() {
    for ray in [Ray::M1, Ray::M2, Ray::M4, Ray::M5] {
        let (worst, words) = wrong(|bones| {
            let at = centre(&bones[&Ray::M3]).y;
            mirrored(bone(bones, ray), 1, at);
        });
        assert_eq!(worst, Some(Severity::Error), "{ray}: {words}");
    }
    // In the mirror through the middle of the file the bone lies on the other side of the leg, or upside down under the ground.
    for (ray, axis) in [(Ray::M3, 0), (Ray::M3, 2), (Ray::M1, 2), (Ray::M5, 0), (Ray::M2, 2)] {
        let (worst, words) = wrong(|bones| mirrored(bone(bones, ray), axis, 0.0));
        assert_eq!(worst, Some(Severity::Error), "{ray} in axis {axis}: {words}");
    }
}

#[test]
fn what_is_accepted_is_written_with_the_scenario() {
    let text = "[foot]\naccept = [\"side\", \"size\"]\n";
    let scenario = read(text, Path::new(".")).expect("no mistakes").scenario;
    assert_eq!(scenario.to_json()["foot"]["accept"], serde_json::json!(["side", "size"]));
    let mistakes = read("[foot]\naccept = [\"sides\"]\n", Path::new(".")).expect_err("no such doubt");
    assert!(mistakes[0].message.contains("sides"), "{mistakes:?}");
}
