//! What several cases share: placed feet, condensed bones and intact feet at rest, each made once.

use osteotome_foot::outcome::Outcome;
use osteotome_foot::scenario::Scenario;
use osteotome_foot::study::{CondensedBone, IntactFoot, PlacedFoot, settle_case};
use osteotome_foot::{PartKeys, Ray};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A part by its key, or why it could not be made.
type Parts<T> = BTreeMap<String, Result<T, String>>;

/// The shared parts of a list of cases.
pub(crate) struct Workshop {
    cases: usize,
    placed: Parts<PlacedFoot>,
    bones: Parts<CondensedBone>,
    intact: Parts<IntactFoot>,
}

impl Workshop {
    /// Makes every part of `scenarios` once, in parallel.
    pub(crate) fn prepare<'s>(scenarios: impl Iterator<Item = &'s Scenario>) -> Self {
        let planned: Vec<(&Scenario, PartKeys)> = scenarios.map(|s| (s, s.part_keys())).collect();
        let mut workshop = Self {
            cases: planned.len(),
            placed: BTreeMap::new(),
            bones: BTreeMap::new(),
            intact: BTreeMap::new(),
        };
        let places = planned.iter().map(|(s, keys)| (keys.placement.clone(), *s)).collect();
        workshop.placed =
            made(places, |scenario: &&Scenario| PlacedFoot::new(scenario).map_err(|error| error.to_string()));
        let bones = planned
            .iter()
            .flat_map(|(s, keys)| keys.bones.iter().map(|(ray, cut, key)| (key.clone(), (*s, *ray, *cut))));
        workshop.bones =
            made(bones.collect(), |(scenario, ray, cut)| workshop.condense(scenario, *ray, *cut));
        let intact = planned.iter().map(|(s, keys)| (keys.intact.clone(), *s)).collect();
        workshop.intact = made(intact, |scenario: &&Scenario| workshop.settle_intact(scenario));
        workshop
    }

    /// Number of cases it was prepared for.
    pub(crate) fn cases(&self) -> usize {
        self.cases
    }

    /// The outcome of one of the cases.
    pub(crate) fn settle(&self, scenario: &Scenario) -> Result<Outcome, String> {
        let keys = scenario.part_keys();
        let placed = part(&self.placed, &keys.placement)?;
        let intact = part(&self.intact, &keys.intact)?;
        let bones = self.bones(scenario, &keys, true)?;
        settle_case(scenario, placed, bones, intact, false)
            .map(|case| case.outcome)
            .map_err(|error| error.to_string())
    }

    fn condense(&self, scenario: &Scenario, ray: Ray, cut: bool) -> Result<CondensedBone, String> {
        let placed = part(&self.placed, &scenario.part_keys().placement)?;
        CondensedBone::new(scenario, placed, ray, cut).map_err(|error| error.to_string())
    }

    fn settle_intact(&self, scenario: &Scenario) -> Result<IntactFoot, String> {
        let keys = scenario.part_keys();
        let placed = part(&self.placed, &keys.placement)?;
        let whole = self.bones(scenario, &keys, false)?;
        IntactFoot::settle(scenario, placed, whole).map_err(|error| error.to_string())
    }

    /// The bones of a case, medial to lateral; `after` the operation or before it.
    fn bones(&self, scenario: &Scenario, keys: &PartKeys, after: bool) -> Result<Vec<CondensedBone>, String> {
        let of_ray = |ray: &Ray| {
            let choices = keys.bones.iter().filter(|(of, cut, _)| of == ray && (after || !cut));
            // The cut bone, if there is one, comes after the whole one.
            let key = choices.last().map_or("", |(_, _, key)| key.as_str());
            part(&self.bones, key).cloned()
        };
        scenario.foot.rays.iter().map(of_ray).collect()
    }
}

fn made<I: Sync, T: Send>(
    plan: BTreeMap<String, I>,
    make: impl Fn(&I) -> Result<T, String> + Sync,
) -> Parts<T> {
    plan.par_iter().map(|(key, input)| (key.clone(), make(input))).collect()
}

fn part<'p, T>(parts: &'p Parts<T>, key: &str) -> Result<&'p T, String> {
    match parts.get(key) {
        Some(made) => made.as_ref().map_err(Clone::clone),
        None => Err("a part of this case was not prepared".to_owned()),
    }
}
