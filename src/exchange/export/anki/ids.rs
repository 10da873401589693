//! The ids of notes that no export had before.

use crate::model::Moment;

/// How far apart the ids of two notes are: a card's id is its note's and its ord.
pub(super) const STEP: i64 = 32;

/// Gives ids to notes that have none: milliseconds that are past, apart from each other and from all
/// that were given before.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    next: i64,
}

impl Ids {
    /// Starts behind the greatest id given so far, for so many new notes.
    pub fn after(greatest: Option<i64>, new: usize, now: Moment) -> Ids {
        let room = i64::try_from(new).unwrap_or(i64::MAX).saturating_mul(STEP);
        let past = now.at.0.saturating_sub(room);
        Ids { next: greatest.map_or(past, |greatest| past.max(greatest + STEP)) }
    }
}

impl Iterator for Ids {
    type Item = i64;

    /// Returns the next id.
    fn next(&mut self) -> Option<i64> {
        let id = self.next;
        self.next += STEP;
        Some(id)
    }
}
