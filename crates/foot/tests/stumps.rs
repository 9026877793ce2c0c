//! Stumps and spikes: all bone over the sole bears on it.

use osteotome_foot::outcome::Outcome;
use osteotome_foot::scenario::read;
use osteotome_foot::{Ray, WarningCode, run};
use std::path::Path;

fn settled(rays: &str, cut: &str, more: &str) -> Outcome {
    let text = format!(
        "[foot]\nrays = {rays}\n[[osteotomy]]\nrays = [\"M2\"]\n{cut}\n[mesh]\nsize_mm = 3.0\ncut_size_mm = 2.0\norder = 1\n{more}"
    );
    let scenario = read(&text, Path::new(".")).expect("the scenario has no mistakes").scenario;
    run(&scenario, &mut |_| {}).expect("the foot settles").outcome
}

/// A reverse cut leaves a plantar spike on the shaft, lower than the head that has risen; nothing used to carry it.
#[test]
fn the_spike_of_a_reverse_cut_is_carried() {
    let outcome = settled("[\"M2\"]", "technique = \"reverse\"", "");
    let head = &outcome.heads[&Ray::M2];
    let stump = head.stump.expect("the spike lies under the head");
    assert!(stump.below_head_mm > 0.0, "the spike is the lowest bone: {stump:?}");
    assert!(stump.load_n > 0.1 * head.load_n && stump.load_n < head.load_n, "{stump:?} of {} N", head.load_n);
    assert!(stump.spike_length_mm > 0.0 && stump.spike_volume_mm3 > 0.0, "{stump:?}");
}

#[test]
fn heads_and_stumps_carry_the_load_to_a_millionth() {
    for technique in ["reverse", "oblique-divergent", "classic"] {
        let outcome = settled("[\"M1\", \"M2\", \"M3\"]", &format!("technique = \"{technique}\""), "");
        let total: f64 = outcome.heads.values().map(|head| head.load_n).sum();
        let load_n = outcome.forefoot.cut.load_n;
        assert!((total - load_n).abs() < 1e-6 * load_n, "{technique}: {total} N of {load_n} N");
        assert!(outcome.forefoot.cut.balance_force_n < 1e-6 * load_n, "{technique}");
        let intact_n = outcome.forefoot.intact.load_n;
        assert!((total - intact_n).abs() < 1e-6 * intact_n, "{technique}: {total} N, intact {intact_n} N");
    }
}

/// The pad is shared out between head and stump: pieces that do not move carry together what the intact head carried.
#[test]
fn a_cut_that_moves_nothing_changes_no_load() {
    let held = "sleeve_axial_n_per_mm = 200\nsleeve_shear_n_per_mm = 200\nsleeve_rotation_nm_per_rad = 50\n";
    let cut = "technique = \"transverse\"\nlevel_mm = 12\nburr = { kerf_mm = 0.1 }";
    let outcome = settled("[\"M2\"]", cut, &format!("[contact]\nfriction = 1.5\n[soft_tissue]\n{held}"));
    let head = &outcome.heads[&Ray::M2];
    assert!(head.stump.expect("near the head").load_n > 0.5, "the stump bears");
    // One ray carries all the load whatever moves; what is to be seen is that the ground hardly does.
    assert!(outcome.ground_rise_mm.abs() < 0.15, "the ground rose by {} mm", outcome.ground_rise_mm);
}

#[test]
fn a_cut_far_behind_the_head_leaves_no_stump_on_the_sole() {
    let outcome = settled("[\"M2\"]", "technique = \"transverse\"\nlevel_mm = 40", "");
    assert_eq!(outcome.heads[&Ray::M2].stump, None);
}

#[test]
fn a_lone_ray_is_warned_of() {
    let outcome = settled("[\"M2\"]", "technique = \"classic\"", "[soft_tissue]\nset = \"hand-tuned\"\n");
    let doubts: Vec<WarningCode> = outcome.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(doubts, [WarningCode::RayLeftOut]);
    assert!(outcome.heads[&Ray::M2].implausible.is_empty());
}
