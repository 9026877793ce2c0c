//! Uncertain parameters and their ranges.

use serde::Deserialize;

/// How a parameter enters a scenario.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Apply {
    /// It is the value of its keys.
    Set,
    /// It multiplies their defaults.
    Multiply,
}

/// How its range is sampled.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// Evenly.
    Linear,
    /// Evenly in its logarithm.
    Log,
}

/// An uncertain parameter.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Prior {
    /// Name for reports.
    pub name: String,
    /// Keys of a scenario that it moves, `section.key`.
    pub paths: Vec<String>,
    /// How it moves them.
    pub apply: Apply,
    /// Least plausible value, in the unit of the keys, or a factor.
    pub low: f64,
    /// Central value.
    pub central: f64,
    /// Greatest plausible value.
    pub high: f64,
    /// How the range is sampled.
    pub scale: Scale,
    /// Whether the intact foot depends on it.
    pub seen: bool,
    /// Where the range comes from.
    pub source: String,
}

impl Prior {
    /// The value at `unit`, 0 at the low end of the range, 1 at the high one.
    #[must_use]
    pub fn value(&self, unit: f64) -> f64 {
        match self.scale {
            Scale::Linear => self.low + unit * (self.high - self.low),
            Scale::Log => self.low * (self.high / self.low).powf(unit),
        }
    }

    /// Where the central value lies in the range.
    #[must_use]
    pub fn central_unit(&self) -> f64 {
        match self.scale {
            Scale::Linear => (self.central - self.low) / (self.high - self.low),
            Scale::Log => (self.central / self.low).ln() / (self.high / self.low).ln(),
        }
    }

    /// Its name as a column of a table.
    fn column(&self) -> String {
        let words = self.name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("_").to_lowercase()
    }

    /// The axis of a sweep over it.
    #[must_use]
    pub fn axis(&self) -> String {
        let kind = if self.scale == Scale::Log { "log-uniform" } else { "uniform" };
        let apply = if self.apply == Apply::Multiply { "apply = \"multiply\"\n" } else { "" };
        let (low, high) = (self.low, self.high);
        format!(
            "[[axis]]\nname = {:?}\npath = {:?}\n{apply}distribution = {{ kind = \"{kind}\", from = {low:?}, to = {high:?} }}\n\n",
            self.column(),
            self.paths
        )
    }
}

/// The file of the priors.
#[must_use]
pub fn priors_text() -> &'static str {
    include_str!("../data/priors.toml")
}

/// Every uncertain parameter, in the order of the file.
///
/// # Panics
/// Never: the file is part of the program and read by its tests.
#[must_use]
pub fn priors() -> Vec<Prior> {
    #[derive(Deserialize)]
    struct File {
        prior: Vec<Prior>,
    }
    toml::from_str::<File>(priors_text()).expect("the priors are read by a test").prior
}

#[cfg(test)]
mod tests {
    use super::priors;

    #[test]
    fn every_prior_has_its_central_value_inside_and_a_source() {
        for prior in priors() {
            assert!((0.0..=1.0).contains(&prior.central_unit()), "{}", prior.name);
            assert!((prior.value(prior.central_unit()) - prior.central).abs() < 1e-9 * prior.high);
            assert!(prior.low < prior.high && !prior.source.is_empty() && !prior.paths.is_empty());
        }
    }
}
