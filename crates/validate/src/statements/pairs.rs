//! The clinical table: 16 strict pairs of techniques.

use super::cases::{TECHNIQUES, four_techniques};
use crate::finding::quantity;
use crate::statement::{Statement, Test};
use crate::{Case, Feet, Finding, Unsettled};
use osteotome_foot::Ray;
use osteotome_foot::outcome::HeadOutcome;
use osteotome_sweep::clinical_grades::strict_pairs;

/// Columns of the clinical table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Travel {
    /// Shift proximally.
    Shortening,
    /// Shift upwards.
    Elevation,
    /// Shift laterally.
    Lateralization,
}

impl Travel {
    /// The columns.
    pub const ALL: [Self; 3] = [Self::Shortening, Self::Elevation, Self::Lateralization];

    /// The travel of a head, mm.
    #[must_use]
    pub fn of(self, head: &HeadOutcome) -> f64 {
        match self {
            Self::Shortening => head.shortening_mm,
            Self::Elevation => head.elevation_mm,
            Self::Lateralization => head.lateralization_mm,
        }
    }

    /// What the table calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shortening => "shortening",
            Self::Elevation => "elevation",
            Self::Lateralization => "lateralization",
        }
    }

    /// Strict pairs (more, less) of techniques, as places in the table.
    fn pairs(self) -> Vec<(usize, usize)> {
        let pairs = strict_pairs().into_iter().filter(|pair| pair.measure == self.name());
        pairs.map(|pair| (pair.more, pair.less)).collect()
    }
}

/// A technique: its place in the table, and its name.
pub(crate) type Placed = (usize, &'static str);

/// The strict pairs of a column: the technique with the higher grade, then the other.
pub(crate) fn graded_pairs(travel: Travel) -> Vec<(Placed, Placed)> {
    let named = |place: usize| (place, TECHNIQUES[place]);
    travel.pairs().into_iter().map(|(more, less)| (named(more), named(less))).collect()
}

/// One strict pair of the clinical table and what the model makes of it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Pair {
    /// Column.
    pub travel: Travel,
    /// The technique with the higher grade.
    pub more: &'static str,
    /// The technique with the lower grade.
    pub less: &'static str,
    /// Travel of M3 after each, mm.
    pub m3_mm: [f64; 2],
    /// Mean travel of the cut rays after each, mm.
    pub mean_mm: [f64; 2],
}

impl Pair {
    /// Whether it holds for M3, and for the mean.
    #[must_use]
    pub fn holds(&self) -> [bool; 2] {
        [self.m3_mm, self.mean_mm].map(|[more, less]| more > less)
    }
}

/// The 16 strict pairs on the foot of `feet`.
///
/// # Errors
/// If one of the four techniques gave no outcome.
pub fn clinical_pairs(feet: &Feet) -> Result<Vec<Pair>, Unsettled> {
    pairs_of(feet, &four_techniques())
}

/// The 16 strict pairs of four cases, one a technique in the order of the table.
pub(crate) fn pairs_of(feet: &Feet, four: &[Case]) -> Result<Vec<Pair>, Unsettled> {
    let mut pairs = Vec::new();
    for travel in Travel::ALL {
        for (more, less) in travel.pairs() {
            let both = [feet.of(&four[more])?, feet.of(&four[less])?];
            pairs.push(Pair {
                travel,
                more: TECHNIQUES[more],
                less: TECHNIQUES[less],
                m3_mm: both.map(|foot| travel.of(foot.head(Ray::M3))),
                mean_mm: both.map(|foot| foot.mean(|head| travel.of(head))),
            });
        }
    }
    Ok(pairs)
}

fn column(feet: &Feet, travel: Travel) -> Result<Finding, Unsettled> {
    let mut finding = Finding::default();
    for pair in clinical_pairs(feet)?.into_iter().filter(|pair| pair.travel == travel) {
        for (heads, [more, less]) in [("M3", pair.m3_mm), ("mean of M2 to M4", pair.mean_mm)] {
            finding.above(
                quantity(format!("{}, {heads}", pair.more), more, "mm"),
                quantity(pair.less, less, "mm"),
            );
        }
    }
    Ok(finding)
}

pub(super) const STATEMENTS: [Statement; 3] = [
    Statement {
        number: 25,
        claim: "Shortening: divergent (+++) above classic (++−) above convergent and reverse (+).",
        test: Test::Computed {
            criterion: "the 5 strict pairs hold for M3 and for the mean of M2 to M4",
            cases: four_techniques,
            judge: |feet| column(feet, Travel::Shortening),
            mechanics: "With its kerf k shut a head shortens by k/cos 45° and what it sinks (classic), or by as much and what it drifts (oblique): \
                        classic exceeds convergent where it sinks further than the convergent head drifts medially, which is the narrowest \
                        of these pairs.",
        },
    },
    Statement {
        number: 26,
        claim: "Elevation: reverse (+++) above both oblique cuts (++) above classic (+−).",
        test: Test::Computed {
            criterion: "the 5 strict pairs hold for M3 and for the mean of M2 to M4",
            cases: four_techniques,
            judge: |feet| column(feet, Travel::Elevation),
            mechanics: "",
        },
    },
    Statement {
        number: 27,
        claim: "Lateralization: divergent (+++) above classic (++) above reverse (0) above convergent (medial).",
        test: Test::Computed {
            criterion: "the 6 strict pairs hold for M3 and for the mean of M2 to M4",
            cases: four_techniques,
            judge: |feet| column(feet, Travel::Lateralization),
            mechanics: "",
        },
    },
];

#[cfg(test)]
mod tests {
    use super::Travel;

    #[test]
    fn there_are_sixteen_pairs() {
        assert_eq!(Travel::ALL.map(|travel| travel.pairs().len()), [5, 5, 6]);
    }
}
