//! Makes feet that are none of scanned ones and counts how many pass as feet.
//!
//! `cargo run --release -p osteotome-geometry --example wrong_feet -- FOLDER [COUNT] [OUT]`: `FOLDER` holds the scanned bones as
//! `SET/stl_mm/M1_R.stl`; `OUT`, if given, gets the bones of every wrong foot that passed without a word, one folder a foot, with what was done to it.
#![allow(clippy::print_stdout, reason = "an example reports on the terminal")]

mod scanned;

use osteotome_geometry::{
    Point3, RayBone, Severity, Side, TriangleSurface, Vector3, examine_foot, write_stl,
};
use scanned::{Bones, Chance, bones, side_of};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const FEET: [(&str, char); 5] =
    [("vsd_z013", 'R'), ("vsd_z013", 'L'), ("tlem2_ct", 'R'), ("tlem2_ct", 'L'), ("opensim_models", 'R')];
const KINDS: [&str; 9] =
    ["side", "swap", "reverse", "mirror-one", "shift", "rotate", "scale", "double", "overlap"];

fn middle(surface: &TriangleSurface) -> Point3 {
    let sum: Vector3 = surface.vertices.iter().map(|v| v.coords).sum();
    Point3::from(sum / surface.vertices.len() as f64)
}

fn rotated(surface: &mut TriangleSurface, axis: &Vector3, by_deg: f64, about: &Point3) {
    let rotation =
        nalgebra::Rotation3::from_axis_angle(&nalgebra::Unit::new_normalize(*axis), by_deg.to_radians());
    surface.vertices.iter_mut().for_each(|v| *v = about + rotation * (*v - about));
}

fn mirrored(surface: &mut TriangleSurface, normal: &Vector3, about: &Point3) {
    surface.vertices.iter_mut().for_each(|v| *v -= normal * (2.0 * normal.dot(&(*v - about))));
    surface.triangles.iter_mut().for_each(|t| t.swap(1, 2));
}

/// Makes a wrong foot of `bones`; gives the side to be claimed and what was done.
fn spoil(bones: &mut Bones, side: Side, kind: &str, chance: &mut Chance) -> (Side, String) {
    let other = if side == Side::Left { Side::Right } else { Side::Left };
    let ray = 1 + chance.below(5) as u8;
    let neighbour = if ray == 5 { 4 } else { ray + 1 };
    let centre = middle(&bones[&ray]);
    let done = match kind {
        "side" => return (other, "the other side is claimed".into()),
        "swap" => {
            let with = 1 + (usize::from(ray) + chance.below(4)) as u8 % 5;
            let (a, b) = (bones[&ray].clone(), bones[&with].clone());
            bones.insert(ray, b);
            bones.insert(with, a);
            format!("M{ray} and M{with} exchanged")
        }
        "reverse" => {
            let axis = chance.direction();
            let shaft = principal(&bones[&ray]);
            rotated(bones.get_mut(&ray).expect("five"), &axis.cross(&shaft), 180.0, &centre);
            format!("M{ray} turned end for end")
        }
        "mirror-one" => {
            let shaft = principal(&bones[&ray]);
            let normal = chance.direction().cross(&shaft).normalize();
            mirrored(bones.get_mut(&ray).expect("five"), &normal, &centre);
            format!("M{ray} mirrored in a plane along its shaft")
        }
        "shift" => {
            let by = chance.direction() * (3.0 * 100.0_f64.powf(chance.unit()));
            bones.get_mut(&ray).expect("five").vertices.iter_mut().for_each(|v| *v += by);
            format!("M{ray} shifted by {:.1} mm", by.norm())
        }
        "rotate" => {
            let (axis, by_deg) = (chance.direction(), 10.0 * 18.0_f64.powf(chance.unit()));
            rotated(bones.get_mut(&ray).expect("five"), &axis, by_deg, &centre);
            format!("M{ray} turned by {by_deg:.0}°")
        }
        "scale" => {
            let factor = [0.1, 0.5, 0.75, 1.25, 1.5, 2.0, 10.0, 25.4][chance.below(8)];
            let surface = bones.get_mut(&ray).expect("five");
            surface.vertices.iter_mut().for_each(|v| *v = Point3::from(v.coords * factor));
            format!("M{ray} scaled by {factor} about the origin of the file")
        }
        "double" => {
            let copy = bones[&ray].clone();
            bones.insert(neighbour, copy);
            format!("M{ray} is given for M{neighbour} too")
        }
        _ => {
            let part = 0.3 + 0.6 * chance.unit();
            let by = (middle(&bones[&neighbour]) - centre) * part;
            bones.get_mut(&ray).expect("five").vertices.iter_mut().for_each(|v| *v += by);
            format!("M{ray} pushed {:.0} % of the way into M{neighbour}", 100.0 * part)
        }
    };
    (side, done)
}

