//! The clinical grades of the four techniques, as pairs that a study agrees with or not.

use super::study::{Factor, Levels, Study};
use serde::Serialize;

/// Pairs of techniques that the grades order strictly: by which measure, which has more, which has less.
///
/// Grades of the technique table: shortening ++− / + / +++ / +, elevation +− / ++ / ++ / +++, lateralization ++ / medial /
/// +++ / 0 for classic / convergent / divergent / reverse. 5 + 5 + 6 pairs are strict.
const STRICT: [(&str, &str, &str); 16] = [
    ("shortening", "oblique-divergent", "classic"),
    ("shortening", "oblique-divergent", "oblique-convergent"),
    ("shortening", "oblique-divergent", "reverse"),
    ("shortening", "classic", "oblique-convergent"),
    ("shortening", "classic", "reverse"),
    ("elevation", "oblique-convergent", "classic"),
    ("elevation", "oblique-divergent", "classic"),
    ("elevation", "reverse", "classic"),
    ("elevation", "reverse", "oblique-convergent"),
    ("elevation", "reverse", "oblique-divergent"),
    ("lateralization", "oblique-divergent", "classic"),
    ("lateralization", "oblique-divergent", "reverse"),
    ("lateralization", "oblique-divergent", "oblique-convergent"),
    ("lateralization", "classic", "reverse"),
    ("lateralization", "classic", "oblique-convergent"),
    ("lateralization", "reverse", "oblique-convergent"),
];

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
    let share = |(measure, more, less): &(&str, &str, &str)| {
        let place = |wanted: &str| names.iter().position(|name| name == wanted);
        let (more_place, less_place) = (place(more)?, place(less)?);
        let values = &study.response(measure)?.values;
        let of =
            |foot: &Vec<usize>, level| foot.iter().find(|&&case| places[case] == level).map(|&c| values[c]);
        let both: Vec<bool> =
            feet.iter().filter_map(|foot| Some(of(foot, more_place)? > of(foot, less_place)?)).collect();
        let as_graded = both.iter().filter(|graded| **graded).count();
        Some(PairShare {
            measure: (*measure).to_owned(),
            more: (*more).to_owned(),
            less: (*less).to_owned(),
            feet: both.len(),
            as_graded,
            interval: wilson(as_graded, both.len()),
        })
    };
    STRICT.iter().filter_map(share).collect()
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

/// Wilson's 95 % interval of a share (J Am Stat Assoc 22:209).
fn wilson(hits: usize, count: usize) -> [f64; 2] {
    if count == 0 {
        return [0.0, 1.0];
    }
    const Z: f64 = 1.959_963_984_540_054;
    let (n, p) = (count as f64, hits as f64 / count as f64);
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    [((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_intervals_of_the_literature() {
        // Newcombe 1998 (Stat Med 17:857), table I: 81 of 263, 15 of 148, 0 of 20.
        for ((hits, count), expected) in
            [((81, 263), [0.2553, 0.3662]), ((15, 148), [0.0624, 0.1605]), ((0, 20), [0.0, 0.1611])]
        {
            let found = wilson(hits, count);
            assert!(
                (found[0] - expected[0]).abs() < 1e-4 && (found[1] - expected[1]).abs() < 1e-4,
                "{found:?}"
            );
        }
    }

    #[test]
    fn sixteen_pairs_are_strict() {
        let count = |measure| STRICT.iter().filter(|pair| pair.0 == measure).count();
        assert_eq!(["shortening", "elevation", "lateralization"].map(count), [5, 5, 6]);
    }
}
