//! Content hashes: what a case and a plan depend on.

use super::{Case, PlanError};
use crate::file::Sweep;
use osteotome_foot::scenario::{BoneSource, Scenario};
use osteotome_geometry::{LARGEST_GEOMETRY_MIB, read_input_file};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use toml::Value;

/// See [`super::version`].
pub(super) const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("OSTEOTOME_SOURCES"));

/// Hashes of the contents of bone files.
pub(super) struct BoneDigests(BTreeMap<PathBuf, String>);

impl BoneDigests {
    /// Reads every bone file of `scenarios` once.
    pub(super) fn of<'a>(scenarios: impl Iterator<Item = &'a Scenario>) -> Result<Self, PlanError> {
        let mut digests = BTreeMap::new();
        for scenario in scenarios {
            let BoneSource::Files(files) = &scenario.foot.source else { continue };
            for path in files.values().filter(|path| !digests.contains_key(*path)).collect::<Vec<_>>() {
                let bytes = read_input_file(path, LARGEST_GEOMETRY_MIB)
                    .map_err(|source| PlanError::Bone { path: path.clone(), source })?;
                digests.insert(path.clone(), hash(&bytes));
            }
        }
        Ok(Self(digests))
    }
}

/// Hash of everything the outcome of a case depends on; the title is not part of it, nor is where bones lie.
pub(super) fn case_key(
    values: &[Value],
    scenario: Result<&Scenario, &String>,
    bones: &BoneDigests,
) -> String {
    let content = match scenario {
        Ok(scenario) => {
            let mut written = scenario.to_json();
            written["title"] = Json::Null;
            if let BoneSource::Files(files) = &scenario.foot.source {
                let contents: Vec<(String, Option<&String>)> =
                    files.iter().map(|(ray, path)| (ray.to_string(), bones.0.get(path))).collect();
                written["foot"]["bones"] = json!(contents);
            }
            written
        }
        Err(reason) => json!([reason, values.iter().map(ToString::to_string).collect::<Vec<_>>()]),
    };
    hash(json!([VERSION, content]).to_string().as_bytes())
}

/// Hash of the cases of a sweep and of the names of its columns.
pub(super) fn plan_digest(sweep: &Sweep, cases: &[Case]) -> String {
    let columns: Vec<&String> = sweep.axes.iter().map(|axis| &axis.column).collect();
    let mut hasher = blake3::Hasher::new();
    hasher.update(json!([VERSION, sweep.title, columns]).to_string().as_bytes());
    for case in cases {
        hasher.update(case.key.as_bytes());
        hasher.update(
            json!(case.values.iter().map(ToString::to_string).collect::<Vec<_>>()).to_string().as_bytes(),
        );
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}
