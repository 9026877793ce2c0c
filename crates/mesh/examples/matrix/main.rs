//! Cuts every clean bone of a folder by every technique, at every level and size, and prints the worst figures.
//!
//! `OSTEOTOME_BONES=… cargo run --release -p osteotome-mesh --example matrix [all] [graded] [SIZE_MM …]`
#![allow(clippy::print_stdout)]

mod bones;
mod figures;

use std::time::Instant;

use bones::Bone;
use figures::Figures;
use osteotome_geometry::Kerf;
use osteotome_mesh::{ElementOrder, MeshOptions, cut_bone};

/// Sagittal and transverse tilt of the technique planes, degrees: classic, divergent, convergent, reverse, transverse.
const TECHNIQUES: [(f64, f64); 5] = [(45.0, 10.0), (0.0, 45.0), (0.0, -45.0), (-20.0, 0.0), (0.0, 0.0)];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |word: &str| arguments.iter().any(|a| a == word);
    let levels_mm: &[f64] = if has("all") { &[12.0, 14.0, 16.0, 18.0, 20.0, 22.5, 25.0] } else { &[16.0] };
    let declinations_deg: &[f64] = if has("all") { &[0.0, 20.0] } else { &[20.0] };
    let coarsening = if has("graded") { 2.0 } else { 1.0 };
    let mut sizes_mm: Vec<f64> = arguments.iter().filter_map(|a| a.parse().ok()).collect();
    if sizes_mm.is_empty() {
        sizes_mm = vec![0.8, 1.2, 1.8];
    }
    for size_mm in sizes_mm {
        let mut sum = Figures::default();
        for bone in &bones::clean_bones() {
            for &level_mm in levels_mm {
                for &declination_deg in declinations_deg {
                    for technique in TECHNIQUES {
                        let options = MeshOptions {
                            size_mm: coarsening * size_mm,
                            cut_size_mm: size_mm,
                            order: ElementOrder::Linear,
                        };
                        run(bone, level_mm, declination_deg, technique, &options, &mut sum);
                    }
                }
            }
        }
        println!("size {size_mm} mm: {sum}");
    }
}

fn run(
    bone: &Bone,
    level_mm: f64,
    declination_deg: f64,
    technique: (f64, f64),
    options: &MeshOptions,
    sum: &mut Figures,
) {
    let kerf = Kerf::slab(bone.cut(level_mm, declination_deg, technique), 2.0);
    let start = Instant::now();
    let result = cut_bone(&bone.surface, &[kerf], options);
    let seconds = start.elapsed().as_secs_f64();
    let label = format!(
        "{} {level_mm} mm {technique:?} declined {declination_deg}° size {}",
        bone.name, options.cut_size_mm
    );
    match result {
        Err(error) => {
            sum.failures += 1;
            println!("FAIL {label}: {error}");
        }
        Ok(cut) => {
            let own = Figures::of(&bone.surface, &cut, seconds);
            if !own.are_good() || !own.is_near(options.cut_size_mm) {
                println!("BAD {label}: {own}");
            }
            sum.add(&own);
        }
    }
}
