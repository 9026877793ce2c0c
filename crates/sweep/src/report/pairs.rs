//! The clinical grades of the four techniques, as pairs that a study agrees with or not.

use super::study::{Factor, Levels, Study};
use crate::clinical_grades::{StrictPair, TECHNIQUES, strict_pairs};
use crate::statistics::wilson_interval;
use serde::Serialize;

/// How often a pair comes out as graded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairShare {
    /// Shortening, elevation or lateralization.
    pub measure: String,
    /// The technique that should have more.
    pub more: String,
    /// The technique that should have less.
    pub less: String,
    /// Feet in which both settled.
    pub feet: usize,
    /// Feet in which the pair comes out as graded.
    pub as_graded: usize,
    /// 95 % interval of the share (Wilson 1927).
    pub interval: [f64; 2],
}

/// The shares of all strict pairs whose techniques are in the study, each foot compared with itself.
pub(super) fn pair_shares(study: &Study) -> Vec<PairShare> {
    let technique = study.factors.iter().find(|factor| factor.name.ends_with("technique"));
    let Some((factor, Levels::Names(names, places))) = technique.map(|factor| (factor, &factor.levels))
    else {
        return Vec::new();
    };
    let feet = feet(study, factor);
    let share = |StrictPair { measure, more, less }: StrictPair| {
        let [more, less] = [more, less].map(|technique| TECHNIQUES[technique]);
        let place = |wanted: &str| names.iter().position(|name| name == wanted);
        let (more_place, less_place) = (place(more)?, place(less)?);
        let values = &study.response(measure)?.values;
        let of =
            |foot: &Vec<usize>, level| foot.iter().find(|&&case| places[case] == level).map(|&c| values[c]);
        let both: Vec<bool> =
            feet.iter().filter_map(|foot| Some(of(foot, more_place)? > of(foot, less_place)?)).collect();
        let as_graded = both.iter().filter(|graded| **graded).count();
        Some(PairShare {
            measure: measure.to_owned(),
            more: more.to_owned(),
            less: less.to_owned(),
            feet: both.len(),
            as_graded,
            interval: wilson_interval(as_graded, both.len()),
        })
    };
    strict_pairs().into_iter().filter_map(share).collect()
}

/// Cases that agree in everything but `factor`.
fn feet(study: &Study, factor: &Factor) -> Vec<Vec<usize>> {
    let others: Vec<&Factor> = study.factors.iter().filter(|other| other.name != factor.name).collect();
    let key = |case: usize| -> Vec<u64> {
        others
            .iter()
            .map(|other| match &other.levels {
                Levels::Numbers(values) => values[case].to_bits(),
                Levels::Names(_, places) => places[case] as u64,
            })
            .collect()
    };
    let mut feet: std::collections::BTreeMap<Vec<u64>, Vec<usize>> = std::collections::BTreeMap::new();
    (0..study.cases.len()).for_each(|case| feet.entry(key(case)).or_default().push(case));
    feet.into_values().collect()
}
