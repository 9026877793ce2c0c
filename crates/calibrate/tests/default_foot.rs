//! The default foot is the first member of the ensemble, as far as an intact foot tells.

use osteotome_calibrate::{inputs_digest, priors};
use osteotome_foot::scenario::read;
use std::path::Path;

#[test]
fn the_default_foot_is_the_first_member_where_an_intact_foot_tells() {
    let written = |text: &str| read(text, Path::new(".")).expect("a scenario").scenario.to_json();
    let (default, first) = (written(""), written("[foot]\nensemble = 1\n"));
    for path in priors().iter().filter(|prior| prior.seen).flat_map(|prior| &prior.paths) {
        let (section, key) = path.split_once('.').expect("section.key");
        assert_eq!(default[section][key], first[section][key], "{path}");
    }
}

#[test]
fn the_ensemble_was_found_with_these_priors_and_targets() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../foot/data/ensemble.toml");
    let text = std::fs::read_to_string(file).expect("the ensemble");
    assert!(
        text.contains(&inputs_digest()),
        "run `osteotome calibrate` again: priors, targets or treatment changed"
    );
}
