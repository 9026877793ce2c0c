//! The clinical grades of four techniques (technique paper, PMID 33957533), and the pairs that they order strictly.

/// The techniques that are graded, in the order of the table.
pub const TECHNIQUES: [&str; 4] = ["classic", "oblique-convergent", "oblique-divergent", "reverse"];

/// What is graded, and the grade of each technique as an ordinal: 0, +− is 0.5, + is 1, ++− is 1.5, ++ is 2, +++ is 3; medial is −1.
const GRADES: [(&str, [f64; 4]); 3] = [
    ("shortening", [1.5, 1.0, 3.0, 1.0]),
    ("elevation", [0.5, 2.0, 2.0, 3.0]),
    ("lateralization", [2.0, -1.0, 3.0, 0.0]),
];

/// Two techniques with different grades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrictPair {
    /// `shortening`, `elevation` or `lateralization`.
    pub measure: &'static str,
    /// The technique with the higher grade, by its index in [`TECHNIQUES`].
    pub more: usize,
    /// The one with the lower grade.
    pub less: usize,
}

/// All pairs with different grades: by measure, then by technique.
#[must_use]
pub fn strict_pairs() -> Vec<StrictPair> {
    let both = (0..TECHNIQUES.len()).flat_map(|more| (0..TECHNIQUES.len()).map(move |less| (more, less)));
    let of = |(measure, grades): (&'static str, [f64; 4])| {
        let strict = both.clone().filter(move |&(more, less)| grades[more] > grades[less]);
        strict.map(move |(more, less)| StrictPair { measure, more, less })
    };
    GRADES.into_iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::strict_pairs;

    #[test]
    fn sixteen_pairs_are_strict() {
        let count = |measure| strict_pairs().iter().filter(|pair| pair.measure == measure).count();
        assert_eq!(["shortening", "elevation", "lateralization"].map(count), [5, 5, 6]);
    }
}
