//! The intact forefoot: balance, load shares, symmetry of sides, repeatability.

use osteotome_foot::outcome::{Outcome, TimeOutcome};
use osteotome_foot::scenario::{Scenario, read};
use osteotome_foot::{Ray, run};
use std::path::Path;

/// Shares of the five heads in walking, PMC8275713 Table 2.
const MEASURED_PERCENT: [f64; 5] = [19.3, 23.1, 26.5, 21.5, 9.6];

fn scenario(side: &str) -> Scenario {
    let text = format!(
        "title = \"intact\"\n[foot]\ntemplate = \"adult\"\nside = \"{side}\"\n[mesh]\nsize_mm = 3.0\ncut_size_mm = 3.0\n"
    );
    read(&text, Path::new(".")).expect("the scenario has no mistakes").scenario
}

fn with_load(load: &str) -> Scenario {
    let text = format!("[load]\n{load}\n[mesh]\nsize_mm = 3.0\ncut_size_mm = 3.0\norder = 1\n");
    read(&text, Path::new(".")).expect("the scenario has no mistakes").scenario
}

fn in_phase(phase: &str) -> Scenario {
    with_load(&format!("phase = \"{phase}\""))
}

fn settled(scenario: &Scenario) -> Outcome {
    let mut outcome = run(scenario, &mut |_| {}).expect("an intact foot stands").outcome;
    outcome.time_s = TimeOutcome::default();
    outcome
}

/// Shares within five points are those of the set of version 0.1; what the default foot has for each share stands in docs/calibration.md.
#[test]
fn heads_share_the_load_as_measured_and_carry_it_all() {
    let mut scenario = scenario("right");
    let hand_tuned =
        read("[soft_tissue]\nset = \"hand-tuned\"\n", Path::new(".")).expect("a scenario").scenario;
    (scenario.soft_tissue, scenario.load) = (hand_tuned.soft_tissue, hand_tuned.load);
    scenario.history = hand_tuned.history;
    let outcome = settled(&scenario);
    let total: f64 = outcome.heads.values().map(|head| head.load_n).sum();
    assert!((total - scenario.load.forefoot_n).abs() < 1e-5 * total, "{total} N on the ground");
    assert!(outcome.residual_n < 1e-5 * total, "residual {} N", outcome.residual_n);
    for ray in Ray::ALL {
        let share = 100.0 * outcome.heads[&ray].load_n / total;
        let measured = MEASURED_PERCENT[ray.index()];
        assert!((share - measured).abs() < 5.0, "{ray}: {share:.1} % against {measured} % measured");
        assert!((outcome.heads[&ray].load_ratio - 1.0).abs() < 1e-12);
    }
}

/// The whole foot, whatever holds its bones together: nothing is left over, standing or on its toes.
#[test]
fn the_whole_foot_is_in_balance_and_the_ground_carries_the_load() {
    for phase in ["midstance", "push-off"] {
        let scenario = in_phase(phase);
        let (outcome, load) = (settled(&scenario), scenario.load.forefoot_n);
        for state in [&outcome.forefoot.intact, &outcome.forefoot.cut] {
            assert!((state.load_n - load).abs() < 1e-6 * load, "{phase}: {} N of {load} N", state.load_n);
            assert!(state.balance_force_n < 1e-6 * load, "{phase}: {} N left", state.balance_force_n);
            // The longest lever of the foot is about 100 mm.
            let moment = state.balance_moment_nmm;
            assert!(moment < 1e-6 * 100.0 * load, "{phase}: {moment} N·mm left");
        }
    }
}

/// A foot on its toes turns its shafts towards the load: it bends them less and compresses them more, and the ground pushes
/// it forwards.
#[test]
fn the_ground_pushes_a_pitched_foot_along_its_shafts() {
    let flat = settled(&with_load("forefoot_n = 300"));
    let pitched = settled(&with_load("forefoot_n = 300\npitch_deg = 30"));
    let pushed = settled(&with_load("forefoot_n = 300\npitch_deg = 30\nshear_ratio = 0.18"));
    let strain = |outcome: &Outcome| outcome.heads[&Ray::M2].intact_dorsal_strain_microstrain;
    assert!(strain(&pitched) > strain(&flat), "{} against {}", strain(&pitched), strain(&flat));
    assert!(strain(&pushed) < strain(&pitched), "{} against {}", strain(&pushed), strain(&pitched));
}

#[test]
fn the_same_scenario_gives_the_same_bits() {
    let scenario = scenario("right");
    assert_eq!(settled(&scenario), settled(&scenario));
}

#[test]
fn a_left_foot_is_a_right_foot_seen_in_a_mirror() {
    let (left, right) = (settled(&scenario("left")), settled(&scenario("right")));
    for ray in Ray::ALL {
        let (l, r) = (left.heads[&ray].load_n, right.heads[&ray].load_n);
        assert_eq!(l, r, "{ray}");
    }
}
