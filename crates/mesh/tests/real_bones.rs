//! A sample of real bones, techniques, levels and sizes; the example `matrix` runs all of them.
//!
//! Skipped where the bones are not there.
#![allow(clippy::print_stderr)]

#[path = "../examples/matrix/bones.rs"]
mod bones;
#[path = "../examples/matrix/figures.rs"]
mod figures;

use figures::Figures;
use osteotome_geometry::{Burr, Kerf};
use osteotome_mesh::{ElementOrder, MeshOptions, cut_bone};

const TECHNIQUES: [(f64, f64); 5] = [(45.0, 10.0), (0.0, 45.0), (0.0, -45.0), (-20.0, 0.0), (0.0, 0.0)];

#[test]
fn a_sample_of_real_bones_is_cut_without_a_flaw() {
    let bones = bones::clean_bones();
    if bones.is_empty() {
        eprintln!("skipped: no bones; set OSTEOTOME_BONES to their folder");
        return;
    }
    let mut sum = Figures::default();
    for (i, bone) in bones.iter().enumerate() {
        // Walks through techniques, levels and sizes at different paces.
        let (size_mm, level_mm) = ([1.2, 1.8, 1.2, 0.8][i % 4], [16.0, 12.0, 20.0, 25.0, 14.0][i % 5]);
        let options = MeshOptions { size_mm, cut_size_mm: size_mm, order: ElementOrder::Linear };
        for technique in [TECHNIQUES[i % 5], TECHNIQUES[(i + 2) % 5]] {
            let middle = bone.cut(level_mm, 20.0, technique);
            let wedge = Burr::wedge(1.5, 3.1, 13.0);
            let kerf = [Kerf::slab(middle, 2.0), bone.swept(&wedge, middle, 1.0)][i % 2];
            let cut = cut_bone(&bone.surface, &[kerf], &options);
            let cut =
                cut.unwrap_or_else(|error| panic!("{} {technique:?} {level_mm} mm: {error}", bone.name));
            sum.add(&Figures::of(&bone.surface, &[kerf], &cut, 1.0));
        }
    }
    eprintln!("{sum}");
    assert!(sum.are_good(), "{sum}");
}
