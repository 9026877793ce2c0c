//! Settles many scenarios, whose common parts (placed feet, condensed bones, intact feet) are made once.

use osteotome_foot::outcome::Outcome;
use osteotome_foot::scenario::Scenario;
use osteotome_foot::study::{CondensedBone, IntactFoot, PlacedFoot, settle_case};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Made parts by their keys.
type Parts<T> = BTreeMap<String, T>;

/// The outcome of each scenario; panics where one does not settle.
pub(crate) fn settle_all(scenarios: &BTreeMap<String, Scenario>) -> BTreeMap<String, Outcome> {
    let placed = placed(scenarios);
    let bones = bones(scenarios, &placed);
    let intact = intact(scenarios, &placed, &bones);
    let settle = |(name, scenario): (&String, &Scenario)| {
        let keys = scenario.part_keys();
        let (foot, before) = (&placed[&keys.placement], &intact[&keys.intact]);
        let case = settle_case(scenario, foot, bones_of(scenario, &bones, true), before, false);
        let outcome = case.unwrap_or_else(|error| panic!("{name}: {error}")).outcome;
        assert!(outcome.converged, "{name}");
        (name.clone(), outcome)
    };
    scenarios.par_iter().map(settle).collect()
}

fn placed(scenarios: &BTreeMap<String, Scenario>) -> Parts<PlacedFoot> {
    let plan: Parts<&Scenario> = scenarios.values().map(|s| (s.part_keys().placement, s)).collect();
    plan.into_par_iter().map(|(key, scenario)| (key, PlacedFoot::new(scenario).expect("placed"))).collect()
}

fn bones(scenarios: &BTreeMap<String, Scenario>, placed: &Parts<PlacedFoot>) -> Parts<CondensedBone> {
    let mut plan = BTreeMap::new();
    for scenario in scenarios.values() {
        let keys = scenario.part_keys();
        let foot = &placed[&keys.placement];
        plan.extend(keys.bones.into_iter().map(|(ray, cut, key)| (key, (scenario, foot, ray, cut))));
    }
    plan.into_par_iter()
        .map(|(key, (scenario, foot, ray, cut))| {
            (key, CondensedBone::new(scenario, foot, ray, cut).expect("condensed").without_inside())
        })
        .collect()
}

fn intact(
    scenarios: &BTreeMap<String, Scenario>,
    placed: &Parts<PlacedFoot>,
    bones: &Parts<CondensedBone>,
) -> Parts<IntactFoot> {
    let plan: Parts<&Scenario> = scenarios.values().map(|s| (s.part_keys().intact, s)).collect();
    plan.into_par_iter()
        .map(|(key, scenario)| {
            let foot = &placed[&scenario.part_keys().placement];
            let whole = bones_of(scenario, bones, false);
            (key, IntactFoot::settle(scenario, foot, whole, false).expect("an intact foot stands"))
        })
        .collect()
}

/// The bones of a foot, medial to lateral: after its operation, or all whole.
fn bones_of(scenario: &Scenario, bones: &Parts<CondensedBone>, operated: bool) -> Vec<CondensedBone> {
    let keys = scenario.part_keys().bones;
    let of = |ray, cut| keys.iter().find(|bone| (bone.0, bone.1) == (ray, cut));
    let key_of =
        |ray| of(ray, true).filter(|_| operated).or_else(|| of(ray, false)).expect("every bone has a key");
    scenario.foot.rays.iter().map(|ray| bones[&key_of(*ray).2].clone()).collect()
}
