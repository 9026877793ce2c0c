//! What became of a case.

use serde::{Deserialize, Serialize};

/// What became of a case; the word in the table, the journal and the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The outcome is there.
    Settled,
    /// No equilibrium was found.
    NotSettled,
    /// There is no such foot or cut, or nothing holds it.
    Failed,
    /// This combination of values is no scenario.
    Invalid,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Settled, Self::NotSettled, Self::Failed, Self::Invalid];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::NotSettled => "not-settled",
            Self::Failed => "failed",
            Self::Invalid => "invalid",
        }
    }

    /// The status with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn words_read_back_and_are_those_of_the_journal() {
        for status in Status::ALL {
            assert_eq!(Status::from_word(status.word()), Some(status));
            assert_eq!(serde_json::to_value(status).expect("JSON"), status.word());
        }
        assert_eq!(Status::from_word("Settled"), None);
    }
}
