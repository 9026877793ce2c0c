//! Cuts every clean bone of a folder by every technique at every size, and prints the worst figures.
//!
//! `OSTEOTOME_BONES=… cargo run --release -p osteotome-mesh --example matrix`
#![allow(clippy::print_stdout)]

mod bones;

use std::time::Instant;

use osteotome_geometry::{Kerf, Plane, UnitVector3};
use osteotome_mesh::{ElementOrder, MeshOptions, cut_bone};

/// Sagittal and transverse tilt of the technique planes, degrees.
const TECHNIQUES: [(f64, f64); 5] = [(45.0, 10.0), (0.0, 45.0), (0.0, -45.0), (-20.0, 0.0), (0.0, 0.0)];

fn main() {
    let bones = bones::clean_bones();
    let filter = std::env::args().nth(1);
    let (mut runs, mut failures) = (0, 0);
    let mut worst = (180.0_f64, 0.0_f64);
    for bone in &bones {
        for distance_mm in [16.0, 12.0, 20.0, 25.0] {
            if distance_mm != 16.0 && filter.as_deref() != Some("all") {
                continue;
            }
            for size_mm in [0.8, 1.2, 1.8] {
                for (sagittal_deg, transverse_deg) in TECHNIQUES {
                    let normal = bone.normal(sagittal_deg, transverse_deg);
                    let middle = Plane {
                        origin: bone.behind_tip(distance_mm),
                        normal: UnitVector3::new_normalize(normal),
                    };
                    let options = MeshOptions { size_mm, cut_size_mm: size_mm, order: ElementOrder::Linear };
                    let start = Instant::now();
                    let result = cut_bone(&bone.surface, &[Kerf::slab(middle, 2.0)], &options);
                    let seconds = start.elapsed().as_secs_f64();
                    runs += 1;
                    let label = format!(
                        "{} {distance_mm} mm {sagittal_deg}/{transverse_deg} size {size_mm}",
                        bone.name
                    );
                    match result {
                        Err(e) => {
                            failures += 1;
                            println!("FAIL {label}: {e}");
                        }
                        Ok(cut) => {
                            let tets: usize = cut.fragments.iter().map(|f| f.quality.tetrahedra).sum();
                            let low = cut
                                .fragments
                                .iter()
                                .map(|f| f.quality.min_dihedral_deg)
                                .fold(180.0, f64::min);
                            let high =
                                cut.fragments.iter().map(|f| f.quality.max_dihedral_deg).fold(0.0, f64::max);
                            worst = (worst.0.min(low), worst.1.max(high));
                            let mark = if low < 10.0 || high > 165.0 { "BAD" } else { "ok" };
                            println!(
                                "{mark} {label}: {low:.1}–{high:.1}° {tets} tets {:.0} tets/s",
                                tets as f64 / seconds
                            );
                        }
                    }
                }
            }
        }
    }
    println!("{runs} runs, {failures} failures, dihedral {:.2}–{:.2}°", worst.0, worst.1);
}
