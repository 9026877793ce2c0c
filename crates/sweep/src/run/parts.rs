//! The parts that cases share: each is made once, by whoever needs it first, and let go after its last user.

use crate::plan::Case;
use crate::status::Status;
use osteotome_foot::study::{CondensedBone, IntactFoot, PlacedFoot};
use osteotome_foot::{FootError, Ray};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why there is no outcome; the status and reason of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Failed {
    pub(super) status: Status,
    pub(super) reason: String,
}

impl From<FootError> for Failed {
    fn from(error: FootError) -> Self {
        // As `run` has it: what nothing holds is a mistake of the input, and no search for equilibrium that failed.
        let status = match error {
            FootError::Equilibrium { .. } | FootError::PassedThrough { .. } if !error.is_input_mistake() => {
                Status::NotSettled
            }
            _ => Status::Failed,
        };
        Self { status, reason: error.to_string() }
    }
}

/// What a part is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Placement,
    Bone { ray: Ray, cut: bool },
    Intact,
}

/// A part that was made.
#[derive(Clone)]
pub(super) enum Made {
    Placement(PlacedFoot),
    Bone(CondensedBone),
    Intact(Arc<IntactFoot>),
}

/// How far a part is.
pub(super) enum Progress {
    Waiting,
    Running,
    Made(Made),
    Failed(Failed),
    /// Nobody needs it any more.
    Released,
}

/// A part and what it needs.
pub(super) struct Part {
    pub(super) kind: Kind,
    /// A case it can be made from.
    pub(super) case: usize,
    pub(super) needs: Vec<usize>,
    /// Parts and cases that have not used it yet.
    pub(super) users: usize,
    pub(super) progress: Progress,
}

/// How many parts the cases of a sweep have between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Census {
    /// Placed feet.
    pub feet: usize,
    /// Bones that are condensed whole.
    pub whole_bones: usize,
    /// Bones that are condensed cut.
    pub cut_bones: usize,
    /// Intact feet that are settled.
    pub intact_feet: usize,
}

/// All parts of some cases, and which of them each case needs: placement, intact foot, then a bone a ray.
pub(crate) struct Parts {
    pub(super) parts: Vec<Part>,
    pub(super) needs: BTreeMap<usize, Vec<usize>>,
}

impl Parts {
    /// The parts of `cases`; cases without a scenario need none.
    pub(crate) fn of<'a>(cases: impl Iterator<Item = &'a Case>) -> Self {
        let mut book = Book { parts: Vec::new(), known: BTreeMap::new() };
        let needs = cases.map(|case| (case.number, book.case(case))).collect();
        let mut parts = Self { parts: book.parts, needs };
        parts.count_users();
        parts
    }

    /// How many parts of each kind there are.
    pub(crate) fn census(&self) -> Census {
        let count = |wanted: fn(&Kind) -> bool| self.parts.iter().filter(|part| wanted(&part.kind)).count();
        Census {
            feet: count(|kind| matches!(kind, Kind::Placement)),
            whole_bones: count(|kind| matches!(kind, Kind::Bone { cut: false, .. })),
            cut_bones: count(|kind| matches!(kind, Kind::Bone { cut: true, .. })),
            intact_feet: count(|kind| matches!(kind, Kind::Intact)),
        }
    }

    fn count_users(&mut self) {
        let of_cases = self.needs.values().flatten().copied();
        let of_parts = self.parts.iter().flat_map(|part| part.needs.clone());
        for used in of_cases.chain(of_parts).collect::<Vec<_>>() {
            self.parts[used].users += 1;
        }
    }

    /// Notes that a user of each of `used` is done, and lets go what has no users left.
    pub(super) fn release(&mut self, used: &[usize]) {
        for &number in used {
            let part = &mut self.parts[number];
            part.users -= 1;
            if part.users > 0 {
                continue;
            }
            let never_made = matches!(part.progress, Progress::Waiting);
            part.progress = Progress::Released;
            if never_made {
                let needs = part.needs.clone();
                self.release(&needs);
            }
        }
    }
}

/// Parts by their keys, while they are listed.
struct Book {
    parts: Vec<Part>,
    known: BTreeMap<String, usize>,
}

impl Book {
    /// Lists the parts of `case` and returns what it needs.
    fn case(&mut self, case: &Case) -> Vec<usize> {
        let Ok(scenario) = &case.scenario else { return Vec::new() };
        let keys = scenario.part_keys();
        let placement = self.part(format!("placement {}", keys.placement), Kind::Placement, case, Vec::new());
        let bones: Vec<(Ray, bool, usize)> = keys
            .bones
            .into_iter()
            .map(|(ray, cut, key)| (ray, cut, self.part(key, Kind::Bone { ray, cut }, case, vec![placement])))
            .collect();
        let whole = bones.iter().filter(|(_, cut, _)| !cut).map(|(.., part)| *part);
        let of_intact: Vec<usize> = std::iter::once(placement).chain(whole).collect();
        let intact = self.part(format!("intact {}", keys.intact), Kind::Intact, case, of_intact);
        // The cut bone of a ray follows the whole one and takes its place.
        let standing: BTreeMap<Ray, usize> = bones.iter().map(|(ray, _, part)| (*ray, *part)).collect();
        [placement, intact].into_iter().chain(standing.into_values()).collect()
    }

    fn part(&mut self, key: String, kind: Kind, case: &Case, needs: Vec<usize>) -> usize {
        let next = self.parts.len();
        let number = *self.known.entry(key).or_insert(next);
        if number == next {
            let progress = Progress::Waiting;
            self.parts.push(Part { kind, case: case.number, needs, users: 0, progress });
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::{Failed, Status};
    use osteotome_contact::ContactError;
    use osteotome_foot::FootError;
    use osteotome_geometry::Vector3;

    fn status(source: ContactError) -> (Status, bool) {
        let error = FootError::Equilibrium { foot: "cut", source: Box::new(source) };
        let is_input_mistake = error.is_input_mistake();
        (Failed::from(error).status, is_input_mistake)
    }

    /// `run` exits with 2 where nothing holds a body, and a sweep used to say that it had not settled.
    #[test]
    fn what_nothing_holds_is_a_mistake_of_the_input_here_as_in_run() {
        let nothing_holds = ContactError::NothingHolds {
            body: "M2-distal".to_owned(),
            stage: "weight".to_owned(),
            travel_mm: 1200.0,
            drive_n: 3.0,
            direction: Vector3::x(),
            axis: Vector3::zeros(),
        };
        assert_eq!(status(nothing_holds), (Status::Failed, true));
        let not_converged = ContactError::NotConverged {
            stage: "weight".to_owned(),
            progress: 0.5,
            step: 1e-6,
            residual: 1e-2,
            body: "M2-distal".to_owned(),
        };
        assert_eq!(status(not_converged), (Status::NotSettled, false));
    }
}
