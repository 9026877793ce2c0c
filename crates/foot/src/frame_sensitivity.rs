//! How much an outcome hangs on the frame of the foot: the same operation with dorsal tilted either way.

use crate::anatomy::FootAnatomy;
use crate::outcome::{HeadOutcome, Outcome, TimeOutcome};
use crate::report::outcome;
use crate::run::{Equilibria, equilibria};
use crate::scenario::Scenario;
use crate::{FootError, FrameCertainty, Progress, Ray};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// An axis of the foot about which its dorsal direction is tilted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TiltAxis {
    /// The mediolateral axis: a positive tilt makes all shafts steeper, heads down.
    Pitch,
    /// The distal axis: a positive tilt lifts the lateral heads.
    Roll,
}

/// A tilt of the foot against the ground, which stands for an error of the dorsal direction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrameTilt {
    /// About which axis.
    pub about: TiltAxis,
    /// By which angle, degrees.
    pub by_deg: f64,
}

impl fmt::Display for FrameTilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let axis = match self.about {
            TiltAxis::Pitch => "pitch",
            TiltAxis::Roll => "roll",
        };
        write!(f, "{axis} {:+.1}°", self.by_deg)
    }
}

impl FrameTilt {
    /// Tilts by the stated uncertainties of a frame, either way about either axis, or all by `by_deg`; none if neither is known.
    #[must_use]
    pub fn either_way(certainty: &FrameCertainty, by_deg: Option<f64>) -> Vec<Self> {
        let about = [
            (TiltAxis::Pitch, by_deg.or(certainty.pitch_uncertainty_deg)),
            (TiltAxis::Roll, by_deg.or(certainty.roll_uncertainty_deg)),
        ];
        let known = about.into_iter().filter_map(|(about, by_deg)| Some((about, by_deg?)));
        known.flat_map(|(about, by_deg)| [by_deg, -by_deg].map(|by_deg| Self { about, by_deg })).collect()
    }
}

/// What becomes of an outcome if the foot lies otherwise than was taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrameSensitivity {
    /// One entry a tilt.
    pub tilts: Vec<TiltOutcome>,
}

/// The outcome of a tilted foot against that of the foot as it was taken to lie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TiltOutcome {
    /// The tilt.
    #[serde(flatten)]
    pub tilt: FrameTilt,
    /// Why the tilted foot has no outcome, if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// Change of each head; empty if the tilted foot has no outcome.
    pub changes: BTreeMap<Ray, HeadChange>,
}

/// What a tilt of the frame adds to the figures of a head.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeadChange {
    /// To its shortening, mm.
    pub shortening_mm: f64,
    /// To its elevation, mm.
    pub elevation_mm: f64,
    /// To its lateralization, mm.
    pub lateralization_mm: f64,
    /// To its load, N.
    pub load_n: f64,
    /// To its load over its intact load.
    pub load_ratio: f64,
    /// To the strain of the intact shaft at its dorsal middle, in millionths; none where there is no such strain.
    pub intact_dorsal_strain_microstrain: Option<f64>,
}

impl HeadChange {
    fn between(from: &HeadOutcome, to: &HeadOutcome) -> Self {
        let strain = to.intact_dorsal_strain_microstrain - from.intact_dorsal_strain_microstrain;
        Self {
            shortening_mm: to.shortening_mm - from.shortening_mm,
            elevation_mm: to.elevation_mm - from.elevation_mm,
            lateralization_mm: to.lateralization_mm - from.lateralization_mm,
            load_n: to.load_n - from.load_n,
            load_ratio: to.load_ratio - from.load_ratio,
            intact_dorsal_strain_microstrain: Some(strain).filter(|strain| strain.is_finite()),
        }
    }
}

/// Runs `scenario` once more for each of `tilts` and compares with `found`, its outcome; `observer` hears of the progress.
///
/// The whole foot is turned against the ground, about its mediolateral axis (pitch) or its distal axis (roll), and set down again on its
/// lowest head. Cuts whose angles count from the ground turn with the ground, those that count from the shaft with the shaft.
/// A tilted foot that finds no equilibrium is reported as such.
///
/// # Errors
/// If the foot cannot be placed any more.
pub fn frame_sensitivity(
    scenario: &Scenario,
    found: &Outcome,
    tilts: &[FrameTilt],
    observer: &mut dyn FnMut(&Progress),
) -> Result<FrameSensitivity, FootError> {
    let foot = FootAnatomy::place(&scenario.foot)?.as_left();
    let tilts = tilts.iter().map(|tilt| {
        observer(&Progress::Tilting(*tilt));
        let tilted = tilted(scenario, &foot, tilt, observer);
        let failure = tilted.as_ref().err().map(ToString::to_string);
        let changes = tilted.map_or_else(|_| BTreeMap::new(), |tilted| changes(found, &tilted));
        TiltOutcome { tilt: *tilt, failure, changes }
    });
    Ok(FrameSensitivity { tilts: tilts.collect() })
}

fn changes(found: &Outcome, tilted: &Outcome) -> BTreeMap<Ray, HeadChange> {
    let both = found.heads.iter().filter_map(|(ray, head)| Some((*ray, head, tilted.heads.get(ray)?)));
    both.map(|(ray, from, to)| (ray, HeadChange::between(from, to))).collect()
}

fn tilted(
    scenario: &Scenario,
    foot: &FootAnatomy,
    tilt: &FrameTilt,
    observer: &mut dyn FnMut(&Progress),
) -> Result<Outcome, FootError> {
    let foot = foot.clone().tilted(tilt);
    let Equilibria { model, intact, cut, .. } = equilibria(scenario, &foot, false, observer)?;
    let settled = cut.as_ref().unwrap_or(&intact);
    Ok(outcome(&foot, &model, &intact, settled, TimeOutcome::default()))
}
