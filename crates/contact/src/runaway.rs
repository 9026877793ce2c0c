//! The proof that nothing holds a body: under constant load it goes on for long without being slowed down.

use crate::equilibrium::Equilibrium;
use crate::evaluation::{Evaluation, Viscosity};
use crate::pair_model::{PairPoints, Search};
use osteotome_geometry::Vector3;

/// A body counts as free if the place where it would come to rest, were its drive to fall on at the present rate, is
/// further away than this many `runaway_mm` (with the default of 40 mm: one metre).
const HORIZON: f64 = 25.0;

/// A drive that grew by more than this share from one eighth of `runaway_mm` to the next is not steady: the body may
/// just have slipped off another, and what slows it down from there has yet to show.
const JUMP: f64 = 0.1;

/// Share of its drive that a free body keeps when it is pushed on along its motion over the horizon. A spring that would hold it
/// within four horizons takes more, and one across its motion makes it turn first.
const KEPT: f64 = 0.75;
/// Places along that way where the drive is looked at.
const PLACES: [f64; 4] = [0.25, 0.5, 0.75, 1.0];
/// A body that moves less than this share of the leader stays where it is.
const FOLLOWS: f64 = 0.1;

/// Path and drive of every body after a step under constant load.
#[derive(Clone, Debug)]
struct Sample {
    /// Length of the path so far, rotation counted at the radius of the body, mm.
    path: Vec<f64>,
    /// Unbalanced force or moment (the one viscosity takes), share of the load.
    drive: Vec<f64>,
}

/// All steps under constant load.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    samples: Vec<Sample>,
}

/// Why a body counts as free.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Proof {
    pub(crate) body: usize,
    pub(crate) travel: f64,
    pub(crate) drive: f64,
}

impl Watch {
    /// Notes a step: the travel of every body in it and its drive at the end.
    pub(crate) fn note(&mut self, travel: &[f64], drive: Vec<f64>) {
        let path = match self.samples.last() {
            Some(last) => last.path.iter().zip(travel).map(|(path, step)| path + step).collect(),
            None => vec![0.0; travel.len()],
        };
        self.samples.push(Sample { path, drive });
    }

    /// The body that has gone furthest, if it is free.
    pub(crate) fn proof(&self, runaway_mm: f64) -> Option<Proof> {
        let last = self.samples.last()?;
        let (body, travel) = last.path.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
        if travel <= runaway_mm {
            return None;
        }
        let piece = 0.125 * runaway_mm;
        let drive = [4.0, 3.0, 2.0, 1.0]
            .map(|back| self.mean_drive(body, travel - back * piece, travel - (back - 1.0) * piece));
        let steady = drive.windows(2).all(|pair| match pair {
            [Some(earlier), Some(later)] => {
                let rate = (later - earlier) / piece;
                -rate * HORIZON * runaway_mm < *later && rate * piece < JUMP * later
            }
            _ => false,
        });
        steady.then_some(Proof { body, travel, drive: drive[3]? })
    }

    /// Mean over the steps that meet a stretch of the path, by the trapezoidal rule.
    fn mean_drive(&self, body: usize, from: f64, to: f64) -> Option<f64> {
        let (mut work, mut length) = (0.0, 0.0);
        for pair in self.samples.windows(2).rev() {
            let (start, end) = (pair[0].path[body], pair[1].path[body]);
            if end <= from {
                break;
            }
            if start < to {
                work += 0.5 * (pair[0].drive[body] + pair[1].drive[body]) * (end - start);
                length += end - start;
            }
        }
        (length > 0.0).then(|| work / length)
    }
}

/// Whether connectors let a body (the leader) go on as it moves now: all bodies that move are pushed on along their last shifts
/// until the leader has gone `HORIZON` times `runaway_mm`, and the drive along this way must not fall below `KEPT` of what it is. A
/// leader that all but turns on the spot is not judged by this.
pub(crate) fn goes_on(solver: &Equilibrium, shifts: &[Vector3], leader: usize, turning: f64) -> bool {
    let length = shifts[leader].norm();
    if length < turning {
        return true;
    }
    let ways: Vec<Vector3> = shifts
        .iter()
        .map(|shift| if shift.norm() < FOLLOWS * length { Vector3::zeros() } else { shift / length })
        .collect();
    let distance = HORIZON * solver.settings.runaway_mm;
    let now = drive(solver, &ways, 0.0);
    now > 0.0 && PLACES.iter().all(|share| drive(solver, &ways, share * distance) > KEPT * now)
}

/// Force of connectors along the ways of all bodies after `distance` along them, without contact.
fn drive(solver: &Equilibrium, ways: &[Vector3], distance: f64) -> f64 {
    let viscosity = Viscosity::none(ways.len());
    let untouched: Vec<PairPoints> = vec![PairPoints::default(); solver.models.len()];
    let mut context = solver.context(&solver.factors, &viscosity, 1.0);
    context.points = &untouched;
    let mut configuration = solver.configuration.clone();
    for (motion, way) in configuration.motions.iter_mut().zip(ways) {
        motion.translation_mm += way * distance;
    }
    let evaluation = Evaluation::new(&context, &configuration, Search::Everywhere);
    evaluation.balance.iter().zip(ways).map(|(sum, way)| sum.force.dot(way)).sum()
}

/// Unit direction of the translation in a motion, zero if it only turns.
pub(crate) fn direction(shift: &Vector3, travel: f64) -> Vector3 {
    if shift.norm() > 1e-3 * travel { shift.normalize() } else { Vector3::zeros() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch(drive: impl Fn(f64) -> f64) -> Watch {
        let mut watch = Watch::default();
        for step in 0..200 {
            watch.note(&[0.25], vec![drive(0.25 * f64::from(step))]);
        }
        watch
    }

    #[test]
    fn steady_drive_is_free_and_falling_drive_is_not() {
        let free = watch(|_| 0.3).proof(40.0).expect("free");
        assert!((free.drive - 0.3).abs() < 1e-12 && free.travel > 49.0);
        assert!(watch(|path| 0.3 * (1.0 + 0.01 * path)).proof(40.0).is_some(), "driven ever harder");
        // A spring that would hold it after 300 mm, and one that would after 3 m.
        assert_eq!(watch(|path| 1.0 - path / 300.0).proof(40.0), None);
        assert!(watch(|path| 1.0 - path / 3000.0).proof(40.0).is_some());
        let slipped_off = |path: f64| if path < 35.0 { 0.2 } else { 1.0 - path / 300.0 };
        assert_eq!(watch(slipped_off).proof(40.0), None, "off at 35 mm, held at 300 mm");
        assert_eq!(watch(|_| 0.3).proof(60.0), None, "not far enough");
    }
}
