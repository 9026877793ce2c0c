//! How sure the frame of a foot is, and what hangs on it, for people.

use crate::table::{Column, fixed, render};
use osteotome_foot::outcome::{HeadOutcome, Outcome};
use osteotome_foot::{FrameCertainty, FrameSensitivity, FrameSource, HeadChange, Ray, TiltOutcome};

/// How sure side and frame are, if they were found.
pub(crate) fn certainty(frame: &FrameCertainty) -> Option<String> {
    let angle = |angle: Option<f64>| angle.map_or_else(|| "?".to_owned(), |angle| format!("{angle:.1}°"));
    let side = frame.side_confidence.map_or_else(String::new, |confidence| {
        format!("; the side given fits the bones to {:.0} %", 100.0 * confidence)
    });
    match frame.source {
        FrameSource::Template => None,
        FrameSource::Given => Some(format!("frame given{side}")),
        FrameSource::Bones => Some(format!(
            "frame found from the bones: dorsal ± {} (pitch ± {}, roll ± {}){side}",
            angle(frame.dorsal_uncertainty_deg),
            angle(frame.pitch_uncertainty_deg),
            angle(frame.roll_uncertainty_deg)
        )),
    }
}

/// Figures of a head that hang on the frame: name, unit, digits, value, and change by a tilt.
struct Figure {
    name: &'static str,
    unit: &'static str,
    digits: usize,
    value: fn(&HeadOutcome) -> f64,
    change: fn(&HeadChange) -> Option<f64>,
}

const FIGURES: [Figure; 6] = [
    Figure {
        name: "shortening",
        unit: "mm",
        digits: 2,
        value: |head| head.shortening_mm,
        change: |change| Some(change.shortening_mm),
    },
    Figure {
        name: "elevation",
        unit: "mm",
        digits: 2,
        value: |head| head.elevation_mm,
        change: |change| Some(change.elevation_mm),
    },
    Figure {
        name: "lateralization",
        unit: "mm",
        digits: 2,
        value: |head| head.lateralization_mm,
        change: |change| Some(change.lateralization_mm),
    },
    Figure {
        name: "load",
        unit: "N",
        digits: 1,
        value: |head| head.load_n,
        change: |change| Some(change.load_n),
    },
    Figure {
        name: "load ratio",
        unit: "",
        digits: 2,
        value: |head| head.load_ratio,
        change: |change| Some(change.load_ratio),
    },
    Figure {
        name: "dorsal strain, intact",
        unit: "10⁻⁶",
        digits: 0,
        value: |head| head.intact_dorsal_strain_microstrain,
        change: |change| change.intact_dorsal_strain_microstrain,
    },
];

/// What tilts of the frame add to the figures of each head.
pub(crate) fn sensitivity(outcome: &Outcome, sensitivity: &FrameSensitivity) -> String {
    let columns = [("head", ""), ("figure", ""), ("unit", ""), ("as taken", "")]
        .map(|(name, unit)| Column { name, unit });
    let tilts: Vec<(String, &TiltOutcome)> =
        sensitivity.tilts.iter().map(|tilt| (tilt.tilt.to_string(), tilt)).collect();
    let named = tilts.iter().map(|(name, _)| Column { name, unit: "" });
    let columns: Vec<Column> = columns.into_iter().chain(named).collect();
    let rows = outcome
        .heads
        .iter()
        .flat_map(|(ray, head)| FIGURES.iter().map(|figure| row(*ray, head, figure, &sensitivity.tilts)));
    let title = "what the figures would change by if the foot lay otherwise: pitch + is steeper shafts, roll + the lateral heads up";
    let failures = tilts.iter().filter_map(|(name, tilt)| {
        tilt.failure.as_ref().map(|failure| format!("{name}: no outcome: {failure}"))
    });
    let parts = [title.to_owned(), render(&columns, &rows.collect::<Vec<_>>())];
    parts.into_iter().chain(failures).collect::<Vec<_>>().join("\n")
}

fn row(ray: Ray, head: &HeadOutcome, figure: &Figure, tilts: &[TiltOutcome]) -> Vec<String> {
    let change = |tilt: &TiltOutcome| {
        let change = tilt.changes.get(&ray).and_then(figure.change);
        change.map_or_else(|| "-".to_owned(), |change| signed(change, figure.digits))
    };
    let value = Some((figure.value)(head)).filter(|value| value.is_finite());
    let value = value.map_or_else(|| "-".to_owned(), |value| fixed(value, figure.digits));
    let mut row = vec![ray.to_string(), figure.name.to_owned(), figure.unit.to_owned(), value];
    row.extend(tilts.iter().map(change));
    row
}

/// A number with its sign, zero without.
fn signed(number: f64, digits: usize) -> String {
    let text = fixed(number, digits);
    let is_positive = number > 0.0 && text.chars().any(|digit| matches!(digit, '1'..='9'));
    if is_positive { format!("+{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use osteotome_foot::{FrameTilt, TiltAxis};

    fn tilted(by_deg: f64, load_n: Option<f64>) -> TiltOutcome {
        let change = |load_n| HeadChange {
            shortening_mm: 0.25,
            elevation_mm: -0.001,
            lateralization_mm: 0.0,
            load_n,
            load_ratio: 0.1,
            intact_dorsal_strain_microstrain: None,
        };
        TiltOutcome {
            tilt: FrameTilt { about: TiltAxis::Pitch, by_deg },
            failure: load_n.is_none().then(|| "no equilibrium".to_owned()),
            changes: load_n.map(|load_n| (Ray::M2, change(load_n))).into_iter().collect(),
        }
    }

    #[test]
    fn changes_carry_their_sign_and_what_has_no_outcome_says_why() {
        let mut outcome = Outcome::default();
        outcome.heads.insert(Ray::M2, HeadOutcome { load_n: 58.2, ..HeadOutcome::default() });
        let tilts = vec![tilted(6.5, Some(-3.0)), tilted(-6.5, None)];
        let text = sensitivity(&outcome, &FrameSensitivity { tilts });
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[1][5..], ["pitch", "+6.5°", "pitch", "-6.5°"]);
        assert_eq!(lines[3], ["M2", "shortening", "mm", "0.00", "+0.25", "-"]);
        assert_eq!(lines[4], ["M2", "elevation", "mm", "0.00", "0.00", "-"]);
        assert_eq!(lines[6], ["M2", "load", "N", "58.2", "-3.0", "-"]);
        assert!(text.ends_with("pitch -6.5°: no outcome: no equilibrium"), "{text}");
    }
}