fn principal(surface: &TriangleSurface) -> Vector3 {
    let about = middle(surface);
    let far = surface.vertices.iter().max_by(|a, b| (*a - about).norm().total_cmp(&(*b - about).norm()));
    (far.expect("vertices") - about).normalize()
}

/// 0 nothing said, 1 warned, 2 refused.
fn judged(bones: &Bones, side: Side, is_scaled: bool) -> (usize, String) {
    let rays: Vec<RayBone> = bones.iter().map(|(ray, surface)| RayBone { ray: *ray, surface }).collect();
    let expected =
        |ray: u8| osteotome_geometry::ExpectedMetatarsal { ray: Some(ray), side: Some(side), dorsal: None };
    // Only a change of size makes another bone of a bone; the rest is as sound as it was.
    let unsound = rays
        .iter()
        .filter(|_| is_scaled)
        .find(|bone| !osteotome_geometry::diagnose_metatarsal(bone.surface, &expected(bone.ray)).is_usable());
    if let Some(bone) = unsound {
        return (2, format!("M{} is no usable bone", bone.ray));
    }
    let findings = examine_foot(&rays, Some(side));
    let worst = findings.iter().max_by_key(|finding| finding.severity);
    let grade = |severity| if severity == Severity::Fatal { 2 } else { 1 };
    worst.map_or((0, String::new()), |finding| {
        (grade(finding.severity), format!("{:?}: {}", finding.defect, finding.message))
    })
}

fn write(folder: &Path, bones: &Bones, done: &str) {
    std::fs::create_dir_all(folder).expect("a folder");
    std::fs::write(folder.join("what.txt"), done).expect("written");
    for (ray, surface) in bones {
        write_stl(folder.join(format!("M{ray}.stl")), surface).expect("written");
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = PathBuf::from(arguments.first().expect("the folder of the bones"));
    let count: usize = arguments.get(1).map_or(2000, |text| text.parse().expect("a number"));
    let out = arguments.get(2).map(PathBuf::from);
    let feet = FEET.iter().map(|(set, letter)| (bones(&folder, set, *letter), side_of(*letter)));
    let feet: Vec<(Bones, Side)> = feet.filter(|(bones, _)| bones.len() == 5).collect();
    let mut chance = Chance(20_261_127);
    let mut alarms = [0_usize; 3];
    for (k, (bones, side)) in feet.iter().cycle().take(40 * feet.len()).enumerate() {
        let mut posed = bones.clone();
        let (axis, by_deg) =
            (chance.direction(), if k < feet.len() { 0.0 } else { 15.0 * (2.0 * chance.unit() - 1.0) });
        posed.values_mut().for_each(|surface| rotated(surface, &axis, by_deg, &Point3::origin()));
        let (grade, said) = judged(&posed, *side, false);
        alarms[grade] += 1;
        if grade > 0 {
            println!("true foot {}: {said}", k % feet.len());
        }
    }
    println!("true feet and poses: {} silent, {} warned, {} refused", alarms[0], alarms[1], alarms[2]);
    let mut table: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for k in 0..count {
        let (bones, side) = &feet[k % feet.len()];
        let kind = KINDS[k / feet.len() % KINDS.len()];
        let mut wrong = bones.clone();
        let (claimed, done) = spoil(&mut wrong, *side, kind, &mut chance);
        let (grade, _) = judged(&wrong, claimed, kind == "scale");
        table.entry(kind).or_default()[grade] += 1;
        if grade == 0 {
            println!("silent: foot {} {kind}: {done}", k % feet.len());
            if let Some(out) = &out {
                write(&out.join(format!("{k:04}-{kind}")), &wrong, &format!("{} {done}\n", k % feet.len()));
            }
        }
    }
    println!("kind, silent, warned, refused");
    table
        .iter()
        .for_each(|(kind, [silent, warned, refused])| println!("{kind}, {silent}, {warned}, {refused}"));
}
