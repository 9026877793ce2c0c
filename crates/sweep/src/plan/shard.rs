//! One part of a sweep, for one of several machines.

use std::str::FromStr;
use thiserror::Error;

/// The shard number `index` (from 1) of `count`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub index: usize,
    /// How many there are.
    pub count: usize,
}

/// Most shards of a sweep: as many cases as it may have are fewer than a minute's work each.
pub const MOST_SHARDS: usize = 100_000;

/// A text that names no shard, or a shard without cases.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ShardError {
    /// Not two numbers, or out of order.
    #[error("\"{0}\" is no shard; write I/N with 1 ≤ I ≤ N ≤ {MOST_SHARDS}, like 2/8")]
    Text(String),
    /// More shards than cases.
    #[error("{cases} cases cannot be divided into {count} shards; ask for {cases} shards at most")]
    Empty {
        /// Cases of the sweep.
        cases: usize,
        /// Shards that were asked for.
        count: usize,
    },
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let parsed =
            text.split_once('/').and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        match parsed {
            Some((index, count)) if 1 <= index && index <= count && count <= MOST_SHARDS => {
                Ok(Self { index, count })
            }
            _ => Err(ShardError::Text(text.to_owned())),
        }
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

impl Shard {
    /// Whether each of `count` shards of `cases` cases gets one.
    ///
    /// # Errors
    /// If some would be empty.
    pub fn check(count: usize, cases: usize) -> Result<(), ShardError> {
        if count <= cases { Ok(()) } else { Err(ShardError::Empty { cases, count }) }
    }

    /// Its part of `order`: neighbours stay together, and sizes differ by one at most.
    pub(super) fn part_of(self, order: &[usize]) -> &[usize] {
        let at = |shard: usize| shard * order.len() / self.count;
        &order[at(self.index - 1)..at(self.index)]
    }
}

#[cfg(test)]
mod tests {
    use super::Shard;

    #[test]
    fn shards_cover_everything_once_and_are_even() {
        let order: Vec<usize> = (0..23).collect();
        for count in 1..30 {
            let parts: Vec<&[usize]> =
                (1..=count).map(|index| Shard { index, count }.part_of(&order)).collect();
            assert_eq!(parts.concat(), order);
            let sizes: Vec<usize> = parts.iter().map(|part| part.len()).collect();
            assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
        }
    }

    #[test]
    fn text_that_names_no_shard_is_refused() {
        assert_eq!("2/8".parse(), Ok(Shard { index: 2, count: 8 }));
        for text in ["0/3", "4/3", "1", "a/b", "1/0", "-1/2", "1/100001", "1/18446744073709551615"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_shard_without_cases_is_refused() {
        assert_eq!(Shard::check(12, 12), Ok(()));
        assert!(Shard::check(13, 12).unwrap_err().to_string().contains("ask for 12 shards at most"));
    }
}
