//! Numbers, what they are compared with, and what follows.

use serde::Serialize;

/// A computed or measured number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quantity {
    /// What it is.
    pub name: String,
    /// Its value in `unit`.
    pub value: f64,
    /// Its unit; empty for a pure number.
    pub unit: &'static str,
}

/// A quantity by its name, value and unit.
pub(crate) fn quantity(name: impl Into<String>, value: f64, unit: &'static str) -> Quantity {
    Quantity { name: name.into(), value, unit }
}

/// What is asked of a quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Relation {
    /// Greater than another.
    Above(Quantity),
    /// Less than another.
    Below(Quantity),
    /// Between two bounds, in the unit of the quantity.
    Within(f64, f64),
}

/// One comparison of a criterion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The quantity.
    pub quantity: Quantity,
    /// What is asked of it.
    pub relation: Relation,
    /// Whether it is so; never of a number that is not one.
    pub holds: bool,
}

/// The computed numbers of a statement, compared with its criterion.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Finding {
    /// The comparisons of the criterion.
    pub comparisons: Vec<Comparison>,
    /// Further numbers that nothing is asked of.
    pub numbers: Vec<Quantity>,
}

impl Finding {
    /// Asks `quantity` to be greater than `other`.
    pub(crate) fn above(&mut self, quantity: Quantity, other: Quantity) {
        let holds = quantity.value > other.value;
        self.comparisons.push(Comparison { quantity, relation: Relation::Above(other), holds });
    }

    /// Asks `quantity` to be less than `other`.
    pub(crate) fn below(&mut self, quantity: Quantity, other: Quantity) {
        let holds = quantity.value < other.value;
        self.comparisons.push(Comparison { quantity, relation: Relation::Below(other), holds });
    }

    /// Asks `quantity` to lie between two bounds.
    pub(crate) fn within(&mut self, quantity: Quantity, least: f64, greatest: f64) {
        let holds = quantity.value >= least && quantity.value <= greatest;
        self.comparisons.push(Comparison { quantity, relation: Relation::Within(least, greatest), holds });
    }

    /// Asks `quantity` to exceed a bound.
    pub(crate) fn over(&mut self, quantity: Quantity, bound: f64) {
        self.within(quantity, bound, f64::INFINITY);
    }

    /// Asks `quantity` to stay below a bound.
    pub(crate) fn under(&mut self, quantity: Quantity, bound: f64) {
        self.within(quantity, f64::NEG_INFINITY, bound);
    }

    /// Asks each quantity to be greater than the one before it.
    pub(crate) fn rising(&mut self, quantities: &[Quantity]) {
        for pair in quantities.windows(2) {
            self.above(pair[1].clone(), pair[0].clone());
        }
    }

    /// Reports a number that nothing is asked of.
    pub(crate) fn note(&mut self, quantity: Quantity) {
        self.numbers.push(quantity);
    }

    /// Whether every comparison holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.comparisons.iter().all(|comparison| comparison.holds)
    }
}

#[cfg(test)]
mod tests {
    use super::{Finding, quantity};

    #[test]
    fn a_number_that_is_none_satisfies_nothing() {
        let mut finding = Finding::default();
        finding.above(quantity("a", f64::NAN, "mm"), quantity("b", 1.0, "mm"));
        finding.below(quantity("a", f64::NAN, "mm"), quantity("b", 1.0, "mm"));
        finding.over(quantity("a", f64::NAN, "mm"), 0.0);
        assert!(finding.comparisons.iter().all(|comparison| !comparison.holds));
    }

    #[test]
    fn one_comparison_that_fails_is_enough() {
        let mut finding = Finding::default();
        finding.rising(&[1.0, 2.0, 3.0].map(|value| quantity("a", value, "")));
        assert!(finding.holds());
        finding.under(quantity("a", 1.0, ""), 0.5);
        assert!(!finding.holds());
    }
}
