//! Does the stated certainty of frames hold? Scanned feet, deformed and turned at random, against their anatomical axes.
//!
//! `cargo run --release -p osteotome-geometry --example certainty -- FOLDER [COUNT]`: `FOLDER` holds `frames.json` and `SET/stl_mm/M1_R.stl`. Prints, for
//! ten levels of probability, the share of directions whose error is inside what is stated at that level, as it is and with the law fitted to the other
//! people alone, and for the side of a foot and the head end of a bone how often they are right where they are called so sure.
#![allow(clippy::print_stdout, reason = "an example reports on the terminal")]

mod scanned;

use nalgebra::{Rotation3, Unit};
use osteotome_geometry::{
    Certainty, ErrorLaw, FrameHints, Point3, RayBone, Side, TriangleSurface, UnitVector3, Vector3,
    find_bone_frame, find_foot_frame,
};
use scanned::{Bones, Chance, bones, side_of};
use std::collections::BTreeSet;
use std::path::Path;

struct Foot {
    /// Whose: both feet of a person are in one set.
    set: String,
    side: Side,
    distal: Vector3,
    dorsal: Vector3,
    bones: Bones,
}

/// The scanned feet of which a hindfoot tells how they stand.
fn feet(folder: &Path) -> Vec<Foot> {
    let text = std::fs::read_to_string(folder.join("frames.json")).expect("frames.json");
    let frames: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).expect("an object");
    let foot = |(name, frame): (&String, &serde_json::Value)| {
        let (set, letter) = name.split_once('/')?;
        let letter = letter.chars().next()?;
        let vector =
            |key: &str| Vector3::from_iterator((0..3).map(|k| frame[key][k].as_f64().unwrap_or(0.0)));
        let [distal, dorsal] = ["distal", "dorsal"].map(vector);
        Some(Foot {
            set: set.into(),
            side: side_of(letter),
            distal,
            dorsal,
            bones: bones(folder, set, letter),
        })
    };
    // A frame without a hindfoot takes the mean direction of the shafts for the ground: no truth to measure dorsal by.
    let stands =
        |frame: &serde_json::Value| !frame["method"].as_str().unwrap_or_default().contains("hindfoot absent");
    let feet = frames.iter().filter(|(_, frame)| stands(frame)).filter_map(foot);
    feet.filter(|foot| foot.bones.len() >= 4).collect()
}

/// The foot stretched by up to a tenth along its axes, its vertices moved by up to 0.2 mm, and turned at random.
fn deformed(foot: &Foot, chance: &mut Chance) -> Foot {
    let z = foot.dorsal.normalize();
    let x = (foot.distal - z * z.dot(&foot.distal)).normalize();
    let axes = nalgebra::Matrix3::from_columns(&[x, z.cross(&x), z]);
    let stretch =
        axes * nalgebra::Matrix3::from_diagonal(&chance.vector().map(|u| 1.0 + 0.1 * u)) * axes.transpose();
    let turn = Rotation3::from_axis_angle(
        &Unit::new_normalize(chance.vector()),
        std::f64::consts::PI * chance.unit(),
    );
    let bones = foot.bones.iter().map(|(ray, surface)| {
        let vertices = surface
            .vertices
            .iter()
            .map(|v| Point3::from(turn * (stretch * v.coords + chance.vector() * 0.2)));
        (*ray, TriangleSurface { vertices: vertices.collect(), triangles: surface.triangles.clone() })
    });
    let bones = bones.collect();
    Foot { set: foot.set.clone(), side: foot.side, distal: turn * x, dorsal: turn * z, bones }
}

/// Levels of probability that are stated.
const LEVELS: [f64; 10] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99];

/// A direction that was found: whose it is, how far it is off, and what law that error is said to have.
struct Direction {
    set: String,
    error_deg: f64,
    law: ErrorLaw,
}

/// Share of `directions` whose error is inside what `law` gives, made of theirs, at each level.
fn shares<'a>(
    directions: impl Iterator<Item = &'a Direction>,
    law: &dyn Fn(&ErrorLaw) -> ErrorLaw,
) -> [f64; 10] {
    let levels: Vec<f64> = directions.map(|seen| law(&seen.law).probability_within(seen.error_deg)).collect();
    LEVELS.map(|level| levels.iter().filter(|p| **p <= level).count() as f64 / levels.len().max(1) as f64)
}

/// The law with another share of people unlike the others, and with these wider by `factor`.
fn refitted(law: &ErrorLaw, wide_share: f64, factor: f64) -> ErrorLaw {
    ErrorLaw { wide_share, wide_deg: law.core_deg + factor * (law.wide_deg - law.core_deg), ..*law }
}

