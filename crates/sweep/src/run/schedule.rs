//! Who does what next: cases in the order of the plan, each part just before the first case that needs it.

use super::parts::{Failed, Made, Part, Parts, Progress};
use crate::plan::Case;

/// Something to do.
pub(super) enum Task {
    /// Make this part from these.
    Part(usize, Vec<Made>),
    /// Settle this case from these parts.
    Case(usize, Vec<Made>),
    /// This case has no outcome, for this reason.
    Lost(usize, Failed),
}

/// What is to be done, what is being done, what is held in memory.
pub(super) struct Schedule {
    parts: Parts,
    /// Cases that nobody has taken, in reverse order.
    waiting: Vec<usize>,
    /// How many of the next cases may be worked for: keeps what is held in memory to a few geometries.
    look_ahead: usize,
}

/// Whether everything that is needed is there.
enum Readiness {
    Ready(Vec<Made>),
    Failed(Failed),
    /// Nothing to do but wait for others.
    Busy,
    /// This part can be made now.
    Make(usize, Vec<Made>),
}

impl Schedule {
    /// A schedule for `cases` in this order, on `threads` threads.
    pub(super) fn new(cases: &[&Case], threads: usize) -> Self {
        let waiting = cases.iter().rev().map(|case| case.number).collect();
        // Enough that no thread waits while another makes the last bone of a case.
        Self { parts: Parts::of(cases.iter().copied()), waiting, look_ahead: 2 * threads + 2 }
    }

    /// Whether nobody needs to look for work any more.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The next thing to do; `None` if everything near must wait for what others are doing.
    pub(super) fn take(&mut self) -> Option<Task> {
        let last = self.waiting.len();
        for place in (last.saturating_sub(self.look_ahead)..last).rev() {
            let case = self.waiting[place];
            let needs = self.parts.needs[&case].clone();
            match self.readiness(&needs) {
                Readiness::Busy => {}
                Readiness::Ready(made) => {
                    self.waiting.remove(place);
                    return Some(Task::Case(case, made));
                }
                Readiness::Failed(why) => {
                    self.waiting.remove(place);
                    return Some(Task::Lost(case, why));
                }
                Readiness::Make(part, from) => {
                    self.parts.parts[part].progress = Progress::Running;
                    return Some(Task::Part(part, from));
                }
            }
        }
        None
    }

    fn readiness(&self, needs: &[usize]) -> Readiness {
        let mut made = Vec::with_capacity(needs.len());
        let mut busy = false;
        for &need in needs {
            match &self.parts.parts[need].progress {
                Progress::Made(part) => made.push(part.clone()),
                Progress::Failed(why) => return Readiness::Failed(why.clone()),
                Progress::Running | Progress::Released => busy = true,
                Progress::Waiting => match self.readiness(&self.parts.parts[need].needs) {
                    Readiness::Ready(from) => return Readiness::Make(need, from),
                    Readiness::Failed(why) => return Readiness::Failed(why),
                    make @ Readiness::Make(..) => return make,
                    Readiness::Busy => busy = true,
                },
            }
        }
        if busy { Readiness::Busy } else { Readiness::Ready(made) }
    }

    /// The part with this number.
    pub(super) fn part(&self, part: usize) -> &Part {
        &self.parts.parts[part]
    }

    /// Notes what became of a part.
    pub(super) fn made(&mut self, part: usize, result: Result<Made, Failed>) {
        let done = &mut self.parts.parts[part];
        done.progress = match result {
            // The cases that wanted it may have been lost meanwhile.
            _ if done.users == 0 => Progress::Released,
            Ok(made) => Progress::Made(made),
            Err(why) => Progress::Failed(why),
        };
        let used = done.needs.clone();
        self.parts.release(&used);
    }

    /// Notes that a case is over.
    pub(super) fn finished(&mut self, case: usize) {
        let used = self.parts.needs.remove(&case).unwrap_or_default();
        self.parts.release(&used);
    }
}
