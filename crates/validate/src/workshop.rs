//! Parts that several cases share, each made once.

use osteotome_foot::outcome::Outcome;
use osteotome_foot::scenario::Scenario;
use osteotome_foot::study::{CondensedBone, IntactFoot, PlacedFoot, settle_case};
use osteotome_foot::{PartKeys, Ray};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A part by its key, or why it could not be made.
type Parts<T> = BTreeMap<String, Result<T, String>>;

/// What all cases share: placed feet, whole bones and intact feet at rest.
pub(crate) struct Workshop {
    placed: Parts<PlacedFoot>,
    whole: Parts<CondensedBone>,
    intact: Parts<IntactFoot>,
}

/// The cut bones of some cases. A condensed bone takes hundreds of megabytes, so they live only as long as those cases.
pub(crate) struct CutBones(Parts<CondensedBone>);

impl Workshop {
    /// Makes the shared parts of `scenarios`, each once, in parallel.
    pub(crate) fn prepare(scenarios: &[&Scenario]) -> Self {
        let planned: Vec<(&Scenario, PartKeys)> = scenarios.iter().map(|s| (*s, s.part_keys())).collect();
        let mut workshop = Self { placed: BTreeMap::new(), whole: BTreeMap::new(), intact: BTreeMap::new() };
        let places = planned.iter().map(|(s, keys)| (keys.placement.clone(), *s)).collect();
        workshop.placed =
            made(places, |scenario: &&Scenario| PlacedFoot::new(scenario).map_err(|error| error.to_string()));
        workshop.whole = workshop.condensed(scenarios, false);
        let intact = planned.iter().map(|(s, keys)| (keys.intact.clone(), *s)).collect();
        workshop.intact = made(intact, |scenario: &&Scenario| workshop.settle_intact(scenario));
        workshop
    }

    /// The cut bones of `scenarios`, each once, in parallel.
    pub(crate) fn cut_bones(&self, scenarios: &[&Scenario]) -> CutBones {
        CutBones(self.condensed(scenarios, true))
    }

    /// The outcome of one of the cases, with the cut bones of its like.
    pub(crate) fn settle(&self, scenario: &Scenario, cut: &CutBones) -> Result<Outcome, String> {
        let keys = scenario.part_keys();
        let placed = part(&self.placed, &keys.placement)?;
        let intact = part(&self.intact, &keys.intact)?;
        let bones = self.bones(scenario, &keys, Some(cut))?;
        settle_case(scenario, placed, bones, intact, false)
            .map(|case| case.outcome)
            .map_err(|error| error.to_string())
    }

    fn condensed(&self, scenarios: &[&Scenario], cut: bool) -> Parts<CondensedBone> {
        let mut plan = BTreeMap::new();
        for scenario in scenarios {
            let keys = scenario.part_keys();
            let wanted = keys.bones.into_iter().filter(|bone| bone.1 == cut);
            plan.extend(wanted.map(|(ray, _, key)| (key, (*scenario, ray, keys.placement.clone()))));
        }
        made(plan, |(scenario, ray, placement)| {
            let placed = part(&self.placed, placement)?;
            CondensedBone::new(scenario, placed, *ray, cut).map_err(|error| error.to_string())
        })
    }

    fn settle_intact(&self, scenario: &Scenario) -> Result<IntactFoot, String> {
        let keys = scenario.part_keys();
        let placed = part(&self.placed, &keys.placement)?;
        let whole = self.bones(scenario, &keys, None)?;
        IntactFoot::settle(scenario, placed, whole, false).map_err(|error| error.to_string())
    }

    /// The bones of a case, medial to lateral: after the operation, or before it without cut bones.
    fn bones(
        &self,
        scenario: &Scenario,
        keys: &PartKeys,
        cut: Option<&CutBones>,
    ) -> Result<Vec<CondensedBone>, String> {
        let key_of = |ray: &Ray, cut: bool| keys.bones.iter().find(|bone| bone.0 == *ray && bone.1 == cut);
        let of_ray = |ray: &Ray| {
            let operated = cut.zip(key_of(ray, true));
            let (parts, key) =
                operated.map_or((&self.whole, key_of(ray, false)), |(bones, key)| (&bones.0, Some(key)));
            part(parts, key.map_or("", |(_, _, key)| key)).cloned()
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
