//! Golden numbers: the outcome of every ready scenario on a coarse mesh, pinned to six digits in `outcomes.toml`.
//!
//! A change of the program that should not change outcomes shows here that it does not; one that should is followed by
//! `OSTEOTOME_WRITE_GOLDEN=1 cargo test --release --test golden`, and the message of its commit says why the numbers changed.

mod parts;
mod pinned;
#[path = "../cli_support/mod.rs"]
#[allow(dead_code, reason = "each test file uses its part of the support")]
mod support;

use osteotome_foot::scenario::{Mesh, Scenario, read};
use pinned::Outcomes;
use std::collections::BTreeMap;
use std::path::Path;

/// So coarse that all scenarios together take less than a minute; what matters is that numbers stay, not that they are good.
const MESH: Mesh = Mesh { size_mm: 3.0, cut_size_mm: 2.5, quadratic: false };

/// Every ready scenario by its path below `scenarios`, without ending.
fn scenarios() -> BTreeMap<String, Scenario> {
    let top = support::root().join("scenarios");
    let named = |path: &Path| {
        let name = path.strip_prefix(&top).expect("below the folder").with_extension("");
        (name.to_string_lossy().replace('\\', "/"), on_coarse_mesh(path))
    };
    support::scenario_files().iter().map(|path| named(path)).collect()
}

fn on_coarse_mesh(path: &Path) -> Scenario {
    let text = std::fs::read_to_string(path).expect("text");
    let reading = read(&text, path.parent().expect("a folder"));
    let scenario = reading.unwrap_or_else(|mistakes| panic!("{}: {mistakes:?}", path.display())).scenario;
    Scenario { mesh: MESH, ..scenario }
}

#[test]
#[cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    ignore = "numbers are pinned on Linux, x86-64"
)]
fn outcomes_of_all_scenarios_are_the_pinned_ones() {
    let file = support::root().join("tests/golden/outcomes.toml");
    let now: Outcomes = parts::settle_all(&scenarios())
        .into_iter()
        .map(|(name, outcome)| (name, pinned::figures(&outcome)))
        .collect();
    if support::rewrites() {
        return std::fs::write(&file, pinned::written(&now)).expect("written");
    }
    let before = pinned::parsed(&std::fs::read_to_string(&file).expect("the pinned outcomes"));
    let changes = pinned::changes(&before, &now);
    let shown = changes.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(
        changes.is_empty(),
        "{} figures are not the pinned ones:\n{shown}\nif they should change, rewrite them with `{}=1 cargo test --release \
         --test golden` and say why in the commit",
        changes.len(),
        support::WRITE_GOLDEN
    );
}

#[test]
fn a_change_of_the_sixth_digit_is_noticed_and_one_of_the_eighth_is_not() {
    let outcomes = |value: f64| -> Outcomes {
        BTreeMap::from([("case".to_owned(), BTreeMap::from([("heads.M2.load_n".to_owned(), value)]))])
    };
    let before = pinned::parsed(&pinned::written(&outcomes(57.4321)));
    assert_eq!(before, outcomes(57.4321));
    assert!(pinned::changes(&before, &outcomes(57.432_101)).is_empty());
    let changes = pinned::changes(&before, &outcomes(57.4332));
    assert_eq!(changes, ["case: heads.M2.load_n was 57.4321 and is 57.4332"]);
    assert_eq!(pinned::changes(&before, &Outcomes::new()), ["case: heads.M2.load_n was 57.4321 and is 0"]);
}
