//! Cuts every clean bone of a folder by every technique, at every level and size, and prints the worst figures.
//!
//! `OSTEOTOME_BONES=… cargo run --release -p osteotome-mesh --example matrix [all] [graded] [wedge | notch | two] [SIZE_MM …]`
//!
//! `wedge` cuts by a burr of 1.5 mm at the tip and 3.1 mm at the shank instead of a straight one of 2 mm, `notch` by one that reaches
//! 70 % of the way, `two` a second time 10 mm further back.
#![allow(clippy::print_stdout)]

mod bones;
mod figures;

use std::time::Instant;

use bones::Bone;
use figures::Figures;
use osteotome_geometry::{Burr, Kerf};
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
                        let middle = |level_mm| bone.cut(level_mm, declination_deg, technique);
                        let kerfs = if has("wedge") {
                            vec![bone.swept(&Burr::wedge(1.5, 3.1, 13.0), middle(level_mm), 1.0)]
                        } else if has("notch") {
                            vec![bone.swept(&Burr::shannon(2.0, 20.0), middle(level_mm), 0.7)]
                        } else if has("two") {
                            [0.0, 10.0].map(|more| Kerf::slab(middle(level_mm + more), 2.0)).to_vec()
                        } else {
                            vec![Kerf::slab(middle(level_mm), 2.0)]
                        };
                        let label = format!(
                            "{} {level_mm} mm {technique:?} declined {declination_deg}° size {size_mm}",
                            bone.name
                        );
                        run(bone, &kerfs, &options, &label, &mut sum);
                    }
                }
            }
        }
        println!("size {size_mm} mm: {sum}");
    }
}

fn run(bone: &Bone, kerfs: &[Kerf], options: &MeshOptions, label: &str, sum: &mut Figures) {
    let start = Instant::now();
    let result = cut_bone(&bone.surface, kerfs, options);
    let seconds = start.elapsed().as_secs_f64();
    match result {
        Err(error) => {
            sum.failures += 1;
            println!("FAIL {label}: {error}");
        }
        Ok(cut) => {
            let own = Figures::of(&bone.surface, kerfs, &cut, seconds);
            if !own.are_good() || !own.is_near(options.size_mm) {
                println!("BAD {label}: {own}");
            }
            sum.add(&own);
        }
    }
}
