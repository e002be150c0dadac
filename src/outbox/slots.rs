//! How much is carried out side by side, by class: what belongs to one class takes nobody's place in another. So a bell
//! rings while a hundred edits hang.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::pace::Importance;
use crate::store::{Job, Room};

/// How many bells ring side by side: more than people declare at the same moment, since none should wait for the answer to another.
const BELLS: usize = 64;

/// A place for one try; it is free again when this is dropped.
pub(super) type Slot = OwnedSemaphorePermit;

/// Places for tries, and the work that has come and waits for one.
pub(super) struct Slots {
    bells: Class,
    others: Class,
}

struct Class {
    free: Arc<Semaphore>,
    waiting: VecDeque<Job>,
}

impl Slots {
    /// So many places, besides those for bells.
    pub(super) fn new(others: usize) -> Self {
        Self { bells: Class::new(BELLS), others: Class::new(others) }
    }

    /// How much more there is a place for.
    pub(super) fn room(&self) -> Room {
        Room { bells: self.bells.room(), others: self.others.room() }
    }

    /// Work has come.
    pub(super) fn line_up(&mut self, job: Job) {
        let class = match Importance::of(&job.effect) {
            Importance::Bell => &mut self.bells,
            _ => &mut self.others,
        };
        class.waiting.push_back(job);
    }

    /// The next piece of work that there is a place for, with its place.
    pub(super) fn next(&mut self) -> Option<(Job, Slot)> {
        self.bells.next().or_else(|| self.others.next())
    }
}

impl Class {
    fn new(places: usize) -> Self {
        Self { free: Arc::new(Semaphore::new(places)), waiting: VecDeque::new() }
    }

    fn room(&self) -> usize {
        self.free.available_permits().saturating_sub(self.waiting.len())
    }

    fn next(&mut self) -> Option<(Job, Slot)> {
        if self.waiting.is_empty() {
            return None;
        }
        let slot = self.free.clone().try_acquire_owned().ok()?;
        self.waiting.pop_front().map(|job| (job, slot))
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::incident::{Effect, Number, WorkspaceId};

    fn bell(id: i64) -> Job {
        let then = DateTime::UNIX_EPOCH;
        Job {
            id,
            workspace: WorkspaceId::new("T1"),
            number: Number::new(id),
            effect: Effect::Announce,
            created_at: then,
            lease_owner: String::new(),
            lease_until: then,
            attempts: 1,
            put_back: 0,
            failures: 0,
            tried_for: std::time::Duration::ZERO,
            has_paid: false,
            checkpoint: String::new(),
            last_error: String::new(),
            incident: None,
        }
    }

    #[test]
    fn forty_bells_ring_at_once_whatever_else_is_under_way() {
        let mut slots = Slots::new(0);
        (1..=40).for_each(|id| slots.line_up(bell(id)));
        let ringing: Vec<_> = std::iter::from_fn(|| slots.next()).collect();
        assert_eq!(ringing.len(), 40);
    }
}
