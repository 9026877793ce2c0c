//! What the cases of a sweep share, as far as it follows from which axes act on what.

use super::{DesignPoints, MadeScenario};
use crate::file::Sweep;
use osteotome_foot::PartKeys;

/// Which axes change what, one entry an axis. Found by trying: it decides in which order cases run and what a plan
/// announces; what cases really share is decided by their content when they run.
#[derive(Debug)]
pub(super) struct Touched {
    pub(super) placement: Vec<bool>,
    pub(super) whole_bones: Vec<bool>,
    pub(super) cut_bones: Vec<bool>,
    pub(super) intact: Vec<bool>,
}

/// Values of an axis that are tried against its first.
const TRIED: usize = 3;

impl Touched {
    /// Tries other values of each axis on the first case.
    pub(super) fn of(sweep: &Sweep, points: &DesignPoints) -> Self {
        let mut touched = Self {
            placement: Vec::new(),
            whole_bones: Vec::new(),
            cut_bones: Vec::new(),
            intact: Vec::new(),
        };
        let first = keys(sweep.case(&points.values(&sweep.axes, 0)).map(Box::new));
        for axis in 0..sweep.axes.len() {
            let others: Vec<Option<PartKeys>> = others(sweep, points, axis).map(keys).collect();
            let differs = |what: fn(&PartKeys) -> Vec<&str>| match &first {
                Some(first) => others.iter().flatten().any(|other| what(other) != what(first)),
                // Nothing is known: anything may change.
                None => true,
            };
            touched.placement.push(differs(|keys| vec![&keys.placement]));
            touched.whole_bones.push(differs(|keys| bones(keys, false)));
            touched.cut_bones.push(differs(|keys| bones(keys, true)));
            touched.intact.push(differs(|keys| vec![&keys.intact]));
        }
        touched
    }

    /// Numbers of all cases: those of one foot together, in it those of one set of cut bones, in that those of one intact
    /// foot; each in the order of first appearance.
    pub(super) fn order(&self, points: &DesignPoints) -> Vec<usize> {
        let class = |number| {
            [&self.placement, &self.cut_bones, &self.intact].map(|chosen| points.class(number, chosen))
        };
        let mut keyed: Vec<([usize; 3], usize)> =
            (0..points.len()).map(|number| (class(number), number)).collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, number)| number).collect()
    }
}

/// The first case with other values of an axis.
fn others<'a>(
    sweep: &'a Sweep,
    points: &'a DesignPoints,
    axis: usize,
) -> impl Iterator<Item = MadeScenario> + 'a {
    let first = points.values(&sweep.axes, 0);
    let count = points.count(axis);
    let places =
        (1..=TRIED.min(count.saturating_sub(1))).map(move |step| step * (count - 1) / TRIED.min(count - 1));
    places.map(move |place| {
        let mut at = points.places(0);
        at[axis] = place;
        // All sampled axes have the point of the first; only this one takes its value from there.
        at.iter_mut().enumerate().filter(|(other, _)| points.is_sampled(*other)).for_each(|(_, p)| {
            *p = if points.is_sampled(axis) { place } else { 0 };
        });
        let mut values = first.clone();
        values[axis] = points.values(&sweep.axes, points.number(&at))[axis].clone();
        sweep.case(&values).map(Box::new)
    })
}

fn keys(scenario: MadeScenario) -> Option<PartKeys> {
    scenario.ok().map(|scenario| scenario.part_keys())
}

fn bones(keys: &PartKeys, cut: bool) -> Vec<&str> {
    keys.bones.iter().filter(|bone| bone.1 == cut).map(|bone| bone.2.as_str()).collect()
}
