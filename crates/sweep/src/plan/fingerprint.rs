//! Content hashes: what a case and a plan depend on.

use super::{Plan, PlanError};
use crate::file::{Axis, Sweep};
use osteotome_foot::scenario::{BoneSource, Scenario};
use osteotome_geometry::{InputFileError, LARGEST_GEOMETRY_MIB, read_input_file};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Value;

/// See [`super::version`].
pub(super) const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("OSTEOTOME_SOURCES"));

/// Hashes of the contents of bone files.
#[derive(Debug, Default)]
pub(super) struct BoneDigests(BTreeMap<PathBuf, String>);

impl BoneDigests {
    /// Reads every bone file of `scenarios` once.
    pub(super) fn read<'a>(
        &mut self,
        scenarios: impl Iterator<Item = &'a Scenario>,
    ) -> Result<(), PlanError> {
        for scenario in scenarios {
            let BoneSource::Files(files) = &scenario.foot.source else { continue };
            for path in files.values() {
                if !self.0.contains_key(path) {
                    let digest =
                        digest(path).map_err(|source| PlanError::Bone { path: path.clone(), source })?;
                    self.0.insert(path.clone(), digest);
                }
            }
        }
        Ok(())
    }

    /// The hash of a file, which is read if no example has it; none if it cannot be read, which the case itself will tell.
    fn get(&self, path: &Path) -> Option<String> {
        self.0.get(path).cloned().or_else(|| digest(path).ok())
    }
}

fn digest(path: &Path) -> Result<String, InputFileError> {
    read_input_file(path, LARGEST_GEOMETRY_MIB).map(|bytes| hash(&bytes))
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
                let contents: Vec<(String, Option<String>)> =
                    files.iter().map(|(ray, path)| (ray.to_string(), bones.get(path))).collect();
                written["foot"]["bones"] = json!(contents);
            }
            written
        }
        Err(reason) => json!([reason, values.iter().map(ToString::to_string).collect::<Vec<_>>()]),
    };
    hash(json!([VERSION, content]).to_string().as_bytes())
}

/// Hash of what the cases of a sweep follow from: its base scenario, axes and sample, the contents of the bones and the version.
pub(super) fn plan_digest(plan: &Plan) -> String {
    let Sweep { title, axes, sample, .. } = &plan.sweep;
    let mut hasher = blake3::Hasher::new();
    hasher.update(
        json!([VERSION, title, plan.sweep.base_text(), format!("{sample:?}")]).to_string().as_bytes(),
    );
    for Axis { column, paths, apply, spread } in axes {
        hasher.update(json!([column, format!("{paths:?} {apply:?} {spread:?}")]).to_string().as_bytes());
    }
    // What stands in bone files shows in the keys of some cases.
    for &number in plan.examples.iter().take(KEYED_EXAMPLES) {
        hasher.update(plan.case(number).key.as_bytes());
    }
    for digest in plan.bones.0.values() {
        hasher.update(digest.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// Cases whose keys are part of the hash of a plan.
const KEYED_EXAMPLES: usize = 20;

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}
