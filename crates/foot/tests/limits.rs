//! Extremes of what a scenario may ask for: they run, or are refused with their reason.

use osteotome_foot::outcome::Outcome;
use osteotome_foot::scenario::read;
use osteotome_foot::{Ray, WarningCode, run};
use std::path::Path;

fn settled(text: &str) -> Outcome {
    let scenario = read(text, Path::new(".")).expect("the scenario has no mistakes").scenario;
    run(&scenario, &mut |_| {}).expect("the foot settles").outcome
}

fn with_tendons(factor: f64) -> [f64; 3] {
    let text = format!(
        "[foot]\nrays = [\"M2\"]\n[mesh]\nsize_mm = 4\ncut_size_mm = 2.5\norder = 1\n[[osteotomy]]\nrays = [\"M2\"]\n\
         technique = \"classic\"\n[load]\nforefoot_n = 100\ntendon_factor = {factor:?}\n"
    );
    let head = settled(&text).heads[&Ray::M2].clone();
    [head.shortening_mm, head.elevation_mm, head.lateralization_mm]
}

/// Cadaver experiments have no muscle pull; `tendon_factor = 0` used to stop at the first step.
#[test]
fn no_tendons_are_the_limit_of_weak_ones() {
    let [none, hardly, weak] = [0.0, 2e-3, 1e-2].map(with_tendons);
    let apart = |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(apart(none, hardly) < 0.02, "{none:?} against {hardly:?}");
    assert!(apart(hardly, weak) < 0.2, "{hardly:?} against {weak:?}");
}

/// Ten passes of an 8 mm burr make a kerf of 44 mm, which was said to miss the bone.
#[test]
fn a_kerf_by_passes_has_the_limits_of_a_kerf() {
    let text = "[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\nburr = { diameter_mm = 8, passes = 10, loss_per_extra_pass_mm = 4 }\n";
    let mistakes = read(text, Path::new(".")).expect_err("the kerf swallows the head");
    let said: Vec<&str> = mistakes.iter().map(|mistake| mistake.message.as_str()).collect();
    assert!(
        said.iter().any(|message| message.contains("44 mm") && message.contains("swallows the head")),
        "{said:?}"
    );
}

/// A head cut far up the shaft without neighbours tumbles; that used to pass without a word.
#[test]
fn a_head_that_tumbles_is_no_plausible_outcome() {
    let outcome = settled(
        "[foot]\nrays = [\"M2\"]\n[load]\nphase = \"push-off\"\n[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"oblique-divergent\"\n\
         level_mm = 45\n[mesh]\nsize_mm = 3\ncut_size_mm = 2\norder = 1\n[soft_tissue]\nset = \"hand-tuned\"\n",
    );
    let head = &outcome.heads[&Ray::M2];
    assert!(head.implausible.contains(&WarningCode::HeadTurned), "{head:?}");
    assert!(head.implausible.contains(&WarningCode::HeadThrown), "{head:?}");
    assert!(outcome.warnings.iter().any(|warning| warning.subject == "M2" && warning.message.contains('°')));
}
