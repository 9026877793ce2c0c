//! A cortex that is thick in the shaft and thin in the head, from the keys of a scenario.

use osteotome_foot::{PlannedBody, planned_bodies, scenario::read};
use std::path::Path;

fn bone(keys: &str) -> PlannedBody {
    let text = format!("[foot]\nrays = [\"M2\"]\n[mesh]\nsize_mm = 2.0\norder = 1\n[bone]\n{keys}\n");
    let scenario = read(&text, Path::new("")).expect("no mistakes").scenario;
    planned_bodies(&scenario, &mut |_| {}).expect("meshed").remove(0)
}

/// Mean modulus over the parts of the length `from` to `to` of the way from the base to the tip, MPa.
fn mean_modulus_mpa(body: &PlannedBody, [from, to]: [f64; 2]) -> f64 {
    let mesh = &body.fragment.mesh;
    let xs = || mesh.nodes.iter().map(|p| p.x);
    let (low, high) = (xs().fold(f64::INFINITY, f64::min), xs().fold(f64::NEG_INFINITY, f64::max));
    let (mut sum, mut volume_mm3) = (0.0, 0.0);
    for element in 0..mesh.corners.len() {
        let middle = mesh.corner_positions(element).iter().map(|p| p.x).sum::<f64>() / 4.0;
        if (from..to).contains(&((middle - low) / (high - low))) {
            sum += mesh.element_volume_mm3(element) * body.materials.materials[element].modulus_mpa;
            volume_mm3 += mesh.element_volume_mm3(element);
        }
    }
    sum / volume_mm3
}

#[test]
fn the_ends_are_thinner_and_the_shaft_is_as_without() {
    let even = bone("cortical_thickness_mm = 2.0");
    let thin = bone("cortical_thickness_mm = 2.0\nend_cortical_thickness_mm = 0.5");
    let [shaft, head] = [[0.4, 0.6], [0.9, 1.0]];
    let ratio = |part| mean_modulus_mpa(&thin, part) / mean_modulus_mpa(&even, part);
    assert!((ratio(shaft) - 1.0).abs() < 1e-3, "{}", ratio(shaft));
    // A quarter of the thickness near the tip, more towards the shaft.
    assert!((0.2..0.7).contains(&ratio(head)), "{}", ratio(head));
}

#[test]
fn homogeneous_bone_has_one_modulus() {
    let body = bone("cortical_modulus_mpa = 9000");
    assert!(body.materials.materials.iter().all(|material| material.modulus_mpa == 9000.0));
}
