//! The plausible feet that others may use.

use crate::implausibility::MOST;
use crate::prior::{Prior, priors, priors_text};
use crate::target::{targets_text, treatment_text};
use crate::wave::{Point, paths};
use std::fmt::Write;

/// Plausible feet, spread over all that are plausible; the first one is the default.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    /// Keys of a scenario, `section.key`.
    pub keys: Vec<String>,
    /// Members.
    pub members: Vec<Point>,
    /// Number of plausible points that they were chosen from.
    pub plausible: usize,
}

/// Chooses at most `count` of the plausible `points`; `None` if none is plausible.
///
/// The first is the one whose greatest implausibility is least. Each of the others is the one farthest from all before it, in units
/// of the priors that an intact foot depends on: the members fill what is plausible evenly, however the waves came upon it, and so
/// have equal weights.
#[must_use]
pub fn choose(points: &[Point], count: usize) -> Option<Ensemble> {
    let priors = priors();
    let plausible: Vec<&Point> = points.iter().filter(|point| point.judged.is_plausible()).collect();
    let first = (0..plausible.len())
        .min_by(|&a, &b| plausible[a].judged.worst().total_cmp(&plausible[b].judged.worst()))?;
    let mut chosen = vec![first];
    let mut apart: Vec<f64> = plausible.iter().map(|p| distance(&priors, p, plausible[first])).collect();
    while chosen.len() < count.min(plausible.len()) {
        let farthest = (0..apart.len()).max_by(|&a, &b| apart[a].total_cmp(&apart[b]).then(b.cmp(&a)))?;
        chosen.push(farthest);
        for (known, point) in apart.iter_mut().zip(&plausible) {
            *known = known.min(distance(&priors, point, plausible[farthest]));
        }
    }
    let members = chosen.into_iter().map(|i| plausible[i].clone()).collect();
    Some(Ensemble { keys: paths(&priors), members, plausible: plausible.len() })
}

fn distance(priors: &[Prior], a: &Point, b: &Point) -> f64 {
    let seen = priors.iter().zip(a.units.iter().zip(&b.units)).filter(|(prior, _)| prior.seen);
    seen.map(|(_, (x, y))| (x - y).powi(2)).sum::<f64>().sqrt()
}

impl Ensemble {
    /// The file of the ensemble: keys, and the values of each member to four digits.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut text = format!(
            "# Plausible feet: no output of theirs is more than {MOST} standard deviations from what was measured. Written by `osteotome calibrate`\n\
             # from priors and targets with the digest below; not edited by hand. The first member is the default foot.\ninputs = \"{}\"\n\
             plausible = {}\nkeys = [\n",
            inputs_digest(),
            self.plausible
        );
        for key in &self.keys {
            let _ = writeln!(text, "  {key:?},");
        }
        text.push_str("]\nmembers = [\n");
        for member in &self.members {
            let values: Vec<String> =
                member.values.iter().map(|value| format!("{:?}", four_digits(*value))).collect();
            let _ = writeln!(text, "  [{}],", values.join(", "));
        }
        text.push_str("]\n");
        text
    }
}

/// Digest of priors, targets and treatment: what was fixed before any foot was run.
#[must_use]
pub fn inputs_digest() -> String {
    let mut hasher = blake3::Hasher::new();
    for text in [priors_text(), targets_text(), treatment_text()] {
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// A number to four significant digits.
fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::implausibility::Judged;

    fn point(unit: f64, worst: f64) -> Point {
        let judged = Judged { implausibilities: vec![worst, 0.0], outputs: vec![0.0; 2], held: vec![true] };
        Point { wave: 1, units: vec![unit; priors().len()], values: vec![unit], judged }
    }

    #[test]
    fn members_are_plausible_and_spread_and_the_first_is_the_least_implausible() {
        let points: Vec<Point> =
            [(0.5, 1.0), (0.51, 2.0), (0.9, 2.0), (0.1, 2.5), (0.0, 4.0)].map(|(u, w)| point(u, w)).to_vec();
        let ensemble = choose(&points, 3).expect("four are plausible");
        let units: Vec<f64> = ensemble.members.iter().map(|m| m.units[0]).collect();
        assert_eq!(units, [0.5, 0.9, 0.1]);
        assert_eq!(ensemble.plausible, 4);
        assert!(choose(&points[4..], 3).is_none());
    }

    #[test]
    fn values_are_written_to_four_digits() {
        assert_eq!(four_digits(0.123_456), 0.1235);
        assert_eq!(four_digits(1234.56), 1235.0);
    }
}
