//! Does the stated certainty of frames hold? Scanned feet, deformed and turned at random, against their anatomical axes.
//!
//! `cargo run --release -p osteotome-geometry --example certainty -- FOLDER [COUNT]`: `FOLDER` holds `frames.json` and `SET/stl_mm/M1_R.stl`. Prints, for
//! ten levels of probability, the share of directions whose error is inside what the stated ± gives at that level, and for the side of a foot, the
//! head end of a bone how often they are right where they are called so sure.
#![allow(clippy::print_stdout, reason = "an example reports on the terminal")]

use nalgebra::{Rotation3, Unit};
use osteotome_geometry::{
    Certainty, FrameHints, Point3, RayBone, Side, TriangleSurface, UnitVector3, Vector3, find_bone_frame,
    find_foot_frame, read_surface,
};
use std::path::Path;

/// Numbers that look random: a linear congruential generator, Knuth's constants.
struct Chance(u64);

impl Chance {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn vector(&mut self) -> Vector3 {
        Vector3::from_fn(|_, _| 2.0 * self.unit() - 1.0)
    }
}

struct Foot {
    side: Side,
    distal: Vector3,
    dorsal: Vector3,
    bones: Vec<(u8, TriangleSurface)>,
}

fn feet(folder: &Path) -> Vec<Foot> {
    let text = std::fs::read_to_string(folder.join("frames.json")).expect("frames.json");
    let frames: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let foot = |(name, frame): (&String, &serde_json::Value)| {
        let (set, letter) = name.split_once('/')?;
        let vector =
            |key: &str| Vector3::from_iterator((0..3).map(|k| frame[key][k].as_f64().unwrap_or(0.0)));
        let read = |ray: u8| {
            let path = folder.join(set).join("stl_mm").join(format!("M{ray}_{letter}.stl"));
            Some((ray, osteotome_geometry::repair(&read_surface(path).ok()?).0))
        };
        let side = if letter == "L" { Side::Left } else { Side::Right };
        Some(Foot {
            side,
            distal: vector("distal"),
            dorsal: vector("dorsal"),
            bones: (1..=5).filter_map(read).collect(),
        })
    };
    frames
        .as_object()
        .expect("an object")
        .iter()
        // A frame without a hindfoot takes the mean direction of the shafts for the ground: no truth to measure dorsal by.
        .filter(|(_, frame)| !frame["method"].as_str().unwrap_or_default().contains("hindfoot absent"))
        .filter_map(foot)
        .filter(|foot| foot.bones.len() >= 4)
        .collect()
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
    Foot { side: foot.side, distal: turn * x, dorsal: turn * z, bones }
}

/// Errors over the stated ±, and choices with their confidence.
#[derive(Default)]
struct Tally {
    ratios: Vec<f64>,
    choices: Vec<(f64, bool)>,
}

impl Tally {
    fn direction(&mut self, found: &UnitVector3, truth: &Vector3, certainty: &Certainty) {
        if let Some(uncertainty_deg) = certainty.uncertainty_deg {
            self.ratios.push(found.angle(truth).to_degrees() / uncertainty_deg);
        }
    }

    fn print(&self, name: &str) {
        if !self.ratios.is_empty() {
            println!("{name}: {} directions; stated probability, observed share", self.ratios.len());
            for tenth in 1..=10 {
                // Half-width of the interval that holds a normal deviate with this probability.
                let stated = if tenth < 10 { f64::from(tenth) / 10.0 } else { 0.99 };
                let width = half_width(stated);
                let inside = self.ratios.iter().filter(|ratio| **ratio <= width).count();
                println!("  {:.2} {:.2}", stated, inside as f64 / self.ratios.len() as f64);
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

/// t with P(|x| < t) = `probability` for a standard normal deviate: bisection on the error function.
fn half_width(probability: f64) -> f64 {
    let (mut low, mut high) = (0.0, 6.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if libm::erf(middle / std::f64::consts::SQRT_2) < probability { low = middle } else { high = middle }
    }
    low
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
            bone.direction(&frame.dorsal, &across, &frame.dorsal_certainty);
        }
        let rays: Vec<RayBone> =
            foot.bones.iter().map(|(ray, surface)| RayBone { ray: *ray, surface }).collect();
        if let Ok(found) = find_foot_frame(&rays, None, None) {
            side.choices.push((found.side_certainty.confidence, found.side == foot.side));
            foot_dorsal.direction(&found.dorsal, &foot.dorsal, &found.dorsal_certainty);
        }
    }
    println!("{} feet", feet.len());
    bone.print("dorsal of a bone");
    foot_dorsal.print("dorsal of a foot");
    end.print("head end");
    side.print("side");
}
