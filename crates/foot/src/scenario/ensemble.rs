//! The ensemble of plausible feet that calibration found.

use crate::SoftTissue;
use serde::Deserialize;
use std::sync::OnceLock;

/// Members of the ensemble.
pub(super) const MEMBERS: usize = 200;

/// The file that `osteotome calibrate` wrote.
const FILE: &str = include_str!("../../data/ensemble.toml");

/// Digest of the file of the ensemble: what was fixed before any operated foot was run with it.
#[must_use]
pub fn ensemble_digest() -> String {
    blake3::hash(FILE.as_bytes()).to_hex().to_string()
}

#[derive(Deserialize)]
struct Ensemble {
    keys: Vec<String>,
    members: Vec<Vec<f64>>,
}

fn ensemble() -> &'static Ensemble {
    static ENSEMBLE: OnceLock<Ensemble> = OnceLock::new();
    ENSEMBLE.get_or_init(|| toml::from_str(FILE).expect("the ensemble is read by a test"))
}

/// A member: what it has for a key of a scenario, `section.key`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Member(usize);

impl Member {
    /// The member with this number, from 1; `None` if there is no such.
    pub(super) fn numbered(number: f64) -> Option<Self> {
        (1..=MEMBERS).find(|member| *member as f64 == number).map(Self)
    }

    fn values(self) -> impl Iterator<Item = (&'static str, f64)> {
        let Ensemble { keys, members } = ensemble();
        keys.iter().map(String::as_str).zip(members[self.0 - 1].iter().copied())
    }

    /// Its value of `path`; `None` if calibration does not move it.
    pub(super) fn value(self, path: &str) -> Option<f64> {
        self.values().find(|(key, _)| *key == path).map(|(_, value)| value)
    }

    /// Its soft tissue.
    pub(super) fn tissue(self) -> SoftTissue {
        let mut tissue = SoftTissue::default();
        for (key, value) in self.values() {
            if let Some(parameter) = key.strip_prefix("soft_tissue.").and_then(|key| tissue.get_mut(key)) {
                *parameter = value;
            }
        }
        tissue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_has_a_value_in_range_for_every_key() {
        let Ensemble { keys, members } = ensemble();
        assert_eq!(members.len(), MEMBERS);
        for member in members {
            assert_eq!(member.len(), keys.len());
            for (key, value) in keys.iter().zip(member) {
                let Some(key) = key.strip_prefix("soft_tissue.") else { continue };
                let parameter =
                    SoftTissue::PARAMETERS.iter().find(|p| p.key == key).expect("a known parameter");
                assert!((parameter.minimum..=parameter.maximum).contains(value), "{key} = {value}");
            }
        }
    }

    #[test]
    fn members_are_numbered_from_one() {
        assert!(Member::numbered(0.0).is_none() && Member::numbered(201.0).is_none());
        let last = Member::numbered(200.0).expect("the last member");
        assert!(last.value("contact.friction").is_some_and(|friction| (0.25..=0.8).contains(&friction)));
        assert_eq!(last.value("contact.elastic_slip_mm"), None);
    }
}
