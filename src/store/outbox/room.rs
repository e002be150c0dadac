//! How much work somebody can take, by class.

use crate::pace::Importance;

/// How much work somebody can take. What belongs to one class takes nobody's place in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Bells.
    pub bells: usize,
    /// Everything else that Slack is told.
    pub others: usize,
}

impl Room {
    /// Whether nothing can be taken.
    pub const fn is_none(self) -> bool {
        self.bells == 0 && self.others == 0
    }

    /// The place for work of that importance.
    pub(super) const fn of(&mut self, importance: Importance) -> &mut usize {
        match importance {
            Importance::Bell => &mut self.bells,
            _ => &mut self.others,
        }
    }
}

impl From<usize> for Room {
    /// So much of each class.
    fn from(most: usize) -> Self {
        Self { bells: most, others: most }
    }
}