/// The share and the factor that come nearest to what is seen in `directions`.
fn fit(directions: &[&Direction]) -> (f64, f64) {
    let candidates = (1..=10).flat_map(|share| (2..=8).map(move |width| (share, width)));
    let candidates = candidates.map(|(share, width)| (0.05 * f64::from(share), 0.25 * f64::from(width)));
    let worst = |(share, factor): &(f64, f64)| {
        let seen = shares(directions.iter().copied(), &|law| refitted(law, *share, *factor));
        seen.iter().zip(LEVELS).map(|(seen, stated)| (seen - stated).abs()).fold(0.0, f64::max)
    };
    candidates.min_by(|a, b| worst(a).total_cmp(&worst(b))).expect("candidates")
}

/// What is seen if the law of each person's directions is fitted to the others alone.
fn without_oneself(directions: &[Direction]) -> [f64; 10] {
    let sets: BTreeSet<&String> = directions.iter().map(|seen| &seen.set).collect();
    let refitted: Vec<Direction> = sets
        .into_iter()
        .flat_map(|set| {
            let others: Vec<&Direction> = directions.iter().filter(|seen| seen.set != *set).collect();
            let (share, factor) = fit(&others);
            println!("  without {set}: share {share:.2}, width × {factor:.2}");
            let own = directions.iter().filter(move |seen| seen.set == *set);
            own.map(move |seen| Direction {
                set: set.clone(),
                law: refitted(&seen.law, share, factor),
                ..*seen
            })
        })
        .collect();
    shares(refitted.iter(), &|law| *law)
}

/// Directions, and choices with their confidence.
#[derive(Default)]
struct Tally {
    directions: Vec<Direction>,
    choices: Vec<(f64, bool)>,
}

impl Tally {
    fn direction(&mut self, set: &str, found: &UnitVector3, truth: &Vector3, certainty: &Certainty) {
        let error_deg = found.angle(truth).to_degrees();
        self.directions.extend(certainty.law.map(|law| Direction { set: set.into(), error_deg, law }));
    }

    fn print(&self, name: &str) {
        if !self.directions.is_empty() {
            println!("{name}: {} directions", self.directions.len());
            let others = without_oneself(&self.directions);
            println!("  stated, observed, observed if the law is fitted to other people");
            let own = shares(self.directions.iter(), &|law| *law);
            for (stated, (own, others)) in LEVELS.iter().zip(own.iter().zip(others)) {
                println!("  {stated:.2} {own:.2} {others:.2}");
            }
        }
        for bin in 0..10 {
            let (from, to) =
                (f64::from(bin) / 10.0, f64::from(bin + 1) / 10.0 + if bin == 9 { 1e-9 } else { 0.0 });
            let here: Vec<&(f64, bool)> = self.choices.iter().filter(|c| c.0 >= from && c.0 < to).collect();
            if !here.is_empty() {
                let stated = here.iter().map(|c| c.0).sum::<f64>() / here.len() as f64;
                let right = here.iter().filter(|c| c.1).count() as f64 / here.len() as f64;
                println!("{name}: stated {stated:.2}, right {right:.2} of {}", here.len());
            }
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let feet = feet(Path::new(arguments.first().expect("the folder of the bones")));
    let count: usize = arguments.get(1).map_or(2000, |text| text.parse().expect("a number"));
    let mut chance = Chance(7);
    let [mut bone, mut foot_dorsal, mut end, mut side] = [(); 4].map(|()| Tally::default());
    for k in 0..count {
        let foot = deformed(&feet[k % feet.len()], &mut chance);
        for (ray, surface) in &foot.bones {
            let hints = FrameHints { ray: Some(*ray), side: Some(foot.side), ..FrameHints::default() };
            let Ok(frame) = find_bone_frame(surface, &hints) else { continue };
            end.choices.push((frame.distal_certainty.confidence, frame.distal.dot(&foot.distal) > 0.0));
            let across = foot.dorsal - frame.distal.into_inner() * frame.distal.dot(&foot.dorsal);
            bone.direction(&foot.set, &frame.dorsal, &across, &frame.dorsal_certainty);
        }
        let rays: Vec<RayBone> =
            foot.bones.iter().map(|(ray, surface)| RayBone { ray: *ray, surface }).collect();
        if let Ok(found) = find_foot_frame(&rays, None, None) {
            side.choices.push((found.side_certainty.confidence, found.side == foot.side));
            foot_dorsal.direction(&foot.set, &found.dorsal, &foot.dorsal, &found.dorsal_certainty);
        }
    }
    println!("{} feet", feet.len());
    bone.print("dorsal of a bone");
    foot_dorsal.print("dorsal of a foot");
    end.print("head end");
    side.print("side");
}
